"""Distance vision: presenting vision of each eye, the person's category, and who is referred for it.

Decided here (mark L): own glasses count as worn at the test when an acuity with glasses was noted in either eye
(reading glasses leave the distance unaided); the category needs both eyes; "fix" and "nofix" are not graded, and
"nofix" is referred; an eye below 6/12 with no pinhole noted is treated as one that the pinhole does not help; where
the other eye was not tested, the tested one stands for the better eye in the choice of the referral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.acuity import CATEGORIES, LINE_6_12, LINE_6_60, LOGMAR, MEASURED, NOT_GRADED, NOTATIONS, TABLE
from caravan.scoring.acuity import category as category_of
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person
from caravan.scoring.reading import EYES, given, word
from caravan.scoring.urgency import rank

CATEGORY: Final = TABLE["B2.vision"]
REFERRAL: Final = TABLE["B5.vision"]
CHILD: Final = TABLE["B5.child"]
MONOCULAR: Final = TABLE["B2.monocular"]
ORDER: Final = (*CATEGORIES, "blind")
"""From the best category to the worst."""


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye: its presenting acuity code ("" when blank), and the best that correction or pinhole reached."""

    code: str
    presenting: float | None
    corrected: float | None
    has_opacity: bool
    has_narrow_field: bool = False

    @property
    def is_reduced(self) -> bool:
        """Presenting vision is known and worse than 6/12."""
        return self.presenting is not None and self.presenting > LINE_6_12

    @property
    def improves(self) -> bool | None:
        """Whether correction or pinhole reaches 6/12; None when neither was tried."""
        return None if self.corrected is None else self.corrected <= LINE_6_12

    @property
    def category(self) -> str | None:
        """The category, "not_tested" when it was noted as such, None when blank; a narrow field is blindness."""
        if self.has_narrow_field:
            return "blind"
        if self.presenting is not None:
            return category_of(self.presenting)
        return "not_tested" if self.code in NOT_GRADED else None


def wore_glasses(answers: Answers) -> bool:
    """Whether distance glasses were worn at the test."""
    return word(answers, "wears_glasses") != "no" and any(word(answers, f"va_glasses_{eye}") for eye in EYES)


def presenting_code(answers: Answers, side: str) -> str:
    """The acuity as the person came: with own glasses if they were worn at the test, else unaided."""
    return word(answers, f"va_{'glasses' if wore_glasses(answers) else 'unaided'}_{side}")


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
    narrow = word(answers, f"narrow_field_{side}") == "yes"
    return Eye(code, LOGMAR.get(code), best_reached(answers, side), opacity, narrow)


def read_eyes(answers: Answers) -> tuple[Eye, Eye]:
    """The right and the left eye."""
    right, left = (read_eye(answers, side) for side in EYES)
    return right, left


def person_category(right: Eye, left: Eye) -> str | None:
    """The category of the better eye; "not_tested" when an eye was not graded, None when one is blank."""
    named = [eye.category for eye in (right, left)]
    if None in named:
        return None
    graded = [each for each in named if each in ORDER]
    return min(graded, key=ORDER.index) if len(graded) == len(EYES) else "not_tested"


def eye_action(eye: Eye, better: float | None, person: Person) -> Action:
    """The referral of one eye; ``better`` is the presenting logMAR of the better tested eye."""
    is_child = person.is_under(CHILD.limits["under_years"]) and CHILD.holds_for(person)
    if not eye.is_reduced and eye.code != "nofix" and not eye.has_narrow_field:
        return NO_ACTION
    if is_child:
        return CHILD.action("weak_eye", person)
    if eye.is_reduced and eye.improves and not eye.has_narrow_field:
        return NO_ACTION
    is_severe = better is not None and better > LINE_6_60
    return REFERRAL.action("soon" if eye.is_reduced and (is_severe or eye.has_opacity) else "planned", person)


def distance_findings(right: Eye, left: Eye, person: Person) -> list[Finding]:
    """The category of the person and of each eye, the logMAR of each measured eye, and monocular blindness."""
    better = min(given(right.presenting, left.presenting), default=None)
    actions = [eye_action(eye, better, person) for eye in (right, left)]
    found, whole = [], person_category(right, left)
    if whole is not None:
        worst = max(actions, key=lambda action: rank(action.urgency)) if whole != "none" else NO_ACTION
        found.append(CATEGORY.asks("vision_category", whole, worst))
    for side, eye, action in zip(EYES, (right, left), actions, strict=True):
        if eye.category is not None:
            found.append(CATEGORY.asks(f"vision_{side}", eye.category, action))
    return [*found, *monocular_findings(right, left), *measured_findings(right, left)]


def monocular_findings(right: Eye, left: Eye) -> list[Finding]:
    """Whether exactly one eye is blind; only when both were graded."""
    named = [eye.category for eye in (right, left)]
    if not all(each in ORDER for each in named):
        return []
    return [MONOCULAR.finds("monocular_blindness", "yes" if named.count("blind") == 1 else "no")]


def measured_findings(right: Eye, left: Eye) -> list[Finding]:
    """The presenting logMAR of each eye that read a line or counted fingers at a distance."""
    eyes = zip(EYES, (right, left), strict=True)
    return [
        NOTATIONS.finds(f"presenting_logmar_{side}", MEASURED[eye.code]) for side, eye in eyes if eye.code in MEASURED
    ]


def got_glasses(answers: Answers, kinds: tuple[str, ...]) -> bool:
    """Whether glasses of one of these kinds were handed over today (ordered is not yet delivered)."""
    return word(answers, "glasses_status") == "delivered" and word(answers, "glasses_type") in kinds
