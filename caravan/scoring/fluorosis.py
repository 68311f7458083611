"""Fluorosis of one person by Dean: of the two worst teeth, the less affected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import word
from caravan.scoring.teeth import TABLE

DEAN: Final = TABLE["C3.dean"]
TEETH: Final = ("fluorosis_tooth_1", "fluorosis_tooth_2")


def dean_score(codes: Sequence[str]) -> str | None:
    """The second worst of the codes 0 to 5, or the only one; None when none was scored."""
    scored = sorted((code for code in codes if code in DEAN.words["codes"]), reverse=True)
    return scored[:2][-1] if scored else None


def fluorosis_findings(answers: Answers) -> list[Finding]:
    """Dean's score, from the two worst teeth where they were scored, else as the examiner gave it."""
    by_tooth = dean_score([word(answers, question) for question in TEETH])
    score = by_tooth or dean_score([word(answers, "fluorosis")])
    return [] if score is None else [DEAN.finds("dean_index", score)]
