"""The care cascade: the vectors of section D7, both definitions, and what is left unsaid."""

from __future__ import annotations

import pytest

from caravan.scoring.cascade import hypertension_status
from caravan.scoring.pressure import Pressure


def history(systolic, diastolic, known=None, medicine=None):
    said = {"known_hypertension": known, "bp_medicine": medicine}
    answers = {"systolic_1_mmhg": systolic, "diastolic_1_mmhg": diastolic}
    return answers | {name: value for name, value in said.items() if value}


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        pytest.param(history(150, 92, "no", "no"), "suspected_new", id="D7 vector 1"),
        pytest.param(history(132, 80, "yes", "yes"), "treated_controlled", id="D7 vector 2"),
        pytest.param(history(150, 92, "yes", "no"), "aware_untreated", id="D7 vector 3"),
        pytest.param(history(128, 78, "yes", "no"), "none", id="D7 vector 4 definition A"),
        (history(150, 92, "yes", "yes"), "treated_uncontrolled"),
        (history(130, 92, None, "yes"), "treated_uncontrolled"),
        (history(132, 80, None, "yes"), "treated_controlled"),
        (history(150, 92, "no"), "suspected_new"),
        (history(150, 92, "unknown"), "suspected_new"),
        (history(120, 70, "no"), "none"),
        (history(120, 70, None, "no"), "none"),
        (history(150, 92), None),
        (history(120, 70), None),
        (history(150, 92, "yes"), None),
        (history(150, 92, None, "no"), None),
        ({"known_hypertension": "yes", "bp_medicine": "yes"}, None),
    ],
)
def test_the_hypertension_status_is_said_only_when_it_is_known(values, answers, status):
    assert values("chronic", answers).get("hypertension_status") == status


def test_definition_b_counts_a_prior_diagnosis():
    """D7 vector 4 definition B"""
    assert hypertension_status(Pressure(128, 78), "yes", "no", "b") == "aware_untreated"


@pytest.mark.parametrize("age", [17, None])
def test_hypertension_is_a_status_of_adults(values, age):
    assert "hypertension_status" not in values("chronic", history(150, 92, "no", "no"), age=age)


def diabetes(known=None, medicine=None, **measured):
    said = {"known_diabetes": known, "diabetes_medicine": medicine}
    return measured | {name: value for name, value in said.items() if value}


def glucose(value, context="fasting"):
    return {"glucose_value": value, "glucose_unit": "mg_dl", "glucose_context": context}


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (diabetes("no", **glucose(126)), "suspected_new"),
        (diabetes("no", **glucose(200, "random")), "suspected_new"),
        (diabetes("unknown", hba1c_percent=6.5), "suspected_new"),
        (diabetes("no", **glucose(110)), "none"),
        (diabetes("no", **glucose(190, "random")), "none"),
        (diabetes("no"), None),
        (diabetes(**glucose(126)), None),
        (diabetes(None, "no", **glucose(126)), None),
        (diabetes("yes", "no"), "aware_untreated"),
        (diabetes("yes", "no", **glucose(90)), "aware_untreated"),
        (diabetes("yes"), None),
        (diabetes("yes", "yes"), "treated_not_measured"),
        (diabetes("yes", "yes", **glucose(150, "random")), "treated_not_measured"),
        (diabetes("yes", "yes", **glucose(210, "random")), "treated_uncontrolled"),
        (diabetes("yes", "yes", **glucose(125)), "treated_controlled"),
        (diabetes("yes", "yes", **glucose(126)), "treated_uncontrolled"),
        (diabetes(None, "yes", hba1c_percent=6.9), "treated_controlled"),
        (diabetes("yes", "yes", hba1c_percent=7.0), "treated_uncontrolled"),
        (diabetes("yes", "yes", hba1c_percent=6.9, **glucose(150)), "treated_controlled"),
    ],
)
def test_the_diabetes_status_is_said_only_when_it_is_known(values, answers, status):
    assert values("chronic", answers).get("diabetes_status") == status


@pytest.mark.parametrize(
    ("answers", "urgency", "destination"),
    [
        (diabetes("no", hba1c_percent=6.5), "p", "general_medicine"),
        (diabetes("yes", "no"), "p", "endocrinology"),
        (diabetes("yes", "yes", hba1c_percent=6.0), "r", "general_medicine"),
        (diabetes("yes", "yes", hba1c_percent=5.5), "r", "ophthalmology"),
        (diabetes("yes", "yes"), "r", "general_medicine"),
        (diabetes("no", hba1c_percent=5.5), "n", None),
    ],
)
def test_every_diabetic_is_referred_at_least_for_the_eyes(outcome, answers, urgency, destination):
    assert outcome("chronic", answers)[:2] == (urgency, destination)
