"""The hard ranges of the clinical reference, by question name and unit: what a constraint must take and must refuse.

Each with the section of the reference it comes from. Values in another unit are the reference's, converted and rounded
as the form shows them (glucose 18.0182, cholesterol 38.67, creatinine 88.4 to the mg/dL of one unit).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_EYE = "_[rl]"
_READING = "_[0-9]+"


@dataclass(frozen=True, slots=True)
class HardRange:
    """From ``low`` to ``high`` (both taken); ``step`` is the least by which a value can lie outside.

    ``unit_choice`` is the answer to the question NAME_unit that the range is for, None when the name says the unit.
    """

    pattern: str
    low: float
    high: float
    step: float
    units: tuple[str, ...]
    section: str
    unit_choice: str | None = None

    def is_of(self, name: str) -> bool:
        return re.fullmatch(self.pattern, name) is not None


HARD_RANGES = (
    HardRange("age_years", 0, 120, 1, ("a", "years"), "A1"),
    HardRange(f"systolic(?:{_READING}|_other_arm)?_mmhg", 70, 300, 1, ("mmHg", "mm[Hg]"), "A3"),
    HardRange(f"diastolic(?:{_READING})?_mmhg", 40, 180, 1, ("mmHg", "mm[Hg]"), "A3"),
    HardRange("pulse_bpm", 25, 250, 1, ("/min", "bpm"), "A3"),
    HardRange("spo2_percent", 50, 100, 1, ("%",), "A3"),
    HardRange("temperature_c", 30, 43, 0.1, ("°C", "Cel"), "A3"),
    HardRange("respiratory_rate_bpm", 4, 80, 1, ("/min", "bpm"), "A3"),
    HardRange("weight_kg", 0.5, 300, 0.1, ("kg",), "A3"),
    HardRange("height_cm", 40, 230, 0.1, ("cm",), "A3"),
    HardRange("waist_cm", 30, 200, 0.1, ("cm",), "A3"),
    HardRange(f"sphere{_EYE}", -30, 30, 0.25, ("D", "[diop]"), "B3"),
    HardRange(f"cylinder{_EYE}", -10, 10, 0.25, ("D", "[diop]"), "B3"),
    HardRange(f"axis{_EYE}", 1, 180, 1, ("°", "deg"), "B3"),
    HardRange(f"addition(?:{_EYE})?", 0.5, 4, 0.25, ("D", "[diop]"), "B3"),
    HardRange(f"pupil_distance(?:{_EYE})?_mm", 40, 80, 0.5, ("mm",), "B3"),
    HardRange(f"iop{_EYE}_mmhg", 0, 80, 1, ("mmHg", "mm[Hg]"), "B3"),
    HardRange("pain", 0, 10, 1, ("/10", "{score}"), "C4"),
    HardRange("glucose_value", 30, 1000, 1, ("mg/dL",), "D2", "mg_dl"),
    HardRange("glucose_value", 0.3, 10, 0.01, ("g/L",), "D2", "g_l"),
    HardRange("glucose_value", 1.7, 55.5, 0.1, ("mmol/L",), "D2", "mmol_l"),
    HardRange("hba1c_percent", 3, 25, 0.1, ("%",), "D2"),
    HardRange("peak_flow_l_min", 60, 800, 1, ("L/min",), "D4"),
    HardRange("cholesterol_value", 50, 800, 1, ("mg/dL",), "D4", "mg_dl"),
    HardRange("cholesterol_value", 0.5, 8, 0.01, ("g/L",), "D4", "g_l"),
    HardRange("cholesterol_value", 1.3, 20.7, 0.1, ("mmol/L",), "D4", "mmol_l"),
    HardRange("creatinine_value", 0.1, 20, 0.01, ("mg/dL",), "D4", "mg_dl"),
    HardRange("creatinine_value", 1, 200, 0.1, ("mg/L",), "D4", "mg_l"),
    HardRange("creatinine_value", 9, 1768, 1, ("umol/L", "µmol/L"), "D4", "umol_l"),
)
