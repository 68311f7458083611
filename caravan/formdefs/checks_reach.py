"""What nobody can see or answer: questions whose rule is never true, answers always refused, choices never offered.

Decided by trying every choice and the numbers on both sides of each threshold of the questions that a rule refers to;
nothing is said of rules on free text, days or products of numbers, where trying proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from caravan.formdefs.candidates import TRIAL_DAY
from caravan.formdefs.evaluation import Scope, is_true
from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import Choice, Form, Group, Question
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.trials import Bench, Filled, functions_in

MOST_WAYS = 10_000
_ALWAYS_DECIDABLE = frozenset(
    {
        *(
            "num",
            "str",
            "ref",
            "self",
            "col",
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "+",
            "-",
            "neg",
            "and",
            "or",
            "not",
            "if",
        ),
        *("coalesce", "selected", "count-selected", "true", "false", "boolean", "number", "int"),
    }
)
_DECIDABLE_OF_CHOICES = _ALWAYS_DECIDABLE | {"regex", "contains", "starts-with", "string-length"}
_FREE = ("text", "barcode", "hidden")


def check_reach(form: Form, log: ProblemLog) -> None:
    hidden_groups = {name for name, group in form.groups.items() if _check_asked(form, group, log)}
    for question in form.questions.values():
        if not hidden_groups.intersection(question.group) and not _check_asked(form, question, log):
            _check_answerable(form, question, log)
            _check_offered(form, question, log)


def _check_asked(form: Form, item: Group | Question, log: ProblemLog) -> bool:
    """Note a question or group that is never asked; says whether it was noted."""
    if item.relevant is None:
        return False
    place = Place("survey", item.row, "relevant")
    if any((told.sheet, told.row, told.column) == (place.sheet, place.row, place.column) for told in log.problems):
        return False  # what is wrong with this rule is told already
    rules = [*_outer_rules(form, item), item.relevant]
    if _may_hold(Bench(form, rules), rules):
        return False
    kind = "group" if isinstance(item, Group) else "question"
    what = f'the {kind} "{item.name}" is never asked: no answers make its rule true'
    log.add(place, what, f"correct the rule or remove the {kind}")
    return True


def _outer_rules(form: Form, item: Group | Question) -> list[Tree]:
    names = item.group if isinstance(item, Question) else _groups_around(form, item)
    return [rule for rule in (form.groups[name].relevant for name in names) if rule is not None]


def _groups_around(form: Form, inner: Group) -> list[str]:
    return [name for name, group in form.groups.items() if inner in group.items]


def _check_answerable(form: Form, question: Question, log: ProblemLog) -> None:
    if question.constraint is None or question.type in (*_FREE, "date"):
        return
    bench = Bench(form, [question.constraint], owner=question.name)
    if not _is_decidable(bench) or bench.count > MOST_WAYS:
        return
    if not any(_is_answered(bench, filled) for filled in _all(bench)):
        what = f'every answer to "{question.name}" is refused'
        log.add(Place("survey", question.row, "constraint"), what, "correct the constraint")


def _is_answered(bench: Bench, filled: Filled) -> bool:
    name = bench.owner or ""
    value = filled.values.get(name, "")
    rule = bench.form.questions[name].constraint
    return value != "" and rule is not None and is_true(rule, filled.scope(value))


def _check_offered(form: Form, question: Question, log: ProblemLog) -> None:
    """Note choices that a filter never lets through."""
    rule = question.choice_filter
    if rule is None:
        return
    bench = Bench(form, [rule])
    if not _is_decidable(bench) or bench.count > MOST_WAYS:
        return
    waiting = {choice.name: choice for choice in form.choices.get(question.list_name or "", ())}
    for filled in _all(bench):
        for name in [name for name, choice in waiting.items() if is_true(rule, _choice_scope(filled, choice))]:
            del waiting[name]
    for choice in waiting.values():
        what = f'the choice "{choice.name}" is never offered by "{question.name}", whose choice_filter never lets it in'
        log.add(Place("choices", choice.row), what, "correct the filter or the choice's columns, or remove it")


def _choice_scope(filled: Filled, choice: Choice) -> Scope:
    columns = {**choice.extra, "name": choice.name}
    return Scope(filled.values, TRIAL_DAY, columns=columns, form=filled.form)


def _may_hold(bench: Bench, rules: Sequence[Tree]) -> bool:
    """Return whether some answers make all the rules true; also when trying cannot tell."""
    if not _is_decidable(bench) or bench.count > MOST_WAYS:
        return True
    return any(all(is_true(rule, filled.scope()) for rule in rules) for filled in _all(bench))


def _all(bench: Bench) -> Iterable[Filled]:
    return (filled for way in bench.ways(MOST_WAYS, {}) if (filled := bench.filled(way)) is not None)


def _is_decidable(bench: Bench) -> bool:
    if bench.shallow:
        return False
    types = {bench.form.questions[name].type for name in bench.sources}
    if "date" in types:
        return False
    allowed = _ALWAYS_DECIDABLE if types.intersection(_FREE) else _DECIDABLE_OF_CHOICES
    return functions_in(bench.trees) <= allowed
