"""A record is corrected or cancelled with a reason: what derives from it follows, the counts agree, nothing is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from caravan.domain.codes import new_code
from caravan.domain.errors import ConflictError, NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.campaigns import close_caravan
from caravan.services.cancelling import cancel_card, cancel_person, cancel_visit, person_at_stake, restore_person
from caravan.services.caravans import get_caravan
from caravan.services.correcting import Correction, correct_screening, open_screening, raw_of
from caravan.services.correcting_persons import correct_person, open_person
from caravan.services.counting import day_board
from caravan.services.datasets import Filters, load_dataset
from caravan.services.outcomes import Filled, Refused
from caravan.services.patients import find_by_code, get_patient, search_patients
from caravan.services.record_marks import person_marks
from caravan.services.registration import bind_card, open_visit
from caravan.services.screening import get_screening, restore_screening, void_screening
from caravan.storage.revisions import TABLES, broken_links, rebuild
from caravan.storage.tables import Card, Finding, NameKey, Patient, QueueEntry, Referral, Revision, Screening, Supply
from caravan.storage.tables import Visit as VisitTable
from tests.refusals import refused

EYE = {"va_unaided_r": "v10", "va_unaided_l": "v10", "iop_r_mmhg": "28", "iop_l_mmhg": "15"}
CATARACT = {"va_unaided_r": "v01", "va_unaided_l": "v10", "cataract_list": "yes"} | {
    "glasses_type": "reading",
    "glasses_status": "ordered",
}


@pytest.fixture
def correct(house, staff):
    """Correct a screening as its page does: all the answers as they were, and some of them changed."""

    def do(screening_id, *, role="doctor", seen=None, reason="typing_error", operation_id=None, opened=None, **changes):
        opened = opened or open_screening(house, staff[role], screening_id)
        confirmed = [name for name in changes if name in opened.form.questions]
        filled = Filled({**raw_of(opened), **changes}, operation_id or new_id(), confirmed, opened.form.version)
        correction = Correction(filled, reason, opened.mark if seen is None else seen)
        return correct_screening(house, staff[role], screening_id, correction)

    return do


@pytest.fixture
def correct_registration(house, staff):
    """Correct a person as the page does."""

    def do(patient_id, *, role="volunteer", reason="typing_error", operation_id=None, opened=None, **changes):
        opened, confirmed = opened or open_person(house, staff[role], patient_id), changes.pop("confirmed", ())
        filled = Filled({**raw_of(opened), **changes}, operation_id or new_id(), confirmed, opened.form.version)
        return correct_person(house, staff[role], patient_id, Correction(filled, reason, opened.mark))

    return do


def living(found):
    return [row for row in found if row["voided_at"] is None]


def tables(session):
    """Every row of every folded table, in a fixed order."""
    found = [*TABLES.values(), Finding.__table__, NameKey.__table__]
    return {table.name: sorted(map(repr, session.execute(select(table)).all())) for table in found}


def assert_rebuilds(house):
    """The tables are nothing but the fold of the revisions, whose chain holds."""

    def again(unit):
        before = tables(unit.session)
        rebuild(unit.session.connection())
        unit.session.expire_all()
        rows = unit.session.execute(select(Revision.__table__).order_by(Revision.device_sequence)).mappings().all()
        return before, tables(unit.session), broken_links(rows)

    before, after, broken = house.database.write(again, at=house.now())
    assert after == before
    assert broken == []


def figures(house):
    """The dashboard's figures, after checking that the report's rows say the same to the unit."""
    board, data = day_board(house), load_dataset(house, Filters())
    assert board.visits == len(data.visits)
    assert board.persons_registered == len(data.persons)
    assert board.screenings == len(data.screenings)
    assert board.persons_seen == len({row.patient_id for row in data.screenings})
    assert board.urgent_open == len({row.patient_id for row in data.referrals if row.urgency in "eu"})
    return board.persons_registered, board.screenings, board.urgent_open


# Screenings.


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


def settle(house, entity, record_id, **fields):
    house.database.write(lambda unit: unit.ledger.change(entity, record_id, **fields), at=house.now())


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
    saved = screen(register(), "eye", iop_r_mmhg="15")
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


# Cancelled and brought back.


def test_a_cancelled_screening_comes_back_with_its_referral_and_the_wait_ends_again(
    house, staff, *, register, screen, rows, clock
):
    patient_id = register()
    saved = screen(patient_id, "eye", **CATARACT, red_flags=["sudden_loss"])
    before = figures(house)
    assert before == (1, 1, 1)
    void_screening(house, staff["doctor"], saved.screening_id, "wrong_person")
    assert figures(house) == (1, 0, 0)
    (cancelled,) = person_marks(house, staff["doctor"], patient_id).cancelled
    assert (cancelled.by, cancelled.reason, cancelled.may_restore) == ("Dr Benali", "wrong_person", True)
    clock.move(minutes=5)
    with refused("restore.reason"):
        restore_screening(house, staff["doctor"], saved.screening_id, " ")
    for _twice in range(2):
        restore_screening(house, staff["doctor"], saved.screening_id, "cancelled_by_mistake")
    assert figures(house) == before
    assert rows(Finding) != []
    assert len(living(rows(Supply))) == 2
    assert next(row for row in rows(QueueEntry) if row["station"] == "eye")["status"] == "done"
    assert get_patient(house, patient_id).stations_left == ("vitals", "dental", "chronic")
    assert_rebuilds(house)


def test_what_was_cancelled_before_does_not_come_back_with_the_screening(
    house, staff, *, register, screen, correct, rows, clock
):
    saved = screen(register(), "eye", **EYE)
    correct(saved.screening_id, iop_r_mmhg="18")  # its referral goes
    clock.move(minutes=1)
    void_screening(house, staff["doctor"], saved.screening_id, "trial")
    restore_screening(house, staff["doctor"], saved.screening_id, "checked_again")
    assert living(rows(Referral)) == []


def test_a_cancelled_screening_is_not_corrected(house, staff, register, screen, correct):
    saved = screen(register(), "eye", **EYE)
    opened = open_screening(house, staff["doctor"], saved.screening_id)
    void_screening(house, staff["coordinator"], saved.screening_id, "trial")
    with refused("screening.cancelled"):
        correct(saved.screening_id, opened=opened, iop_r_mmhg="18")


def test_counts_agree_to_the_unit_after_corrections_cancellations_and_returns(
    house, staff, *, register, screen, correct, correct_registration, clock
):
    people = [register(given_name_fr=name, phone="") for name in ("Salka", "Rkia", "Hind", "Omar")]
    saved = [screen(person, "eye", **EYE) for person in people]
    screen(people[0], systolic_1_mmhg="200", diastolic_1_mmhg="130")
    clock.move(minutes=9)
    assert figures(house)[:2] == (4, 5)
    correct(saved[1].screening_id, red_flags=["sudden_loss"])
    void_screening(house, staff["doctor"], saved[2].screening_id, "recorded_twice")
    cancel_person(house, staff["coordinator"], people[0], "registered_twice")
    correct_registration(people[3], birth_year="1990", coverage_scheme="aucune")
    assert figures(house) == (3, 2, 1)
    clock.move(minutes=9)
    restore_person(house, staff["coordinator"], people[0], "checked_again")
    restore_screening(house, staff["doctor"], saved[2].screening_id, "checked_again")
    assert figures(house)[:2] == (4, 5)
    row = next(row for row in load_dataset(house, Filters()).visits if row.patient_id == str(people[3]))
    assert (row.age_years, row.coverage) == (36, "aucune")
    assert_rebuilds(house)


# Registrations.


def test_a_corrected_registration_is_found_under_its_new_name_and_no_more_under_the_old(
    house, register, correct_registration, rows
):
    patient_id = register()
    correct_registration(
        patient_id, given_name_fr="Zahra", given_name_ar="الزهرة", phone="0670 11 22 33", commune="10.261.01.03"
    )
    (row,) = rows(Patient)
    assert (row["given_name_fr"], row["phone"], row["phone_as_written"]) == ("Zahra", "+212670112233", "0670 11 22 33")
    assert row["commune"] == "10.261.01.03"
    assert [line.id for line in search_patients(house, "zahra")] == [patient_id]
    assert [line.id for line in search_patients(house, "الزهرة")] == [patient_id]
    assert search_patients(house, "Fatimetou") == []
    assert_rebuilds(house)


def test_only_what_changed_is_written(house, register, correct_registration, rows):
    patient_id = register(age_years="", locality="Dchira")
    correct_registration(patient_id, locality="")
    patch = rows(Revision, entity_id=patient_id)[-1]["patch"]
    assert patch == {"locality": None, "reason": "typing_error"}


@pytest.mark.parametrize(
    "birth",
    [{"birth_year": "", "age_years": "41"}, {"birth_year": "", "birth_date": "1960-03-09"}, {"birth_year": "1959"}],
)
def test_a_birth_that_is_not_corrected_stays_exactly_as_it_was_known(
    register, correct_registration, rows, clock, birth
):
    patient_id = register(**birth)
    (before,) = rows(Patient)
    clock.move(days=400)
    correct_registration(patient_id, role="coordinator", locality="Tagant")
    (after,) = rows(Patient)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"locality", "extra"}


def test_age_follows_on_every_visit_and_coverage_on_the_latest(
    house, staff, *, register, correct_registration, rows, clock
):
    patient_id = register()
    clock.move(days=1)
    open_visit(house, staff["volunteer"], patient_id, new_id())
    correct_registration(patient_id, role="coordinator", birth_year="1989", coverage_scheme="amo_tns")
    found = [(visit["age_years"], visit["coverage_scheme"]) for visit in rows(VisitTable)]
    assert found == [(37, "amo_tadamon"), (37, "amo_tns")]


def test_results_that_rest_on_the_age_are_worked_out_anew(house, register, screen, correct_registration, rows):
    patient_id = register(birth_year="2015", guardian_name="Salka")
    screen(patient_id, weight_kg="80", height_cm="160")
    done = correct_registration(patient_id, birth_year="1965", guardian_name="")
    assert done.rescored == 1
    assert {row["code"]: row["value"] for row in rows(Finding)}["bmi_class"] == "obese_1"
    assert correct_registration(patient_id, locality="Asrir").rescored == 0


def test_an_impossible_birth_or_a_missing_name_is_refused(register, correct_registration):
    patient_id = register()
    with refused("birth.contradiction"):
        correct_registration(patient_id, confirmed=["birth_year"], age_years="20")
    answer = correct_registration(patient_id, given_name_fr="", given_name_ar="")
    assert isinstance(answer, Refused)
    answer = correct_registration(patient_id, birth_year="")
    assert isinstance(answer, Refused)
    with refused("correct.nothing"):
        correct_registration(patient_id)


def test_the_reception_corrects_the_registrations_of_the_day_only(house, staff, register, correct_registration, clock):
    patient_id = register()
    with refused("patient.not_yours", NotAllowedError):
        open_person(house, staff["doctor"], patient_id)
    correct_registration(patient_id, locality="Asrir")
    clock.move(days=1)
    with refused("patient.not_yours", NotAllowedError):
        correct_registration(patient_id, locality="Tagant")
    correct_registration(patient_id, role="coordinator", locality="Tagant")


def test_two_who_correct_a_registration_at_once_do_not_overwrite_each_other(
    house, staff, register, correct_registration
):
    patient_id = register()
    opened, operation_id = open_person(house, staff["volunteer"], patient_id), new_id()
    for _twice in range(2):
        correct_registration(patient_id, opened=opened, operation_id=operation_id, locality="Asrir")
    with refused("record.changed", ConflictError):
        correct_registration(patient_id, opened=opened, phone="0661000000")


def test_a_document_number_outlives_the_authorisation_to_ask_for_it(house, staff, register, correct_registration, rows):
    patient_id = register()
    settle(house, "patient", patient_id, id_number="JB123456", id_type="cin")
    correct_registration(patient_id, locality="Asrir")
    assert rows(Patient)[0]["id_number"] == "JB123456"


def test_a_closed_caravan_is_corrected_too(house, staff, *, register, screen, correct, correct_registration):
    patient_id = register()
    saved = screen(patient_id, "eye", **EYE)
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    correct(saved.screening_id, role="coordinator", iop_r_mmhg="18")
    correct_registration(patient_id, role="coordinator", locality="Asrir")
    assert get_patient(house, patient_id).locality == "Asrir"


# Persons, visits and cards.


def test_a_cancelled_person_is_out_of_lists_and_counts_and_comes_back_whole(house, staff, register, screen, clock):
    patient_id, code = register(), new_code()
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    screen(patient_id, "eye", **EYE)
    before = figures(house)
    with refused("record.coordinator_only", NotAllowedError):
        cancel_person(house, staff["volunteer"], patient_id, "trial")
    with refused("void.reason"):
        cancel_person(house, staff["coordinator"], patient_id, "")
    stake = person_at_stake(house, staff["coordinator"], patient_id)
    assert (stake.visits, stake.screenings, stake.cards, stake.is_cancelled) == (1, 1, (code,), False)
    for _twice in range(2):
        cancel_person(house, staff["coordinator"], patient_id, "registered_twice")
    assert figures(house) == (0, 0, 0)
    assert search_patients(house, "Fatimetou") == []
    with refused("patient.unknown", NotFoundError):
        get_patient(house, patient_id)
    with refused("card.unbound"):
        find_by_code(house, code)
    clock.move(minutes=3)
    assert restore_person(house, staff["coordinator"], patient_id, "checked_again") == ()
    assert figures(house) == before
    assert find_by_code(house, code).line.id == patient_id
    assert_rebuilds(house)


def test_a_card_given_to_another_meanwhile_stays_with_the_other(house, staff, register):
    first, second, code = register(), register(given_name_fr="Salka"), new_code()
    bind_card(house, staff["volunteer"], patient_id=first, typed=code, operation_id=new_id())
    cancel_person(house, staff["coordinator"], first, "registered_twice")
    bind_card(house, staff["volunteer"], patient_id=second, typed=code, operation_id=new_id())
    assert restore_person(house, staff["coordinator"], first, "checked_again") == (code,)
    assert find_by_code(house, code).line.id == second


def test_a_visit_opened_by_mistake_is_cancelled_with_its_waits_unless_something_was_recorded(
    house, staff, *, register, screen, rows, clock
):
    patient_id = register()
    visit = get_patient(house, patient_id).today
    screen(patient_id, "eye", **EYE)
    with refused("visit.not_empty"):
        cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")
    clock.move(days=1)
    open_visit(house, staff["volunteer"], patient_id, new_id())
    visit = get_patient(house, patient_id).today
    assert person_marks(house, staff["volunteer"], patient_id).visits_to_cancel == {visit.id}
    with refused("void.reason"):
        cancel_visit(house, staff["volunteer"], visit.id, "")
    with refused("visit.not_yours", NotAllowedError):
        cancel_visit(house, staff["doctor"], visit.id, "by_mistake")
    for _twice in range(2):
        assert cancel_visit(house, staff["volunteer"], visit.id, "by_mistake") == patient_id
    assert get_patient(house, patient_id).today is None
    assert day_board(house).waiting == 0
    assert open_visit(house, staff["volunteer"], patient_id, new_id()) == visit.number + 1
    clock.move(days=1)
    with refused("visit.not_yours", NotAllowedError):
        cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")


def test_a_screening_of_a_cancelled_visit_does_not_come_back(house, staff, register, screen):
    patient_id = register()
    saved, visit = screen(patient_id, "eye", **EYE), get_patient(house, patient_id).today
    void_screening(house, staff["doctor"], saved.screening_id, "trial")
    cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")
    with refused("screening.visit_cancelled"):
        restore_screening(house, staff["doctor"], saved.screening_id, "checked_again")


def test_a_card_of_the_wrong_person_is_blank_again_and_a_lost_one_never(house, staff, register, rows):
    first, second, code = register(), register(given_name_fr="Salka"), new_code()

    def give(patient_id):
        bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())

    give(first)
    with refused("card.reason"):
        cancel_card(house, staff["volunteer"], code, "tired of it")
    with refused("record.reception_only", NotAllowedError):
        cancel_card(house, staff["doctor"], code, "lost")
    for _twice in range(2):
        assert cancel_card(house, staff["volunteer"], code, "wrong_person") == first
    give(second)
    assert find_by_code(house, code).line.id == second
    cancel_card(house, staff["volunteer"], code, "lost: at the market")
    for patient_id in (first, second):
        with refused("card.lost"):
            give(patient_id)
    with refused("card.lost"):
        find_by_code(house, code)
    with refused("card.unbound"):
        cancel_card(house, staff["volunteer"], new_code(), "lost")
    assert living(rows(Card)) == []
