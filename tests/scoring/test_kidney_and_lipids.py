"""Kidney and cholesterol: the vectors of section D4, units, and blanks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.kidney import egfr


@pytest.mark.parametrize(
    ("creatinine", "sex", "age", "rate", "stage"),
    [
        pytest.param(1.0, "male", 50, 91.7, "g1", id="D4 vector 1"),
        pytest.param(1.0, "female", 50, 68.6, "g2", id="D4 vector 2"),
        pytest.param(0.6, "female", 30, 123.8, "g1", id="D4 vector 3"),
        pytest.param(1.8, "male", 65, 41.3, "g3b", id="D4 vector 4"),
        pytest.param(2.5, "female", 72, 19.9, "g4", id="D4 vector 5"),
    ],
)
@pytest.mark.parametrize(("unit", "factor"), [("mg_dl", 1), ("mg_l", 10), ("umol_l", 88.4)])
def test_egfr_and_stage_follow_ckd_epi_2021_in_every_unit(*, values, creatinine, sex, age, rate, stage, unit, factor):
    answers = {"creatinine_value": creatinine * factor, "creatinine_unit": unit}
    found = values("chronic", answers, age=age, sex=sex)
    assert (found["egfr"], found["ckd_stage"]) == (rate, stage)


@pytest.mark.parametrize(
    ("creatinine", "stage", "urgency", "destination"),
    [
        (0.7, "g1", "n", None),
        (1.0, "g2", "n", None),
        (1.2, "g3a", "r", "general_medicine"),
        (1.5, "g3b", "r", "general_medicine"),
        (2.5, "g4", "p", "nephrology"),
        (6.0, "g5", "u", "nephrology"),
    ],
)
def test_each_kidney_stage_has_its_urgency(scored, creatinine, stage, urgency, destination):
    result = scored("chronic", {"creatinine_value": creatinine, "creatinine_unit": "mg_dl"}, age=55)
    assert result.findings[1].value == stage
    assert (result.urgency, result.referral_to) == (urgency, destination)


@pytest.mark.parametrize("who", [{"age": 17}, {"age": None}, {"sex": "unknown"}])
def test_egfr_needs_an_adult_of_known_sex(values, who):
    assert values("chronic", {"creatinine_value": 1.0, "creatinine_unit": "mg_dl"}, **who) == {"creatinine_mg_dl": 1}


@pytest.mark.parametrize(
    "answers",
    [
        {"creatinine_value": 1.0},
        {"creatinine_unit": "mg_dl"},
        {"creatinine_value": 90, "creatinine_unit": "mg_dl"},
        {"creatinine_value": 0.5, "creatinine_unit": "mg_l"},
    ],
)
def test_a_creatinine_without_unit_or_of_impossible_size_gives_nothing(values, answers):
    assert values("chronic", answers) == {}


@pytest.mark.parametrize(
    ("strip", "value", "urgency"),
    [("neg", "no", "n"), ("trace", "no", "n"), ("1", "yes", "r"), (1, "yes", "r"), ("4", "yes", "r")],
)
def test_protein_in_the_urine_is_repeated_within_three_months(scored, strip, value, urgency):
    result = scored("chronic", {"urine_protein": strip})
    assert (result.findings[0].code, result.findings[0].value, result.urgency) == ("proteinuria", value, urgency)


def test_protein_in_the_urine_in_pregnancy_is_urgent(outcome):
    assert outcome("chronic", {"urine_protein": "1"}, age=25, pregnant="yes")[:2] == ("u", "obstetrics")


@pytest.mark.parametrize(
    ("value", "unit", "named"),
    [
        pytest.param(190, "mg_dl", "raised", id="D4 cholesterol 190 mg/dL"),
        pytest.param(240, "mg_dl", "high", id="D4 cholesterol 240 mg/dL"),
        (189, "mg_dl", "normal"),
        (1.9, "g_l", "raised"),
        (2.4, "g_l", "high"),
        (4.99, "mmol_l", "normal"),
        (5.0, "mmol_l", "raised"),
        (6.2, "mmol_l", "high"),
    ],
)
def test_cholesterol_is_compared_in_the_unit_that_was_typed(values, value, unit, named):
    answers = {"cholesterol_value": value, "cholesterol_unit": unit}
    assert values("chronic", answers)["cholesterol_class"] == named


@pytest.mark.parametrize(("value", "urgency"), [(180, "n"), (200, "n"), (250, "r")])
def test_only_high_cholesterol_is_referred(outcome, value, urgency):
    assert outcome("chronic", {"cholesterol_value": value, "cholesterol_unit": "mg_dl"})[0] == urgency


@pytest.mark.parametrize("answers", [{"cholesterol_value": 200}, {"cholesterol_unit": "g_l"}])
def test_cholesterol_without_value_or_unit_gives_nothing(values, answers):
    assert values("chronic", answers) == {}


@given(st.floats(0.1, 19), st.floats(0.001, 1), st.integers(18, 110), st.sampled_from(["female", "male"]))
@settings(max_examples=100, deadline=None)
def test_more_creatinine_never_means_a_better_kidney(person, creatinine, more, age, sex):
    who = person(age=age, sex=sex)
    assert 0 < egfr(creatinine + more, who) < egfr(creatinine, who)
