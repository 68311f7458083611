"""Growth of children: a table of L, M and S by sex and age or length, and the z score that it gives.

No table travels with the program, since the licences of the published ones forbid it: a site may put one in place, with
the numbers that WHO publishes. Without a table, or outside its range, there is no z score.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

INDICATORS: Final = ("bmi_for_age", "weight_for_length", "weight_for_height")
"""``at`` is an age in months in the first, a length or height in cm in the others."""
SEXES: Final = {"male": "male", "1": "male", "female": "female", "2": "female"}
FAR: Final = 3
"""Beyond this z score the distance between two standard deviations is carried on as it is."""


class GrowthTableError(ValueError):
    """A growth table that cannot be read; the text says in which line, and why."""


@dataclass(frozen=True, slots=True)
class Curve:
    """L (power), M (median) and S (coefficient of variation) of one measurement at one age or length."""

    l: float  # noqa: E741  (the published name of the power)
    m: float
    s: float

    def value_at(self, z: float) -> float:
        """The measurement that lies ``z`` standard deviations from the median."""
        if self.l == 0:
            return self.m * math.exp(self.s * z)
        return float(self.m * (1 + self.l * self.s * z) ** (1 / self.l))

    def z_of(self, measured: float) -> float:
        """The z score: ((y/M)^L - 1)/(L S), carried on in a straight line beyond 3 and below -3 (WHO 2007)."""
        ratio = measured / self.m
        z = math.log(ratio) / self.s if self.l == 0 else (ratio**self.l - 1) / (self.l * self.s)
        if abs(z) <= FAR:
            return z
        side = math.copysign(1, z)
        third, second = self.value_at(side * FAR), self.value_at(side * (FAR - 1))
        return side * FAR + side * (measured - third) / (third - second)


Curves = Mapping[tuple[str, str], tuple[tuple[float, Curve], ...]]


@dataclass(frozen=True, slots=True)
class GrowthTable:
    """The curves of a site's table, by indicator and sex, each in the order of age or length."""

    curves: Curves = field(default_factory=dict)

    def curve(self, indicator: str, sex: str, at: float) -> Curve | None:
        """L, M and S at an age or length, interpolated linearly; None outside the table."""
        rows = self.curves.get((indicator, sex), ())
        after = bisect_right(rows, at, key=lambda row: row[0])
        if after == 0:
            return None
        low, below = rows[after - 1]
        if at == low:
            return below
        if after == len(rows):
            return None
        high, above = rows[after]
        return _between(below, above, (at - low) / (high - low))

    def z(self, indicator: str, sex: str, *, at: float, measured: float) -> float | None:
        """The z score of a measurement, None outside the table."""
        curve = self.curve(indicator, sex, at)
        return None if curve is None else curve.z_of(measured)


def _between(below: Curve, above: Curve, share: float) -> Curve:
    pairs = ((below.l, above.l), (below.m, above.m), (below.s, above.s))
    return Curve(*(first + (second - first) * share for first, second in pairs))


def load_growth_table(path: Path) -> GrowthTable | None:
    """Read a site's table, None when there is none: a CSV with the columns indicator, sex, at, l, m, s.

    Raises GrowthTableError for a line that is no such row.
    """
    if not path.exists():
        return None
    curves: dict[tuple[str, str], dict[float, Curve]] = {}
    for key, at, curve in _rows(path):
        curves.setdefault(key, {})[at] = curve
    return GrowthTable({key: tuple(sorted(rows.items(), key=lambda row: row[0])) for key, rows in curves.items()})


def _rows(path: Path) -> Iterator[tuple[tuple[str, str], float, Curve]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield _row(row)
            except (KeyError, TypeError, ValueError) as wrong:
                raise GrowthTableError(f"{path.name}, line {number}: {wrong!r}") from wrong


def _row(row: Mapping[str, str]) -> tuple[tuple[str, str], float, Curve]:
    indicator, at = row["indicator"], float(row["at"])
    if indicator not in INDICATORS:
        raise ValueError(f"{indicator} is none of {', '.join(INDICATORS)}")
    curve = Curve(float(row["l"]), float(row["m"]), float(row["s"]))
    if not all(math.isfinite(each) for each in (at, curve.l, curve.m, curve.s)) or min(curve.m, curve.s) <= 0:
        raise ValueError("M and S must be above 0, and all numbers finite")
    return (indicator, SEXES[row["sex"]]), at, curve
