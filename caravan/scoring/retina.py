"""Diabetic retinopathy: whether the fundus grades ask for an eye doctor, how soon, and when to look again.

Referable is ICDR grade 2 or more, or any macular oedema, in either eye. "no" needs both eyes graded, and the macula
too in an eye of grade 1 (grade 0 has no oedema). An eye that could not be graded is referred without being called
referable. Decided here (mark L): grade 4 and central oedema within two weeks, the rest within three months, bleeding
into the vitreous today (as a red flag); a return in one to two years needs both eyes.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import EYES, word

RETINOPATHY: Final = TABLE["B4.retinopathy"]
RETURN: Final = TABLE["B4.retina_return"]
KINDS: Final = ("retinopathy", "maculopathy")
UNGRADABLE: Final = "9"
LONGEST: Final = RETURN.words["order"][-1]


def grades(answers: Answers) -> set[str]:
    """Every grade given, as "retinopathy 2" or "maculopathy 1", of either eye."""
    given = ((kind, word(answers, f"{kind}_{eye}")) for kind in KINDS for eye in EYES)
    return {f"{kind} {grade}" for kind, grade in given if grade}


def eye_is_referable(grade: str, macula: str) -> bool | None:
    """Whether one eye is referable by its two grades; None when what was graded does not tell."""
    if grade in RETINOPATHY.words["referable_grades"] or macula in RETINOPATHY.words["referable_macula"]:
        return True
    return False if grade == "0" or (grade == "1" and macula == "0") else None


def is_ungradable(answers: Answers) -> bool:
    """Whether any fundus grade was noted as not possible."""
    return any(grade.endswith(UNGRADABLE) for grade in grades(answers))


def return_of(answers: Answers) -> str | None:
    """When the retina is looked at again, by the worse eye; None when nothing was graded or an eye is missing."""
    found = grades(answers)
    soonest = next((when for when in RETURN.words["order"] if found.intersection(RETURN.words[when])), None)
    if soonest == LONGEST and not all(word(answers, f"retinopathy_{eye}") for eye in EYES):
        return None
    return soonest


def retina_findings(answers: Answers, person: Person) -> list[Finding]:
    """Referable retinopathy: either eye is enough for yes, both are needed for no; and when to come back."""
    eyes = [eye_is_referable(word(answers, f"retinopathy_{eye}"), word(answers, f"maculopathy_{eye}")) for eye in EYES]
    when = return_of(answers)
    found = [] if when is None else [RETURN.finds("retina_return", when)]
    if any(eyes):
        is_soon = grades(answers).intersection(RETINOPATHY.words["soon"])
        action = RETINOPATHY.action("soon" if is_soon else "referable", person)
        return [RETINOPATHY.asks("referable_retinopathy", "yes", action), *found]
    return found if None in eyes else [RETINOPATHY.finds("referable_retinopathy", "no"), *found]
