"""Eye signs that ask for a referral by themselves: red flags, and signs that no other finding carries.

Decided here (mark L): a painful red eye, a sudden loss of vision and a chemical injury are transferred at once;
trauma, a contact-lens ulcer, a white pupil and vitreous bleeding see a doctor today; a flag unknown to this program
does too. Squint under 8 years within two weeks; pterygium from grade 3, a fundus that cannot be graded, and a lens
opacity in an eye whose vision is not known, within three months.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import EYES, both_eyes, given, word, words
from caravan.scoring.retina import is_ungradable
from caravan.scoring.urgency import rank
from caravan.scoring.vision import CHILD_UNDER_YEARS, Eye

FLAG: Final = Rule("B5.red_flags", "1", "Eye emergencies", "K")
SIGN: Final = Rule("B5.eye_signs", "1", "Eye referral rules", "L")

NOW: Final = Action("e", "hospital_emergency")
TODAY: Final = Action("u", "ophthalmology")
FLAG_ACTIONS: Final = {"chemical": NOW, "sudden_loss": NOW, "red_pain": NOW}
PTERYGIUM_FROM_GRADE: Final = 3


def flag_action(flag: str) -> Action:
    """The action of one red flag."""
    return FLAG_ACTIONS.get(flag, TODAY)


def flag_findings(answers: Answers) -> list[Finding]:
    """One finding, named by the most urgent red flag."""
    flags = [flag for flag in words(answers, "red_flags") if flag != "none"]
    if not flags:
        return []
    worst = max(flags, key=lambda flag: rank(flag_action(flag).urgency))
    action = flag_action(worst)
    return [FLAG.finds("red_flags", worst, action.urgency, action.refer_to)]


def has_young_squint(answers: Answers, person: Person) -> bool:
    """Squint recorded as a cause in a child under 8."""
    causes = {word(answers, f"cause_{who}") for who in (*EYES, "person")}
    return "strab" in causes and person.is_under(CHILD_UNDER_YEARS)


def has_advanced_pterygium(answers: Answers) -> bool:
    """Pterygium at the pupil margin or beyond, in either eye."""
    return any(grade >= PTERYGIUM_FROM_GRADE for grade in given(*both_eyes(answers, "pterygium_{}")))


def sign_findings(answers: Answers, person: Person, eyes: tuple[Eye, Eye]) -> list[Finding]:
    """One finding, named by the first sign present."""
    signs = (
        ("strabismus", "p", has_young_squint(answers, person)),
        ("lens_opacity", "r", any(eye.has_opacity and eye.presenting is None for eye in eyes)),
        ("pterygium", "r", has_advanced_pterygium(answers)),
        ("retina_ungradable", "r", is_ungradable(answers)),
    )
    sign, urgency = next(((name, level) for name, level, present in signs if present), ("", "n"))
    return [SIGN.finds("eye_signs", sign, urgency, "ophthalmology")] if sign else []
