"""Rules that say "no" where they should say nothing: an outcome that flips when a number is left blank.

Right IOP 28 and left IOP blank must not read "not suspect". A rule is told when, with the other answers unchanged, a
number makes it true and its blank makes it false (or the other way round) only because XPath lets every comparison
with a blank fail. A rule that asks for the blank itself (``${x} != '' and …``, ``coalesce``) is in order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from caravan.formdefs.certainty import EQUALITIES, ORDERS, UNKNOWN, certain_value
from caravan.formdefs.evaluation import evaluate
from caravan.formdefs.expressions import Tree, walk
from caravan.formdefs.model import Form, Group, Question
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.trials import Bench, Filled
from caravan.formdefs.values import Value, is_blank, to_number, to_text, to_truth

# Samples for a rule on few questions; the more questions stand behind a rule, the fewer, so that checking ends.
MOST_WAYS, FEWEST_WAYS, USUAL_NAMES = 250, 30, 5
_TRUE_FALSE = {"relevant": ("asked", "not asked"), "constraint": ("taken", "refused")}


@dataclass(frozen=True, slots=True)
class Flip:
    """A rule's outcome with a number, and with that number left blank."""

    name: str
    number: Value
    outcome: Value
    blank_outcome: Value
    others: tuple[tuple[str, Value], ...]


def check_blanks(form: Form, log: ProblemLog) -> None:
    for item, rule, tree in _outcomes(form):
        if not _compares_numbers(tree):
            continue
        owner = item.name if rule == "constraint" else None
        bench = Bench(form, [tree], owner=owner)
        for name in bench.sources:
            flip = find_flip(bench, tree, name) if name != owner else None
            if flip is not None:
                log.add(Place("survey", item.row, rule), _said(item.name, rule, flip), _remedy(form, flip.name))


def _compares_numbers(tree: Tree) -> bool:
    """Say whether a comparison in the tree could meet a blank number: any order, or an equality with no text."""
    return any(
        node[0] in ORDERS or (node[0] in EQUALITIES and not any(part[0] == "str" for part in node[1:]))  # type: ignore[index]
        for node in walk(tree)
    )


def find_flip(bench: Bench, tree: Tree, name: str) -> Flip | None:
    """Return how the outcome flips when one question is left blank; None when no sample shows it."""
    most = max(FEWEST_WAYS, MOST_WAYS * USUAL_NAMES // max(USUAL_NAMES, len(bench.names)))
    for way in bench.ways(most, {name: ""}):
        blank = bench.filled(way)
        if blank is None or not _is_at_stake(bench, blank, name):
            continue
        self_value = blank.values.get(bench.owner or "", "")
        if certain_value(tree, blank.scope(self_value)) is not UNKNOWN:
            continue
        found = _flip_from(bench, tree, name, way, evaluate(tree, blank.scope(self_value)))
        if found is not None:
            return found
    return None


def _is_at_stake(bench: Bench, filled: Filled, name: str) -> bool:
    """Say whether the question could be answered here, and the constraint on trial has an answer to judge."""
    is_open = name in filled.asked or bench.form.questions[name].type == "hidden"
    return is_open and (bench.owner is None or not is_blank(filled.values.get(bench.owner, "")))


def _flip_from(bench: Bench, tree: Tree, name: str, way: dict[str, Value], blank_outcome: Value) -> Flip | None:
    """Return the first number that flips the outcome, if this blank alone leaves it open (any number settles it)."""
    flips = []
    for number in bench.candidates[name][1:]:
        filled = bench.filled({**way, name: number})
        if filled is None:
            continue
        outcome = certain_value(tree, filled.scope(filled.values.get(bench.owner or "", "")))
        if outcome is UNKNOWN and name in bench.counted and math.isnan(to_number(number)):
            continue  # a word where a number is compared is no better than a blank
        if outcome is UNKNOWN:
            return None
        if not _is_same(outcome, blank_outcome):
            others = tuple((other, value) for other, value in way.items() if other != name and not is_blank(value))
            flips.append(Flip(name, number, outcome, blank_outcome, others))
    return flips[0] if flips else None


def _is_same(outcome: object, blank_outcome: Value) -> bool:
    """Say whether two outcomes are alike; a result that is blank because a number is, is honest."""
    if isinstance(blank_outcome, bool) or isinstance(outcome, bool):
        return to_truth(outcome) == to_truth(blank_outcome)  # type: ignore[arg-type]
    return is_blank(blank_outcome) or outcome == blank_outcome


def _outcomes(form: Form) -> Iterator[tuple[Group | Question, str, Tree]]:
    for group in form.groups.values():
        if group.relevant is not None:
            yield group, "relevant", group.relevant
    for question in form.questions.values():
        for rule in ("relevant", "constraint", "calculation"):
            tree: Tree | None = getattr(question, rule)
            if tree is not None:
                yield question, rule, tree


def _said(name: str, rule: str, flip: Flip) -> str:
    with_others = ", ".join(f"{other} {to_text(value)}" for other, value in flip.others[:3])
    given = f"with {with_others}, " if with_others else ""
    filled, blank = _outcome_words(rule, flip)
    number = to_text(flip.number)
    return f'{given}"{name}" is {filled} when "{flip.name}" is {number}, but {blank} when that is left blank'


def _outcome_words(rule: str, flip: Flip) -> tuple[str, str]:
    if rule in _TRUE_FALSE:
        yes, no = _TRUE_FALSE[rule]
        return tuple(yes if to_truth(value) else no for value in (flip.outcome, flip.blank_outcome))  # type: ignore[return-value]
    return to_text(flip.outcome), to_text(flip.blank_outcome)


def _remedy(form: Form, name: str) -> str:
    say = f"say in the rule what a blank means, as ${{{name}}} != '' and … or if(${{{name}}} = '', …)"
    return say if form.questions[name].type == "hidden" else f'{say}, or make "{name}" required'
