"""A filled form is checked, scored and saved once; it refers, orders, ends a wait, and can be voided."""

import pytest

from caravan.domain.errors import ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled, Refused
from caravan.services.patients import get_patient
from caravan.services.screening import Saved, get_screening, record_screening, void_screening
from caravan.storage.tables import Finding, QueueEntry, Referral, Screening, Supply, Visit
from tests.refusals import refused
from tests.services.conftest import PRESSURE_141_90


@pytest.fixture
def send(house, staff):
    """Send a form as the page does, nothing confirmed unless said."""

    def do(patient_id, answers, *, form_id="vitals", operation_id=None, confirmed=(), role="doctor"):
        filled = Filled(answers, operation_id or new_id(), confirmed)
        return record_screening(house, staff[role], patient_id=patient_id, form_id=form_id, filled=filled)

    return do


def queue(rows):
    return {(entry["station"], entry["status"]) for entry in rows(QueueEntry)}


def test_a_saved_form_says_what_it_found(house, register, send):
    saved = send(register(), PRESSURE_141_90)
    assert isinstance(saved, Saved)
    found = {finding.code: finding.value for finding in saved.findings}
    assert (found["bp_mean_systolic"], found["bp_mean_diastolic"]) == (141, 90)
    assert (found["bp_class"], found["bp_single"]) == ("grade_1", "no")
    assert (saved.urgency, saved.referral_to) == ("r", "general_medicine")
    assert saved.stations_left == ("eye", "dental", "chronic")


def test_what_is_saved_is_who_when_which_version_and_the_answers_as_numbers(house, staff, register, send, rows):
    patient_id = register()
    saved = send(patient_id, {"systolic_1_mmhg": "١٤٢", "diastolic_1_mmhg": " 84 ", "weight_kg": "70,5"})
    (row,) = rows(Screening)
    assert row["answers"] == {"systolic_1_mmhg": 142, "diastolic_1_mmhg": 84, "weight_kg": 70.5}
    assert (row["id"], row["patient_id"]) == (saved.screening_id, patient_id)
    assert row["form_version"] == house.forms["vitals"].version
    assert row["performed_by"] == row["recorded_by"] == staff["doctor"].staff_id
    assert row["performed_at"] == row["recorded_at"] == house.now()
    assert row["source"] == "tablet"


def test_the_finding_rows_are_those_of_the_screening(register, send, rows):
    saved = send(register(), PRESSURE_141_90)
    found = {row["code"]: (row["value"], row["number"]) for row in rows(Finding)}
    assert found == {
        "bp_class": ("grade_1", None),
        "bp_mean_systolic": ("141", 141),
        "bp_mean_diastolic": ("90", 90),
        "bp_single": ("no", None),
    }
    assert {row["screening_id"] for row in rows(Finding)} == {saved.screening_id}


def test_the_wait_for_that_station_ends_and_no_other(register, send, rows):
    send(register(), PRESSURE_141_90)
    assert queue(rows) == {("vitals", "done"), ("eye", "waiting"), ("dental", "waiting"), ("chronic", "waiting")}


def test_a_finding_that_needs_care_makes_one_referral_with_its_reasons(register, send, rows):
    answers = {"systolic_1_mmhg": "190", "diastolic_1_mmhg": "115"}
    saved = send(register(), answers, confirmed=["systolic_1_mmhg", "diastolic_1_mmhg"])
    (referral,) = rows(Referral)
    assert (referral["urgency"], referral["destination"]) == ("u", "cardiology") == (saved.urgency, saved.referral_to)
    assert (referral["reasons"], referral["status"]) == (["bp_class"], "proposed")


def test_a_normal_result_refers_nobody(register, send, rows):
    saved = send(register(), {"systolic_1_mmhg": "118", "diastolic_1_mmhg": "76"})
    assert (saved.urgency, saved.referral_to) == ("n", None)
    assert rows(Referral) == []


def test_glasses_and_the_cataract_list_become_supplies(register, screen, rows):
    screen(
        register(),
        "eye",
        va_unaided_r="v01",
        va_unaided_l="v01",
        cataract_list="yes",
        glasses_type="reading",
        glasses_status="ordered",
    )
    assert {(s["kind"], s["detail"], s["status"]) for s in rows(Supply)} == {
        ("glasses", "reading", "ordered"),
        ("cataract_surgery", "", "listed"),
    }


def test_a_refused_form_saves_nothing_and_names_the_questions(register, send, rows):
    answer = send(register(), {"systolic_1_mmhg": "80", "diastolic_1_mmhg": "95", "pulse_bpm": "fast"})
    assert isinstance(answer, Refused)
    assert set(answer.outcome.errors) == {"diastolic_1_mmhg", "pulse_bpm"}
    assert rows(Screening) == []
    assert ("vitals", "waiting") in queue(rows)


def test_an_unusual_value_is_saved_only_once_confirmed_and_that_is_kept(register, send, rows):
    patient_id, answers = register(), {"systolic_1_mmhg": "230", "diastolic_1_mmhg": "120"}
    asked = send(patient_id, answers)
    assert isinstance(asked, Refused)
    assert set(asked.outcome.to_confirm) == {"systolic_1_mmhg", "diastolic_1_mmhg"}
    send(patient_id, answers, confirmed=["systolic_1_mmhg", "diastolic_1_mmhg"])
    (row,) = rows(Screening)
    assert row["confirmed"] == ["diastolic_1_mmhg", "systolic_1_mmhg"]


@pytest.mark.parametrize("answers", [{}, {"systolic_1_mmhg": "  "}, {"no_such_question": "5"}])
def test_an_empty_form_is_refused(register, send, rows, answers):
    with refused("screening.empty"):
        send(register(), answers)
    assert rows(Screening) == []


def test_a_form_posted_twice_is_one_screening_with_one_reply(register, send, rows):
    patient_id, operation_id = register(), new_id()
    first, again = (send(patient_id, PRESSURE_141_90, operation_id=operation_id) for _ in range(2))
    assert first == again
    assert len(rows(Screening)) == len(rows(Referral)) == 1


def test_a_form_posted_twice_with_other_answers_is_a_conflict(register, send, rows):
    patient_id, operation_id = register(), new_id()
    send(patient_id, PRESSURE_141_90, operation_id=operation_id)
    with refused("operation.changed", ConflictError):
        send(patient_id, {**PRESSURE_141_90, "systolic_3_mmhg": "139"}, operation_id=operation_id)
    with refused("operation.changed", ConflictError):
        send(register(), PRESSURE_141_90, operation_id=operation_id)
    assert len(rows(Screening)) == 1


@pytest.mark.parametrize("form_id", ["registration", "nose"])
def test_only_stations_are_filled(register, send, form_id):
    with refused("form.unknown", NotFoundError):
        send(register(), PRESSURE_141_90, form_id=form_id)


def test_no_form_is_filled_for_someone_unknown(house, send):
    with refused("patient.unknown", NotFoundError):
        send(new_id(), PRESSURE_141_90)


def test_a_voided_screening_is_out_of_everything_and_stays_in_the_history(house, staff, register, send, rows):
    patient_id = register()
    saved = send(patient_id, PRESSURE_141_90)
    void_screening(house, staff["doctor"], saved.screening_id, "  wrong person ")
    (row,) = rows(Screening)
    assert (row["void_reason"], row["voided_at"]) == ("wrong person", house.now())
    assert all(referral["voided_at"] for referral in rows(Referral))
    assert rows(Finding) == []
    assert ("vitals", "waiting") in queue(rows)
    page = get_patient(house, patient_id)
    assert ("vitals" in page.stations_left, page.today.screenings) == (True, ())
    assert get_screening(house, saved.screening_id).is_voided


def test_voiding_takes_the_ordered_glasses_back(house, staff, register, screen, rows):
    saved = screen(register(), "eye", va_unaided_r="v05", va_unaided_l="v05", cataract_list="yes")
    void_screening(house, staff["doctor"], saved.screening_id, "wrong person")
    assert [bool(supply["voided_at"]) for supply in rows(Supply)] == [True]


def test_voiding_one_of_two_screenings_leaves_the_station_done(house, staff, register, send, rows):
    patient_id = register()
    first = send(patient_id, PRESSURE_141_90)
    send(patient_id, PRESSURE_141_90)
    void_screening(house, staff["doctor"], first.screening_id, "typed twice")
    assert ("vitals", "done") in queue(rows)


def test_a_void_needs_its_reason_and_happens_once(house, staff, register, send, clock):
    saved = send(register(), PRESSURE_141_90)
    with refused("void.reason"):
        void_screening(house, staff["doctor"], saved.screening_id, "   ")
    void_screening(house, staff["doctor"], saved.screening_id, "first reason")
    clock.move(hours=1)
    void_screening(house, staff["doctor"], saved.screening_id, "second reason")
    with house.database.read() as session:
        assert session.get(Screening, saved.screening_id).void_reason == "first reason"


def test_an_unknown_screening_cannot_be_voided_or_read(house, staff):
    with refused("screening.unknown", NotFoundError):
        void_screening(house, staff["doctor"], new_id(), "reason")
    with refused("screening.unknown", NotFoundError):
        get_screening(house, new_id())


def test_a_returning_person_gets_a_visit_and_the_next_number_by_being_screened(house, register, send, rows, clock):
    patient_id = register()
    clock.move(days=1)
    register(given_name_fr="Salka")
    send(patient_id, PRESSURE_141_90)
    visits = rows(Visit, patient_id=patient_id)
    assert [(visit["day"].day, visit["number"]) for visit in visits] == [(21, 1), (22, 2)]
    assert get_patient(house, patient_id).stations_left == ("eye", "dental", "chronic")


def test_two_doctors_on_one_person_both_save(house, staff, register, send, rows):
    patient_id = register()
    send(patient_id, PRESSURE_141_90, form_id="chronic", role="doctor")
    send(patient_id, {"weight_kg": "70", "height_cm": "170"}, form_id="vitals", role="coordinator")
    send(patient_id, {"weight_kg": "71", "height_cm": "170"}, form_id="vitals", role="doctor")
    assert len(rows(Screening)) == 3
    assert {row["performed_by"] for row in rows(Screening)} == {
        staff["doctor"].staff_id,
        staff["coordinator"].staff_id,
    }
    assert get_patient(house, patient_id).stations_left == ("eye", "dental")


def test_the_age_and_pregnancy_at_reception_weigh_on_the_result(house, register, send):
    child = send(register(birth_year="2015", guardian_name="Salka"), {"weight_kg": "30", "height_cm": "135"})
    expecting = register(birth_year="1996", pregnant="yes")
    urgent = send(expecting, {"systolic_1_mmhg": "145", "diastolic_1_mmhg": "92"})
    assert {f.code: f.value for f in child.findings}["bmi_class"] == "not_classified"
    assert (urgent.urgency, urgent.referral_to) == ("u", "obstetrics")
