"""Body size: body mass index and waist, with their adult classes.

Decided here (mark L): urgency of each class (extreme thinness within two weeks, moderate thinness and obesity from
class II within three months); waist is classed from the same age as BMI; a BMI outside 8 to 90 kg/m2 is an entry
error and gives nothing. No growth table is loaded, so nobody under 19 is classed.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import number, tidy

BMI: Final = Rule("D3.bmi", "1", "WHO adult BMI classes", "K")
WAIST: Final = Rule("D3.waist", "1", "WHO 2008 waist circumference", "K")

ADULT_TABLE_FROM_YEARS: Final = 19
PLAUSIBLE_BMI: Final = (8, 90)
BMI_BANDS: Final[Bands] = (
    (16, "thin_3"),
    (17, "thin_2"),
    (18.5, "thin_1"),
    (25, "normal"),
    (30, "overweight"),
    (35, "obese_1"),
    (40, "obese_2"),
)
BMI_ACTIONS: Final = {
    "thin_3": Action("p", "general_medicine"),
    "thin_2": Action("r", "general_medicine"),
    "obese_2": Action("r", "general_medicine"),
    "obese_3": Action("r", "general_medicine"),
}
WAIST_OVER_CM: Final = {"male": (94, 102), "female": (80, 88)}
"""Increased strictly above the first, high strictly above the second."""


def body_mass_index(answers: Answers) -> float | None:
    """kg/m2, not rounded; None when weight or height is blank or the result is impossible."""
    weight, height = number(answers, "weight_kg"), number(answers, "height_cm")
    if weight is None or height is None or height <= 0:
        return None
    bmi = weight * 10_000 / (height * height)
    lowest, highest = PLAUSIBLE_BMI
    return bmi if lowest <= bmi <= highest else None


def bmi_class(bmi: float, person: Person) -> str:
    """The adult class; "not_classified" for the young, in pregnancy, and when the age is not known."""
    if person.is_pregnant or not person.is_at_least(ADULT_TABLE_FROM_YEARS):
        return "not_classified"
    return band_of(bmi, BMI_BANDS, above="obese_3")


def waist_class(waist_cm: float, person: Person) -> str | None:
    """normal, increased or high; None for the young, in pregnancy, or when sex or age is not known."""
    limits = WAIST_OVER_CM.get(person.sex)
    if limits is None or person.is_pregnant or not person.is_at_least(ADULT_TABLE_FROM_YEARS):
        return None
    increased, high = limits
    if waist_cm > high:
        return "high"
    return "increased" if waist_cm > increased else "normal"


def body_findings(answers: Answers, person: Person) -> list[Finding]:
    """BMI with its class, and the waist class, each where it was measured."""
    found = []
    bmi = body_mass_index(answers)
    if bmi is not None:
        named = bmi_class(bmi, person)
        action = BMI_ACTIONS.get(named, NO_ACTION)
        found += [BMI.finds("bmi", tidy(bmi, 2)), BMI.finds("bmi_class", named, action.urgency, action.refer_to)]
    waist = number(answers, "waist_cm")
    waist_named = None if waist is None else waist_class(waist, person)
    if waist_named is not None:
        found.append(WAIST.finds("waist_class", waist_named))
    return found
