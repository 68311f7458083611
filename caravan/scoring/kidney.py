"""Kidney: eGFR by CKD-EPI 2021 with its stage, and protein in the urine.

The stage is taken from the eGFR before rounding. A creatinine outside 0.1 to 20 mg/dL, once in that unit, is an entry
error and gives nothing (mark L).
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import number, tidy, word

EGFR: Final = Rule("D4.egfr", "1", "CKD-EPI 2021 creatinine equation", "S")
STAGE: Final = Rule("D4.ckd_stage", "1", "CKD stages by eGFR; action by severity", "K")
PROTEIN: Final = Rule("D4.proteinuria", "1", "Dipstick protein 1+ or more", "K")

MG_DL_PER_UNIT: Final = {"mg_dl": 1.0, "mg_l": 0.1, "umol_l": 1 / 88.4}
PLAUSIBLE_MG_DL: Final = (0.1, 20)
EQUATION_FROM_YEARS: Final = 18
SCALE: Final = 142
KAPPA: Final = {"female": 0.7, "male": 0.9}
ALPHA: Final = {"female": -0.241, "male": -0.302}
SEX_FACTOR: Final = {"female": 1.012, "male": 1.0}
ABOVE_KAPPA: Final = -1.200
PER_YEAR: Final = 0.9938
STAGES: Final[Bands] = ((15, "g5"), (30, "g4"), (45, "g3b"), (60, "g3a"), (90, "g2"))
STAGE_ACTIONS: Final = {
    "g3a": Action("r", "general_medicine"),
    "g3b": Action("r", "general_medicine"),
    "g4": Action("p", "nephrology"),
    "g5": Action("u", "nephrology"),
}
PROTEIN_POSITIVE: Final = frozenset({"1", "2", "3", "4"})
PROTEIN_NEGATIVE: Final = frozenset({"neg", "trace"})


def creatinine_mg_dl(answers: Answers) -> float | None:
    """Serum creatinine in mg/dL; None when value or unit is blank or the value is impossible."""
    value, factor = number(answers, "creatinine_value"), MG_DL_PER_UNIT.get(word(answers, "creatinine_unit"))
    if value is None or factor is None:
        return None
    lowest, highest = PLAUSIBLE_MG_DL
    creatinine = value * factor
    return creatinine if lowest <= creatinine <= highest else None


def egfr(creatinine: float, person: Person) -> float | None:
    """mL/min/1.73 m2 from creatinine in mg/dL; None under 18 or when sex or age is not known."""
    kappa = KAPPA.get(person.sex)
    if kappa is None or person.age_years is None or person.age_years < EQUATION_FROM_YEARS:
        return None
    ratio = creatinine / kappa
    by_creatinine = min(ratio, 1.0) ** ALPHA[person.sex] * max(ratio, 1.0) ** ABOVE_KAPPA
    return float(SCALE * by_creatinine * PER_YEAR**person.age_years * SEX_FACTOR[person.sex])


def has_proteinuria(answers: Answers) -> bool | None:
    """Whether the dipstick shows 1+ or more; None when it was not done."""
    strip = word(answers, "urine_protein")
    if strip in PROTEIN_POSITIVE:
        return True
    return False if strip in PROTEIN_NEGATIVE else None


def protein_findings(answers: Answers, person: Person) -> list[Finding]:
    """Protein in the urine: repeat within three months, a doctor today in pregnancy."""
    positive = has_proteinuria(answers)
    if positive is None:
        return []
    if not positive:
        return [PROTEIN.finds("proteinuria", "no")]
    urgency, destination = ("u", "obstetrics") if person.is_pregnant else ("r", "general_medicine")
    return [PROTEIN.finds("proteinuria", "yes", urgency, destination)]


def kidney_findings(answers: Answers, person: Person) -> list[Finding]:
    """eGFR, stage and proteinuria, each where its inputs were given."""
    creatinine = creatinine_mg_dl(answers)
    rate = None if creatinine is None else egfr(creatinine, person)
    if rate is None:
        return protein_findings(answers, person)
    stage = band_of(rate, STAGES, above="g1")
    action = STAGE_ACTIONS.get(stage, NO_ACTION)
    return [
        EGFR.finds("egfr", tidy(rate)),
        STAGE.finds("ckd_stage", stage, action.urgency, action.refer_to),
        *protein_findings(answers, person),
    ]
