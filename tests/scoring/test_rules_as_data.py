"""The tables of rules: every threshold has its mark and source, and what is marked K or L can be switched."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.findings import RuleSet
from caravan.scoring.tables import FOLDER, UnknownRuleError, all_rules, choose_rules, read_rules
from caravan.scoring.urgency import ORDER
from tests.scoring.test_scoring_result import DESTINATIONS, FULL, STATIONS

RULES = all_rules().values()
SWITCHABLE = sorted(rule.rule_id for rule in RULES if rule.is_switchable and not rule.is_alternative)
ALTERNATIVES = sorted(rule.rule_id for rule in RULES if rule.is_alternative)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_rule_has_a_version_a_mark_a_source_and_a_sentence(rule):
    assert rule.rule_version.isdigit()
    assert rule.mark in {"S", "K", "L"}
    assert rule.source
    assert rule.says.endswith(".")


def test_no_rule_id_stands_in_two_tables():
    assert len(all_rules()) == sum(len(read_rules(path.stem)) for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_bands_rise_without_a_gap_and_end_open(rule):
    for bands in rule.bands.values():
        limits = [limit for limit, _ in bands]
        assert limits == sorted(set(limits))
        assert limits[-1] == math.inf


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_what_a_rule_asks_for_is_on_the_scale_and_has_a_destination(rule):
    for action in rule.actions.values():
        assert action.urgency in ORDER
        assert action.refer_to in DESTINATIONS
        assert (action.urgency == "n") == (action.refer_to == "none")


@given(
    st.sets(st.sampled_from(sorted(FULL))),
    st.sampled_from(STATIONS),
    st.sampled_from([3, 15, 50, None]),
    st.sampled_from(["yes", "no", "unknown"]),
)
@settings(max_examples=200, deadline=None)
def test_every_finding_is_one_that_its_rule_declares(scored, names, form_id, age, pregnant):
    answers = {name: FULL[name] for name in names}
    for finding in scored(form_id, answers, age=age, pregnant=pregnant, rules=choose_rules(on=ALTERNATIVES)).findings:
        rule = all_rules()[finding.rule_id]
        declared = rule.finds_codes[finding.code]
        assert isinstance(finding.value, int | float) or finding.value in declared
        assert (finding.rule_version, finding.source, finding.mark) == (rule.rule_version, rule.source, rule.mark)


@pytest.mark.parametrize("form_id", STATIONS)
@pytest.mark.parametrize("rule_id", SWITCHABLE)
def test_a_rule_that_a_house_left_makes_no_finding_and_the_others_still_do(scored, form_id, rule_id):
    before, after = scored(form_id, FULL), scored(form_id, FULL, rules=choose_rules(off=[rule_id]))
    assert rule_id not in {finding.rule_id for finding in after.findings}
    others = {finding.code for finding in before.findings if finding.rule_id != rule_id}
    assert others <= {finding.code for finding in after.findings}


@pytest.mark.parametrize("form_id", STATIONS)
def test_a_house_that_follows_only_seen_sources_still_has_its_classes(scored, form_id):
    marks = {finding.mark for finding in scored(form_id, FULL, rules=choose_rules(off=SWITCHABLE)).findings}
    assert marks <= {"S"}


@pytest.mark.parametrize(
    ("form_id", "answers", "rule_id", "who"),
    [
        ("vitals", {"systolic_1_mmhg": 165, "diastolic_1_mmhg": 90}, "D1.referral", {}),
        ("vitals", {"systolic_1_mmhg": 185, "diastolic_1_mmhg": 90}, "D1.crisis", {}),
        ("vitals", {"systolic_1_mmhg": 145, "diastolic_1_mmhg": 85}, "D1.under_18", {"age": 15}),
        ("vitals", {"spo2_percent": 91}, "D4.saturation", {}),
        ("vitals", {"weight_kg": 40, "height_cm": 170}, "D3.bmi_referral", {}),
        ("chronic", {"hba1c_percent": 8.0}, "D2.referral", {}),
        ("eye", {"va_unaided_r": "v01", "va_unaided_l": "v01"}, "B5.vision", {}),
        ("eye", {"iop_r_mmhg": 26}, "B4.glaucoma_referral", {}),
        ("dental", {"tooth_16": "1"}, "C4.floor", {}),
    ],
)
def test_without_the_rule_of_the_referral_the_finding_refers_nobody(*, outcome, form_id, answers, rule_id, who):
    assert outcome(form_id, answers, **who)[0] != "n"
    assert outcome(form_id, answers, **who, rules=choose_rules(off=[rule_id]))[0] == "n"


def test_without_the_rule_of_pregnancy_a_pregnant_woman_has_the_adult_class(outcome, values):
    answers = {"systolic_1_mmhg": 145, "diastolic_1_mmhg": 85}
    rules = choose_rules(off=["D1.pregnancy"])
    assert outcome("vitals", answers, age=28, pregnant="yes", rules=rules)[:2] == ("r", "general_medicine")
    assert values("vitals", answers, age=28, pregnant="yes", rules=rules)["bp_class"] == "grade_1"


def test_without_the_rule_of_children_a_weak_eye_is_referred_as_in_adults(outcome):
    answers = {"va_unaided_r": "v04", "va_unaided_l": "v10", "va_pinhole_r": "v04"}
    assert outcome("eye", answers, age=5)[0] == "p"
    assert outcome("eye", answers, age=5, rules=choose_rules(off=["B5.child"]))[0] == "r"


def test_the_next_sign_is_told_when_the_rule_of_the_first_was_left(values):
    answers = {"pterygium_r": 3, "retinopathy_l": "9"}
    assert values("eye", answers)["eye_signs"] == "pterygium"
    assert values("eye", answers, rules=choose_rules(off=["B4.pterygium"]))["eye_signs"] == "retina_ungradable"


@pytest.mark.parametrize(
    ("off", "on"),
    [
        (["no.such"], []),
        (["D1.mean"], []),
        (["D1.esc_2024"], []),
        ([], ["no.such"]),
        ([], ["D1.referral"]),
    ],
)
def test_a_name_that_cannot_be_switched_that_way_is_refused(off, on):
    with pytest.raises(UnknownRuleError, match=(off + on)[0]):
        choose_rules(off=off, on=on)


def test_a_choice_of_rules_is_kept_as_it_was_made():
    assert choose_rules(["D1.referral"], ["D1.esc_2024"]) == RuleSet(
        frozenset({"D1.referral"}), frozenset({"D1.esc_2024"})
    )
