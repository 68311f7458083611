"""Constraints that contradict the hard ranges of the clinical reference, found by trying the values at the edges."""

from __future__ import annotations

from collections.abc import Iterator

from caravan.formdefs.clinical_ranges import HARD_RANGES, HardRange
from caravan.formdefs.evaluation import is_true
from caravan.formdefs.model import Form, Question
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.trials import Bench
from caravan.formdefs.values import Value, to_text

MOST_WAYS = 300
_NUMBERS = ("integer", "decimal")


def check_ranges(form: Form, log: ProblemLog) -> None:
    for question in form.questions.values():
        for hard in HARD_RANGES if question.type in _NUMBERS else ():
            if hard.is_of(question.name) and _is_asked_in(form, question, hard):
                _check_unit(question, hard, log)
                _check_edges(form, question, hard, log)


def _unit_question(question: Question) -> str:
    return question.name.removesuffix("_value") + "_unit"


def _is_asked_in(form: Form, question: Question, hard: HardRange) -> bool:
    """Say whether the form can hold this value in this unit."""
    if hard.unit_choice is None:
        return True
    name = _unit_question(question)
    if name in form.questions:
        return form.find_choice(name, hard.unit_choice) is not None
    return question.unit in hard.units


def _check_unit(question: Question, hard: HardRange, log: ProblemLog) -> None:
    if hard.unit_choice is None and question.unit is not None and question.unit not in hard.units:
        what = f'"{question.name}" is counted in {hard.units[0]} by its name, and in {question.unit} by its unit'
        remedy = f'write "{hard.units[0]}", or give the question a name of its own'
        log.add(Place("survey", question.row, "unit"), what, remedy)


def _check_edges(form: Form, question: Question, hard: HardRange, log: ProblemLog) -> None:
    where = Place("survey", question.row, "constraint")
    source = f"the hard range of the clinical reference, section {hard.section}, is {_span(hard)}"
    for value in (hard.low - hard.step, hard.high + hard.step):
        if True in _verdicts(form, question, hard, round(value, 6)):
            log.add(where, f'"{question.name}" takes {_shown(value)}, but {source}', f"write {_rule(hard)}")
    for value in (hard.low, hard.high):
        if _verdicts(form, question, hard, value) == {False}:
            log.add(where, f'"{question.name}" refuses {_shown(value)}, but {source}', f"write {_rule(hard)}")


def _verdicts(form: Form, question: Question, hard: HardRange, value: float) -> set[bool]:
    """Return whether the constraint takes a value, over the answers it may look at; nothing if it is never asked."""
    rule = question.constraint
    bench = Bench(form, [rule] if rule is not None else [], owner=question.name)
    fixed = {question.name: value, **dict(_fixed_unit(bench, question, hard))}
    every = (bench.filled(way) for way in bench.ways(MOST_WAYS, fixed))
    asked = (filled for filled in every if filled is not None and question.name in filled.asked)
    return {rule is None or is_true(rule, filled.scope(value)) for filled in asked}


def _fixed_unit(bench: Bench, question: Question, hard: HardRange) -> Iterator[tuple[str, Value]]:
    name = _unit_question(question)
    if hard.unit_choice is not None and name in bench.sources:
        yield name, hard.unit_choice


def _span(hard: HardRange) -> str:
    return f"{_shown(hard.low)} to {_shown(hard.high)} {hard.units[0]}"


def _rule(hard: HardRange) -> str:
    alone = f". >= {_shown(hard.low)} and . <= {_shown(hard.high)}"
    return alone if hard.unit_choice is None else f"{alone} for the unit {hard.unit_choice}"


def _shown(value: float) -> str:
    return to_text(round(float(value), 6))
