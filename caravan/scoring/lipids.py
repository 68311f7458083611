"""Total cholesterol, classed in the unit that was typed."""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import number, tidy, word
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("chronic")
CHOLESTEROL: Final = TABLE["D4.cholesterol"]
REFERRAL: Final = TABLE["D4.cholesterol_referral"]
UNITS_PER_MMOL_L: Final = CHOLESTEROL.sets["units_per_mmol_l"]


def classify_cholesterol(value: float, unit: str) -> str | None:
    """normal, raised or high by the paired limits of the unit; None for an unknown unit."""
    bands = CHOLESTEROL.bands.get(unit)
    return None if bands is None else band_of(value, bands)


def to_mmol_l(value: float, unit: str) -> float:
    """A cholesterol in mmol/L, from a unit of the table."""
    return value / UNITS_PER_MMOL_L[unit]


def cholesterol_mmol_l(answers: Answers) -> float | None:
    """Total cholesterol in mmol/L for the risk chart; None when value or unit is blank."""
    value, unit = number(answers, "cholesterol_value"), word(answers, "cholesterol_unit")
    return None if value is None or unit not in UNITS_PER_MMOL_L else to_mmol_l(value, unit)


def cholesterol_findings(answers: Answers, person: Person) -> list[Finding]:
    """The cholesterol class, and the value in mg/dL, where value and unit were given."""
    value, mmol_l = number(answers, "cholesterol_value"), cholesterol_mmol_l(answers)
    named = None if value is None else classify_cholesterol(value, word(answers, "cholesterol_unit"))
    if named is None or mmol_l is None:
        return []
    return [
        CHOLESTEROL.asks("cholesterol_class", named, REFERRAL.action(named, person)),
        CHOLESTEROL.finds("cholesterol_mg_dl", tidy(mmol_l * UNITS_PER_MMOL_L["mg_dl"])),
    ]
