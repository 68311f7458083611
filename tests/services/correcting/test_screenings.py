"""Corrected screenings: scored anew, with a reason, once, and nothing of before is lost."""

from dataclasses import replace

import pytest

from caravan.domain.errors import ConflictError, NotAllowedError
from caravan.domain.ids import new_id
from caravan.services.correcting import Correction, correct_screening, open_screening, raw_of
from caravan.services.outcomes import Filled, Refused
from caravan.services.record_marks import person_marks
from caravan.services.screening import get_screening, void_screening
from caravan.storage.tables import Finding, Referral, Revision, Screening, Supply
from tests.refusals import refused
from tests.services.correcting.conftest import CATARACT, EYE, assert_rebuilds, living, settle


def test_a_corrected_screening_has_the_new_answers_scored_by_the_same_rules(
    house, staff, *, register, screen, correct, rows, clock
):
    saved = screen(register(), "eye", **EYE)
    (before,) = rows(Screening)
    clock.move(minutes=20)
    correct(saved.screening_id, iop_r_mmhg="18")
    (after,) = rows(Screening)
    assert after["answers"] == {**before["answers"], "iop_r_mmhg": 18}
    kept = ("form_version", "performed_at", "performed_by", "recorded_at", "recorded_by", "visit_id", "voided_at")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    fresh = screen(register(given_name_fr="Salka"), "eye", **{**EYE, "iop_r_mmhg": "18"})
    assert get_screening(house, saved.screening_id).findings == fresh.findings
    assert (after["urgency"], after["referral_to"]) == (fresh.urgency, fresh.referral_to) != (before["urgency"], None)
    assert {row["value"] for row in rows(Finding, screening_id=saved.screening_id)} == {
        row["value"] for row in rows(Finding, screening_id=fresh.screening_id)
    }
    assert_rebuilds(house)


def test_a_referral_that_was_only_proposed_follows_the_correction(register, screen, correct, rows):
    saved = screen(register(), "eye", **EYE)
    assert len(living(rows(Referral))) == 1
    correct(saved.screening_id, iop_r_mmhg="18")
    assert living(rows(Referral)) == []
    correct(saved.screening_id, iop_r_mmhg="34")
    (referral,) = living(rows(Referral))
    assert (referral["destination"], referral["status"]) == ("ophthalmology", "proposed")
    correct(saved.screening_id, iop_l_mmhg="33")
    assert len(living(rows(Referral))) == 1


@pytest.mark.parametrize("status", ["accepted", "attended", "changed"])
def test_a_referral_that_someone_settled_is_kept_and_that_is_said(house, register, *, screen, correct, rows, status):
    saved = screen(register(), "eye", **EYE)
    (referral,) = rows(Referral)
    settle(house, "referral", referral["id"], status=status)
    assert correct(saved.screening_id, iop_r_mmhg="27").kept == ()
    assert correct(saved.screening_id, iop_r_mmhg="18").kept == ("referral",)
    (kept,) = living(rows(Referral))
    assert (kept["id"], kept["status"]) == (referral["id"], status)


def test_supplies_follow_except_those_that_were_delivered(house, register, screen, correct, rows):
    saved = screen(register(), "eye", **CATARACT)
    glasses = next(row for row in rows(Supply) if row["kind"] == "glasses")
    settle(house, "supply", glasses["id"], status="given")
    assert correct(saved.screening_id, cataract_list="no", glasses_status="").kept == ("glasses",)
    assert {(row["kind"], row["status"]) for row in living(rows(Supply))} == {("glasses", "given")}
    correct(saved.screening_id, cataract_list="yes")
    assert sorted(row["kind"] for row in living(rows(Supply))) == ["cataract_surgery", "glasses"]


def test_an_order_that_is_still_an_order_follows_without_a_second_one(register, screen, correct, rows):
    saved = screen(register(), "eye", **CATARACT)
    correct(saved.screening_id, glasses_type="custom")
    assert {(row["kind"], row["detail"]) for row in rows(Supply)} == {("glasses", "custom"), ("cataract_surgery", "")}


def test_an_unusual_answer_that_was_confirmed_is_not_asked_again_unless_it_changes(
    house, staff, register, screen, rows
):
    saved = screen(register(), systolic_1_mmhg="230", diastolic_1_mmhg="120")
    opened = open_screening(house, staff["doctor"], saved.screening_id)

    def send(**changes):
        filled = Filled({**raw_of(opened), **changes}, new_id(), (), opened.form.version)
        return correct_screening(house, staff["doctor"], saved.screening_id, Correction(filled, "x", opened.mark))

    asked = send(systolic_1_mmhg="229")
    assert isinstance(asked, Refused)
    assert set(asked.outcome.to_confirm) == {"systolic_1_mmhg"}
    send(pulse_bpm="80")
    (row,) = rows(Screening)
    assert (row["answers"]["pulse_bpm"], row["confirmed"]) == (80, ["diastolic_1_mmhg", "systolic_1_mmhg"])


def test_what_the_form_refuses_is_refused_and_changes_nothing(register, screen, correct, rows):
    saved = screen(register())
    answer = correct(saved.screening_id, systolic_1_mmhg="80", diastolic_1_mmhg="95")
    assert isinstance(answer, Refused)
    assert "diastolic_1_mmhg" in answer.outcome.errors
    assert rows(Screening)[0]["answers"]["systolic_1_mmhg"] == 150


def test_a_correction_needs_a_reason_and_a_change_and_an_answer(register, screen, correct):
    saved = screen(register(), "eye", iop_r_mmhg="15", iop_method="air")
    with refused("correct.reason"):
        correct(saved.screening_id, reason="  ", iop_r_mmhg="16")
    with refused("correct.nothing"):
        correct(saved.screening_id)
    with refused("screening.empty"):
        correct(saved.screening_id, iop_r_mmhg="")


def test_a_correction_sent_twice_is_made_once(house, staff, *, register, screen, correct, rows):
    saved = screen(register(), "eye", **EYE)
    opened, operation_id = open_screening(house, staff["doctor"], saved.screening_id), new_id()
    again = {"opened": opened, "operation_id": operation_id, "iop_r_mmhg": "18"}
    assert correct(saved.screening_id, **again) == correct(saved.screening_id, **again)
    assert len(rows(Revision, entity_id=saved.screening_id)) == 2
    with refused("operation.changed", ConflictError):
        correct(saved.screening_id, **{**again, "iop_r_mmhg": "19"})


def test_the_second_of_two_who_correct_the_same_is_told_who_was_first(house, staff, *, register, screen, correct, rows):
    saved = screen(register(), "eye", **EYE)
    opened = open_screening(house, staff["doctor"], saved.screening_id)
    correct(saved.screening_id, role="coordinator", iop_l_mmhg="16")
    with refused("record.changed", ConflictError) as caught:
        correct(saved.screening_id, opened=opened, iop_r_mmhg="18")
    assert caught.value.params == {"by": "Nadia", "time": "10:00"}
    assert rows(Screening)[0]["answers"]["iop_r_mmhg"] == 28


def test_the_author_corrects_the_same_day_and_the_coordinator_any_day(
    house, staff, *, register, screen, correct, clock
):
    saved = screen(register(), "eye", **EYE)
    other = replace(staff["doctor"], staff_id=new_id())
    for operator in (staff["volunteer"], other):
        with refused("screening.not_yours", NotAllowedError):
            open_screening(house, operator, saved.screening_id)
        with refused("screening.not_yours", NotAllowedError):
            void_screening(house, operator, saved.screening_id, "x")
    clock.move(days=1)
    with refused("screening.not_yours", NotAllowedError):
        correct(saved.screening_id, iop_r_mmhg="18")
    correct(saved.screening_id, role="coordinator", iop_r_mmhg="18")
    assert person_marks(house, staff["doctor"], get_screening(house, saved.screening_id).patient_id).own == frozenset()


def test_a_screening_of_another_day_is_scored_with_the_age_of_that_day(
    house, staff, *, register, screen, correct, rows, clock
):
    saved = screen(
        register(birth_year="", birth_date="2008-11-25", guardian_name="Salka"), weight_kg="50", height_cm="160"
    )
    clock.move(days=10)
    correct(saved.screening_id, role="coordinator", weight_kg="51")
    found = {row["code"]: row["value"] for row in rows(Finding)}
    assert found["bmi_class"] == "not_classified"  # 17 years old on the day, 18 today
