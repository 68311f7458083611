"""Schemes that a house may choose beside the default: pressure by ESC and ESH, glucose by WHO, definition B."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.pressure import Pressure, worse_limb
from caravan.scoring.pressure_notes import SCHEMES
from caravan.scoring.tables import choose_rules

ALL = choose_rules(on=["D1.esc_2024", "D1.esc_2024_goal", "D1.esh_2023", "D2.who_fasting", "D7.definition_b"])


def reading(systolic, diastolic, **more):
    return {"systolic_1_mmhg": systolic, "diastolic_1_mmhg": diastolic, **more}


@pytest.mark.parametrize(
    ("pair", "esc", "esh"),
    [
        ((119, 69), "non_elevated", "optimal"),
        ((120, 69), "elevated", "normal"),
        ((119, 70), "elevated", "optimal"),
        ((119, 80), "elevated", "normal"),
        ((130, 75), "elevated", "high_normal"),
        ((139, 89), "elevated", "high_normal"),
        ((140, 60), "hypertension", "grade_1"),
        ((110, 90), "hypertension", "grade_1"),
        ((160, 80), "hypertension", "grade_2"),
        ((150, 110), "hypertension", "grade_3"),
    ],
)
def test_esc_and_esh_stand_beside_the_default_class_when_chosen(values, pair, esc, esh):
    found = values("vitals", reading(*pair), rules=ALL)
    assert (found["bp_class_esc"], found["bp_class_esh"]) == (esc, esh)
    assert found["bp_class"] == values("vitals", reading(*pair))["bp_class"]


def test_no_other_scheme_is_said_unless_chosen_nor_in_the_young(values):
    plain, young = values("vitals", reading(150, 95)), values("vitals", reading(150, 95), age=17, rules=ALL)
    assert not {"bp_class_esc", "bp_class_esh", "bp_goal_esc"} & (set(plain) | set(young))
    assert values("vitals", {}, rules=ALL) == {}


@pytest.mark.parametrize(
    ("systolic", "goal"), [(119, "below_goal"), (120, "at_goal"), (129, "at_goal"), (130, "above_goal")]
)
def test_the_goal_of_esc_is_told_of_those_on_medicine(values, systolic, goal):
    treated = reading(systolic, 70, bp_medicine="yes")
    assert values("chronic", treated, rules=ALL)["bp_goal_esc"] == goal
    assert "bp_goal_esc" not in values("chronic", {**treated, "bp_medicine": "no"}, rules=ALL)


@given(st.sampled_from(sorted(SCHEMES)), st.floats(70, 300), st.floats(40, 180), st.floats(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_higher_pressure_never_gets_a_milder_class_by_any_scheme(scheme, systolic, diastolic, more):
    rule = SCHEMES[scheme]
    order = [name for _, name in rule.bands["systolic"]]
    lower, higher = (worse_limb(Pressure(systolic + each, diastolic), rule) for each in (0, more))
    assert order.index(lower) <= order.index(higher)


@pytest.mark.parametrize(("first", "other", "differs"), [(150, 136, "no"), (150, 135, "yes"), (130, 145, "yes")])
def test_arms_that_differ_by_15_are_noted(values, first, other, differs):
    assert values("vitals", reading(first, 80, systolic_other_arm_mmhg=other))["arm_difference"] == differs


def test_one_arm_is_not_compared(values):
    assert values("vitals", {"systolic_other_arm_mmhg": 150}) == {}


def test_who_begins_prediabetes_at_110_where_chosen(values):
    """D2 vector 6 WHO"""
    answers = {"glucose_value": 1.05, "glucose_unit": "g_l", "glucose_context": "fasting"}
    assert values("chronic", answers, rules=ALL)["glucose_class"] == "normal"
    assert values("chronic", answers)["glucose_class"] == "prediabetes"


def test_definition_b_counts_a_prior_diagnosis_where_chosen(scored):
    """D7 vector 4"""
    answers = reading(128, 78, known_hypertension="yes", bp_medicine="no")
    for rules, status in (({}, "none"), ({"rules": ALL}, "aware_untreated")):
        found = {each.code: each.value for each in scored("chronic", answers, **rules).findings}
        assert found["hypertension_status"] == status


@pytest.mark.parametrize(("smoking", "urgency"), [("never", "n"), ("daily", "p")])
def test_a_high_risk_weighs_on_a_high_normal_pressure(scored, smoking, urgency):
    answers = reading(135, 80, weight_kg=90, height_cm=165, smoking=smoking)
    found = {each.code: each for each in scored("chronic", answers, sex="male", age=60).findings}
    assert (found["bp_class"].value, found["bp_class"].urgency) == ("high_normal", urgency)
