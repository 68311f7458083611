"""Body size: the vectors of section D3, the edges of every band, and who is not classed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.bands import names_of
from caravan.scoring.body import BMI, bmi_class, body_mass_index


@pytest.mark.parametrize(
    ("weight", "height", "bmi", "named"),
    [
        pytest.param(70, 170, 24.22, "normal", id="D3 vector 1"),
        pytest.param(85.5, 165, 31.40, "obese_1", id="D3 vector 2"),
        pytest.param(45, 160, 17.58, "thin_1", id="D3 vector 3"),
    ],
)
def test_bmi_is_computed_and_classed(values, weight, height, bmi, named):
    found = values("vitals", {"weight_kg": weight, "height_cm": height})
    assert (round(found["bmi"], 2), found["bmi_class"]) == (bmi, named)


@pytest.mark.parametrize(
    ("bmi", "named"),
    [
        (15.99, "thin_3"), (16, "thin_2"), (16.99, "thin_2"), (17, "thin_1"), (18.49, "thin_1"), (18.5, "normal"),
        (24.95, "normal"), (24.999, "normal"), (25, "overweight"), (29.99, "overweight"), (30, "obese_1"),
        (34.99, "obese_1"), (35, "obese_2"), (39.99, "obese_2"), (40, "obese_3"), (70, "obese_3"),
    ],
)  # fmt: skip
def test_bmi_bands_are_half_open(person, bmi, named):
    assert bmi_class(bmi, person()) == named


def test_a_bmi_of_exactly_25_is_overweight(values):
    assert values("vitals", {"weight_kg": 72.25, "height_cm": 170})["bmi_class"] == "overweight"


@pytest.mark.parametrize("who", [{"age": 18}, {"age": 3}, {"age": None}, {"age": 30, "pregnant": "yes"}])
def test_the_young_the_pregnant_and_the_ageless_have_a_bmi_without_class(values, who):
    found = values("vitals", {"weight_kg": 70, "height_cm": 170}, **who)
    assert (found["bmi"], found["bmi_class"]) == (24.22, "not_classified")


def test_pregnancy_not_known_is_not_pregnancy(values):
    assert values("vitals", {"weight_kg": 70, "height_cm": 170}, pregnant="unknown")["bmi_class"] == "normal"


@pytest.mark.parametrize(
    "answers",
    [
        {"weight_kg": 70},
        {"height_cm": 170},
        {"weight_kg": 70, "height_cm": 0},
        {"weight_kg": 170, "height_cm": 70},
        {"weight_kg": 7, "height_cm": 170},
    ],
)
def test_a_missing_or_impossible_size_gives_no_bmi(values, answers):
    assert values("vitals", answers) == {}


@pytest.mark.parametrize(
    ("weight", "urgency"), [(40, "p"), (48, "r"), (52, "n"), (70, "n"), (80, "n"), (95, "n"), (110, "r"), (130, "r")]
)
def test_the_extremes_of_bmi_are_referred(outcome, weight, urgency):
    assert outcome("vitals", {"weight_kg": weight, "height_cm": 170})[0] == urgency


@pytest.mark.parametrize(
    ("sex", "waist", "named"),
    [
        ("male", 94, "normal"), ("male", 94.1, "increased"), ("male", 102, "increased"), ("male", 102.1, "high"),
        ("female", 80, "normal"), ("female", 80.1, "increased"), ("female", 88, "increased"), ("female", 88.1, "high"),
    ],
)  # fmt: skip
def test_waist_is_increased_only_above_its_limit(values, sex, waist, named):
    assert values("vitals", {"waist_cm": waist}, sex=sex) == {"waist_class": named}


@pytest.mark.parametrize("who", [{"sex": "unknown"}, {"age": 15}, {"age": None}, {"pregnant": "yes"}])
def test_waist_is_not_classed_without_sex_or_age_nor_in_the_young_or_pregnancy(values, who):
    assert values("vitals", {"waist_cm": 95}, **who) == {}


@given(st.floats(8, 90), st.floats(0, 20))
@settings(max_examples=100, deadline=None)
def test_a_higher_bmi_never_gets_a_thinner_class(person, bmi, more):
    order = names_of(BMI.bands["bmi"])
    assert order.index(bmi_class(bmi + more, person())) >= order.index(bmi_class(bmi, person()))


@given(st.floats(0.5, 300), st.floats(40, 230))
@settings(max_examples=100, deadline=None)
def test_a_bmi_is_always_within_the_plausible_range(weight, height):
    bmi = body_mass_index({"weight_kg": weight, "height_cm": height})
    assert bmi is None or 8 <= bmi <= 90
