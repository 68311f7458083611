"""Trying a form on sampled answers: what the questions behind a rule are worth, if the form would take such answers."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from caravan.formdefs.candidates import TRIAL_DAY, candidates_for, literals_of
from caravan.formdefs.evaluation import Scope, evaluate, is_true
from caravan.formdefs.expressions import Tree, references, walk
from caravan.formdefs.model import Form, Question
from caravan.formdefs.values import Value, is_blank, to_text

Answers = Mapping[str, Value]

MOST_NAMES = 40
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled in one way, as far as a rule looks: the values, and which questions are asked."""

    form: Form
    values: Answers
    asked: frozenset[str]

    def scope(self, self_value: Value = "") -> Scope:
        return Scope(self.values, TRIAL_DAY, self_value=self_value, form=self.form)


class Bench:
    """The questions behind some rules of a form, and what to try for each.

    ``names`` holds them in the order in which they get their values, ``sources`` those that somebody answers; questions
    are followed through calculations, and through what decides whether they are asked and must be answered. When that
    leads to more than trying can cover the bench is ``shallow``: it follows calculations alone and takes every question
    for asked. When even these are too many it is empty.
    """

    def __init__(self, form: Form, trees: Sequence[Tree], *, owner: str | None = None) -> None:
        self.form = form
        self.owner = owner  # the question whose constraint is on trial: it is not held against it while filling
        self.shallow = False
        names = self._behind(trees)
        if len(names) > MOST_NAMES:
            self.shallow = True
            names = self._behind(trees)
        if len(names) > MOST_NAMES:
            names = set()
        self.names = tuple(name for name in form.order if name in names)
        literals = literals_of(self.trees)
        self.counted = literals.counted
        sources = [form.questions[name] for name in self.names if form.questions[name].type != "calculate"]
        self.candidates = {question.name: candidates_for(form, question, literals) for question in sources}

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.candidates)

    @property
    def count(self) -> int:
        """In how many ways the sources can be answered."""
        return math.prod(len(values) for values in self.candidates.values())

    def _behind(self, trees: Sequence[Tree]) -> set[str]:
        """Return the names that the trees hang on, one more than is wanted at most; notes their rules."""
        self.trees = list(trees)
        waiting = [name for tree in trees for name in references(tree)] + ([self.owner] if self.owner else [])
        seen: set[str] = set()
        while waiting and len(seen) <= MOST_NAMES:
            name = waiting.pop()
            if name in seen or name not in self.form.questions:
                continue
            seen.add(name)
            rules = self._rules_behind(self.form.questions[name])
            self.trees += rules
            waiting += [other for rule in rules for other in references(rule)]
        return seen

    def _rules_behind(self, question: Question) -> list[Tree]:
        groups = () if self.shallow else (self.form.groups[group].relevant for group in question.group)
        gates = () if self.shallow else (question.required, question.relevant, *groups)
        return [rule for rule in (question.calculation, *gates) if rule is not None]

    def ways(self, most: int, fixed: Answers) -> Iterator[dict[str, Value]]:
        """Yield ways to answer the sources with some of them fixed: all if they are few, else a fixed sample."""
        choices = [[fixed[name]] if name in fixed else values for name, values in self.candidates.items()]
        if math.prod(map(len, choices)) <= most:
            for way in product(*choices):
                yield dict(zip(self.candidates, way, strict=True))
            return
        dice = random.Random(_SEED)  # noqa: S311  (a sample that is the same each time, nothing secret)
        for _ in range(most):
            yield {name: dice.choice(values) for name, values in zip(self.candidates, choices, strict=True)}

    def filled(self, way: Answers) -> Filled | None:
        """Return the form filled this way, None if it would not be taken, or is the same as another way."""
        values: dict[str, Value] = {}
        asked: set[str] = set()
        for name in self.names:
            question = self.form.questions[name]
            if self._is_asked(question, values):
                asked.add(name)
                values[name] = self._value(question, way, values)
            elif question.type == "hidden":
                values[name] = way[name]
            elif not is_blank(way.get(name, "")):
                return None
        filled = Filled(self.form, values, frozenset(asked))
        return filled if all(self._is_taken(self.form.questions[name], filled) for name in asked) else None

    def _is_asked(self, question: Question, values: Answers) -> bool:
        if question.type == "hidden" or self.shallow:
            return question.type != "hidden"
        groups = (self.form.groups[group].relevant for group in question.group)
        scope = Scope(values, TRIAL_DAY, form=self.form)
        return all(rule is None or is_true(rule, scope) for rule in (*groups, question.relevant))

    def _value(self, question: Question, way: Answers, values: Answers) -> Value:
        if question.calculation is None or question.type != "calculate":
            return way.get(question.name, "")
        result = evaluate(question.calculation, Scope(values, TRIAL_DAY, form=self.form))
        if isinstance(result, float):
            return result if math.isfinite(result) else ""
        return to_text(result)

    def _is_taken(self, question: Question, filled: Filled) -> bool:
        """Say whether the form takes a question's answer, as far as the questions on the bench can tell."""
        value = filled.values[question.name]
        if question.type == "calculate":
            return True
        if is_blank(value):
            return question.required is None or not is_true(question.required, filled.scope())
        if question.name == self.owner or question.constraint is None or not self._can_judge(question.constraint):
            return True
        return is_true(question.constraint, filled.scope(value))

    def _can_judge(self, constraint: Tree) -> bool:
        """Say whether all that a constraint refers to is on the bench; one without references has chosen already."""
        names = references(constraint)
        return bool(names) and all(name in self.names for name in names)


def functions_in(trees: Sequence[Tree]) -> set[str]:
    """Return the operators and functions of some rules."""
    return {str(node[0]) for tree in trees for node in walk(tree)}
