"""Distance and near vision: acuity codes to rounded logMAR, presenting vision of each eye, and the person's category.

Acuities are compared as logMAR rounded to 0.1, never as decimals: 6/18 and 3/10 are the same line, 1/20 is 3/60.
Decided here (mark L): own glasses count as worn at the test when an acuity with glasses was noted in either eye
(reading glasses leave the distance unaided); the category needs both eyes; "fix" and "nofix" are not graded, and
"nofix" is referred; an eye below 6/12 with no pinhole noted is treated as one that the pinhole does not help; where
the other eye was not tested, the tested one stands for the better eye in the choice of the referral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import EYES, given, word
from caravan.scoring.urgency import rank

CATEGORY: Final = Rule("B2.vision", "1", "ICD-11 9D90, presenting vision, better eye", "S")
REFERRAL: Final = Rule("B5.vision", "1", "Eye referral rules", "L")
MONOCULAR: Final = Rule("B2.monocular", "1", "ICD-11 9D90.5", "S")
NEAR: Final = Rule("B2.near", "1", "ICD-11 9D90.7, worse than N6", "S")

LOGMAR: Final = {
    "v12": -0.1, "v10": 0.0, "v08": 0.1, "v063": 0.2, "v05": 0.3, "v04": 0.4, "v033": 0.5, "v025": 0.6,
    "v02": 0.7, "v017": 0.8, "v0125": 0.9, "v01": 1.0, "v008": 1.1, "v0067": 1.2, "v005": 1.3, "v0033": 1.5,
    "v0017": 1.8, "cf3": 1.3, "cf2": 1.5, "cf1": 1.8, "cf": 1.9, "hm": 2.3, "pl": 2.7, "npl": 3.0,
}  # fmt: skip
"""Rounded logMAR. From "cf" (no distance noted: worse than 3/60) on, the figures only order: never average them."""
NOT_GRADED: Final = frozenset({"fix", "nofix", "nt"})

LINE_6_12: Final = 0.3
LINE_6_60: Final = 1.0
CATEGORIES: Final = ((LINE_6_12, "none"), (0.5, "mild"), (LINE_6_60, "moderate"), (1.3, "severe"))
"""The last rounded logMAR that still belongs to each category; beyond them all: blind."""
CHILD_UNDER_YEARS: Final = 8
NEAR_NORMAL: Final = frozenset({"n5", "n6"})
NEAR_WORSE: Final = frozenset({"n8", "n10", "n12", "n18", "n24", "n36", "worse"})
PRESBYOPIA_FROM_YEARS: Final = 35
NEAR_GLASSES: Final = frozenset({"reading", "custom"})
SOON: Final = Action("p", "ophthalmology")
PLANNED: Final = Action("r", "ophthalmology")


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye: its presenting acuity code ("" when blank), and the best that correction or pinhole reached."""

    code: str
    presenting: float | None
    corrected: float | None
    has_opacity: bool

    @property
    def is_reduced(self) -> bool:
        """Presenting vision is known and worse than 6/12."""
        return self.presenting is not None and self.presenting > LINE_6_12

    @property
    def improves(self) -> bool | None:
        """Whether correction or pinhole reaches 6/12; None when neither was tried."""
        return None if self.corrected is None else self.corrected <= LINE_6_12


def category(logmar: float) -> str:
    """none, mild, moderate, severe or blind, by rounded logMAR."""
    return next((name for last, name in CATEGORIES if logmar <= last), "blind")


def presenting_code(answers: Answers, side: str) -> str:
    """The acuity as the person came: with own glasses if they were worn at the test, else unaided."""
    wore = word(answers, "wears_glasses") != "no" and any(word(answers, f"va_glasses_{eye}") for eye in EYES)
    return word(answers, f"va_{'glasses' if wore else 'unaided'}_{side}")


def best_reached(answers: Answers, side: str) -> float | None:
    """Best corrected vision if measured; else the best of unaided, glasses and pinhole, once a pinhole was tried or one
    of them reaches 6/12; None when nothing tells what correction would give."""
    best, pinhole, glasses, unaided = (
        LOGMAR.get(word(answers, f"va_{kind}_{side}")) for kind in ("best", "pinhole", "glasses", "unaided")
    )
    if best is not None:
        return best
    reached = min(given(pinhole, glasses, unaided), default=None)
    if reached is None:
        return None
    return reached if pinhole is not None or reached <= LINE_6_12 else None


def read_eye(answers: Answers, side: str) -> Eye:
    """All that vision rules need of one eye."""
    code = presenting_code(answers, side)
    opacity = word(answers, f"lens_{side}") == "obvious_opacity"
    return Eye(code, LOGMAR.get(code), best_reached(answers, side), opacity)


def read_eyes(answers: Answers) -> tuple[Eye, Eye]:
    """The right and the left eye."""
    right, left = (read_eye(answers, side) for side in EYES)
    return right, left


def eye_category(eye: Eye) -> str | None:
    """The category of one eye, "not_tested" when it was noted as such, None when blank."""
    if eye.presenting is not None:
        return category(eye.presenting)
    return "not_tested" if eye.code in NOT_GRADED else None


def person_category(right: Eye, left: Eye) -> str | None:
    """The category of the better eye; "not_tested" when an eye was not graded, None when one is blank."""
    if eye_category(right) is None or eye_category(left) is None:
        return None
    seen = given(right.presenting, left.presenting)
    return category(min(seen)) if len(seen) == len(EYES) else "not_tested"


def eye_action(eye: Eye, better: float | None, person: Person) -> Action:
    """The referral of one eye; ``better`` is the presenting logMAR of the better tested eye."""
    is_child = person.is_under(CHILD_UNDER_YEARS)
    if eye.code == "nofix":
        return SOON if is_child else PLANNED
    if not eye.is_reduced:
        return NO_ACTION
    if is_child:
        return SOON
    if eye.improves:
        return NO_ACTION
    is_severe = better is not None and better > LINE_6_60
    return SOON if is_severe or eye.has_opacity else PLANNED


def distance_findings(right: Eye, left: Eye, person: Person) -> list[Finding]:
    """The category of the person and of each eye, and monocular blindness."""
    better = min(given(right.presenting, left.presenting), default=None)
    actions = [eye_action(eye, better, person) for eye in (right, left)]
    found = []
    whole = person_category(right, left)
    if whole is not None:
        worst = max(actions, key=lambda action: rank(action.urgency)) if whole != "none" else NO_ACTION
        found.append(CATEGORY.finds("vision_category", whole, worst.urgency, worst.refer_to))
    for side, eye, action in zip(EYES, (right, left), actions, strict=True):
        named = eye_category(eye)
        if named is not None:
            found.append(REFERRAL.finds(f"vision_{side}", named, action.urgency, action.refer_to))
    return found + monocular_findings(right, left)


def monocular_findings(right: Eye, left: Eye) -> list[Finding]:
    """Whether exactly one eye is blind; only when both were graded."""
    if right.presenting is None or left.presenting is None:
        return []
    blind = [category(eye) == "blind" for eye in (right.presenting, left.presenting)]
    return [MONOCULAR.finds("monocular_blindness", "yes" if sum(blind) == 1 else "no")]


def near_findings(answers: Answers, person: Person) -> list[Finding]:
    """Near impairment: worse than N6. From 35 years reading glasses; the younger see an eye doctor. Glasses given here
    settle it."""
    near = word(answers, "near_vision")
    if near in NEAR_NORMAL:
        return [NEAR.finds("near_impairment", "no")]
    if near not in NEAR_WORSE:
        return []
    if got_glasses(answers, NEAR_GLASSES):
        return [NEAR.finds("near_impairment", "yes")]
    destination = "ophthalmology" if person.is_under(PRESBYOPIA_FROM_YEARS) else "optician"
    return [NEAR.finds("near_impairment", "yes", "r", destination)]


def got_glasses(answers: Answers, kinds: frozenset[str]) -> bool:
    """Whether glasses of one of these kinds were handed over today (ordered is not yet delivered)."""
    return word(answers, "glasses_status") == "delivered" and word(answers, "glasses_type") in kinds
