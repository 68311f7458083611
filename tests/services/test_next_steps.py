"""The stations proposed next, why, and sending a person there in one tap."""

import pytest

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.next_steps import next_steps, send_to
from caravan.services.patients import get_patient
from caravan.services.queueing import station_queue
from caravan.services.stations import close_station


@pytest.fixture
def steps(house):
    return lambda patient_id: {step.station: step for step in next_steps(house, get_patient(house, patient_id))}


@pytest.fixture
def send(house, staff):
    def do(patient_id, station, operation=None):
        operation = operation or new_id()
        send_to(house, staff["doctor"], patient_id=patient_id, station=station, operation_id=operation)

    return do


def test_a_person_of_67_is_led_to_the_eye_and_the_chronic_station(steps, register):
    found = steps(register())
    assert found["eye"].reasons == ("eye_pressure_from_40", "near_vision_from_35")
    assert found["chronic"].reasons == ("risk_score_40_to_74",)
    assert (found["eye"].is_waiting, found["eye"].is_done) == (True, False)


def test_a_raised_pressure_leads_to_the_doctor_of_chronic_diseases(steps, register, screen):
    patient_id = register(birth_year="", age_years="25")
    assert steps(patient_id) == {}
    screen(patient_id, "vitals", systolic_1_mmhg="150", diastolic_1_mmhg="95")
    assert steps(patient_id)["chronic"].reasons == ("raised_pressure",)


def test_a_diabetic_whose_fundus_was_not_seen_is_sent_to_the_eye_again(house, steps, send, register, screen):
    patient_id = register(birth_year="", age_years="30")
    screen(patient_id, "eye", va_unaided_r="v10", va_unaided_l="v10")
    screen(patient_id, "chronic", known_diabetes="yes")
    step = steps(patient_id)["eye"]
    assert (step.reasons, step.is_waiting, step.is_done) == (("fundus_of_diabetic",), False, True)
    operation = new_id()
    send(patient_id, "eye", operation)
    send(patient_id, "eye", operation)
    assert steps(patient_id)["eye"].is_waiting
    assert [row.patient_id for row in station_queue(house, "eye").next] == [patient_id]


def test_who_waits_there_keeps_the_place(house, send, register):
    first, second = register(), register(phone="0611111111")
    send(first, "eye")
    assert [row.patient_id for row in station_queue(house, "eye").next] == [first, second]


def test_nobody_is_sent_to_a_closed_station_or_to_none(house, staff, send, register):
    patient_id = register()
    with pytest.raises(NotFoundError):
        send(patient_id, "moon")
    close_station(house, staff["coordinator"], "eye", keep_queue=True)
    with pytest.raises(CaravanError, match=r"queue\.closed"):
        send(patient_id, "eye")


def test_who_is_not_here_today_is_led_nowhere(house, on_day, register, clock):
    patient_id = register()
    tomorrow = on_day(clock.at.replace(day=22))
    assert next_steps(tomorrow, get_patient(tomorrow, patient_id)) == ()
