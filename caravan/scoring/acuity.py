"""Acuity in every notation: 6/x, tenths, decimal, logMAR, counting fingers, hand, light; as codes and as logMAR.

Acuities are compared as logMAR rounded to 0.1, never as decimals: 6/18 and 3/10 are the same line, 1/20 is 3/60.
Letter-by-letter logMAR scores are compared as they are. Read here (mark L): a bare number is a decimal acuity unless
the team uses logMAR; a score between two lines gets the code of the nearest line of its own category.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("eye")
NOTATIONS: Final = TABLE["B1.notations"]
LADDER: Final = NOTATIONS.sets["ladder"]
MEASURED: Final = {**LADDER, **NOTATIONS.sets["fingers"]}
"""The codes whose logMAR is a measurement."""
LOGMAR: Final = {**MEASURED, **TABLE["B1.beyond"].sets["order"]}
"""Rounded logMAR. From "cf" (no distance noted: worse than 3/60) on, the figures only order: never average them."""
NOT_GRADED: Final = frozenset(NOTATIONS.words["not_graded"])
CATEGORIES: Final = TABLE["B2.vision"].sets["last_logmar"]
"""The last rounded logMAR that still belongs to each category; beyond them all: blind."""
LINE_6_12: Final = CATEGORIES["none"]
LINE_6_60: Final = CATEGORIES["moderate"]
WRITTEN: Final = {
    **{name: dict(zip(LADDER, NOTATIONS.words[name], strict=True)) for name in ("tenths", "snellen", "decimal")},
    "logmar": {code: f"{line:.1f}" for code, line in LADDER.items()},
}
"""How each line is written, by notation and code, with a decimal point; fingers, hand and light have no figures."""
WORDS: Final = {word: code for code, words in TABLE["B1.words"].words.items() for word in words}
FINGERS_OUT_OF: Final = 60
"""Fingers counted at n metres are n/60."""
BEST_DECIMAL: Final = 2.0
FRACTION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
FINGERS: Final = re.compile(r"(\D+?)\s*(\d+(?:\.\d+)?)?\s*m?")

Bare = Literal["decimal", "logmar"]


@dataclass(frozen=True, slots=True)
class Acuity:
    """An acuity as its code and its logMAR: rounded, as typed for letter scores, None when it cannot be graded."""

    code: str
    logmar: float | None


def category(logmar: float) -> str:
    """none, mild, moderate, severe or blind, by rounded logMAR or by a letter score."""
    return next((name for name, last in CATEGORIES.items() if logmar <= last), "blind")


def rounded_logmar(decimal: float) -> float:
    """logMAR of a decimal acuity, rounded to 0.1, half up."""
    return math.floor(-math.log10(decimal) * 10 + 0.5) / 10


def nearest_code(logmar: float) -> str:
    """The code of the nearest line within the same category; the worse of two that are equally near."""
    fitting = [code for code, line in LADDER.items() if category(line) == category(logmar)]
    return min(reversed(fitting), key=lambda code: round(abs(LADDER[code] - logmar), 3))


def of_decimal(decimal: float) -> Acuity | None:
    """The acuity of a decimal; None for one that no eye has."""
    if not 0 < decimal <= BEST_DECIMAL:
        return None
    logmar = rounded_logmar(decimal)
    return Acuity(nearest_code(logmar), logmar)


def of_logmar(score: float) -> Acuity | None:
    """The acuity of a logMAR score, kept as it is; None for one that no chart holds."""
    if not min(LADDER.values()) - 0.3 <= score <= max(LADDER.values()):
        return None
    return Acuity(nearest_code(score), score)


def of_fingers(metres: float) -> Acuity | None:
    """Fingers counted at a distance: n metres are n/60; nearer than one metre orders below the chart."""
    if metres < 1:
        return Acuity("cf", LOGMAR["cf"]) if metres > 0 else None
    graded, fingers = of_decimal(metres / FINGERS_OUT_OF), f"cf{metres:g}"
    if graded is None or fingers not in LOGMAR:
        return graded
    return Acuity(fingers, graded.logmar)


def read_number(text: str, bare: Bare) -> Acuity | None:
    """A bare number: a decimal acuity, or a logMAR score where the team uses them."""
    return of_logmar(float(text)) if bare == "logmar" else of_decimal(float(text))


def read_fraction(top: float, bottom: float) -> Acuity | None:
    """6/18, 3/10 or 1/20; None when it divides by nothing."""
    return of_decimal(top / bottom) if bottom else None


def read_words(text: str) -> Acuity | None:
    """Fingers with or without a distance, hand, light, and eyes that cannot be graded."""
    code = WORDS.get(text)
    if code is not None:
        return Acuity(code, LOGMAR.get(code))
    said = FINGERS.fullmatch(text)
    if said is None or said[2] is None or WORDS.get(said[1].strip()) != "cf":
        return None
    return of_fingers(float(said[2]))


def read_acuity(text: str, bare: Bare = "decimal") -> Acuity | None:
    """Any acuity as it is said or written, None when it is none: "6/18", "3/10", "0.3", "logMAR 0.32", "CF 3 m"."""
    said = text.strip().lower().replace(",", ".")
    if said in LOGMAR or said in NOT_GRADED:
        return Acuity(said, LOGMAR.get(said))
    if "logmar" in said:
        said, bare = said.replace("logmar", "").strip(), "logmar"
    if fraction := FRACTION.fullmatch(said):
        return read_fraction(float(fraction[1]), float(fraction[2]))
    return read_number(said, bare) if NUMBER.fullmatch(said) else read_words(said)
