"""Dental intervention urgency: the examiner's code, never below what was found in the mouth.

The floor (mark L): an abscess or a fistula, or pain of 7 or more, is at least 3; any decay or a pocket of 6 mm or
more is at least 2; an oral lesion of more than two weeks is 4, and a suspected cancer sees a doctor today. Code 3 is
more urgent than code 4, so a mouth that reaches both keeps the code 4 and the urgency of 3. Without a code and without
any of these, nothing is said.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.dentition import has_decay
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.gums import has_deep_pocket
from caravan.scoring.pufa import pufa_teeth
from caravan.scoring.reading import number, word
from caravan.scoring.teeth import TABLE
from caravan.scoring.urgency import rank

URGENCY: Final = TABLE["C4.urgency"]
FLOOR: Final = TABLE["C4.floor"]


def is_cancer_suspected(answers: Answers) -> bool:
    """Whether the examiner suspects a cancer of the mouth."""
    return word(answers, "oral_cancer_suspected") == "yes"


def floor_codes(answers: Answers) -> list[str]:
    """The urgency codes that the findings in the mouth ask for."""
    has_infection = bool(pufa_teeth(answers, "f") or pufa_teeth(answers, "a"))
    in_pain = (number(answers, "pain") or 0) >= FLOOR.limits["severe_pain_from"]
    deep = word(answers, "pocket") in FLOOR.words["deep_pocket"] or has_deep_pocket(answers)
    asked = (
        ("2", has_decay(answers) or deep),
        ("3", has_infection or in_pain),
        ("4", word(answers, "oral_lesion") == "yes" or is_cancer_suspected(answers)),
    )
    return [code for code, present in asked if present]


def urgency_findings(answers: Answers, person: Person) -> list[Finding]:
    """The code (0 to 4, as text) and the most urgent action of all codes that apply."""
    typed = [code for code in (word(answers, "urgency_code"),) if code in URGENCY.actions]
    floor = floor_codes(answers) if FLOOR.holds_for(person) else []
    if not typed and not floor:
        return []
    actions = [URGENCY.actions[code] for code in (*floor, *typed)]
    if floor and is_cancer_suspected(answers):
        actions.append(FLOOR.actions["suspected_cancer"])
    rule = FLOOR if floor and max(floor) > max(typed, default="") else URGENCY
    return [rule.asks("dental_urgency", max(*floor, *typed, ""), max(actions, key=lambda each: rank(each.urgency)))]
