"""Safety stops before an extraction (section C5): each with its yes or no, from this station and from the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.extraction import extraction_stops


def pressure(systolic, diastolic):
    return {"systolic_1_mmhg": systolic, "diastolic_1_mmhg": diastolic}


def glucose(value, unit="mg_dl"):
    return {"glucose_value": value, "glucose_unit": unit}


@pytest.mark.parametrize(
    ("elsewhere", "code", "stop"),
    [
        (pressure(179, 109), "stop_pressure", False),
        (pressure(180, 80), "stop_pressure", True),
        (pressure(120, 110), "stop_pressure", True),
        ({"systolic_1_mmhg": 185}, "stop_pressure", True),
        ({"systolic_1_mmhg": 120}, "stop_pressure", None),
        (glucose(69), "stop_glucose", True),
        (glucose(70), "stop_glucose", False),
        (glucose(299), "stop_glucose", False),
        (glucose(300), "stop_glucose", True),
        (glucose(3.0, "g_l"), "stop_glucose", True),
        (glucose(16.7, "mmol_l"), "stop_glucose", True),
        (glucose(3.8, "mmol_l"), "stop_glucose", True),
        ({"glucose_value": 90}, "stop_glucose", None),
        ({"glucose_value": "HI"}, "stop_glucose", True),
        ({"glucose_off_scale": "lo"}, "stop_glucose", True),
        ({"anticoagulant": "yes"}, "stop_anticoagulant", True),
        ({"anticoagulant": "unknown"}, "stop_anticoagulant", None),
        ({"bisphosphonate": "no"}, "stop_bisphosphonate", False),
        ({"allergy": "yes"}, "stop_allergy", True),
        ({}, "stop_allergy", None),
    ],
)
def test_each_stop_is_told_from_what_any_station_wrote(person, elsewhere, code, stop):
    assert extraction_stops({}, person(elsewhere={"chronic": elsewhere})).get(code) is stop
    assert extraction_stops(elsewhere, person()).get(code) is stop


@pytest.mark.parametrize(
    ("pregnant", "answers", "stop"),
    [
        ("yes", {}, True),
        ("yes", {"pregnancy_weeks": 13}, True),
        ("yes", {"pregnancy_weeks": 14}, False),
        ("no", {"pregnancy_weeks": 8}, False),
        ("unknown", {}, None),
        ("unknown", {"pregnant": "yes", "pregnancy_weeks": 20}, False),
        ("unknown", {"pregnant": "yes"}, True),
        ("unknown", {"pregnant": "no"}, False),
    ],
)
def test_a_pregnancy_stops_in_its_first_trimester(person, pregnant, answers, stop):
    who = person(age=28, pregnant=pregnant, elsewhere={"registration": answers})
    assert extraction_stops({}, who).get("stop_pregnancy") is stop


def test_one_station_that_shows_a_stop_is_enough(person):
    who = person(elsewhere={"vitals": pressure(190, 100), "chronic": pressure(150, 80)})
    assert extraction_stops({}, who)["stop_pressure"] is True


def test_the_stops_are_led_by_whether_there_is_any(values):
    answers = {"anticoagulant": "no", "allergy": "yes"}
    found = values("dental", answers)
    assert found == {
        "extraction_stop": "yes",
        "stop_anticoagulant": "no",
        "stop_allergy": "yes",
        "stop_pregnancy": "no",
    }
    assert values("dental", {"allergy": "no"})["extraction_stop"] == "no"


@pytest.mark.parametrize("who", [{}, {"pregnant": "unknown"}, {"elsewhere": {"vitals": {"weight_kg": 70}}}])
def test_where_nobody_asked_no_stop_is_said(values, who):
    assert values("dental", {}, **who) == {}


def test_a_first_trimester_is_said_without_any_question(values):
    assert values("dental", {}, age=25, pregnant="yes") == {"extraction_stop": "yes", "stop_pregnancy": "yes"}


@given(st.integers(70, 300), st.integers(40, 180), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_higher_pressure_never_lifts_a_stop(person, systolic, diastolic, more):
    who = person()
    lower = extraction_stops(pressure(systolic, diastolic), who)["stop_pressure"]
    assert lower <= extraction_stops(pressure(systolic + more, diastolic), who)["stop_pressure"]
