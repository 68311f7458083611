"""The facts beside a form in words: figures, what is missing, earlier days, and the stations that come next."""

import pytest

from caravan.domain.ids import new_id
from caravan.scoring.extraction import JUDGES
from caravan.scoring.next_stations import TABLE
from caravan.services.next_steps import next_steps
from caravan.services.outcomes import Filled
from caravan.services.patients import get_patient
from caravan.services.registration import open_visit
from caravan.services.screening import record_screening
from caravan.web.fact_words import reason_names, stop_names

SUGAR = {"glucose_value": "3.4", "glucose_unit": "g_l", "glucose_context": "random", "known_diabetes": "yes"}


@pytest.fixture
def record(house, staff):
    def do(patient_id, form_id, **answers):
        filled = Filled(answers, new_id(), confirmed=tuple(house.forms[form_id].questions))
        return record_screening(house, staff["doctor"], patient_id=patient_id, form_id=form_id, filled=filled)

    return do


def panel(page):
    section = next(e for e in page.root.iter("section") if "facts-panel" in (e.get("class") or ""))
    return " ".join("".join(section.itertext()).split())


def test_the_dental_form_tells_pressure_and_sugar_with_unit_station_and_hour(sign_in, register, record):
    patient_id = register()
    record(patient_id, "vitals", systolic_1_mmhg="186", diastolic_1_mmhg="112")
    record(patient_id, "chronic", **SUGAR)
    page = sign_in("doctor", "fr").get(f"/patients/{patient_id}/dental")
    said = panel(page)
    assert "186/112 mmHg" in said
    assert "3,4 g/L" in said
    assert "Constantes · 10:00" in said
    stops = [alert for alert in page.alerts() if "Avant une extraction" in alert]
    assert len(stops) == 1
    assert "Tension très élevée" in stops[0]


def test_a_figure_is_isolated_from_the_arabic_around_it(sign_in, register, record):
    patient_id = register()
    record(patient_id, "vitals", systolic_1_mmhg="186", diastolic_1_mmhg="112")
    page = sign_in("doctor", "ar").get(f"/patients/{patient_id}/dental")
    figures = ["".join(e.itertext()) for e in page.root.iter("bdi") if e.get("dir") == "ltr"]
    assert "186/112 mmHg" in figures


def test_what_is_missing_names_the_station(sign_in, register):
    said = panel(sign_in("doctor").get(f"/patients/{register()}/dental"))
    assert "Not measured yet: Vital signs, Chronic diseases" in said


@pytest.fixture
def come_again(house, staff, clock):
    """Receive a person on the next day."""

    def do(patient_id):
        clock.move(days=1)
        open_visit(house, staff["volunteer"], patient_id, new_id())

    return do


def test_the_station_s_own_results_of_an_earlier_day_are_told(sign_in, register, record, come_again):
    patient_id = register()
    record(patient_id, "dental", decayed_count="4", urgency_code="2")
    come_again(patient_id)
    said = panel(sign_in("doctor").get(f"/patients/{patient_id}/dental"))
    assert "This station on 21/11/2026" in said
    assert "Decayed teeth: 4" in said


def test_a_proposed_station_is_joined_in_one_tap_from_the_saved_page(sign_in, house, register, record):
    patient_id = register(birth_year="", age_years="30")
    record(patient_id, "eye", va_unaided_r="v10", va_unaided_l="v10")
    saved = record(patient_id, "chronic", known_diabetes="yes")
    doctor, address = sign_in("doctor"), f"/screenings/{saved.screening_id}"
    page = doctor.get(address)
    assert "Diabetes: the fundus is to be examined" in page.words()
    form = next(e for e in page.root.iter("form") if (e.get("action") or "").endswith("/send/eye"))
    fields = {e.get("name"): e.get("value") for e in form.iter("input")}
    assert doctor.client.post(form.get("action"), data=fields).headers["Location"] == address
    assert next_steps(house, get_patient(house, patient_id))[0].is_waiting
    assert "Waits there" in doctor.get(address).words()


def test_every_reason_and_every_stop_has_its_words(app):
    with app.test_request_context():
        assert {rule.words["reason"][0] for rule in TABLE.values()} == set(reason_names())
        assert {*JUDGES, "stop_pregnancy"} == set(stop_names())
