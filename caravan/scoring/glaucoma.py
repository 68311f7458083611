"""Suspicion of glaucoma from eye pressure, optic disc and the recorded cause; one eye alone is enough for yes.

Decided here (mark L): "no" needs a pressure or a disc in each eye; suspicion is referred within three months, from 30
mm[Hg] within two weeks, from 40 mm[Hg] at once. A pressure by air-puff is to be repeated by another method before it
counts as raised, which is also what the referral asks for.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding, Rule
from caravan.scoring.reading import EYES, both_eyes, given, number, word

SUSPECT: Final = Rule("B4.glaucoma", "1", "NICE NG81; disc criteria of published screening", "S")

SUSPECT_FROM_MMHG: Final = 24
SOON_FROM_MMHG: Final = 30
NOW_FROM_MMHG: Final = 40
DIFFERENCE_OVER_MMHG: Final = 4
DISC_FROM: Final = 0.7
DISC_ASYMMETRY_FROM: Final = 0.2
RATIO_DIGITS: Final = 3
CAUSES: Final = frozenset({"glau", "glsu"})
PRESSURE: Final = "iop_{}_mmhg"
DISC: Final = "cup_disc_{}"


def difference(right: float | None, left: float | None) -> float:
    """How far the eyes differ, 0 when either is blank; rounded, so that 0.6 and 0.4 differ by 0.2."""
    return 0.0 if right is None or left is None else round(abs(right - left), RATIO_DIGITS)


def is_suspect(answers: Answers) -> bool:
    """Whether any sign of either eye, or between the eyes, is positive."""
    pressures, discs = both_eyes(answers, PRESSURE), both_eyes(answers, DISC)
    return (
        any(pressure >= SUSPECT_FROM_MMHG for pressure in given(*pressures))
        or any(disc >= DISC_FROM for disc in given(*discs))
        or difference(*pressures) > DIFFERENCE_OVER_MMHG
        or difference(*discs) >= DISC_ASYMMETRY_FROM
        or any(word(answers, f"cause_{who}") in CAUSES for who in (*EYES, "person"))
    )


def is_examined(answers: Answers) -> bool:
    """Whether each eye has a pressure or a disc."""
    return all(given(number(answers, PRESSURE.format(eye)), number(answers, DISC.format(eye))) for eye in EYES)


def glaucoma_findings(answers: Answers) -> list[Finding]:
    """yes on any sign, no when both eyes were examined, otherwise nothing."""
    if not is_suspect(answers):
        return [SUSPECT.finds("glaucoma_suspect", "no")] if is_examined(answers) else []
    highest = max(given(*both_eyes(answers, PRESSURE)), default=0)
    if highest >= NOW_FROM_MMHG:
        return [SUSPECT.finds("glaucoma_suspect", "yes", "e", "hospital_emergency")]
    return [SUSPECT.finds("glaucoma_suspect", "yes", "p" if highest >= SOON_FROM_MMHG else "r", "ophthalmology")]
