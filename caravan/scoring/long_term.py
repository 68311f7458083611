"""Long-term conditions that the health insurance takes in full charge: who has one and no open file.

The list is the Moroccan one of 41 conditions; only those that a station asks for are looked at.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import word
from caravan.scoring.tables import read_rules

LONG_TERM: Final = read_rules("chronic")["A2.long_term"]
OPENED: Final = {"yes": "open", "in_progress": "in_progress"}


def listed_conditions(answers: Answers) -> tuple[int, ...]:
    """The numbers, in the national list, of the conditions that the person is known to have."""
    numbers = LONG_TERM.sets["numbers"].items()
    return tuple(int(listed) for question, listed in numbers if word(answers, question) == "yes")


def file_findings(answers: Answers) -> list[Finding]:
    """Where the person's file stands; nothing when it was not asked or not known."""
    said = word(answers, "ald_open")
    if said in OPENED:
        return [LONG_TERM.finds("ald_file", OPENED[said])]
    if said != "no":
        return []
    eligible = "eligible_without_file" if listed_conditions(answers) else "not_eligible"
    return [LONG_TERM.finds("ald_file", eligible)]
