"""Reading an answers document: numbers, words and lists, where a blank is always None or empty and never zero."""

from __future__ import annotations

import math

from caravan.scoring.findings import Answers

EYES = ("r", "l")


def number(answers: Answers, name: str) -> float | None:
    """The answer as a finite number, or None when it is blank or is no number. Codes such as "3" count as 3."""
    value = answers.get(name)
    if value is None or isinstance(value, (bool, list)):
        return None
    try:
        read = float(value)
    except ValueError:
        return None
    return read if math.isfinite(read) else None


def word(answers: Answers, name: str) -> str:
    """The answer as one lower-case word, "" when blank."""
    value = answers.get(name)
    if value is None or isinstance(value, list):
        return ""
    return (value if isinstance(value, str) else f"{value:g}").strip().lower()


def words(answers: Answers, name: str) -> tuple[str, ...]:
    """The choices of a select_multiple, lower case; a text is split at its spaces."""
    value = answers.get(name)
    if isinstance(value, list):
        return tuple(item.strip().lower() for item in value if item.strip())
    return tuple(word(answers, name).split())


def both_eyes(answers: Answers, stem: str) -> tuple[float | None, float | None]:
    """The numbers of the right and the left eye, for names such as ``iop_r_mmhg`` given as ``iop_{}_mmhg``."""
    right, left = (number(answers, stem.format(side)) for side in EYES)
    return right, left


def given(*values: float | None) -> list[float]:
    """Only the values that were given."""
    return [value for value in values if value is not None]


def tidy(value: float, digits: int = 1) -> int | float:
    """A number for the record: rounded, and whole when it is whole (141, 139.5)."""
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded


def yes_or_no(is_so: bool) -> str:
    """yes or no, as findings say it."""
    return "yes" if is_so else "no"
