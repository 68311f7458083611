"""The main cause of poor vision of the person: what the examiner chose, else the cause of the better eye.

Of two eyes that see alike, or whose vision is not known, the more treatable cause stands for the person: the one that
comes first in the list.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import EYES, word
from caravan.scoring.vision import Eye

CAUSE: Final = TABLE["B4.cause"]
ORDER: Final = CAUSE.words["order"]
UNKNOWN: Final = float("inf")


def main_cause(answers: Answers, eyes: tuple[Eye, Eye]) -> str | None:
    """A code of the list of causes; None when none was recorded."""
    typed = word(answers, "cause_person")
    if typed in ORDER:
        return typed
    recorded = ((word(answers, f"cause_{side}"), eye) for side, eye in zip(EYES, eyes, strict=True))
    ranked = [
        (UNKNOWN if eye.presenting is None else eye.presenting, ORDER.index(cause))
        for cause, eye in recorded
        if cause in ORDER
    ]
    return ORDER[min(ranked)[1]] if ranked else None


def cause_findings(answers: Answers, eyes: tuple[Eye, Eye]) -> list[Finding]:
    """The person's cause, where one was recorded."""
    cause = main_cause(answers, eyes)
    return [] if cause is None else [CAUSE.finds("vision_cause", cause)]
