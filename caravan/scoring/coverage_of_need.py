"""Effective coverage of refractive error (eREC) and of cataract surgery (eCSC), from counts of persons.

The figures of a caravan are of those who came, never of a population: say "among people screened", not "prevalence".
An empty denominator gives None, not 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class RefractiveCoverage:
    """Percentages: effective coverage, coverage, and the relative gap of quality; None where nobody is counted."""

    effective: float | None
    coverage: float | None
    quality_gap: float | None


@dataclass(frozen=True, slots=True)
class CataractEye:
    """One eye for the coverage of cataract surgery. ``is_operable`` is a cataract whose best vision is under 6/12;
    ``is_poor_otherwise`` an eye under 6/12 from another cause."""

    is_operated: bool = False
    is_operable: bool = False
    sees_6_12: bool = False
    is_poor_otherwise: bool = False


def share(part: float, whole: float) -> float | None:
    """``part`` of ``whole`` in percent; None of nothing."""
    return part / whole * PERCENT if whole else None


def refractive_coverage(counts: Mapping[str, int]) -> RefractiveCoverage:
    """From the counts a (met by glasses), b (met by surgery), c (under-met) and d (unmet)."""
    a, b, c, d = (counts.get(group, 0) for group in "abcd")
    need = a + b + c + d
    return RefractiveCoverage(share(a + b, need), share(a + b + c, need), share(c, a + b + c))


def cataract_group(right: CataractEye, left: CataractEye) -> str | None:
    """x: one eye operated, the fellow operable or (revision of 2022) under 6/12 from another cause; y: both operated;
    z: both operable, or one operable and the fellow under 6/12 from another cause; None: not counted."""
    operated = [eye for eye in (right, left) if eye.is_operated]
    others = [eye for eye in (right, left) if not eye.is_operated]
    if not others:
        return "y"
    if not all(eye.is_operable or eye.is_poor_otherwise for eye in others):
        return None
    if operated:
        return "x"
    return "z" if any(eye.is_operable for eye in others) else None


def has_good_outcome(right: CataractEye, left: CataractEye) -> bool:
    """Whether an operated eye presents with 6/12 or better."""
    return any(eye.is_operated and eye.sees_6_12 for eye in (right, left))


def effective_cataract_coverage(counts: Mapping[str, int]) -> float | None:
    """From the counts a and b (good outcomes of x and y), x, y and z."""
    a, b, x, y, z = (counts.get(group, 0) for group in "abxyz")
    return share(a + b, x + y + z)
