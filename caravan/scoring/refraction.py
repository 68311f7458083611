"""Who needs distance glasses, from presenting vision and what correction or pinhole reaches.

An eye below 6/12 that correction or pinhole brings to 6/12 needs them. "no" is said only when both eyes are known not
to: a blank or an untried pinhole leaves it unsaid. Glasses handed over today settle the referral, not the finding
(mark L). Beside it stands the person's need by the better eye, as the coverage of refractive error counts it.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import LINE_6_12, LOGMAR, TABLE
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import EYES, given, word
from caravan.scoring.vision import Eye, got_glasses, wore_glasses

NEED: Final = TABLE["B5.refraction"]
REFERRAL: Final = TABLE["B5.refraction_referral"]
COVERAGE: Final = TABLE["B6.need"]


def eye_needs_refraction(eye: Eye) -> bool | None:
    """Whether this eye needs glasses; None when it cannot be said."""
    if eye.presenting is None:
        return None
    return eye.improves if eye.is_reduced else False


def better_unaided(answers: Answers) -> float | None:
    """The unaided logMAR of the better eye; None unless both eyes were graded unaided."""
    seen = given(*(LOGMAR.get(word(answers, f"va_unaided_{side}")) for side in EYES))
    return min(seen) if len(seen) == len(EYES) else None


def need_of_person(answers: Answers, right: Eye, left: Eye) -> str | None:
    """met, under_met, unmet, none or not_correctable, by the better eye at 6/12; None when it cannot be said."""
    unaided = better_unaided(answers)
    if unaided is None:
        return None
    if unaided <= LINE_6_12:
        return "met" if word(answers, "refractive_surgery") == "yes" else "none"
    wears = wore_glasses(answers)
    presenting = min(given(right.presenting, left.presenting), default=None)
    if wears and presenting is not None and presenting <= LINE_6_12:
        return "met"
    reached = [eye.improves for eye in (right, left)]
    if any(reached):
        return "under_met" if wears else "unmet"
    return None if None in reached else "not_correctable"


def refraction_findings(answers: Answers, person: Person, eyes: tuple[Eye, Eye]) -> list[Finding]:
    """The person's need: either eye is enough for yes, both are needed for no; and the need by the better eye."""
    needs, by_better = [eye_needs_refraction(eye) for eye in eyes], need_of_person(answers, *eyes)
    found = [] if by_better is None else [COVERAGE.finds("refractive_need", by_better)]
    if any(needs):
        if got_glasses(answers, NEED.words["glasses"]):
            return [NEED.finds("refraction_need", "yes"), *found]
        return [NEED.asks("refraction_need", "yes", REFERRAL.action("need", person)), *found]
    return found if None in needs else [NEED.finds("refraction_need", "no"), *found]
