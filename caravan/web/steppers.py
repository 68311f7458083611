"""Steppers: a number field between a minus and a plus, with a sign key where a number may be below nought."""

from __future__ import annotations

from dataclasses import dataclass

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.entry_columns import STEPPER
from caravan.formdefs.model import Question
from caravan.formdefs.values import to_text

ROUND = "round"


@dataclass(frozen=True, slots=True)
class Stepper:
    """What stepper.js needs, as it stands in the attributes of the page; "" for no start or for an open side.

    ``is_round`` is for a circle such as the degrees of an axis, where the highest is followed by the lowest.
    """

    step: str
    start: str
    low: str
    high: str
    is_signed: bool
    is_round: bool


def is_stepper(question: Question) -> bool:
    """Tell whether a number is entered by steps."""
    return STEPPER in question.appearance.split()


def stepper_of(question: Question) -> Stepper:
    """Return the stepper of a question; its bounds are those of the hard constraint."""
    low, high = bounds_of(question)
    return Stepper(
        step=to_text(question.entry.step),
        start=_text(question.entry.start),
        low=_text(low),
        high=_text(high),
        is_signed=low is not None and low < 0,
        is_round=ROUND in question.appearance.split(),
    )


def _text(number: float | None) -> str:
    return "" if number is None else to_text(number)
