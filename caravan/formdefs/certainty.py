"""What a rule is worth when a blank number means "not known" instead of "makes every comparison false".

XPath answers ``blank > 3`` with false, so a rule can say "no" where it should say nothing. Here such a comparison is
unknown, and so is all that depends on it, unless the rule asks for the blank itself (``${x} != ''``, ``coalesce``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TypeAlias, cast

from caravan.formdefs.evaluation import Scope, evaluate
from caravan.formdefs.expressions import Tree
from caravan.formdefs.values import Value, is_blank, to_number, to_truth


class Unknown(Enum):
    """The value of what hangs on a blank number."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
Known: TypeAlias = Value | Unknown

_LEAVES = frozenset({"num", "str", "ref", "self", "col", "today", "true", "false", "once", "jr:choice-name"})
ORDERS = frozenset({"<", "<=", ">", ">="})
EQUALITIES = frozenset({"=", "!="})
_BLANK_TEXT: Tree = ["str", ""]


class _Partial(float):
    """The greatest or least of some numbers, of which others are blank."""


def certain_value(tree: Tree, scope: Scope) -> Known:
    """Return the value of a tree, UNKNOWN when it hangs on a comparison with a blank number."""
    operation = str(tree[0])
    if operation in _LEAVES:
        return evaluate(tree, scope)
    parts = cast("Sequence[Tree]", tree[1:])
    if operation in _BRANCHING:
        return _BRANCHING[operation](parts, scope)
    values = [certain_value(part, scope) for part in parts]
    known = [value for value in values if not isinstance(value, Unknown)]
    if len(known) < len(values):
        return UNKNOWN
    if operation in ORDERS and any(_is_open(value) for value in known):
        return UNKNOWN
    if operation in EQUALITIES and _is_open_equality(parts, known):
        return UNKNOWN
    return _applied(operation, known, scope)


def _is_open(value: Value) -> bool:
    return isinstance(value, _Partial) or math.isnan(to_number(value))


def _is_open_equality(parts: Sequence[Tree], values: Sequence[Value]) -> bool:
    """Say whether a number is compared with a blank that the rule does not ask for by ``''``."""
    if _BLANK_TEXT in parts or not any(isinstance(value, float) for value in values):
        return False
    return any(isinstance(value, _Partial) or is_blank(value) for value in values)


def _applied(operation: str, values: Sequence[Value], scope: Scope) -> Value:
    """Carry out a plain operation on values: they stand in for answers, which evaluation knows how to read."""
    named = {str(place): value for place, value in enumerate(values)}
    parts: list[Tree] = [["ref", name] for name in named]
    result = evaluate([operation, *parts], Scope(named, scope.today))
    if not isinstance(result, float):
        return result
    is_extreme = operation in {"max", "min"} and any(is_blank(value) for value in values)
    return _Partial(result) if is_extreme or any(isinstance(value, _Partial) for value in values) else result


def _if(parts: Sequence[Tree], scope: Scope) -> Known:
    condition = certain_value(parts[0], scope)
    if not isinstance(condition, Unknown):
        return certain_value(parts[1 if to_truth(condition) else 2], scope)
    both = [certain_value(part, scope) for part in parts[1:]]
    return both[0] if both[0] == both[1] else UNKNOWN


def _and(parts: Sequence[Tree], scope: Scope) -> Known:
    return _joined(parts, scope, decisive=False)


def _or(parts: Sequence[Tree], scope: Scope) -> Known:
    return _joined(parts, scope, decisive=True)


def _joined(parts: Sequence[Tree], scope: Scope, *, decisive: bool) -> Known:
    is_open = False
    for part in parts:
        value = certain_value(part, scope)
        if isinstance(value, Unknown):
            is_open = True
        elif to_truth(value) is decisive:
            return decisive
    return UNKNOWN if is_open else not decisive


_BRANCHING: Mapping[str, Callable[[Sequence[Tree], Scope], Known]] = {"if": _if, "and": _and, "or": _or}
