"""Half-made translations, messages without a rule, and choices that read the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from caravan.formdefs.model import LANGUAGES, SELECTS, Choice, Form, Labels, Question
from caravan.formdefs.problems import Place, ProblemLog


def check_wording(form: Form, log: ProblemLog) -> None:
    for question in form.questions.values():
        _check_translations(question, log)
        _check_messages(question, log)
    for name, choices in form.choices.items():
        _check_alike(name, choices, log)


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
    may_word_its_list = question.type in SELECTS  # what is said of an answer outside its list
    for rule in ("soft_constraint",) if may_word_its_list else ("constraint", "soft_constraint"):
        if getattr(question, f"{rule}_messages") and getattr(question, rule) is None:
            what = f'"{question.name}" has a message for a {rule.replace("_", " ")} that it does not have'
            log.add(Place("survey", question.row, rule), what, "write the rule or empty the message")


def _check_alike(name: str, choices: tuple[Choice, ...], log: ProblemLog) -> None:
    wordings = [tuple(choice.labels[lang] for lang in LANGUAGES) for choice in choices]
    for wording in (wording for wording, times in Counter(wordings).items() if times > 1):
        second = [choice for choice, words in zip(choices, wordings, strict=True) if words == wording][1]
        what = f'two choices of the list "{name}" have the same labels, "{wording[-1]}"'
        log.add(Place("choices", second.row, "label"), what, "give each its own wording, or remove one")
