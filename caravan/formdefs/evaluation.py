"""What an expression tree is worth for given answers: XPath 1.0 semantics, as ODK Collect has them.

Nothing here raises on an answer, whatever it is: a wrong pattern matches nothing, a wrong day is blank, a wrong number
is NaN.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import cast

from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import Form
from caravan.formdefs.patterns import PatternError, compile_pattern
from caravan.formdefs.values import NEARLY, Value, is_blank, to_day, to_number, to_text, to_truth

# Beyond these no float has digits, so rounding and cutting need not go further.
_MOST_PLACES = 400
_FURTHEST = 10**9
_MIDNIGHT = {"H": "00", "h": "0", "M": "00", "S": "00", "3": "000", "%": "%"}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at.

    ``values`` by question name (a missing name is blank; lists are joined by a space, as ODK does), the day that
    ``today()`` answers, the value that ``.`` stands for, the columns of the choice that a filter looks at, and the form
    whose labels jr:choice-name reads in ``language``.
    """

    values: Mapping[str, object]
    today: date
    self_value: Value = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None
    language: str = "fr"


def evaluate(tree: Tree, scope: Scope) -> Value:
    """Return the value of a tree made by ``compile_expression``."""
    operation = cast("str", tree[0])
    if operation in _SPECIAL:
        return _SPECIAL[operation](tree[1:], scope)
    return _PLAIN[operation]([evaluate(cast("Tree", part), scope) for part in tree[1:]])


def is_true(tree: Tree, scope: Scope) -> bool:
    """Return whether a rule holds."""
    return to_truth(evaluate(tree, scope))


def _part(parts: Sequence[object], index: int, scope: Scope) -> Value:
    return evaluate(cast("Tree", parts[index]), scope)


# What needs the scope, or must not look at all its arguments.


def _answer(parts: Sequence[object], scope: Scope) -> Value:
    held = scope.values.get(str(parts[0]), "")
    if isinstance(held, list | tuple):
        return " ".join(str(item) for item in held)
    if isinstance(held, str | bool | date):
        return held
    return float(held) if isinstance(held, int | float) else ""


def _if(parts: Sequence[object], scope: Scope) -> Value:
    return _part(parts, 1 if to_truth(_part(parts, 0, scope)) else 2, scope)


def _and(parts: Sequence[object], scope: Scope) -> Value:
    return to_truth(_part(parts, 0, scope)) and to_truth(_part(parts, 1, scope))


def _or(parts: Sequence[object], scope: Scope) -> Value:
    return to_truth(_part(parts, 0, scope)) or to_truth(_part(parts, 1, scope))


def _once(parts: Sequence[object], scope: Scope) -> Value:
    return _part(parts, 0, scope) if is_blank(scope.self_value) else scope.self_value


def _choice_name(parts: Sequence[object], scope: Scope) -> Value:
    value = to_text(_part(parts, 0, scope))
    question = str(cast("Tree", parts[1])[1])
    choice = scope.form.find_choice(question, value) if scope.form else None
    return choice.labels[scope.language] if choice else ""


_SPECIAL: dict[str, Callable[[Sequence[object], Scope], Value]] = {
    "num": lambda parts, scope: float(cast("float", parts[0])),
    "str": lambda parts, scope: cast("str", parts[0]),
    "ref": _answer,
    "self": lambda parts, scope: scope.self_value,
    "col": lambda parts, scope: scope.columns.get(str(parts[0]), ""),
    "today": lambda parts, scope: scope.today,
    "if": _if,
    "and": _and,
    "or": _or,
    "once": _once,
    "jr:choice-name": _choice_name,
}

# Operators.


def _equal(left: Value, right: Value) -> bool:
    """Compare as truth values if one is, else as numbers if one is, else as texts (a day is the text YYYY-MM-DD)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(to_number(left) - to_number(right)) < NEARLY
    return to_text(left) == to_text(right)


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    return math.nan if not left or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """Return what is left of a division, with the sign of the dividend."""
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


# Functions of numbers.


def _round(values: Sequence[Value]) -> float:
    """Round half up (towards plus infinity, so -2.5 gives -2), to so many decimal places, fewer than none for tens."""
    number, places = to_number(values[0]), _whole(values[1] if len(values) > 1 else 0.0, _MOST_PLACES)
    if not math.isfinite(number):
        return number
    exact = Decimal(repr(number)).scaleb(places)
    rule = ROUND_HALF_UP if number >= 0 else ROUND_HALF_DOWN
    return float(exact.to_integral_value(rule).scaleb(-places))


def _whole(value: Value, limit: int) -> int:
    """Return the whole number a value stands for, 0 for NaN, within plus or minus ``limit``."""
    number = to_number(value)
    return 0 if math.isnan(number) else int(max(-limit, min(limit, number)))


def _power(base: float, exponent: float) -> float:
    """Work out a power by products and square roots alone: the last figure is then the same on every machine.

    The pow() of C, Java and each browser differ in it, and a limit that a form sets could fall between.
    """
    if math.isnan(exponent) or (math.isnan(base) and exponent):
        return math.nan
    if math.isinf(exponent):
        far = math.inf if (abs(base) > 1) == (exponent > 0) else 0.0
        return math.nan if abs(base) == 1 else far
    times = math.floor(abs(exponent))
    share = abs(exponent) - times
    if base < 0 and share:
        return math.nan
    result = _whole_power(base, times) * _root_power(base, share)
    return _divide(1.0, result) if exponent < 0 else result


def _whole_power(base: float, times: int) -> float:
    result = 1.0
    while times:
        if times % 2:
            result *= base
        base, times = base * base, times // 2
    return result


def _root_power(base: float, share: float) -> float:
    """Return a power between 0 and 1: each binary figure of the exponent is one more square root."""
    result = 1.0
    while share:
        base, share = math.sqrt(base), share * 2
        if share >= 1:
            result, share = result * base, share - 1
    return result


def _whole_by(rule: Callable[[float], int]) -> Callable[[Sequence[Value]], Value]:
    def whole(values: Sequence[Value]) -> Value:
        number = to_number(values[0])
        return float(rule(number)) if math.isfinite(number) else number

    return whole


def _extreme(rule: Callable[[list[float]], float]) -> Callable[[Sequence[Value]], Value]:
    """Return max or min of what is not blank; NaN when all is blank.

    ODK Collect answers 0 for the greatest of negative numbers, which is its error and not ours to copy.
    """

    def extreme(values: Sequence[Value]) -> Value:
        numbers = [number for number in map(to_number, values) if not math.isnan(number)]
        return rule(numbers) if numbers else math.nan

    return extreme


# Functions of texts.


def _is_selected(held: Value, wanted: Value) -> bool:
    return f" {to_text(wanted).strip()} " in f" {to_text(held)} "


def _matches(text: Value, pattern: Value) -> bool:
    """Return whether the whole text matches the pattern, as in ODK Collect."""
    try:
        return compile_pattern(to_text(pattern)).fullmatch(to_text(text)) is not None
    except PatternError:
        return False


def _slice(values: Sequence[Value]) -> str:
    """Return the characters from a start (the first is 0) to before an end; negative places count from the end."""
    text, bounds = to_text(values[0]), [_whole(value, _FURTHEST) for value in values[1:]]
    return text[slice(*bounds)] if len(bounds) > 1 else text[bounds[0] :]


# Functions of days.


def _day(value: Value) -> Value:
    day = to_day(value)
    return math.nan if day is None and isinstance(value, float) else day or ""


def _decimal_day(value: Value) -> Value:
    if isinstance(value, float):
        return value
    day = to_day(value)
    return to_number(day) if day else ""


def _format_date(value: Value, pattern: Value) -> str:
    """Write a day by the codes of ODK; hours are zero, names of days and months English, as it is for storing."""
    day = to_day(value)
    if day is None:
        return ""
    parts = {
        "Y": f"{day.year:04}",
        "y": f"{day.year % 100:02}",
        "m": f"{day.month:02}",
        "n": str(day.month),
        "b": _MONTHS[day.month - 1],
        "d": f"{day.day:02}",
        "e": str(day.day),
        "a": _WEEKDAYS[day.weekday()],
        **_MIDNIGHT,
    }
    return re.sub(r"%(.?)", lambda found: parts.get(found[1], ""), to_text(pattern), flags=re.DOTALL)


_PLAIN: dict[str, Callable[[Sequence[Value]], Value]] = {
    "neg": lambda v: -to_number(v[0]),
    "=": lambda v: _equal(v[0], v[1]),
    "!=": lambda v: not _equal(v[0], v[1]),
    "<": lambda v: to_number(v[0]) < to_number(v[1]),
    "<=": lambda v: to_number(v[0]) <= to_number(v[1]),
    ">": lambda v: to_number(v[0]) > to_number(v[1]),
    ">=": lambda v: to_number(v[0]) >= to_number(v[1]),
    "+": lambda v: to_number(v[0]) + to_number(v[1]),
    "-": lambda v: to_number(v[0]) - to_number(v[1]),
    "*": lambda v: to_number(v[0]) * to_number(v[1]),
    "div": lambda v: _divide(to_number(v[0]), to_number(v[1])),
    "mod": lambda v: _remainder(to_number(v[0]), to_number(v[1])),
    "boolean": lambda v: to_truth(v[0]),
    "ceiling": _whole_by(math.ceil),
    "coalesce": lambda v: v[1] if is_blank(v[0]) else v[0],
    "concat": lambda v: "".join(map(to_text, v)),
    "contains": lambda v: to_text(v[1]) in to_text(v[0]),
    "count-selected": lambda v: float(len(to_text(v[0]).split())),
    "date": lambda v: _day(v[0]),
    "decimal-date-time": lambda v: _decimal_day(v[0]),
    "false": lambda v: False,
    "floor": _whole_by(math.floor),
    "format-date": lambda v: _format_date(v[0], v[1]),
    "int": _whole_by(math.trunc),
    "max": _extreme(max),
    "min": _extreme(min),
    "normalize-space": lambda v: " ".join(to_text(v[0]).split()),
    "not": lambda v: not to_truth(v[0]),
    "number": lambda v: to_number(v[0]),
    "pow": lambda v: _power(to_number(v[0]), to_number(v[1])),
    "regex": lambda v: _matches(v[0], v[1]),
    "round": _round,
    "selected": lambda v: _is_selected(v[0], v[1]),
    "starts-with": lambda v: to_text(v[0]).startswith(to_text(v[1])),
    "string": lambda v: to_text(v[0]),
    "string-length": lambda v: float(len(to_text(v[0]))),
    "substr": _slice,
    "true": lambda v: True,
}
