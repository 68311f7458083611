"""Answers in words: the label of a question, what was answered, and what is answered otherwise now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from caravan.formdefs.model import UNANSWERED, Form, Question
from caravan.web.figures import measures, number, short_day
from caravan.web.form_fields import in_language

REFERENCE = re.compile(r"\$\{([\w-]+)\}")
LIST_MARK = {"ar": "، ", "fr": ", ", "en": ", "}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a change: what it is about, how it was and how it is now; None for not answered."""

    label: str | Markup
    before: str | Markup | None
    after: str | Markup | None


def question_label(form: Form, name: str, lang: str) -> Markup:
    """Return the label of a question; one that is but a figure, such as that of a tooth, with its group's."""
    question = form.questions[name]
    label = REFERENCE.sub("…", in_language(question.labels, lang))
    if label.isdigit() and question.group:
        group = in_language(form.groups[question.group[-1]].labels, lang)
        return Markup('{} <bdi class="n" dir="ltr">{}</bdi>').format(group, label)
    return measures(label)


def answer_text(form: Form, name: str, answer: Any, lang: str) -> Markup | None:
    """Return an answer in words, None for no answer."""
    if answer is None or answer in ("", []):
        return None
    question = form.questions[name]
    return WORDS.get(question.type, _as_text)(form, question, answer, lang)


def answers_given(form: Form, answers: Mapping[str, Any], lang: str) -> list[Change]:
    """Return the answers of a record, in the order of its form."""
    return answers_changed(form, {}, answers, lang)


def answers_changed(form: Form, before: Mapping[str, Any], after: Mapping[str, Any], lang: str) -> list[Change]:
    """Return the answers that are others now, in the order of the form; what the form works out itself is left out."""
    asked = [name for name, question in form.questions.items() if question.type not in UNANSWERED]
    return [
        Change(
            question_label(form, name, lang),
            answer_text(form, name, before.get(name), lang),
            answer_text(form, name, after.get(name), lang),
        )
        for name in asked
        if before.get(name) != after.get(name)
    ]


def listed(parts: list[Markup], lang: str) -> Markup:
    """Return parts in a row, with the comma of the language between them."""
    return escape(LIST_MARK[lang]).join(parts)


def _as_number(_form: Form, question: Question, answer: Any, _lang: str) -> Markup:
    return number(answer, question.unit) if isinstance(answer, int | float) else escape(answer)


def _as_choice(form: Form, question: Question, answer: Any, lang: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(measures(form.choice_label(question.name, str(answer), lang)))


def _as_choices(form: Form, question: Question, answer: Any, lang: str) -> Markup:
    chosen = answer if isinstance(answer, list) else str(answer).split()
    return listed([_as_choice(form, question, each, lang) for each in chosen], lang)


def _as_day(_form: Form, _question: Question, answer: Any, _lang: str) -> Markup:
    return short_day(answer if isinstance(answer, date) else date.fromisoformat(str(answer)))


def _as_text(_form: Form, _question: Question, answer: Any, _lang: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(answer)


WORDS: Mapping[str, Callable[[Form, Question, Any, str], Markup]] = {
    "integer": _as_number,
    "decimal": _as_number,
    "select_one": _as_choice,
    "select_multiple": _as_choices,
    "date": _as_day,
}
