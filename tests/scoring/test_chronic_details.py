"""Chronic disease in its details: meters off the scale, canonical units, second tests, cautions, airways, files."""

from __future__ import annotations

import math

import pytest

from caravan.scoring.cardiovascular_chart import CENTRES, NON_LABORATORY, Cell, hazard_at, non_laboratory_percent
from caravan.scoring.lipids import to_mmol_l


@pytest.mark.parametrize(
    ("answers", "named", "urgency"),
    [
        ({"glucose_off_scale": "lo"}, "hypo_2", "e"),
        ({"glucose_off_scale": "hi"}, "very_high", "u"),
        ({"glucose_value": "LO"}, "hypo_2", "e"),
        ({"glucose_value": "HI", "glucose_unit": "g_l"}, "very_high", "u"),
        ({"glucose_off_scale": "hi", "urine_ketones": "2"}, "very_high", "e"),
        ({"glucose_off_scale": "hi", "diabetes_symptoms": ["vomiting"]}, "very_high", "e"),
        ({"glucose_off_scale": "hi", "diabetes_symptoms": ["thirst_urine"]}, "very_high", "u"),
        ({"glucose_off_scale": "hi", "urine_ketones": "neg"}, "very_high", "u"),
    ],
)
def test_a_meter_off_its_scale_is_classed(scored, answers, named, urgency):
    result = scored("chronic", answers)
    assert (result.findings[0].code, result.findings[0].value, result.urgency) == ("glucose_class", named, urgency)


@pytest.mark.parametrize(
    ("hours", "typed", "named"),
    [(8, "", "diabetes_range"), (7, "", "normal"), (8, "random", "normal"), (None, "", None)],
)
def test_the_hours_since_the_meal_say_whether_it_was_fasting(values, hours, typed, named):
    answers = {"glucose_value": 150, "glucose_unit": "mg_dl", "glucose_context": typed, "hours_since_meal": hours}
    answers = {name: value for name, value in answers.items() if value not in (None, "")}
    assert values("chronic", answers).get("glucose_class") == named


@pytest.mark.parametrize(
    ("value", "unit", "mg_dl"),
    [
        pytest.param(11.1, "mmol_l", 200.0, id="D2 trap 11.1 mmol/L"),
        (126, "mg_dl", 126),
        (1.26, "g_l", 126),
    ],
)
def test_glucose_is_kept_in_mg_dl_beside_the_class(values, value, unit, mg_dl):
    answers = {"glucose_value": value, "glucose_unit": unit, "glucose_context": "random"}
    assert values("chronic", answers)["glucose_mg_dl"] == mg_dl


def test_d2_trap_a_converted_value_would_miss_its_own_limit(values):
    assert 126 / 18.0182 < 7.0
    answers = {"glucose_value": 126, "glucose_unit": "mg_dl", "glucose_context": "fasting"}
    assert values("chronic", answers)["glucose_class"] == "diabetes_range"


@pytest.mark.parametrize(("percent", "ifcc"), [(6.5, 48), (7.0, 53), (9.0, 75)])
def test_d2_ifcc_is_printed_whole(values, percent, ifcc):
    found = values("chronic", {"hba1c_percent": percent})["hba1c_mmol_mol"]
    assert found == ifcc


@pytest.mark.parametrize(("mg_dl", "mmol_l"), [(190, 4.91), (240, 6.21)])
def test_d4_cholesterol_vector(mg_dl, mmol_l):
    assert round(to_mmol_l(mg_dl, "mg_dl"), 2) == mmol_l


def test_cholesterol_and_creatinine_are_kept_in_mg_dl(values):
    answers = {
        "cholesterol_value": 5.2,
        "cholesterol_unit": "mmol_l",
        "creatinine_value": 12,
        "creatinine_unit": "mg_l",
    }
    found = values("chronic", answers)
    assert (found["cholesterol_mg_dl"], found["creatinine_mg_dl"]) == (201.1, 1.2)


FASTING_130 = {"glucose_value": 130, "glucose_unit": "mg_dl", "glucose_context": "fasting"}


@pytest.mark.parametrize(
    ("more", "needed"),
    [
        ({"diabetes_symptoms": ["none"]}, "yes"),
        ({"diabetes_symptoms": ["thirst_urine"]}, "no"),
        ({"diabetes_symptoms": ["none"], "known_diabetes": "yes"}, None),
        ({"diabetes_symptoms": ["none"], "glucose_value": 90}, None),
        ({}, None),
    ],
)
def test_a_new_diabetes_range_needs_a_second_test_unless_symptoms_are_clear(values, more, needed):
    assert values("chronic", {**FASTING_130, **more}).get("second_test") == needed


@pytest.mark.parametrize(
    ("more", "flag"),
    [
        ({}, "no"),
        ({"glucose_value": 250, "glucose_context": "random"}, "yes"),
        ({"glucose_value": 250, "glucose_context": "random", "hba1c_percent": 7.0}, "no"),
        ({"glucose_value": 90}, None),
    ],
)
def test_a_diabetes_range_by_random_glucose_alone_is_flagged_apart(values, more, flag):
    answers = {**FASTING_130, "known_diabetes": "no", **more}
    assert values("chronic", answers).get("diabetes_by_random") == flag


RISK = {
    "systolic_1_mmhg": 135, "diastolic_1_mmhg": 80, "weight_kg": 78, "height_cm": 170, "smoking": "never",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "caution", "treated"),
    [
        ({"bp_medicine": "yes"}, None, "yes"),
        ({"bp_medicine": "no", "known_diabetes": "yes"}, "yes", "no"),
        ({"known_diabetes": "yes", "cholesterol_value": 5, "cholesterol_unit": "mmol_l"}, None, None),
    ],
)
def test_a_risk_says_when_it_was_measured_on_treatment_or_left_diabetes_out(values, more, caution, treated):
    found = values("chronic", RISK | more)
    assert (found.get("cvd_caution"), found.get("cvd_on_treatment")) == (caution, treated)


def test_d6_the_chart_value_is_38_where_the_continuous_one_is_34_3():
    cell = Cell("male", 62, 165, smoker=True)
    exact = {"age": 62, "systolic": 165, "third": 31 - CENTRES["bmi"]}
    total = sum(hazard_at(equation, cell=cell, **exact) for equation in NON_LABORATORY["male"])
    assert round((1 - math.exp(-total)) * 100, 1) == 34.3
    assert non_laboratory_percent(cell, 31) == 38


@pytest.mark.parametrize(
    ("answers", "age", "named"),
    [
        ({"breathing_symptoms": ["none"]}, 50, "none"),
        ({"breathing_symptoms": ["wheeze"]}, 50, "asthma_possible"),
        ({"breathing_symptoms": ["night_cough"], "smoking": "daily"}, 50, "asthma_possible"),
        ({"breathing_symptoms": ["chronic_cough"]}, 50, "none"),
        ({"breathing_symptoms": ["chronic_cough"], "smoking": "former"}, 40, "copd_possible"),
        ({"breathing_symptoms": ["breathless"], "smoke_exposure": "yes"}, 40, "copd_possible"),
        ({"breathing_symptoms": ["wheeze"], "smoking": "daily"}, 39, "asthma_possible"),
        ({"breathing_symptoms": ["wheeze"], "known_asthma": "yes"}, 50, "known"),
        ({"breathing_symptoms": ["wheeze"], "known_copd": "yes"}, 50, "known"),
        ({"smoking": "daily"}, 50, None),
    ],
)
def test_the_airways_are_told_by_symptoms_age_and_smoke(values, answers, age, named):
    assert values("chronic", answers, age=age).get("airways") == named


@pytest.mark.parametrize(
    ("answers", "file"),
    [
        ({"ald_open": "no", "known_diabetes": "yes"}, "eligible_without_file"),
        ({"ald_open": "no"}, "not_eligible"),
        ({"ald_open": "yes", "known_stroke": "yes"}, "open"),
        ({"ald_open": "in_progress"}, "in_progress"),
        ({"ald_open": "unknown", "known_diabetes": "yes"}, None),
        ({"known_diabetes": "yes"}, None),
    ],
)
def test_a_listed_condition_without_a_file_is_told(values, answers, file):
    assert values("chronic", answers).get("ald_file") == file
