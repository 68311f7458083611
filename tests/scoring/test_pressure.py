"""Blood pressure: the vectors of section D1, who is classed, and what each pressure asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.pressure import SEVERITY, Pressure, classify


def readings(*pairs):
    answers = {}
    for n, (systolic, diastolic) in enumerate(pairs, start=1):
        answers |= {f"systolic_{n}_mmhg": systolic, f"diastolic_{n}_mmhg": diastolic}
    return answers


VECTORS = [
    pytest.param([(150, 95), (144, 92), (138, 88)], 141, 90, "grade_1", id="D1 vector 1"),
    pytest.param([(190, 100), (176, 98), (178, 96)], 177, 97, "grade_2", id="D1 vector 2"),
    pytest.param([(142, 84), (139, 84), (140, 85)], 139.5, 84.5, "high_normal", id="D1 vector 3"),
    pytest.param([(128, 112), (126, 110), (130, 110)], 128, 110, "crisis_range", id="D1 vector 4"),
]


@pytest.mark.parametrize(("pairs", "systolic", "diastolic", "named"), VECTORS)
@pytest.mark.parametrize("form_id", ["vitals", "chronic"])
def test_the_mean_of_the_last_two_readings_is_classed_unrounded(*, values, form_id, pairs, systolic, diastolic, named):
    found = values(form_id, readings(*pairs))
    assert (found["bp_mean_systolic"], found["bp_mean_diastolic"]) == (systolic, diastolic)
    assert (found["bp_class"], found["bp_single"]) == (named, "no")


@pytest.mark.parametrize(
    ("systolic", "diastolic", "named"),
    [
        (129.5, 84.5, "normal"),
        (130, 84, "high_normal"),
        (129, 85, "high_normal"),
        (140, 60, "grade_1"),
        (120, 90, "grade_1"),
        (180 - 0.5, 60, "grade_2"),
        (120, 100, "grade_2"),
        (180, 85, "crisis_range"),
        (120, 110, "crisis_range"),
        (89, 60, "low"),
        (90, 60, "normal"),
        (85, 95, "grade_1"),
        (85, 86, "high_normal"),
    ],
)
def test_either_limb_sets_the_class_and_the_higher_wins(systolic, diastolic, named):
    assert classify(Pressure(systolic, diastolic)) == named


def test_a_whole_mean_is_recorded_as_a_whole_number(values):
    found = values("vitals", readings((150, 95), (144, 92), (138, 88)))
    assert isinstance(found["bp_mean_systolic"], int)


def test_one_reading_is_used_and_flagged(values):
    found = values("vitals", readings((150, 95)))
    assert (found["bp_mean_systolic"], found["bp_class"], found["bp_single"]) == (150, "grade_1", "yes")


def test_a_reading_with_one_limb_blank_is_left_out_of_the_mean(values):
    answers = readings((150, 95), (144, 92), (138, 88))
    del answers["diastolic_2_mmhg"]
    found = values("vitals", answers)
    assert (found["bp_mean_systolic"], found["bp_mean_diastolic"], found["bp_single"]) == (144, 91.5, "no")


def test_no_complete_reading_gives_no_blood_pressure_finding(values):
    assert values("vitals", {"systolic_1_mmhg": 130, "diastolic_2_mmhg": 80}) == {}


@pytest.mark.parametrize("lone", [{"systolic_1_mmhg": 190}, {"diastolic_3_mmhg": 110}])
def test_a_lone_limb_in_crisis_range_still_asks_for_a_doctor_today(outcome, lone):
    assert outcome("vitals", lone) == ("u", "general_medicine", ("vital_signs",))


def test_a_lone_limb_does_not_override_a_complete_reading(outcome):
    assert outcome("vitals", {**readings((120, 75)), "systolic_2_mmhg": 190})[0] == "n"


@pytest.mark.parametrize(
    ("pair", "urgency", "destination"),
    [
        ((120, 75), "n", None),
        ((135, 80), "n", None),
        ((150, 80), "r", "general_medicine"),
        ((165, 80), "p", "cardiology"),
        ((180, 80), "u", "cardiology"),
        ((120, 110), "u", "cardiology"),
        ((85, 55), "n", None),
    ],
)
def test_each_adult_class_has_its_urgency(outcome, pair, urgency, destination):
    assert outcome("vitals", readings(pair))[:2] == (urgency, destination)


def test_crisis_range_with_a_danger_sign_is_transferred_now(outcome):
    answers = {**readings((190, 100)), "danger_signs": ["chest_pain"]}
    assert outcome("vitals", answers) == ("e", "hospital_emergency", ("danger_signs", "bp_class"))


def test_low_pressure_with_a_danger_sign_is_at_least_urgent(scored):
    result = scored("vitals", {**readings((85, 50)), "danger_signs": ["heavy_bleeding"]})
    assert {finding.code: finding.urgency for finding in result.findings}["bp_class"] == "u"


@pytest.mark.parametrize("history", ["known_heart_attack", "known_stroke", "known_diabetes", "known_ckd"])
def test_high_normal_systolic_in_a_person_at_risk_is_seen_within_two_weeks(scored, history):
    result = scored("chronic", {**readings((132, 80)), history: "yes"})
    assert {finding.code: finding.urgency for finding in result.findings}["bp_class"] == "p"


def test_high_normal_by_the_diastolic_alone_asks_nothing_of_a_person_at_risk(scored):
    result = scored("chronic", {**readings((128, 86)), "known_ckd": "yes"})
    assert {finding.code: finding.urgency for finding in result.findings}["bp_class"] == "n"


@pytest.mark.parametrize("age", [4, 12, 17])
def test_nobody_under_18_gets_an_adult_class(values, age):
    assert values("vitals", readings((150, 95)), age=age)["bp_class"] == "not_classified"


@pytest.mark.parametrize(
    ("age", "pair", "urgency", "destination"),
    [
        (13, (120, 70), "p", "paediatrics"),
        (16, (110, 80), "p", "general_medicine"),
        (17, (119, 79), "n", None),
        (12, (120, 80), "n", None),
        (12, (140, 80), "p", "paediatrics"),
        (9, (182, 80), "u", "cardiology"),
    ],
)
def test_a_raised_pressure_in_the_young_is_reviewed_by_a_doctor(outcome, age, pair, urgency, destination):
    assert outcome("vitals", readings(pair), age=age)[:2] == (urgency, destination)


def test_a_person_of_unknown_age_is_not_classed_but_acted_upon(scored):
    result = scored("vitals", readings((165, 80)), age=None)
    assert (result.findings[0].value, result.urgency) == ("not_classified", "p")


@pytest.mark.parametrize(
    ("pair", "more", "urgency", "destination"),
    [
        ((139, 89), {}, "n", None),
        ((140, 80), {}, "u", "obstetrics"),
        ((120, 90), {}, "u", "obstetrics"),
        ((160, 80), {}, "e", "hospital_emergency"),
        ((120, 110), {}, "e", "hospital_emergency"),
        ((142, 80), {"urine_protein": "1"}, "e", "hospital_emergency"),
        ((142, 80), {"urine_protein": "trace"}, "u", "obstetrics"),
        ((142, 80), {"danger_signs": ["convulsion"]}, "e", "hospital_emergency"),
        ((120, 70), {"urine_protein": "2"}, "u", "obstetrics"),
    ],
)
def test_raised_pressure_in_pregnancy_is_urgent(outcome, pair, more, urgency, destination):
    assert outcome("chronic", {**readings(pair), **more}, age=28, pregnant="yes")[:2] == (urgency, destination)


@given(st.floats(70, 300), st.floats(40, 180), st.floats(0, 60), st.floats(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_higher_pressure_never_gets_a_milder_class(systolic, diastolic, more_systolic, more_diastolic):
    order = ("low", *SEVERITY)
    lower = classify(Pressure(systolic, diastolic))
    higher = classify(Pressure(systolic + more_systolic, diastolic + more_diastolic))
    assert order.index(higher) >= order.index(lower)


@given(st.lists(st.tuples(st.integers(70, 300), st.integers(40, 180)), min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_the_mean_lies_between_the_readings_it_is_made_of(values, pairs):
    found = values("vitals", readings(*pairs))
    last = [systolic for systolic, _ in pairs[-2:]]
    assert min(last) <= found["bp_mean_systolic"] <= max(last)
