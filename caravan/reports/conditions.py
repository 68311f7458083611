"""The conditions an export definition may put on a row: which field, which comparison, with what."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Test = Callable[[object, object], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """``field`` is an attribute of the row, or ``finding.CODE``, ``answer.NAME`` or ``person.ATTRIBUTE``."""

    field: str
    operator: str
    operand: object

    def holds(self, value: object) -> bool:
        """Say whether a value meets this condition; an absent value meets ``missing`` only."""
        return OPERATORS[self.operator](value, self.operand)


def is_missing(value: object) -> bool:
    """Absent, blank text and the empty list all mean "nothing was recorded"; zero and False are values."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return not value and isinstance(value, str | list | tuple)


def _is_one_of(value: object, operand: object) -> bool:
    allowed = operand if isinstance(operand, list) else [operand]
    return value in allowed and not is_missing(value)


def _comparing(compare: Callable[[float, float], bool]) -> Test:
    def test(value: object, operand: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or is_missing(value):
            return False
        return isinstance(operand, int | float) and compare(value, operand)

    return test


def _missing(value: object, operand: object) -> bool:
    return is_missing(value) is operand


# Half-open bands are written with at_least and below; values are compared as they are, never rounded first.
OPERATORS: Mapping[str, Test] = {
    "in": _is_one_of,
    "at_least": _comparing(lambda value, bound: value >= bound),
    "more_than": _comparing(lambda value, bound: value > bound),
    "below": _comparing(lambda value, bound: value < bound),
    "equals": _comparing(lambda value, bound: value == bound),
    "missing": _missing,
}
