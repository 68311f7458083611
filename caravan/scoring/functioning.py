"""Functioning: whether any of six everyday activities is so difficult that it is a disability.

"no" needs all six answers; one great difficulty is enough for yes.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import given, number, yes_or_no
from caravan.scoring.tables import read_rules

FUNCTIONING: Final = read_rules("vitals")["A1.functioning"]
DOMAINS: Final = FUNCTIONING.words["domains"]


def functioning_findings(answers: Answers) -> list[Finding]:
    """Whether there is a disability, where the short set was asked."""
    levels = given(*(number(answers, f"difficulty_{domain}") for domain in DOMAINS))
    is_great = any(level >= FUNCTIONING.limits["from_level"] for level in levels)
    if not is_great and len(levels) < len(DOMAINS):
        return []
    return [FUNCTIONING.finds("disability", yes_or_no(is_great))]
