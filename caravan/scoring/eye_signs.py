"""Eye signs that ask for a referral by themselves: red flags, and signs that no other finding carries.

Decided here (mark L): a painful red eye, a sudden loss of vision and a chemical injury are transferred at once;
trauma, a contact-lens ulcer, a white pupil and vitreous bleeding see a doctor today; a flag unknown to this program
does too. Pterygium counts from grade 3, or from grade 1 in an eye whose vision is reduced or that is astigmatic.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import Action, Answers, Finding, Person
from caravan.scoring.lenses import is_astigmatic, read_lens
from caravan.scoring.reading import EYES, number, word, words
from caravan.scoring.retina import is_ungradable
from caravan.scoring.tables import TableRule
from caravan.scoring.urgency import rank
from caravan.scoring.vision import CHILD, Eye

FLAG: Final = TABLE["B5.red_flags"]
SIGN: Final = TABLE["B5.eye_signs"]
PTERYGIUM: Final = TABLE["B4.pterygium"]


def flag_action(flag: str) -> Action:
    """The action of one red flag."""
    return FLAG.actions["now" if flag in FLAG.words["now"] else "today"]


def flag_findings(answers: Answers) -> list[Finding]:
    """One finding, named by the most urgent red flag."""
    flags = [flag for flag in words(answers, "red_flags") if flag != "none"]
    if not flags:
        return []
    worst = max(flags, key=lambda flag: rank(flag_action(flag).urgency))
    return [FLAG.asks("red_flags", worst, flag_action(worst))]


def has_young_squint(answers: Answers, person: Person) -> bool:
    """Squint recorded as a cause in a child under 8."""
    causes = {word(answers, f"cause_{who}") for who in (*EYES, "person")}
    return "strab" in causes and person.is_under(CHILD.limits["under_years"])


def pterygium_disturbs(answers: Answers, side: str, eye: Eye) -> bool:
    """Pterygium at the pupil margin or beyond, or a smaller one in an eye of reduced vision or with astigmatism."""
    grade, lens = number(answers, f"pterygium_{side}"), read_lens(answers, side)
    if grade is None or grade < 1:
        return False
    is_affected = eye.is_reduced or (lens is not None and is_astigmatic(lens))
    return grade >= PTERYGIUM.limits["from_grade"] or is_affected


def sign_findings(answers: Answers, person: Person, eyes: tuple[Eye, Eye]) -> list[Finding]:
    """One finding, named by the first sign present whose rule is followed."""
    sides = list(zip(EYES, eyes, strict=True))
    signs: tuple[tuple[TableRule, str, bool], ...] = (
        (CHILD, "strabismus", has_young_squint(answers, person)),
        (SIGN, "lens_opacity", any(eye.has_opacity and eye.presenting is None for eye in eyes)),
        (PTERYGIUM, "pterygium", any(pterygium_disturbs(answers, side, eye) for side, eye in sides)),
        (SIGN, "retina_ungradable", is_ungradable(answers)),
    )
    found = [rule.asks("eye_signs", sign, rule.actions[sign]) for rule, sign, is_seen in signs if is_seen]
    return [each for each in found if each.rule_id not in person.rules.off][:1]
