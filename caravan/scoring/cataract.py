"""Cataract of each eye: suspected, operable or operated, and what an operated eye sees.

Operable is an obvious opacity in an eye that correction or pinhole does not bring to 6/12. The cataract list itself is
the doctor's decision, asked by the form.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import EYES, word
from caravan.scoring.vision import Eye

LENS: Final = TABLE["B4.lens"]
AFTER: Final = TABLE["B4.after_surgery"]
NOT_SEEN: Final = "not_seen"


def cataract_of(lens: str, cause: str, eye: Eye) -> str | None:
    """none, suspected, operable or operated; None when the lens was not seen and no cataract was noted."""
    if lens in LENS.words["operated"]:
        return "operated"
    if eye.has_opacity or cause == "cat":
        return "operable" if eye.improves is False else "suspected"
    return None if lens in {"", NOT_SEEN} else "none"


def vision_after_surgery(eye: Eye) -> str | None:
    """The presenting vision of an operated eye: from 6/12, from 6/18, or worse; None when it was not graded."""
    if eye.presenting is None:
        return None
    steps = AFTER.sets["last_logmar"].items()
    return next((name for name, last in steps if eye.presenting <= last), "under_6_18")


def cataract_findings(answers: Answers, eyes: tuple[Eye, Eye]) -> list[Finding]:
    """What is known of each lens."""
    found = []
    for side, eye in zip(EYES, eyes, strict=True):
        state = cataract_of(word(answers, f"lens_{side}"), word(answers, f"cause_{side}"), eye)
        if state is not None:
            found.append(LENS.finds(f"cataract_{side}", state))
        after = vision_after_surgery(eye) if state == "operated" else None
        if after is not None:
            found.append(AFTER.finds(f"operated_vision_{side}", after))
    return found
