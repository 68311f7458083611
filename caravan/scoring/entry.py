"""Slips of entry that rules can see: a pressure in cmHg, a glucose whose unit is doubtful, an axis without a cylinder.

Each function proposes and never changes what was typed; the page asks.
"""

from __future__ import annotations

import re
from typing import Final

from caravan.scoring.lenses import HALF_TURN
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("entry")
CMHG: Final = TABLE["E.cmhg"]
GLUCOSE_UNITS: Final = TABLE["E.glucose_unit"]
WRITTEN: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*/\s*(\d+(?:[.,]\d+)?)\s*")


def as_mmhg(value: float, limb: str) -> int | None:
    """What a value typed for ``systolic`` or ``diastolic`` would be if it was in cmHg, None when it is none."""
    limits = CMHG.limits
    if not limits[f"{limb}_from"] <= value <= limits[f"{limb}_to"]:
        return None
    return round(value * limits["factor"])


def likely_mmhg(systolic: float, diastolic: float | None = None) -> tuple[int, int | None] | None:
    """The pressure in mm[Hg] that 13 and 8, or 13 alone, were meant to be: (130, 80) or (130, None).

    None when the values do not look like cmHg, or when the diastolic would not lie below the systolic.
    """
    upper = as_mmhg(systolic, "systolic")
    lower = None if diastolic is None else as_mmhg(diastolic, "diastolic")
    if upper is None or (diastolic is not None and (lower is None or lower >= upper)):
        return None
    return upper, lower


def read_pair(text: str) -> tuple[float, float] | None:
    """Both limbs of a pressure that was written into one box, "13/8" or "130/80"; None when it is no such pair."""
    written = WRITTEN.fullmatch(text)
    if written is None:
        return None
    systolic, diastolic = (float(part.replace(",", ".")) for part in written.groups())
    return systolic, diastolic


def glucose_units(value: float) -> tuple[str, ...]:
    """The units that a typed glucose may be in: one is a proposal, several must be chosen from, none is impossible."""
    return tuple(unit for unit, limits in GLUCOSE_UNITS.sets.items() if limits["from"] <= value <= limits["to"])


def axis_problem(cylinder: float | None, axis: float | None) -> str | None:
    """Why an axis cannot stand: "axis_without_cylinder", "cylinder_without_axis", "axis_out_of_range"; 0 means 180."""
    if axis is None:
        return "cylinder_without_axis" if cylinder else None
    if not cylinder:
        return "axis_without_cylinder"
    return None if 0 <= axis <= HALF_TURN else "axis_out_of_range"
