"""Gums: the community periodontal index of 1997 by sextant, the one of 2013 by tooth, and simplified oral hygiene.

The two periodontal indices are not comparable: each has findings of its own, and the form keeps ``perio_scheme``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from caravan.scoring.findings import Answers, Finding
from caravan.scoring.reading import given, number, tidy, word
from caravan.scoring.teeth import TABLE, listed_teeth

CPI_1997: Final = TABLE["C3.cpi_1997"]
CPI_2013: Final = TABLE["C3.cpi_2013"]
OHI_S: Final = TABLE["C3.ohi_s"]
SEXTANTS: Final = tuple(range(1, 7))
BY_SEXTANT: Final = {"cpi_1997": "cpi_sextant_{}", "attachment_loss": "loss_sextant_{}"}
BY_TOOTH: Final = {
    "cpi_bleeding_teeth": "bleeding_teeth",
    "cpi_pocket_4_teeth": "pocket_4_teeth",
    "cpi_pocket_6_teeth": "pocket_6_teeth",
}
TENTHS: Final = 10


def worst_sextant(codes: Sequence[str]) -> str | None:
    """The highest of the codes 0 to 4; None when every sextant is excluded (X), not recorded (9) or blank."""
    return max((code for code in codes if code in CPI_1997.words["codes"]), default=None)


def worst_of(answers: Answers, code: str) -> str | None:
    """The worst sextant of one of the two indices by sextant."""
    return worst_sextant([word(answers, BY_SEXTANT[code].format(sextant)) for sextant in SEXTANTS])


def gum_findings(answers: Answers) -> list[Finding]:
    """What was recorded of either index; a list of teeth given as "0" counts none."""
    sextants = ((code, worst_of(answers, code)) for code in BY_SEXTANT)
    found = [CPI_1997.finds(code, worst) for code, worst in sextants if worst is not None]
    for code, question in BY_TOOTH.items():
        if word(answers, question):
            found.append(CPI_2013.finds(code, len(listed_teeth(answers, question))))
    return found


def has_deep_pocket(answers: Answers) -> bool:
    """A pocket of 6 mm or more by either index."""
    return worst_of(answers, "cpi_1997") == "4" or bool(listed_teeth(answers, "pocket_6_teeth"))


def ohi_s(debris: Sequence[float], calculus: Sequence[float]) -> float | None:
    """Mean debris plus mean calculus, rounded to 0.1 half up; None with fewer than two faces in either."""
    if min(len(debris), len(calculus)) < OHI_S.limits["least_faces"]:
        return None
    means = [Fraction(sum(scores)) / len(scores) for scores in (debris, calculus)]
    return round_half_up(means[0] + means[1])


def round_half_up(exact: Fraction) -> float:
    """An exact fraction rounded to 0.1, half up."""
    return math.floor(exact * TENTHS + Fraction(1, 2)) / TENTHS


def ohi_s_class(index: float) -> str:
    """good, fair or poor, by the rounded index."""
    return next((name for name, last in OHI_S.sets["last"].items() if index <= last), "poor")


def face_scores(answers: Answers, kind: str) -> list[float]:
    """The scores 0 to 3 that were given to the six faces."""
    scores = given(*(number(answers, f"{kind}_{face}") for face in OHI_S.words["faces"]))
    return [score for score in scores if 0 <= score <= OHI_S.limits["worst_score"]]


def hygiene_findings(answers: Answers) -> list[Finding]:
    """The index of simplified oral hygiene and its class."""
    index = ohi_s(face_scores(answers, "debris"), face_scores(answers, "calculus"))
    if index is None:
        return []
    return [OHI_S.finds("ohi_s", tidy(index)), OHI_S.finds("ohi_s_class", ohi_s_class(index))]
