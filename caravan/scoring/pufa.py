"""PUFA: teeth with open pulp, ulceration, fistula or abscess, and their share of the decayed teeth.

``pufa`` counts the teeth of both dentitions, ``pufa_primary`` the primary ones among them. The shares are apart, each
with the decayed teeth of its own dentition, and are not said where no tooth is decayed.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.dentition import decayed_teeth
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import tidy, word
from caravan.scoring.teeth import DECIDUOUS, PERMANENT, TABLE, listed_teeth

PUFA: Final = TABLE["C3.pufa"]
RATIO: Final = TABLE["C3.pufa_ratio"]
LETTERS: Final = "pufa"
PERCENT: Final = 100


def pufa_teeth(answers: Answers, letter: str) -> frozenset[str]:
    """The teeth listed under one letter of PUFA; what is no tooth is left out."""
    return listed_teeth(answers, f"pufa_{letter}")


def pufa_findings(answers: Answers, person: Person) -> list[Finding]:
    """The number of teeth, each once, and their share of the decayed ones; nothing when none was asked."""
    if not any(word(answers, f"pufa_{letter}") for letter in LETTERS):
        return []
    teeth = frozenset[str]().union(*(pufa_teeth(answers, letter) for letter in LETTERS))
    primary = teeth.intersection(DECIDUOUS)
    found = [PUFA.finds("pufa", len(teeth))]
    if primary:
        found.append(PUFA.finds("pufa_primary", len(primary)))
    counted = {"pufa_ratio_percent": teeth.intersection(PERMANENT), "pufa_primary_ratio_percent": primary}
    for (code, some), decayed in zip(counted.items(), decayed_teeth(answers, person), strict=True):
        if decayed:
            found.append(RATIO.finds(code, tidy(len(some) / decayed * PERCENT)))
    return found
