"""Groups, calculations and rules that can be read and still cannot mean what they say; lists that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caravan.formdefs.expressions import Tree, walk
from caravan.formdefs.model import FINDINGS, SELECTS, Form, Group, Question
from caravan.formdefs.problems import Place, ProblemLog, suggestion
from caravan.formdefs.rules import RULES

# Lists that the program reads by name, besides those named like a finding.
_OWN_LISTS = (FINDINGS, "referral_to", "urgency")
_EYE = re.compile(r"_[rl](_|$)")
_TRUTHS = frozenset(
    {"=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "true", "false", "boolean", "selected", "regex"}
)


def check_rules(form: Form, log: ProblemLog) -> None:
    for group in form.groups.values():
        _check_group(group, log)
        _check_tree(form, group.relevant, Place("survey", group.row, "relevant"), log)
    for question in form.questions.values():
        _check_calculation(question, log)
        _check_literals(form, question, log)
    _check_lists(form, log)


def _check_group(group: Group, log: ProblemLog) -> None:
    if not group.items:
        log.add(Place("survey", group.row, "type"), f'the group "{group.name}" is empty', "remove it or fill it")
    odd = [item.name for item in group.items if not _EYE.search(item.name)]
    if "pair" in group.appearance.split() and odd:
        what = f'"{odd[0]}" stands in a group of pairs but is of neither eye'
        log.add(
            Place("survey", group.row, "appearance"), what, 'put "_r" or "_l" in its name, or move it out of the group'
        )


def _check_calculation(question: Question, log: ProblemLog) -> None:
    """Note a calculation that is a yes or no: as an answer it is the text "true" or "false", and both count as true."""
    if question.calculation and question.calculation[0] in _TRUTHS:
        what = f'"{question.name}" calculates a yes or no, which is stored as the text "true" or "false"'
        log.add(Place("survey", question.row, "calculation"), what, "write if(…, 1, 0) around it")


def _check_literals(form: Form, question: Question, log: ProblemLog) -> None:
    """Note rules that wait for a choice that a question does not offer."""
    for rule in RULES:
        tree: Tree | None = getattr(question, rule)
        _check_tree(form, tree, Place("survey", question.row, rule), log)


def _check_tree(form: Form, tree: Tree | None, place: Place, log: ProblemLog) -> None:
    for name, text in _awaited(tree):
        question = form.questions[name]
        names = [choice.name for choice in form.choices.get(question.list_name or "", ())]
        if question.type in SELECTS and text and text not in names:
            what = f'the rule waits for "{text}", which is not a choice of "{name}"'
            log.add(place, what, f"correct the choice{suggestion(text, names)}")


def _awaited(tree: Tree | None) -> Iterator[tuple[str, str]]:
    """Yield the question and the text of every comparison between an answer and a text."""
    for node in walk(tree) if tree else ():
        if node[0] not in {"=", "!=", "selected"}:
            continue
        sides = sorted((part for part in node[1:] if isinstance(part, list)), key=lambda part: str(part[0]))
        if [part[0] for part in sides] == ["ref", "str"]:
            yield str(sides[0][1]), str(sides[1][1])


def _check_lists(form: Form, log: ProblemLog) -> None:
    used = {question.list_name for question in form.questions.values()} | {*_OWN_LISTS, *form.finding_codes()}
    used |= {group.extra.get("taps") for group in form.groups.values()}
    for name, choices in form.choices.items():
        if name not in used:
            place = Place("choices", choices[0].row)
            log.add(place, f'no question uses the list "{name}"', "remove it or correct the name of the list")
