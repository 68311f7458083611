"""Dental intervention urgency: the examiner's code, never below what was found in the mouth.

The floor (mark L): an abscess or a fistula, or pain of 7 or more, is at least 3; any decay or a pocket of 6 mm or
more is at least 2; an oral lesion of more than two weeks is 4. Code 3 is more urgent than code 4, so a mouth that
reaches both keeps the code 4 and the urgency of 3. Without a code and without any of these, nothing is said.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.dentition import has_decay, pufa_teeth
from caravan.scoring.findings import Action, Answers, Finding, Rule
from caravan.scoring.reading import number, word
from caravan.scoring.urgency import rank

URGENCY: Final = Rule("C4.urgency", "1", "WHO Oral Health Surveys 5th ed. 2013; floor by the project", "L")

ACTIONS: Final = {
    "0": Action("n"),
    "1": Action("r", "dentist"),
    "2": Action("p", "dentist"),
    "3": Action("u", "dentist"),
    "4": Action("p", "oral_surgery"),
}
SEVERE_PAIN_FROM: Final = 7
DEEP_POCKET: Final = "2"


def floor_codes(answers: Answers) -> list[str]:
    """The urgency codes that the findings in the mouth ask for."""
    has_infection = bool(pufa_teeth(answers, "f") or pufa_teeth(answers, "a"))
    in_pain = (number(answers, "pain") or 0) >= SEVERE_PAIN_FROM
    asked = (
        ("2", has_decay(answers) or word(answers, "pocket") == DEEP_POCKET),
        ("3", has_infection or in_pain),
        ("4", word(answers, "oral_lesion") == "yes"),
    )
    return [code for code, present in asked if present]


def urgency_findings(answers: Answers) -> list[Finding]:
    """The code (0 to 4, as text) and the most urgent action of all codes that apply."""
    typed = word(answers, "urgency_code")
    codes = floor_codes(answers) + ([typed] if typed in ACTIONS else [])
    if not codes:
        return []
    action = max((ACTIONS[code] for code in codes), key=lambda each: rank(each.urgency))
    return [URGENCY.finds("dental_urgency", max(codes), action.urgency, action.refer_to)]
