"""Trachoma: the gravest sign of both eyes by the simplified grading, and what surveillance must hear of.

Morocco has been validated as free of trachoma: active trachoma in a child of 1 to 9 years and a new trichiasis are
signals for surveillance, besides a referral. Decided here (mark L): trichiasis within two weeks (surgery), active
trachoma and corneal opacity within three months, scarring alone nothing; "none" needs both eyes; a trichiasis is new
unless it was said to be known; active trachoma at an age that is not known is a signal.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import EYES, word, words
from caravan.scoring.urgency import rank

SIGN: Final = TABLE["B4.trachoma"]
REFERRAL: Final = TABLE["B4.trachoma_referral"]
SIGNAL: Final = TABLE["B4.trachoma_signal"]
GRAVITY: Final = SIGN.words["gravity"]
"""From the least to the gravest."""


def is_signal(signs: list[str], answers: Answers, person: Person) -> bool:
    """Whether these signs are notified to surveillance."""
    limits = SIGNAL.limits
    is_new = not set(signs).isdisjoint(SIGNAL.words["new"]) and word(answers, "trichiasis_known") != "yes"
    of_age = not person.is_under(limits["from_years"]) and not person.is_at_least(limits["under_years"])
    return is_new or (of_age and not set(signs).isdisjoint(SIGNAL.words["active"]))


def trachoma_findings(answers: Answers, person: Person) -> list[Finding]:
    """The gravest sign, as urgent as the most urgent of all signs seen, and whether surveillance must hear of it."""
    eyes = [words(answers, f"trachoma_{eye}") for eye in EYES]
    signs = [sign for eye in eyes for sign in eye if sign in GRAVITY]
    if not signs:
        return []
    gravest = max(signs, key=GRAVITY.index)
    if gravest == "none" and not all(eyes):
        return []
    actions = [REFERRAL.action(sign, person) for sign in signs]
    signal = "yes" if is_signal(signs, answers, person) else "no"
    return [
        SIGN.asks("trachoma_sign", gravest, max(actions, key=lambda action: rank(action.urgency))),
        SIGNAL.finds("trachoma_signal", signal),
    ]
