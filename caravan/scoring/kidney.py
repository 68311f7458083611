"""Kidney: eGFR by CKD-EPI 2021 with its stage, and protein in the urine.

The stage is taken from the eGFR before rounding. A creatinine outside 0.1 to 20 mg/dL, once in that unit, is an entry
error and gives nothing (mark L).
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import number, tidy, word
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("chronic")
EGFR: Final = TABLE["D4.egfr"]
STAGE: Final = TABLE["D4.ckd_stage"]
REFERRAL: Final = TABLE["D4.ckd_referral"]
PROTEIN: Final = TABLE["D4.proteinuria"]


def creatinine_mg_dl(answers: Answers) -> float | None:
    """Serum creatinine in mg/dL; None when value or unit is blank or the value is impossible."""
    value = number(answers, "creatinine_value")
    units = EGFR.sets["units_per_mg_dl"].get(word(answers, "creatinine_unit"))
    if value is None or units is None:
        return None
    creatinine = value / units
    return creatinine if EGFR.limits["lowest_mg_dl"] <= creatinine <= EGFR.limits["highest_mg_dl"] else None


def egfr(creatinine: float, person: Person) -> float | None:
    """mL/min/1.73 m2 from creatinine in mg/dL; None under 18 or when sex or age is not known."""
    by_sex, limits = EGFR.sets.get(person.sex), EGFR.limits
    if by_sex is None or person.age_years is None or person.age_years < limits["from_years"]:
        return None
    ratio = creatinine / by_sex["kappa"]
    by_creatinine = min(ratio, 1.0) ** by_sex["alpha"] * max(ratio, 1.0) ** limits["above_kappa"]
    return float(limits["scale"] * by_creatinine * limits["per_year"] ** person.age_years * by_sex["factor"])


def has_proteinuria(answers: Answers) -> bool | None:
    """Whether the dipstick shows 1+ or more; None when it was not done."""
    strip = word(answers, "urine_protein")
    if strip in PROTEIN.words["positive"]:
        return True
    return False if strip in PROTEIN.words["negative"] else None


def protein_findings(answers: Answers, person: Person) -> list[Finding]:
    """Protein in the urine: repeat within three months, a doctor today in pregnancy."""
    positive = has_proteinuria(answers)
    if positive is None:
        return []
    if not positive:
        return [PROTEIN.finds("proteinuria", "no")]
    return [PROTEIN.asks("proteinuria", "yes", PROTEIN.actions["in_pregnancy" if person.is_pregnant else "positive"])]


def filtration_findings(creatinine: float, person: Person) -> list[Finding]:
    """eGFR and stage of an adult of known sex."""
    rate = egfr(creatinine, person)
    if rate is None:
        return []
    stage = band_of(rate, STAGE.bands["egfr"])
    return [EGFR.finds("egfr", tidy(rate)), STAGE.asks("ckd_stage", stage, REFERRAL.action(stage, person))]


def kidney_findings(answers: Answers, person: Person) -> list[Finding]:
    """eGFR, stage, proteinuria and creatinine in mg/dL, each where its inputs were given."""
    creatinine, found = creatinine_mg_dl(answers), protein_findings(answers, person)
    if creatinine is None:
        return found
    canonical = EGFR.finds("creatinine_mg_dl", tidy(creatinine, 2))
    return [*filtration_findings(creatinine, person), *found, canonical]
