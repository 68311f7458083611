"""Trachoma: the gravest sign of both eyes by the simplified grading.

Morocco has been validated as free of trachoma: active trachoma in a child of 1 to 9 years and new trichiasis are
signals for surveillance, besides a referral. Decided here (mark L): trichiasis within two weeks (surgery), active
trachoma and corneal opacity within three months, scarring alone nothing; "none" needs both eyes.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding, Rule
from caravan.scoring.reading import EYES, words
from caravan.scoring.urgency import highest

SIGN: Final = Rule("B4.trachoma", "1", "WHO simplified trachoma grading, amended 2020", "S")

GRAVITY: Final = ("none", "tf", "ti", "ts", "tt", "co")
"""From the least to the gravest."""
URGENCY: Final = {"none": "n", "tf": "r", "ti": "r", "ts": "n", "tt": "p", "co": "r"}


def trachoma_findings(answers: Answers) -> list[Finding]:
    """The gravest sign, as urgent as the most urgent of all signs seen."""
    eyes = [words(answers, f"trachoma_{eye}") for eye in EYES]
    signs = [sign for eye in eyes for sign in eye if sign in GRAVITY]
    if not signs:
        return []
    gravest = max(signs, key=GRAVITY.index)
    if gravest == "none" and not all(eyes):
        return []
    urgency = highest(*(URGENCY[sign] for sign in signs))
    return [SIGN.finds("trachoma_sign", gravest, urgency, "none" if urgency == "n" else "ophthalmology")]
