"""Suspicion of glaucoma from eye pressure, optic disc, pupil, field and the recorded cause; one eye is enough for yes.

Decided here (mark L): "no" needs a pressure or a disc in each eye; suspicion is referred within three months, from 30
mm[Hg] within two weeks, from 40 mm[Hg] at once. A pressure by air-puff is to be repeated by contact tonometry: raised
by air-puff alone and under 30 mm[Hg], it is a suspicion that refers nobody.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.acuity import TABLE
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person
from caravan.scoring.reading import EYES, both_eyes, given, number, word

SUSPECT: Final = TABLE["B4.glaucoma"]
FAMILY: Final = TABLE["B4.glaucoma_family"]
AIR_PUFF: Final = TABLE["B4.air_puff"]
REFERRAL: Final = TABLE["B4.glaucoma_referral"]
LIMITS: Final = SUSPECT.limits
RATIO_DIGITS: Final = 3
PRESSURE: Final = "iop_{}_mmhg"
DISC: Final = "cup_disc_{}"
DEFECTS: Final = ("pupil_defect_{}", "field_defect_{}", "narrow_field_{}")


def difference(right: float | None, left: float | None) -> float:
    """How far the eyes differ, 0 when either is blank; rounded, so that 0.6 and 0.4 differ by 0.2."""
    return 0.0 if right is None or left is None else round(abs(right - left), RATIO_DIGITS)


def highest_pressure(answers: Answers) -> float:
    """The higher eye pressure, 0 when none was measured."""
    return max(given(*both_eyes(answers, PRESSURE)), default=0.0)


def is_raised(answers: Answers) -> bool:
    """Whether the pressure of either eye, or the difference between the eyes, is suspect."""
    apart = difference(*both_eyes(answers, PRESSURE)) > LIMITS["difference_over_mmhg"]
    return apart or highest_pressure(answers) >= LIMITS["suspect_from_mmhg"]


def has_other_sign(answers: Answers) -> bool:
    """Whether the disc, the pupil, the field or the recorded cause is suspect."""
    discs = both_eyes(answers, DISC)
    return (
        any(disc >= LIMITS["disc_from"] for disc in given(*discs))
        or difference(*discs) >= LIMITS["disc_asymmetry_from"]
        or any(word(answers, sign.format(eye)) == "yes" for sign in DEFECTS for eye in EYES)
        or any(word(answers, f"cause_{who}") in SUSPECT.words["causes"] for who in (*EYES, "person"))
    )


def runs_in_family(answers: Answers, person: Person) -> bool:
    """A first-degree relative with glaucoma, from 40 years, and a pressure over 21 mm[Hg]."""
    has_relative = word(answers, "family_glaucoma") == "yes" and person.is_at_least(FAMILY.limits["from_years"])
    return has_relative and highest_pressure(answers) > FAMILY.limits["over_mmhg"] and FAMILY.holds_for(person)


def is_examined(answers: Answers) -> bool:
    """Whether each eye has a pressure or a disc."""
    return all(given(number(answers, PRESSURE.format(eye)), number(answers, DISC.format(eye))) for eye in EYES)


def needs_repeat(answers: Answers) -> bool:
    """Whether a raised pressure was measured by air-puff."""
    return is_raised(answers) and word(answers, "iop_method") in AIR_PUFF.words["air"]


def action_for(answers: Answers, person: Person, *, has_more: bool) -> Action:
    """What a suspicion asks for; ``has_more`` says that it stands on more than a pressure."""
    highest = highest_pressure(answers)
    if highest >= REFERRAL.limits["now_from_mmhg"]:
        return REFERRAL.action("now", person)
    if highest >= REFERRAL.limits["soon_from_mmhg"]:
        return REFERRAL.action("soon", person)
    return NO_ACTION if needs_repeat(answers) and not has_more else REFERRAL.action("suspect", person)


def glaucoma_findings(answers: Answers, person: Person) -> list[Finding]:
    """yes on any sign, no when both eyes were examined, otherwise nothing; and whether to repeat the pressure."""
    has_more, in_family = has_other_sign(answers), runs_in_family(answers, person)
    if not (has_more or in_family or is_raised(answers)):
        return [SUSPECT.finds("glaucoma_suspect", "no")] if is_examined(answers) else []
    rule = SUSPECT if has_more or is_raised(answers) else FAMILY
    found = [rule.asks("glaucoma_suspect", "yes", action_for(answers, person, has_more=has_more or in_family))]
    return [*found, AIR_PUFF.finds("iop_repeat", "yes")] if needs_repeat(answers) else found
