"""The lines of quick entry: each question in the order of the paper, with its number and the key of each choice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField

from caravan.formdefs.drawing import missing_of
from caravan.formdefs.model import Form, Group, Question
from caravan.formdefs.on_paper import keys_of, numbers_of, paper_questions, steps_on_paper
from caravan.web.form_builder import QuestionForm
from caravan.web.form_fields import in_language


@dataclass(frozen=True, slots=True)
class Tap:
    """A choice with its key: the control of the field, and its words."""

    key: str
    control: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A question for the keyboard. ``title`` is the part that begins with it; ``why`` the question why it is missing.

    ``menu`` holds the keys of a menu as JSON, by key the value that it takes.
    """

    question: Question
    number: int
    title: str
    taps: tuple[Tap, ...] = ()
    blank: Any | None = None
    menu: str = ""
    why: str = ""


def lines_of(form: QuestionForm) -> list[Line]:
    """Return the lines of a form in the order of the paper."""
    numbers, last = numbers_of(form.definition), ""
    lines = []
    for question in paper_questions(form.definition):
        title = _title(form.definition, question, form.lang)
        lines.append(_line(form, question, numbers[question.name], title if title != last else ""))
        last = title
    return lines


def _line(form: QuestionForm, question: Question, number: int, title: str) -> Line:
    field = form[question.name]
    keys = _keys(form.definition, question)
    why = missing_of(form.definition, question)
    reason = why.name if why else _reason_of_group(form.definition, question)
    if isinstance(field, RadioField | SelectMultipleField):
        taps = list(field)
        blank = taps.pop(0) if isinstance(field, RadioField) else None
        shown = tuple(Tap(keys.get(str(tap.data), ""), tap) for tap in taps)
        return Line(question, number, title, shown, blank, why=reason)
    if isinstance(field, SelectField) and keys:
        return Line(question, number, title, menu=json.dumps({key: name for name, key in keys.items()}))
    return Line(question, number, title, why=reason)


def _keys(definition: Form, question: Question) -> dict[str, str]:
    return dict(keys_of(definition, question)) or {str(step): str(step) for step in steps_on_paper(question)}


def _title(definition: Form, question: Question, lang: str) -> str:
    return in_language(definition.groups[question.group[0]].labels, lang) if question.group else ""


def _reason_of_group(definition: Form, question: Question) -> str:
    """Return the question why nothing of a group of readings was measured, for its questions."""
    for name in reversed(question.group):
        found = next((each for each in _questions(definition.groups[name]) if each == f"{name}_missing"), "")
        if found and found != question.name:
            return found
    return ""


def _questions(group: Group) -> Iterator[str]:
    for item in group.items:
        if isinstance(item, Question):
            yield item.name
