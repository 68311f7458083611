"""What is worth repairing in a form that can be read: half-made translations, lists and messages that nothing uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from caravan.formdefs.expressions import Tree, walk
from caravan.formdefs.model import FINDINGS, LANGUAGES, SELECTS, Form, Group, Labels, Question
from caravan.formdefs.problems import Place, Problem, ProblemLog, suggestion
from caravan.formdefs.rules import RULES

# Lists that the program reads by name, besides those named like a finding.
_OWN_LISTS = (FINDINGS, "referral_to", "urgency")
_EYE = re.compile(r"_[rl](_|$)")
_TRUTHS = frozenset(
    {"=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "true", "false", "boolean", "selected", "regex"}
)


def check_form(form: Form) -> list[Problem]:
    """Return what is worth repairing, in the order of the sheets; an empty list for a form without fault."""
    log = ProblemLog(form.file)
    for group in form.groups.values():
        _check_group(group, log)
        _check_tree(form, group.relevant, Place("survey", group.row, "relevant"), log)
    for question in form.questions.values():
        _check_translations(question, log)
        _check_messages(question, log)
        _check_calculation(question, log)
        _check_literals(form, question, log)
    _check_lists(form, log)
    return log.problems


def _check_group(group: Group, log: ProblemLog) -> None:
    if not group.items:
        log.add(Place("survey", group.row, "type"), f'the group "{group.name}" is empty', "remove it or fill it")
    odd = [item.name for item in group.items if not _EYE.search(item.name)]
    if "pair" in group.appearance.split() and odd:
        what = f'"{odd[0]}" stands in a group of pairs but is of neither eye'
        log.add(
            Place("survey", group.row, "appearance"), what, 'put "_r" or "_l" in its name, or move it out of the group'
        )


def _check_translations(question: Question, log: ProblemLog) -> None:
    """Note texts that are optional but given in some languages only."""
    for column, found in _texts(question):
        for lang in LANGUAGES if found else ():
            if lang not in found:
                heading = f"{column}::{LANGUAGES[lang]}"
                what = f'the {column.replace("_", " ")} of "{question.name}" is missing in this language'
                log.add(Place("survey", question.row, heading), what, "translate it, or empty it in all languages")


def _texts(question: Question) -> Iterator[tuple[str, Labels]]:
    yield "hint", question.hints
    yield "constraint_message", question.constraint_messages
    yield "soft_constraint_message", question.soft_constraint_messages


def _check_messages(question: Question, log: ProblemLog) -> None:
    for rule in ("constraint", "soft_constraint"):
        if getattr(question, f"{rule}_messages") and getattr(question, rule) is None:
            what = f'"{question.name}" has a message for a {rule.replace("_", " ")} that it does not have'
            log.add(Place("survey", question.row, rule), what, "write the rule or empty the message")


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
    for name, choices in form.choices.items():
        if name not in used:
            log.add(
                Place("choices"), f'no question uses the list "{name}"', "remove it or correct the name of the list"
            )
        alike = Counter(tuple(choice.labels[lang] for lang in LANGUAGES) for choice in choices)
        for wordings in (wordings for wordings, times in alike.items() if times > 1):
            what = f'two choices of the list "{name}" have the same labels, "{wordings[-1]}"'
            log.add(Place("choices", None, "label"), what, "give each its own wording, or remove one")
