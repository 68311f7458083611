"""Diabetic retinopathy: whether the fundus grades ask for an eye doctor, and how soon.

Referable is ICDR grade 2 or more, or any macular oedema, in either eye. "no" needs both eyes graded, and the macula
too in an eye of grade 1 (grade 0 has no oedema). An eye that could not be graded is referred without being called
referable. Decided here (mark L): grade 4 and central oedema within two weeks, the rest within three months, bleeding
into the vitreous today (as a red flag).
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding, Rule
from caravan.scoring.reading import EYES, word

RETINOPATHY: Final = Rule("B4.retinopathy", "1", "ICDR grades; low-resource schedule", "K")

REFERABLE_GRADES: Final = frozenset({"2", "3", "4"})
REFERABLE_MACULA: Final = frozenset({"1", "2"})
SOON: Final = frozenset({("retinopathy", "4"), ("maculopathy", "2")})
UNGRADABLE: Final = "9"


def eye_is_referable(grade: str, macula: str) -> bool | None:
    """Whether one eye is referable by its two grades; None when what was graded does not tell."""
    if grade in REFERABLE_GRADES or macula in REFERABLE_MACULA:
        return True
    return False if grade == "0" or (grade == "1" and macula == "0") else None


def is_ungradable(answers: Answers) -> bool:
    """Whether any fundus grade was noted as not possible."""
    return any(word(answers, f"{kind}_{eye}") == UNGRADABLE for kind in ("retinopathy", "maculopathy") for eye in EYES)


def retina_findings(answers: Answers) -> list[Finding]:
    """Referable retinopathy: either eye is enough for yes, both are needed for no."""
    eyes = [eye_is_referable(word(answers, f"retinopathy_{eye}"), word(answers, f"maculopathy_{eye}")) for eye in EYES]
    if any(eyes):
        soon = any(word(answers, f"{kind}_{eye}") == grade for kind, grade in SOON for eye in EYES)
        return [RETINOPATHY.finds("referable_retinopathy", "yes", "p" if soon else "r", "ophthalmology")]
    return [] if None in eyes else [RETINOPATHY.finds("referable_retinopathy", "no")]
