"""The answers worth trying for a question: every choice, and the numbers on both sides of each threshold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from caravan.formdefs.evaluation import Scope, is_true
from caravan.formdefs.expressions import Tree, references, walk
from caravan.formdefs.model import Form, Question
from caravan.formdefs.values import Value, to_day, to_number, to_text

# The day on which rules are tried; which one does not matter, only that it is always the same.
TRIAL_DAY = date(2026, 7, 1)
USUAL_NUMBERS = (0.0, 1.0, 10.0, 100.0, 2000.0)

_LONGEST_SPAN = 60_000  # days: more than any life
_FEW_CHOICES = 12
_MANY_CHOICES = 60
_FEW_ENOUGH_TO_COMBINE = 4
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTING = frozenset({"<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "neg", "max", "min", "pow"})
# Functions that look inside a text, so that every choice may count, and not only those that a rule names.
LOOKING_INSIDE = frozenset({"regex", "contains", "starts-with", "substr", "string-length", "concat", "number", "int"})


@dataclass(frozen=True, slots=True)
class Literals:
    """What the rules compare answers with; ``counted`` names the questions whose answers they take for numbers."""

    numbers: tuple[float, ...]
    texts: tuple[str, ...]
    looks_inside: bool
    counted: frozenset[str] = frozenset()


def literals_of(trees: Iterable[Tree]) -> Literals:
    nodes = [node for tree in trees for node in walk(tree)]
    return Literals(
        numbers=tuple(dict.fromkeys(_signed(node) for node in nodes if node[0] == "num" or _is_negative(node))),
        texts=tuple(dict.fromkeys(str(node[1]) for node in nodes if node[0] == "str" and node[1] != "")),
        looks_inside=any(node[0] in LOOKING_INSIDE for node in nodes),
        counted=frozenset(name for node in nodes if node[0] in _COUNTING for name in references(node)),
    )


def candidates_for(form: Form, question: Question, literals: Literals) -> list[Value]:
    """Return the answers to try, the blank one first; those that the question's own constraint refuses are left out."""
    own = question.constraint if question.constraint is not None and not references(question.constraint) else None
    if own is not None:
        literals = _together(literals, literals_of([own]))
    found = dict.fromkeys(_FINDERS.get(question.type, _texts)(form, question, literals))
    fit = [value for value in found if own is None or is_true(own, Scope({}, TRIAL_DAY, self_value=value, form=form))]
    return ["", *(value for value in fit if value != "")]


def _together(one: Literals, other: Literals) -> Literals:
    numbers, texts = (*one.numbers, *other.numbers), (*one.texts, *other.texts)
    return Literals(numbers, texts, one.looks_inside or other.looks_inside, one.counted | other.counted)


def _is_negative(node: Tree) -> bool:
    return node[0] == "neg" and isinstance(node[1], list) and node[1][0] == "num"


def _signed(node: Tree) -> float:
    return float(node[1]) if node[0] == "num" else -float(node[1][1])  # type: ignore[arg-type, index]


def _numbers(_form: Form, question: Question, literals: Literals) -> Iterable[Value]:
    """Numbers beside each threshold, far enough from it for a whole number and near enough for a measured one."""
    steps = (0.0, -1.0, 1.0) if question.type == "integer" else (0.0, -0.1, 0.1, -1.0, 1.0)
    near = (round(number + step, 6) for number in literals.numbers for step in steps)
    every = dict.fromkeys((*near, *USUAL_NUMBERS))
    return [number for number in every if question.type != "integer" or number.is_integer()]


def _single(form: Form, question: Question, literals: Literals) -> Iterable[Value]:
    return _choice_names(form, question, literals)


def _several(form: Form, question: Question, literals: Literals) -> Iterable[Value]:
    names = _choice_names(form, question, literals)
    alone = [*names, " ".join(names)]
    most = len(names) if len(names) <= _FEW_ENOUGH_TO_COMBINE else 2
    return [*alone, *(" ".join(some) for size in range(2, most + 1) for some in combinations(names, size))]


def _choice_names(form: Form, question: Question, literals: Literals) -> list[str]:
    """Return all of a short list; of a long one those that a rule names, and two that none names."""
    names = [choice.name for choice in form.choices.get(question.list_name or "", ())]
    if len(names) <= _FEW_CHOICES or literals.looks_inside:
        return names[:_MANY_CHOICES]
    named = [name for name in names if name in literals.texts or to_number(name) in literals.numbers]
    return [*named, *[name for name in names if name not in named][:2]]


def _days(_form: Form, _question: Question, literals: Literals) -> Iterable[Value]:
    named = [day for text in literals.texts if _DAY.fullmatch(text) and (day := to_day(text))]
    spans = [
        timedelta(days=n * unit) for n in literals.numbers for unit in (1, 365.25) if abs(n * unit) < _LONGEST_SPAN
    ]
    middles = [TRIAL_DAY, *named, *(TRIAL_DAY - span for span in spans)]
    return [middle + timedelta(days=step) for middle in middles for step in (0, -1, 1)]


def _texts(_form: Form, question: Question, literals: Literals) -> Iterable[Value]:
    """Numbers as a context or a person writes them, if they are compared; else texts that rules name, and one other."""
    if question.name in literals.counted:
        near = (number + step for number in literals.numbers for step in (0.0, -1.0, 1.0))
        return [to_text(number) for number in (*near, *USUAL_NUMBERS)]
    return [*literals.texts, "x"]


_FINDERS: Mapping[str, Callable[[Form, Question, Literals], Iterable[Value]]] = {
    "integer": _numbers,
    "decimal": _numbers,
    "select_one": _single,
    "select_multiple": _several,
    "date": _days,
}
