"""Refraction: who needs distance glasses, from presenting vision and what correction or pinhole reaches.

An eye below 6/12 that correction or pinhole brings to 6/12 needs them. "no" is said only when both eyes are known not
to: a blank or an untried pinhole leaves it unsaid. Glasses handed over today settle the referral, not the finding
(mark L).
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding, Rule
from caravan.scoring.vision import Eye, got_glasses

NEED: Final = Rule("B5.refraction", "1", "Presenting vision below 6/12, improving to 6/12", "S")
DISTANCE_GLASSES: Final = frozenset({"ready_distance", "custom"})


def eye_needs_refraction(eye: Eye) -> bool | None:
    """Whether this eye needs glasses; None when it cannot be said."""
    if eye.presenting is None:
        return None
    return eye.improves if eye.is_reduced else False


def refraction_findings(answers: Answers, right: Eye, left: Eye) -> list[Finding]:
    """The person's need: either eye is enough for yes, both are needed for no."""
    needs = (eye_needs_refraction(right), eye_needs_refraction(left))
    if any(needs):
        if got_glasses(answers, DISTANCE_GLASSES):
            return [NEED.finds("refraction_need", "yes")]
        return [NEED.finds("refraction_need", "yes", "r", "optician")]
    return [] if None in needs else [NEED.finds("refraction_need", "no")]
