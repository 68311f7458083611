"""Scales: a whole number that is tapped, 0 to 10 for pain say; the ends are those of the hard constraint."""

from __future__ import annotations

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.model import Question

SCALE = "scale"
MOST_STEPS = 12  # more cannot be told apart at a glance
STEPS_IN_HALF_A_ROW = 5


def is_scale(question: Question) -> bool:
    """Tell whether a number is tapped on a scale; one without ends, or with too many steps, is typed."""
    return question.type == "integer" and SCALE in question.appearance.split() and bool(steps_of(question))


def steps_of(question: Question) -> list[str]:
    """Return the numbers of a scale, as they are sent; none where it has no ends or too many steps."""
    low, high = bounds_of(question)
    if low is None or high is None or high - low >= MOST_STEPS:
        return []
    return [str(number) for number in range(int(low), int(high) + 1)]


def is_long(question: Question) -> bool:
    """Tell whether a scale takes the whole row."""
    return len(steps_of(question)) > STEPS_IN_HALF_A_ROW
