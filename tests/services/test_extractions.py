"""An extraction with something against it, wherever that was written, is decided by the doctor and never in silence."""

import pytest

from caravan.domain.ids import new_id
from caravan.services.correcting import Correction, correct_screening, open_screening
from caravan.services.outcomes import Filled, Refused
from caravan.services.screening import Saved, record_screening, void_screening
from caravan.storage.tables import Screening

CRISIS = {"systolic_1_mmhg": "190", "diastolic_1_mmhg": "112", "systolic_2_mmhg": "192", "diastolic_2_mmhg": "114"}
CALM = {"systolic_1_mmhg": "130", "diastolic_1_mmhg": "80"}
SAFE = {"anticoagulant": "no", "bisphosphonate": "no", "allergy": "no"}
EXTRACTED = {"treatments": ["ext"], "extracted_teeth": "36", **SAFE}
PLANNED = {"extraction_planned": "yes", **SAFE}


@pytest.fixture
def send(house, staff):
    def do(patient_id, answers, form_id="dental"):
        filled = Filled(answers, new_id(), confirmed=tuple(answers))
        return record_screening(house, staff["doctor"], patient_id=patient_id, form_id=form_id, filled=filled)

    return do


@pytest.fixture
def dental_answers(rows):
    return lambda: next(row["answers"] for row in rows(Screening) if row["form_id"] == "dental")


def refusals(result):
    assert isinstance(result, Refused), result
    return {name: refusal.code for name, refusal in result.outcome.errors.items()}


def test_an_extraction_without_a_stop_needs_no_decision(register, send, dental_answers):
    patient_id = register(sex="male")
    send(patient_id, CALM, "vitals")
    assert isinstance(send(patient_id, EXTRACTED), Saved)
    assert "extraction_decision" not in dental_answers()


@pytest.mark.parametrize("answers", [EXTRACTED, PLANNED], ids=["done", "planned"])
def test_a_pressure_of_another_station_makes_the_doctor_decide_and_both_are_kept(
    register, send, dental_answers, answers
):
    patient_id = register(sex="male")
    send(patient_id, CRISIS, "vitals")
    assert refusals(send(patient_id, answers)) == {"extraction_decision": "answer.required"}
    assert isinstance(send(patient_id, {**answers, "extraction_decision": "confirmed"}), Saved)
    kept = dental_answers()
    assert kept["extraction_decision"] == "confirmed"
    assert kept["extraction_stops_seen"] == "stop_pressure"


def test_a_voided_form_of_another_station_stops_nothing(house, staff, register, send):
    patient_id = register(sex="male")
    vitals = send(patient_id, CRISIS, "vitals")
    void_screening(house, staff["doctor"], vitals.screening_id, "autre personne")
    assert isinstance(send(patient_id, EXTRACTED), Saved)


def test_the_pressure_that_was_taken_again_counts(register, send):
    patient_id = register(sex="male")
    send(patient_id, CRISIS, "vitals")
    send(patient_id, CALM, "vitals")
    assert isinstance(send(patient_id, EXTRACTED), Saved)


@pytest.mark.parametrize("question", SAFE)
def test_what_the_dental_form_itself_says_makes_the_doctor_decide(register, send, question):
    patient_id = register(sex="male")
    said = {**EXTRACTED, question: "yes"}
    assert refusals(send(patient_id, said)) == {"extraction_decision": "answer.required"}
    assert isinstance(send(patient_id, {**said, "extraction_decision": "confirmed"}), Saved)


@pytest.mark.parametrize(("weeks", "is_stop"), [("10", True), ("30", False)])
def test_the_weeks_that_the_reception_wrote_count(register, send, weeks, is_stop):
    patient_id = register(birth_year="1996", pregnant="yes", pregnancy_weeks=weeks)
    assert isinstance(send(patient_id, EXTRACTED), Refused if is_stop else Saved)


def test_a_pregnancy_of_unknown_weeks_makes_the_doctor_decide(register, send):
    patient_id = register(birth_year="1996", pregnant="yes")
    assert refusals(send(patient_id, PLANNED)) == {"extraction_decision": "answer.required"}


def test_an_extraction_asks_for_its_tooth_and_for_what_may_stand_against_it(register, send):
    asked = refusals(send(register(sex="male"), {"treatments": ["ext"]}))
    assert asked == dict.fromkeys(("extracted_teeth", *SAFE), "answer.required")


def test_what_was_done_cannot_be_postponed(register, send):
    patient_id = register(sex="male")
    said = {**EXTRACTED, "allergy": "yes", "extraction_decision": "postponed"}
    assert refusals(send(patient_id, said)) == {"extraction_decision": "answer.constraint"}
    planned = {**PLANNED, "allergy": "yes", "extraction_decision": "postponed"}
    assert isinstance(send(patient_id, planned), Saved)


def test_a_correction_keeps_the_stops_that_its_doctor_saw(house, staff, register, send, dental_answers):
    patient_id = register(sex="male")
    send(patient_id, CRISIS, "vitals")
    saved = send(patient_id, {**EXTRACTED, "extraction_decision": "confirmed"})
    send(patient_id, CALM, "vitals")
    opened = open_screening(house, staff["doctor"], saved.screening_id)
    assert opened.context["extraction_stops"] == "stop_pressure"
    filled = Filled({**EXTRACTED, "extracted_teeth": "37", "extraction_decision": "confirmed"}, new_id())
    correct_screening(house, staff["doctor"], saved.screening_id, Correction(filled, "wrong tooth", opened.mark))
    assert dental_answers()["extracted_teeth"] == "37"
    assert dental_answers()["extraction_stops_seen"] == "stop_pressure"


def test_a_form_that_does_not_ask_knows_no_stops(house, staff, register, send):
    patient_id = register(sex="male")
    saved = send(patient_id, CRISIS, "vitals")
    assert "extraction_stops" not in open_screening(house, staff["doctor"], saved.screening_id).context
