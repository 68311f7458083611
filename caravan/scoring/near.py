"""Near vision: worse than N6 with both eyes open, or worse than N8 where a house chose so.

A Parinaud size is kept as typed: its equivalence with N is not verified, so that it is never converted and alone says
nothing here.
"""

from __future__ import annotations

import re
from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import word
from caravan.scoring.vision import got_glasses

N6: Final = TABLE["B2.near"]
N8: Final = TABLE["B2.near_n8"]
REFERRAL: Final = TABLE["B5.near"]
QUESTIONS: Final = {"n": "near_vision", "p": "near_parinaud"}
SIZE: Final = re.compile(r"([np])\s*(\d+(?:[.,_]5)?)")


def read_near(text: str) -> tuple[str, str] | None:
    """The question and the code of a near size: "N8" is ("near_vision", "n8"), "P1,5" is ("near_parinaud", "p1_5").

    None when it is neither; one notation never becomes the other.
    """
    said = SIZE.fullmatch(text.strip().lower())
    return None if said is None else (QUESTIONS[said[1]], said[1] + re.sub("[.,]", "_", said[2]))


def near_findings(answers: Answers, person: Person) -> list[Finding]:
    """Near impairment. From 35 years reading glasses; the younger see an eye doctor. Glasses given here settle it."""
    near, rule = word(answers, "near_vision"), N8 if N8.holds_for(person) else N6
    if near in rule.words["normal"]:
        return [rule.finds("near_impairment", "no")]
    if near not in rule.words["worse"]:
        return []
    if got_glasses(answers, REFERRAL.words["glasses"]):
        return [rule.finds("near_impairment", "yes")]
    is_younger = person.is_under(REFERRAL.limits["reading_glasses_from_years"])
    return [rule.asks("near_impairment", "yes", REFERRAL.action("younger" if is_younger else "older", person))]
