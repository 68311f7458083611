"""The least and the most that a constraint takes, where it says so plainly: ``. >= 0 and . <= 80``."""

from __future__ import annotations

from collections.abc import Iterator

from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import Question

_LOW, _HIGH = ">=", "<="


def bounds_of(question: Question) -> tuple[float | None, float | None]:
    """Return the lowest and the highest number that the constraint takes; None for a side that it leaves open.

    Only what holds for every answer is read: comparisons of "." with a number, joined by "and". Whatever else the
    constraint asks may refuse more.
    """
    limits = list(_limits(question.constraint)) if question.constraint else []
    lows = [number for sign, number in limits if sign == _LOW]
    highs = [number for sign, number in limits if sign == _HIGH]
    return max(lows, default=None), min(highs, default=None)


def _limits(tree: Tree) -> Iterator[tuple[str, float]]:
    if tree[0] == "and":
        for part in tree[1:]:
            yield from _limits(part)  # type: ignore[arg-type]
    elif tree[0] in (_LOW, _HIGH) and tree[1] == ["self"]:
        number = _number(tree[2])
        if number is not None:
            yield str(tree[0]), number


def _number(tree: object) -> float | None:
    match tree:
        case ["num", int() | float() as number]:
            return float(number)
        case ["neg", ["num", int() | float() as number]]:
            return -float(number)
        case _:
            return None
