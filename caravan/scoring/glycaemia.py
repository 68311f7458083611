"""What glucose and HbA1c ask for: their findings, their urgency, and whether a second test is needed.

Decided here (mark L): in pregnancy what is not urgent goes to obstetrics; a raised value of a known patient within
three months, a new one within two weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.findings import Action, Answers, Finding, Person
from caravan.scoring.glucose import (
    CANONICAL,
    GLUCOSE,
    HBA1C,
    IFCC,
    TABLE,
    Scheme,
    glucose_class,
    glucose_mg_dl,
    hba1c_class,
    hba1c_mmol_mol,
    in_diabetes_range,
)
from caravan.scoring.reading import number, tidy, word, words

WHO_FASTING: Final = TABLE["D2.who_fasting"]
LOW: Final = TABLE["D2.low"]
VERY_HIGH: Final = TABLE["D2.very_high"]
REFERRAL: Final = TABLE["D2.referral"]
SECOND_TEST: Final = TABLE["D2.second_test"]
NOT_URGENT: Final = frozenset({"r", "p"})


@dataclass(frozen=True, slots=True)
class Glycaemic:
    """What weighs on the action: diabetes known before, and signs that make a very high value an emergency."""

    is_known: bool = False
    has_grave_sign: bool = False


def has_grave_sign(answers: Answers, *, has_danger_sign: bool) -> bool:
    """A danger sign, vomiting or drowsiness, or ketones in the urine."""
    ketones = word(answers, "urine_ketones") in VERY_HIGH.words["ketones_positive"]
    symptoms = set(words(answers, "diabetes_symptoms")).intersection(VERY_HIGH.words["signs"])
    return has_danger_sign or ketones or bool(symptoms)


def action_for(found: str, person: Person, state: Glycaemic) -> Action:
    """What a glycaemia class asks for, in a known or a new patient."""
    if found in LOW.actions:
        return LOW.action(found, person)
    if found == "very_high":
        return VERY_HIGH.action("with_signs" if state.has_grave_sign else found, person)
    action = REFERRAL.action("known_in_range" if found == "diabetes_range" and state.is_known else found, person)
    return Action(action.urgency, "obstetrics") if person.is_pregnant and action.urgency in NOT_URGENT else action


def second_test_findings(answers: Answers, state: Glycaemic) -> list[Finding]:
    """Whether a new diabetes range needs a second test; said only where symptoms were asked for."""
    symptoms = words(answers, "diabetes_symptoms")
    if state.is_known or not symptoms or not in_diabetes_range(answers):
        return []
    clear = set(symptoms).intersection(SECOND_TEST.words["clear_symptoms"])
    return [SECOND_TEST.finds("second_test", "no" if clear else "yes")]


def canonical_findings(answers: Answers) -> list[Finding]:
    """Glucose in mg/dL and HbA1c in mmol/mol, for means and exports."""
    glucose, percent = glucose_mg_dl(answers), number(answers, "hba1c_percent")
    found = [] if glucose is None else [CANONICAL.finds("glucose_mg_dl", tidy(glucose))]
    return found if percent is None else [*found, IFCC.finds("hba1c_mmol_mol", tidy(hba1c_mmol_mol(percent), 0))]


def glycaemia_findings(answers: Answers, person: Person, state: Glycaemic) -> list[Finding]:
    """The glucose and the HbA1c class, each where it was measured, and their values in the canonical unit."""
    scheme: Scheme = "who" if WHO_FASTING.holds_for(person) else "ada"
    classes = (
        (GLUCOSE, "glucose_class", glucose_class(answers, scheme)),
        (HBA1C, "hba1c_class", hba1c_class(answers)),
    )
    found = [
        rule.asks(code, named, action_for(named, person, state)) for rule, code, named in classes if named is not None
    ]
    return [*found, *second_test_findings(answers, state), *canonical_findings(answers)]
