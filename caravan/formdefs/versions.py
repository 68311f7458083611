"""Versions of one form: which comes later, and one form that holds the questions of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from caravan.formdefs.model import Choice, Form, Question

_NEVER_ANSWERED = ("note", "hidden")


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return the key that sorts versions as people count: figures as numbers, so that 10 comes after 9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)


def union_of(newest: Form, older: Iterable[Form]) -> Form:
    """Return the newest form with the questions, choices and findings that only older versions have, by name.

    A question or choice keeps the wording of the newest version that has it. The result is for lists and labels, not to
    be filled: ``items`` and ``order`` are the newest version's.
    """
    versions = [newest, *sorted(older, key=lambda form: version_key(form.version), reverse=True)]
    names = dict.fromkeys(name for form in versions for name in form.questions)
    questions = {name: _latest_answered(versions, name) for name in names}
    lists = dict.fromkeys(name for form in versions for name in form.choices)
    choices = {name: _joined(form.choices.get(name, ()) for form in versions) for name in lists}
    for name, question in questions.items():
        if question.list_name is not None:
            others = [choices[question.list_name], *(_choices_of(form, name) for form in versions)]
            choices[question.list_name] = _joined(others)
    return replace(newest, questions=questions, choices=choices)


def _latest_answered(versions: Sequence[Form], name: str) -> Question:
    """Return a question as the newest version has it that asks it; a note of that name holds no answers."""
    found = [form.questions[name] for form in versions if name in form.questions]
    return next((question for question in found if question.type not in _NEVER_ANSWERED), found[0])


def _choices_of(form: Form, name: str) -> tuple[Choice, ...]:
    question = form.questions.get(name)
    return form.choices.get(question.list_name or "", ()) if question else ()


def _joined(lists: Iterable[Sequence[Choice]]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for choices in lists:
        for choice in choices:
            found.setdefault(choice.name, choice)
    return tuple(found.values())
