"""Glucose and HbA1c: the vectors of section D2, the unit trap, blanks, and what each class asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.glucose import CONTEXTS, classify_glucose, hba1c_mmol_mol

ORDER = ("hypo_2", "hypo_1", "normal", "prediabetes", "diabetes_range", "very_high")


def glucose(value, unit="mg_dl", context="fasting", **more):
    return {"glucose_value": value, "glucose_unit": unit, "glucose_context": context, **more}


@pytest.mark.parametrize(
    ("value", "unit", "context", "named"),
    [
        pytest.param(1.26, "g_l", "fasting", "diabetes_range", id="D2 vector 1"),
        pytest.param(7.0, "mmol_l", "fasting", "diabetes_range", id="D2 vector 2"),
        pytest.param(11.1, "mmol_l", "random", "diabetes_range", id="D2 vector 3"),
        pytest.param(125, "mg_dl", "fasting", "prediabetes", id="D2 vector 4"),
        pytest.param(3.8, "mmol_l", "random", "hypo_1", id="D2 vector 5"),
        pytest.param(1.05, "g_l", "fasting", "prediabetes", id="D2 vector 6 ADA"),
    ],
)
def test_glucose_is_compared_in_the_unit_that_was_typed(values, value, unit, context, named):
    assert values("chronic", glucose(value, unit, context))["glucose_class"] == named


def test_the_who_scheme_calls_105_fasting_normal():
    """D2 vector 6 WHO"""
    assert classify_glucose(1.05, "g_l", "fasting", "who") == "normal"


@pytest.mark.parametrize(
    ("context", "limits"),
    [
        ("fasting", (54, 70, 100, 126, 200)),
        ("random", (54, 70, None, 200, 300)),
        ("two_hour", (54, 70, 140, 200, 300)),
    ],
)
def test_every_band_begins_exactly_at_its_limit(context, limits):
    bands = [(limit, named) for limit, named in zip(limits, ORDER[1:], strict=True) if limit is not None]
    names = ["hypo_1", "normal", *(["prediabetes"] if limits[2] else []), "diabetes_range", "very_high"]
    assert [classify_glucose(limit, "mg_dl", context) for limit, _ in bands] == names
    assert classify_glucose(53.9, "mg_dl", context) == "hypo_2"


@pytest.mark.parametrize(
    ("mg_dl", "mmol_l", "g_l"),
    [(54, 3.0, 0.54), (70, 3.9, 0.7), (100, 5.6, 1.0), (126, 7.0, 1.26), (200, 11.1, 2.0)],
)
def test_paired_limits_give_the_same_class_in_every_unit(mg_dl, mmol_l, g_l):
    pairs = ((mg_dl, "mg_dl"), (mmol_l, "mmol_l"), (g_l, "g_l"))
    assert len({classify_glucose(value, unit, "fasting") for value, unit in pairs}) == 1


@pytest.mark.parametrize("missing", ["glucose_value", "glucose_unit"])
def test_a_glucose_without_value_or_unit_is_not_classed(values, missing):
    answers = glucose(180)
    del answers[missing]
    assert "glucose_class" not in values("chronic", answers)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (50, "hypo_2"),
        (65, "hypo_1"),
        (90, "normal"),
        (120, None),
        (150, None),
        (250, "diabetes_range"),
        (320, "very_high"),
    ],
)
def test_without_a_context_only_what_every_context_agrees_on_is_said(values, value, named):
    answers = {"glucose_value": value, "glucose_unit": "mg_dl"}
    assert values("chronic", answers).get("glucose_class") == named


@pytest.mark.parametrize(
    ("percent", "named"),
    [(5.6, "normal"), (5.7, "prediabetes"), (6.4, "prediabetes"), (6.5, "diabetes_range"), (14, "diabetes_range")],
)
def test_hba1c_is_classed_by_the_ada_limits(values, percent, named):
    assert values("chronic", {"hba1c_percent": percent})["hba1c_class"] == named


@pytest.mark.parametrize(
    ("percent", "ifcc"),
    [
        pytest.param(6.5, 47.5, id="D2 IFCC vector 1"),
        pytest.param(7.0, 53.0, id="D2 IFCC vector 2"),
        pytest.param(9.0, 74.9, id="D2 IFCC vector 3"),
    ],
)
def test_hba1c_converts_to_ifcc_units(percent, ifcc):
    assert round(hba1c_mmol_mol(percent), 1) == ifcc


@pytest.mark.parametrize(
    ("answers", "urgency", "destination"),
    [
        (glucose(50), "e", "hospital_emergency"),
        (glucose(65), "u", "general_medicine"),
        (glucose(90), "n", None),
        (glucose(110), "r", "general_medicine"),
        (glucose(130), "p", "general_medicine"),
        (glucose(130, known_diabetes="yes", diabetes_medicine="yes"), "r", "endocrinology"),
        (glucose(210), "u", "endocrinology"),
        (glucose(300, context="random"), "u", "endocrinology"),
        (glucose(310, known_diabetes="yes"), "u", "endocrinology"),
        (glucose(310, danger_signs=["unconscious"]), "e", "hospital_emergency"),
        ({"hba1c_percent": 6.0}, "r", "general_medicine"),
        ({"hba1c_percent": 8.0}, "p", "general_medicine"),
    ],
)
def test_each_glycaemia_class_has_its_urgency(outcome, answers, urgency, destination):
    assert outcome("chronic", answers)[:2] == (urgency, destination)


def test_a_diabetes_range_in_pregnancy_goes_to_obstetrics(outcome):
    assert outcome("chronic", glucose(130), age=27, pregnant="yes")[:2] == ("p", "obstetrics")


def test_a_very_low_glucose_in_pregnancy_is_still_an_emergency(outcome):
    assert outcome("chronic", glucose(50), age=27, pregnant="yes")[:2] == ("e", "hospital_emergency")


@given(st.floats(20, 600), st.floats(0, 300), st.sampled_from([*CONTEXTS]))
@settings(max_examples=100, deadline=None)
def test_a_higher_glucose_never_gets_a_lower_class(value, more, context):
    lower, higher = (classify_glucose(each, "mg_dl", context) for each in (value, value + more))
    assert ORDER.index(higher) >= ORDER.index(lower)


@given(st.floats(20, 600))
@settings(max_examples=100, deadline=None)
def test_a_class_said_without_context_is_never_graver_than_any_context_says(value):
    said = classify_glucose(value, "mg_dl", "")
    if said is not None:
        assert all(ORDER.index(said) <= ORDER.index(classify_glucose(value, "mg_dl", each)) for each in CONTEXTS)
