"""What a station is told of the others: measured today or years ago, not measured yet, and against an extraction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caravan.domain.ids import new_id
from caravan.services.facts import Fact, facts_of, read_facts, wanted_facts
from caravan.services.patients import get_patient
from caravan.services.registration import open_visit

STATIONS = ("vitals", "eye", "dental", "chronic")
PRESSURE = {"systolic_1_mmhg": "186", "diastolic_1_mmhg": "112"}
SUGAR = {"glucose_value": "3.4", "glucose_unit": "g_l", "glucose_context": "random", "known_diabetes": "yes"}


@pytest.fixture
def told(house):
    """The facts beside a form, by id, and the stops."""

    def do(patient_id, form_id, at=house, stations=STATIONS):
        found = facts_of(at, get_patient(at, patient_id), at.forms[form_id], stations)
        return {line.fact.id: line for line in found.lines}, found.stops

    return do


def test_what_nobody_measured_names_the_stations_that_would(told, register):
    lines, stops = told(register(), "dental")
    assert lines["pressure"].form_id == ""
    assert lines["pressure"].ask_at == ("vitals", "chronic")
    assert lines["glucose"].ask_at == ("chronic",)
    assert stops == ()


def test_a_station_that_the_caravan_has_not_is_asked_of_nobody(told, register):
    lines, _stops = told(register(), "dental", stations=("vitals", "dental"))
    assert lines["pressure"].ask_at == ("vitals",)
    assert "glucose" not in lines, "nobody here could measure it"


def test_pressure_and_sugar_of_today_stand_before_an_extraction(told, register, screen):
    patient_id = register()
    screen(patient_id, "vitals", **PRESSURE)
    screen(patient_id, "chronic", **SUGAR)
    lines, stops = told(patient_id, "dental")
    assert lines["pressure"].values["bp_mean_systolic"].value == 186
    assert (lines["pressure"].form_id, lines["pressure"].is_today, lines["pressure"].is_alarming) == (
        "vitals",
        True,
        True,
    )
    assert lines["glucose"].values["glucose_value"].value == 3.4
    assert lines["diabetes"].is_alarming
    assert set(stops) == {"stop_pressure", "stop_glucose"}


def test_diabetes_is_told_before_the_fundus(told, register, screen):
    patient_id = register()
    screen(patient_id, "chronic", **SUGAR)
    lines, stops = told(patient_id, "eye")
    assert lines["diabetes"].values["known_diabetes"].value == "yes"
    assert stops == (), "no tooth is drawn at the eye station"


def test_a_pregnancy_said_at_the_registration_is_told_of_women_only(told, register):
    lines, stops = told(register(pregnant="yes", age_years="25", birth_year=""), "dental")
    assert lines["pregnancy"].is_alarming
    assert lines["pregnancy"].form_id == "registration"
    assert stops == ("stop_pregnancy",)
    man = register(sex="male", phone="0611111111")
    assert "pregnancy" not in told(man, "dental")[0]


@pytest.fixture
def much_later(house, staff, clock):
    """Open a visit of a person 200 days later; returns the house of that day."""

    def do(patient_id):
        later = replace(house, now=lambda at=clock.at: at + timedelta(days=200))
        open_visit(later, staff["volunteer"], patient_id, new_id())
        return later

    return do


def test_what_an_earlier_caravan_found_is_told_with_its_day(told, register, screen, clock, much_later):
    patient_id = register()
    screen(patient_id, "vitals", **PRESSURE)
    lines, stops = told(patient_id, "dental", at=much_later(patient_id))
    assert (lines["pressure"].is_today, lines["pressure"].at) == (False, clock.at)
    assert stops == (), "a pressure of another day stops nothing today"


def test_what_the_form_itself_said_today_is_not_told_again(told, register, screen):
    patient_id = register()
    screen(patient_id, "chronic", **PRESSURE, **SUGAR)
    assert told(patient_id, "chronic")[0]["pressure"].form_id == ""


def test_the_latest_measure_counts(told, register, screen, clock):
    patient_id = register()
    screen(patient_id, "vitals", **PRESSURE)
    clock.move(minutes=30)
    screen(patient_id, "chronic", systolic_1_mmhg="128", diastolic_1_mmhg="80")
    assert told(patient_id, "eye")[0]["pressure"].values["bp_mean_systolic"].value == 128


def test_a_form_may_say_itself_what_it_needs(house):
    own = replace(house.forms["eye"], facts=("pressure", "egfr"))
    assert [fact.id for fact in wanted_facts(own)] == ["pressure", "egfr"]
    assert wanted_facts(own)[1] == Fact("egfr", ("egfr",))


def test_every_fact_of_the_table_is_found_out_by_a_shipped_form(house):
    facts, stations = read_facts()
    known = {name for form in house.forms.values() for name in (*form.questions, *form.finding_codes())}
    for fact in facts.values():
        assert set(fact.names) & known, fact.id
        assert set(fact.measured_at) <= set(house.forms), fact.id
        assert set(fact.labels) == {"ar", "fr", "en"}, fact.id
        assert set(fact.alarm) <= set(fact.names), fact.id
    assert set(stations) == set(STATIONS)
    assert {name for names in stations.values() for name in names} <= set(facts)
