"""Growth of a child: BMI for age from 5 to 19 years, weight for length under 5, and the arm circumference.

The z scores need the site's growth table and the age in months; without them nothing is said here, and the body mass
index stands as "not_classified". Pregnant girls have none.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.body import TABLE, body_mass_index
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import number, tidy

BMI_FOR_AGE: Final = TABLE["D3.growth"]
BMI_REFERRAL: Final = TABLE["D3.growth_referral"]
FOR_LENGTH: Final = TABLE["D3.weight_for_length"]
ARM: Final = TABLE["D3.muac"]
ARM_REFERRAL: Final = TABLE["D3.muac_referral"]


def z_class(z: float) -> str:
    """The class of a BMI z score from 5 to 19 years; "to_check" for one that is hardly possible."""
    limits = BMI_FOR_AGE.limits
    if abs(z) > limits["check_over"]:
        return "to_check"
    if z < limits["thin_below"]:
        return "severe_thin" if z < limits["severe_thin_below"] else "thin"
    if z > limits["overweight_over"]:
        return "obese" if z > limits["obese_over"] else "overweight"
    return "normal"


def bmi_z(answers: Answers, person: Person) -> float | None:
    """BMI for age by the site's table; None without it, without an age in months, or outside 60 to 228 months."""
    bmi, months = body_mass_index(answers), person.age_months
    if bmi is None or months is None or person.growth is None or person.is_pregnant:
        return None
    if not BMI_FOR_AGE.limits["from_months"] <= months <= BMI_FOR_AGE.limits["to_months"]:
        return None
    return person.growth.z("bmi_for_age", person.sex, at=months, measured=bmi)


def weight_for_length_z(answers: Answers, person: Person) -> float | None:
    """Weight for length (under 24 months) or height by the site's table; None without it or from 60 months on."""
    weight, length, months = number(answers, "weight_kg"), number(answers, "height_cm"), person.age_months
    if weight is None or length is None or months is None or person.growth is None:
        return None
    if months >= FOR_LENGTH.limits["under_months"]:
        return None
    lying = months < FOR_LENGTH.limits["height_from_months"]
    indicator = "weight_for_length" if lying else "weight_for_height"
    return person.growth.z(indicator, person.sex, at=length, measured=weight)


def arm_findings(answers: Answers, person: Person) -> list[Finding]:
    """The class of the arm circumference of a child under 5."""
    arm = number(answers, "muac_mm")
    if arm is None or not person.is_under(ARM.limits["under_years"]):
        return []
    named = band_of(arm, ARM.bands["muac"])
    return [ARM.asks("muac_class", named, ARM_REFERRAL.action(named, person))]


def growth_findings(answers: Answers, person: Person) -> list[Finding]:
    """The z scores that the site's table allows, the class of the first, and the arm circumference."""
    found, z = arm_findings(answers, person), bmi_z(answers, person)
    if z is not None:
        named = z_class(z)
        action = BMI_REFERRAL.action(named, person)
        found += [BMI_FOR_AGE.finds("bmi_z", tidy(z, 2)), BMI_FOR_AGE.asks("bmi_z_class", named, action)]
    for_length = weight_for_length_z(answers, person)
    if for_length is not None:
        found.append(FOR_LENGTH.finds("weight_for_length_z", tidy(for_length, 2)))
    return found
