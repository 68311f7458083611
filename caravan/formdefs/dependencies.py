"""What the rules of a form ask of each other: every name known, nothing decided by a later answer, no circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from caravan.formdefs.expressions import Tree, references, walk
from caravan.formdefs.model import SELECTS, Item, Question
from caravan.formdefs.problems import Place, ProblemLog, suggestion
from caravan.formdefs.rules import RULES
from caravan.formdefs.survey_sheet import Survey


def work_out_order(survey: Survey, log: ProblemLog) -> tuple[str, ...]:
    """Return the questions so that each comes after those its value depends on, noting in the log what forbids that."""
    for item in _items(survey):
        for rule, tree in _rules(item):
            _check_names(survey, tree, Place("survey", item.row, rule), log)
    needs = {name: _needs(survey, question) for name, question in survey.questions.items()}
    forward = list(_forward(survey, needs))
    for place, what, remedy in forward:
        log.add(place, what, remedy)
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as circle:
        if not forward:
            _note_circle(survey, list(circle.args[1]), log)
        return ()


def _items(survey: Survey) -> list[Item]:
    return [*survey.groups.values(), *survey.questions.values()]


def _rules(item: Item) -> Iterator[tuple[str, Tree]]:
    for rule in RULES if isinstance(item, Question) else ("relevant",):
        tree: Tree | None = getattr(item, rule)
        if tree is not None:
            yield rule, tree
    if isinstance(item, Question) and item.entry.normal is not None:
        yield "normal", item.entry.normal


def _check_names(survey: Survey, tree: Tree, place: Place, log: ProblemLog) -> None:
    for node in walk(tree):
        if node[0] not in {"ref", "question"}:
            continue
        name = str(node[1])
        question = survey.questions.get(name)
        if question is None:
            what = f'no question is named "{name}"'
            log.add(place, what, f"write the name of a question of this form{suggestion(name, survey.questions)}")
        elif question.type == "note":
            log.add(place, f'"{name}" is a note, which has no answer', "write the name of a question that is answered")
        elif node[0] == "question" and question.type not in SELECTS:
            log.add(place, f'"{name}" has no choices to name', "give jr:choice-name a select_one or select_multiple")


def _needs(survey: Survey, question: Question) -> tuple[str, ...]:
    """Return the questions that must have their value before this one has."""
    trees = [question.calculation, question.relevant, *_group_rules(survey, question)]
    names = dict.fromkeys(name for tree in trees for name in references(tree))
    return tuple(name for name in names if name in survey.questions)


def _group_rules(survey: Survey, question: Question) -> list[Tree | None]:
    return [survey.groups[name].relevant for name in question.group if name in survey.groups]


def _forward(survey: Survey, needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Place, str, str]]:
    """Yield every ``relevant`` that waits for a later answer, be it through a calculation."""
    for item in _items(survey):
        for name in references(item.relevant):
            late = _latest(survey, needs, name)
            if late is None or late.row < item.row:
                continue
            on = "its own answer" if late.name == item.name else f'a later question, "{late.name}" (row {late.row})'
            through = "" if late.name == name else f', which "{name}" is calculated from'
            what = f'whether "{item.name}" is asked depends on {on}{through}'
            yield Place("survey", item.row, "relevant"), what, "let it depend on earlier questions only"


def _latest(survey: Survey, needs: Mapping[str, tuple[str, ...]], name: str) -> Question | None:
    """Return the last of the questions a name stands for: itself and, if it is calculated, all that it depends on."""
    seen: dict[str, Question] = {}
    waiting = [name]
    while waiting:
        question = survey.questions.get(waiting.pop())
        if question is None or question.name in seen:
            continue
        seen[question.name] = question
        if question.type == "calculate":
            waiting.extend(needs[question.name])
    return max(seen.values(), key=lambda question: question.row, default=None)


def _note_circle(survey: Survey, circle: list[str], log: ProblemLog) -> None:
    first = min(circle, key=lambda name: survey.questions[name].row)
    names = ", ".join(f'"{name}"' for name in dict.fromkeys(circle))
    what = f'"{first}" cannot be calculated, because its result depends on itself (through {names})'
    log.add(Place("survey", survey.questions[first].row, "calculation"), what, "break the circle")
