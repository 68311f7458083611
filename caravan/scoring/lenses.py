"""Refraction in dioptres: spherical equivalent, transposition between cylinders, and what the figures amount to.

A blank cylinder is none; a blank sphere leaves the eye unsaid. Decided here (mark L): the thresholds of children hold
under 18 years, and those of adults when the age is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import EYES, number, tidy, yes_or_no

EQUIVALENT: Final = TABLE["B3.equivalent"]
ERROR: Final = TABLE["B3.refractive_error"]
ANISOMETROPIA: Final = TABLE["B3.anisometropia"]
READY_MADE: Final = TABLE["B3.ready_made"]
RIGHT_ANGLE: Final = 90
HALF_TURN: Final = 180


@dataclass(frozen=True, slots=True)
class Lens:
    """One eye's refraction: sphere and cylinder in dioptres, axis in degrees (1 to 180), None without a cylinder."""

    sphere: float
    cylinder: float = 0.0
    axis: int | None = None

    @property
    def equivalent(self) -> float:
        """The spherical equivalent: sphere plus half the cylinder."""
        return self.sphere + self.cylinder / 2

    def transposed(self) -> Lens:
        """The same lens written with the other sign of cylinder."""
        if not self.cylinder or self.axis is None:
            return self
        turned = self.axis + RIGHT_ANGLE if self.axis <= RIGHT_ANGLE else self.axis - RIGHT_ANGLE
        return Lens(self.sphere + self.cylinder, -self.cylinder, turned)


def normal_axis(axis: int) -> int:
    """0 degrees is written 180."""
    return axis or HALF_TURN


def read_lens(answers: Answers, side: str) -> Lens | None:
    """The refraction of one eye; None without a sphere."""
    sphere, cylinder, axis = (number(answers, f"{name}_{side}") for name in ("sphere", "cylinder", "axis"))
    if sphere is None:
        return None
    return Lens(sphere, cylinder or 0.0, None if axis is None or not cylinder else normal_axis(round(axis)))


def refractive_error(lens: Lens, person: Person) -> str:
    """none, myopia or hypermetropia, by the spherical equivalent."""
    limits = ERROR.limits
    is_child = person.is_under(limits["child_under_years"])
    if lens.equivalent <= limits["myopia_to"]:
        return "myopia"
    from_here = limits["child_hypermetropia_from" if is_child else "hypermetropia_from"]
    return "hypermetropia" if lens.equivalent >= from_here else "none"


def is_astigmatic(lens: Lens) -> bool:
    """Whether the cylinder is 0.75 or more, of either sign."""
    return abs(lens.cylinder) >= ERROR.limits["astigmatism_from"]


def is_anisometropic(right: Lens, left: Lens) -> bool:
    """Whether the eyes differ by more than 2 dioptres of spherical equivalent."""
    return abs(right.equivalent - left.equivalent) > ANISOMETROPIA.limits["over"]


def suits_ready_made(right: Lens, left: Lens) -> bool:
    """Whether ready-made distance glasses may serve: eyes close to each other, and hardly any cylinder."""
    is_close = abs(right.equivalent - left.equivalent) < READY_MADE.limits["difference_under"]
    return is_close and max(abs(right.cylinder), abs(left.cylinder)) < READY_MADE.limits["cylinder_under"]


def lens_findings(answers: Answers, person: Person) -> list[Finding]:
    """What was measured in each eye, and how the two eyes stand to each other."""
    lenses = {side: read_lens(answers, side) for side in EYES}
    found = []
    for side, lens in lenses.items():
        if lens is not None:
            found += [
                EQUIVALENT.finds(f"spherical_equivalent_{side}", tidy(lens.equivalent, 3)),
                ERROR.finds(f"refractive_error_{side}", refractive_error(lens, person)),
                ERROR.finds(f"astigmatism_{side}", yes_or_no(is_astigmatic(lens))),
            ]
    right, left = lenses.values()
    if right is None or left is None:
        return found
    return [
        *found,
        ANISOMETROPIA.finds("anisometropia", yes_or_no(is_anisometropic(right, left))),
        READY_MADE.finds("ready_made_distance", yes_or_no(suits_ready_made(right, left))),
    ]
