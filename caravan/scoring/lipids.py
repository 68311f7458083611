"""Total cholesterol, classed in the unit that was typed.

Decided here (mark L): high within three months, raised is advice only (the cardiovascular risk decides).
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import Answers, Finding, Rule
from caravan.scoring.reading import number, word

CHOLESTEROL: Final = Rule("D4.cholesterol", "1", "Total cholesterol, established limits", "K")

BANDS: Final[dict[str, Bands]] = {
    "mg_dl": ((190, "normal"), (240, "raised")),
    "g_l": ((1.90, "normal"), (2.40, "raised")),
    "mmol_l": ((5.0, "normal"), (6.2, "raised")),
}
UNITS_PER_MMOL_L: Final = {"mg_dl": 38.67, "g_l": 0.3867, "mmol_l": 1.0}


def classify_cholesterol(value: float, unit: str) -> str | None:
    """normal, raised or high by the paired limits of the unit; None for an unknown unit."""
    bands = BANDS.get(unit)
    return None if bands is None else band_of(value, bands, above="high")


def cholesterol_mmol_l(answers: Answers) -> float | None:
    """Total cholesterol in mmol/L for the risk chart; None when value or unit is blank."""
    value, per_mmol = number(answers, "cholesterol_value"), UNITS_PER_MMOL_L.get(word(answers, "cholesterol_unit"))
    return None if value is None or per_mmol is None else value / per_mmol


def cholesterol_findings(answers: Answers) -> list[Finding]:
    """The cholesterol class, where value and unit were given."""
    value = number(answers, "cholesterol_value")
    named = None if value is None else classify_cholesterol(value, word(answers, "cholesterol_unit"))
    if named is None:
        return []
    urgency, destination = ("r", "general_medicine") if named == "high" else ("n", "none")
    return [CHOLESTEROL.finds("cholesterol_class", named, urgency, destination)]
