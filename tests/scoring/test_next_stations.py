"""Which stations come next: each rule of the table when it holds, when it is answered, and when it does not apply."""

from __future__ import annotations

import pytest

from caravan.scoring.next_stations import PERSONAL, SEEN, TABLE, Proposal, next_stations
from caravan.scoring.registry import stations
from caravan.scoring.tables import choose_rules

RAISED = {"vitals": {"systolic_1_mmhg": 150, "diastolic_1_mmhg": 80}}
RISKS = {
    "weight_kg": 90, "height_cm": 170, "waist_cm": 110, "active_daily": "no", "vegetables_daily": "no",
    "known_hypertension": "no", "bp_medicine": "no", "ever_high_glucose": "yes", "family_diabetes": "close",
}  # fmt: skip


def reasons(documents, who):
    return {proposal.reason_code for proposal in next_stations(documents, who)}


@pytest.mark.parametrize(
    ("documents", "who", "reason", "answered"),
    [
        ({"chronic": {"known_diabetes": "yes"}}, {}, "fundus_of_diabetic", {"eye": {"retinopathy_l": "0"}}),
        ({"chronic": {"hba1c_percent": 7}}, {}, "fundus_of_diabetic", {"eye": {"retinopathy_r": 0}}),
        ({}, {"age": 40}, "eye_pressure_from_40", {"eye": {"iop_r_mmhg": 15}}),
        ({}, {"age": 35}, "near_vision_from_35", {"eye": {"near_parinaud": "p2"}}),
        (RAISED, {}, "raised_pressure", {"chronic": {"known_hypertension": "no"}}),
        (RAISED, {"age": 25, "pregnant": "yes"}, "urine_in_pregnancy", {"chronic": {"urine_protein": "neg"}}),
        ({"chronic": RISKS}, {}, "glucose_after_findrisc", {"vitals": {"glucose_value": 90}}),
        ({}, {"age": 40}, "risk_score_40_to_74", {"chronic": {"smoking": "never"}}),
        ({}, {"age": 74}, "risk_score_40_to_74", {"chronic": {"smoking": "never"}}),
        ({"dental": {"treatments": ["ext"]}}, {}, "pressure_before_extraction", RAISED),
        (
            {"dental": {"extraction_planned": "yes"}},
            {},
            "glucose_before_extraction",
            {"chronic": {"glucose_off_scale": "hi"}},
        ),
    ],
)
def test_a_station_is_proposed_until_its_question_is_answered_anywhere(*, person, documents, who, reason, answered):
    assert reason in reasons(documents, person(**who))
    assert reason not in reasons({**documents, **answered}, person(**who))


@pytest.mark.parametrize(
    ("documents", "who", "reason"),
    [
        ({"chronic": {"known_diabetes": "no"}}, {}, "fundus_of_diabetic"),
        ({}, {"age": 39}, "eye_pressure_from_40"),
        ({}, {"age": None}, "eye_pressure_from_40"),
        ({}, {"age": 34}, "near_vision_from_35"),
        ({"vitals": {"systolic_1_mmhg": 139, "diastolic_1_mmhg": 89}}, {}, "raised_pressure"),
        ({"vitals": {}}, {}, "raised_pressure"),
        (RAISED, {"pregnant": "no"}, "urine_in_pregnancy"),
        (
            {"chronic": {**RISKS, "ever_high_glucose": "no", "family_diabetes": "none"}},
            {"age": 40},
            "glucose_after_findrisc",
        ),
        ({"chronic": {}}, {}, "glucose_after_findrisc"),
        ({}, {"age": 75}, "risk_score_40_to_74"),
        ({}, {"age": 39}, "risk_score_40_to_74"),
        ({}, {"age": 42, "pregnant": "yes"}, "risk_score_40_to_74"),
        ({"vitals": {"known_stroke": "yes"}}, {"age": 50}, "risk_score_40_to_74"),
        ({"dental": {"treatments": ["scal"]}}, {}, "pressure_before_extraction"),
    ],
)
def test_a_station_is_not_proposed_to_whom_it_is_not_for(person, documents, who, reason):
    assert reason not in reasons(documents, person(**who))


def test_a_child_with_nothing_found_is_sent_nowhere(person):
    assert next_stations({}, person(age=8)) == ()


def test_a_proposal_names_its_station_its_rule_and_its_reason(person):
    documents = {"chronic": {"known_diabetes": "yes", "smoking": "never"}}
    assert next_stations(documents, person(age=34)) == (Proposal("eye", "N.fundus", "fundus_of_diabetic"),)


def test_a_rule_that_a_house_left_proposes_nothing(person):
    rules = choose_rules(off=["N.eye_pressure"])
    assert "eye_pressure_from_40" not in reasons({}, person(rules=rules))


@pytest.mark.parametrize("rule", TABLE.values(), ids=lambda rule: rule.rule_id)
def test_every_row_proposes_a_shipped_station_by_facts_that_are_known(rule):
    (station,), (_reason,) = rule.words["station"], rule.words["reason"]
    assert station in stations()
    assert set(rule.words.get("when", ())) <= {*SEEN, *PERSONAL}
    assert rule.words["unless"]
    assert rule.mark in {"K", "L"}
