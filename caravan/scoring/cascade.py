"""The care cascade of one person: raised or not, aware, treated, controlled, for hypertension and diabetes.

Awareness: told by a professional, or on medicine; "unknown" is not a yes. Decided here (mark L): the question on
medicine left blank by someone who does not know of the disease means not on medicine; left blank by someone who does,
the status is not said. Hypertension is for adults only. Known diabetics stay in the cascade whatever today's glucose.
Every diabetic is sent for a fundus examination, hence at least within three months.
"""

from __future__ import annotations

from typing import Final, Literal

from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.glucose import TABLE, in_diabetes_range, is_by_random_alone, is_controlled
from caravan.scoring.pressure import ADULT_FROM_YEARS, RAISED, Pressure
from caravan.scoring.reading import word

HYPERTENSION: Final = TABLE["D7.hypertension"]
DEFINITION_B: Final = TABLE["D7.definition_b"]
DIABETES: Final = TABLE["D7.diabetes"]
DIABETES_REFERRAL: Final = TABLE["D7.diabetes_referral"]

Definition = Literal["a", "b"]


def on_medicine(known: str, medicine: str) -> bool | None:
    """Whether the person takes medicine for the disease; None when it was not said."""
    if medicine == "yes":
        return True
    return False if medicine == "no" or known in {"no", "unknown"} else None


def hypertension_status(
    pressure: Pressure | None, known: str, medicine: str, definition: Definition = "a"
) -> str | None:
    """none, suspected_new, aware_untreated, treated_controlled or treated_uncontrolled; None when it cannot be said.

    Definition A counts raised pressure or medicine; definition B adds a prior diagnosis.
    """
    treated = on_medicine(known, medicine)
    if pressure is None or treated is None:
        return None
    raised = pressure.reaches(RAISED)
    if treated:
        return "treated_uncontrolled" if raised else "treated_controlled"
    if known == "yes" and (raised or definition == "b"):
        return "aware_untreated"
    if not raised:
        return "none"
    return "suspected_new" if known else None


def diabetes_status(known: str, medicine: str, in_range: bool | None, controlled: bool | None) -> str | None:
    """As for hypertension, with treated_not_measured when nothing measured today shows control or its lack."""
    treated = on_medicine(known, medicine)
    if treated is None:
        return None
    if treated:
        return {True: "treated_controlled", False: "treated_uncontrolled", None: "treated_not_measured"}[controlled]
    if known == "yes":
        return "aware_untreated"
    if not in_range:
        return None if in_range is None else "none"
    return "suspected_new" if known else None


def status_of_diabetes(answers: Answers) -> str | None:
    """The diabetes status of an answers document."""
    known, medicine = word(answers, "known_diabetes"), word(answers, "diabetes_medicine")
    return diabetes_status(known, medicine, in_diabetes_range(answers), is_controlled(answers))


def is_known_diabetic(answers: Answers) -> bool:
    """Told of diabetes by a professional, or on medicine for it."""
    return "yes" in {word(answers, "known_diabetes"), word(answers, "diabetes_medicine")}


def hypertension_findings(answers: Answers, person: Person, pressure: Pressure | None) -> list[Finding]:
    """The status of an adult; the blood pressure class carries its own urgency."""
    if not person.is_at_least(ADULT_FROM_YEARS):
        return []
    definition: Definition = "b" if DEFINITION_B.holds_for(person) else "a"
    rule = DEFINITION_B if definition == "b" else HYPERTENSION
    status = hypertension_status(
        pressure, word(answers, "known_hypertension"), word(answers, "bp_medicine"), definition
    )
    return [] if status is None else [rule.finds("hypertension_status", status)]


def diabetes_findings(answers: Answers, person: Person) -> list[Finding]:
    """The status, and whether a new diabetes range stands on a random glucose alone."""
    status = status_of_diabetes(answers)
    if status is None:
        return []
    found = [DIABETES.asks("diabetes_status", status, DIABETES_REFERRAL.action(status, person))]
    if status == "suspected_new":
        found.append(DIABETES.finds("diabetes_by_random", "yes" if is_by_random_alone(answers) else "no"))
    return found


def cascade_findings(answers: Answers, person: Person, pressure: Pressure | None) -> list[Finding]:
    """The two statuses, each where it can be said."""
    return [*hypertension_findings(answers, person, pressure), *diabetes_findings(answers, person)]
