"""Body size of adults: body mass index and waist, with their classes.

Decided here (mark L): waist is classed from the same age as BMI; a BMI outside 8 to 90 kg/m2 is an entry error and
gives nothing. Nobody under 19 has an adult class: ``child_growth`` holds what can be said of children.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import number, tidy
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("vitals")
BMI: Final = TABLE["D3.bmi"]
REFERRAL: Final = TABLE["D3.bmi_referral"]
WAIST: Final = TABLE["D3.waist"]


def body_mass_index(answers: Answers) -> float | None:
    """kg/m2, not rounded; None when weight or height is blank or the result is impossible."""
    weight, height = number(answers, "weight_kg"), number(answers, "height_cm")
    if weight is None or height is None or height <= 0:
        return None
    bmi = weight * 10_000 / (height * height)
    return bmi if BMI.limits["lowest"] <= bmi <= BMI.limits["highest"] else None


def bmi_class(bmi: float, person: Person) -> str:
    """The adult class; "not_classified" for the young, in pregnancy, and when the age is not known."""
    if person.is_pregnant or not person.is_at_least(BMI.limits["adult_from_years"]):
        return "not_classified"
    return band_of(bmi, BMI.bands["bmi"])


def waist_class(waist_cm: float, person: Person) -> str | None:
    """normal, increased or high; None for the young, in pregnancy, or when sex or age is not known."""
    limits = WAIST.sets.get(person.sex)
    if limits is None or person.is_pregnant or not person.is_at_least(BMI.limits["adult_from_years"]):
        return None
    if waist_cm > limits["high_over"]:
        return "high"
    return "increased" if waist_cm > limits["increased_over"] else "normal"


def body_findings(answers: Answers, person: Person) -> list[Finding]:
    """BMI with its class, and the waist class, each where it was measured."""
    found = []
    bmi = body_mass_index(answers)
    if bmi is not None:
        named = bmi_class(bmi, person)
        found += [BMI.finds("bmi", tidy(bmi, 2)), BMI.asks("bmi_class", named, REFERRAL.action(named, person))]
    waist = number(answers, "waist_cm")
    waist_named = None if waist is None else waist_class(waist, person)
    if waist_named is not None:
        found.append(WAIST.finds("waist_class", waist_named))
    return found
