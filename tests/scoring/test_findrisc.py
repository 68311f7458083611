"""FINDRISC: the vectors of section D5, its inclusive middle bands, and whom it is not for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HEIGHT = 170


def items(bmi, waist, **more):
    calm = {
        "active_daily": "yes",
        "vegetables_daily": "yes",
        "known_hypertension": "no",
        "bp_medicine": "no",
        "ever_high_glucose": "no",
        "family_diabetes": "none",
    }
    return {"weight_kg": bmi * HEIGHT * HEIGHT / 10_000, "height_cm": HEIGHT, "waist_cm": waist, **calm, **more}


ALL_RISKS = {
    "active_daily": "no",
    "vegetables_daily": "no",
    "bp_medicine": "yes",
    "ever_high_glucose": "yes",
    "family_diabetes": "close",
}


@pytest.mark.parametrize(
    ("sex", "age", "answers", "score", "named"),
    [
        pytest.param("male", 50, items(27, 98, active_daily="no"), 8, "slightly_elevated", id="D5 vector 1"),
        pytest.param("female", 66, items(31, 90, **ALL_RISKS), 26, "very_high", id="D5 vector 2"),
        pytest.param("male", 44, items(24.9, 93.9, family_diabetes="distant"), 3, "low", id="D5 vector 3"),
        pytest.param("male", 35, items(24.2, 90, active_daily="no", vegetables_daily="no"), 3, "low", id="D5 vector 4"),
        pytest.param(
            "female", 64, items(30.0, 88, bp_medicine="yes", family_diabetes="close"), 14, "moderate", id="D5 vector 5"
        ),
    ],
)
def test_findrisc_adds_its_eight_items(*, values, sex, age, answers, score, named):
    found = values("chronic", answers, sex=sex, age=age)
    assert (found["findrisc"], found["findrisc_class"]) == (score, named)


def test_bmi_30_and_waist_102_still_count_in_the_middle(values):
    assert values("chronic", items(30.0, 102), sex="male", age=40)["findrisc"] == 4


@pytest.mark.parametrize(("age", "points"), [(44, 0), (45, 2), (54, 2), (55, 3), (64, 3), (65, 4)])
def test_age_points_change_at_45_55_and_65(values, age, points):
    assert values("chronic", items(22, 85), sex="male", age=age)["findrisc"] == points


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"ever_high_glucose": "yes", "vegetables_daily": "no"}, "low"),
        ({"ever_high_glucose": "yes", "active_daily": "no"}, "slightly_elevated"),
        ({"ever_high_glucose": "yes", "family_diabetes": "close", "vegetables_daily": "no"}, "slightly_elevated"),
        ({"ever_high_glucose": "yes", "family_diabetes": "close", "active_daily": "no"}, "moderate"),
        ({**ALL_RISKS}, "high"),
    ],
)
def test_each_class_begins_at_its_score(values, more, named):
    assert values("chronic", items(22, 75, **more), age=40)["findrisc_class"] == named


@pytest.mark.parametrize(
    "missing", ["weight_kg", "waist_cm", "active_daily", "vegetables_daily", "ever_high_glucose", "family_diabetes"]
)
def test_a_missing_item_leaves_the_score_unsaid(values, missing):
    answers = items(27, 98)
    del answers[missing]
    assert "findrisc" not in values("chronic", answers)


def test_medicine_left_blank_by_a_known_hypertensive_leaves_the_score_unsaid(values):
    answers = items(27, 98, known_hypertension="yes", bp_medicine="unknown")
    assert "findrisc" not in values("chronic", answers)


def test_medicine_left_blank_without_hypertension_counts_as_none(values):
    answers = items(27, 85)
    del answers["bp_medicine"]
    assert values("chronic", answers, sex="male", age=40)["findrisc"] == 1


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ({"known_diabetes": "yes"}, {}),
        ({"diabetes_medicine": "yes"}, {}),
        ({}, {"age": 17}),
        ({}, {"age": None}),
        ({}, {"sex": "unknown"}),
        ({}, {"age": 30, "pregnant": "yes"}),
    ],
)
def test_findrisc_is_not_for_diabetics_the_young_the_pregnant_or_the_unknown(values, more, who):
    assert "findrisc" not in values("chronic", items(27, 98, **more), **who)


@pytest.mark.parametrize(("more", "urgency"), [({}, "r"), ({"hba1c_percent": 5.0}, "n")])
def test_from_12_points_a_glucose_test_is_asked_for_unless_it_was_done(scored, more, urgency):
    result = scored("chronic", items(22, 75, **ALL_RISKS, **more), age=40)
    found = {finding.code: finding for finding in result.findings}
    assert (found["findrisc"].value, found["findrisc_class"].urgency) == (15, urgency)


YES_NO = st.sampled_from(["yes", "no"])


@given(
    st.integers(18, 110),
    st.floats(12, 60),
    st.floats(40, 180),
    st.tuples(YES_NO, YES_NO, YES_NO, YES_NO, st.sampled_from(["none", "distant", "close"])),
)
@settings(max_examples=100, deadline=None)
def test_findrisc_stays_between_0_and_26_and_never_falls_with_age(values, age, bmi, waist, said):
    answers = items(bmi, waist, **dict(zip(ALL_RISKS, said, strict=True)))
    younger, older = (values("chronic", answers, age=each)["findrisc"] for each in (age, age + 10))
    assert 0 <= younger <= older <= 26
