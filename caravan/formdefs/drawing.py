"""How groups that are drawn as one thing are made up: readings in turn, a value with its unit, taps that answer all.

A group asks for it by a word of its ``appearance``: ``readings``, ``measure`` or ``one-tap``. Nothing here knows a form
by its name: what belongs together is found by the names of the questions.

- ``readings``: the questions with a number in their name (systolic_1_mmhg, diastolic_1_mmhg) make up that reading;
  column ``pause`` is the rest between two readings in seconds.
- ``measure``: NAME_value with NAME_unit, NAME_off_scale and NAME_missing; other questions stand below it, folded when
  nothing asks for them.
- ``one-tap``: column ``taps`` names a list of choices, whose column ``answers`` gives the answers of the group's
  questions in their order, ``-`` where one stays blank.

Column ``findings`` names what is told beside the group as soon as it is known, two codes joined by ``/`` as one pair;
column ``entry`` the rule of ``caravan.scoring`` that sees a slip of the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caravan.formdefs.model import Choice, Form, Group, Question

READINGS, MEASURE, ONE_TAP = KINDS = ("readings", "measure", "one-tap")
MISSING, VALUE = "_missing", "_value"
LEFT_BLANK = "-"
_NUMBERED = re.compile(r"[A-Za-z_]+?_([0-9]+)(?:_[A-Za-z_]+)?")


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings in turn, each a row of questions; then what else the group asks, and why it was not measured."""

    rows: tuple[tuple[Question, ...], ...]
    rest: tuple[Question, ...]
    missing: Question | None
    pause_seconds: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its unit; what is asked with it, what is folded away, and why it was not measured."""

    value: Question
    unit: Question
    off_scale: Question | None
    missing: Question | None
    asked: tuple[Question, ...]
    folded: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap, and the answers that it gives by question name."""

    choice: Choice
    answers: Mapping[str, str]


def kind_of(group: Group) -> str | None:
    """Return which of KINDS a group is drawn as, None when as any other group."""
    return next((kind for kind in KINDS if kind in group.appearance.split()), None)


def questions_of(group: Group) -> tuple[Question, ...]:
    """Return the questions that stand in a group itself."""
    return tuple(item for item in group.items if isinstance(item, Question))


def readings_of(group: Group) -> Readings:
    """Return the make-up of a group of readings."""
    rows: dict[str, list[Question]] = {}
    rest = []
    for question in questions_of(group):
        numbered = _NUMBERED.fullmatch(question.name)
        if numbered:
            rows.setdefault(numbered[1], []).append(question)
        else:
            rest.append(question)
    missing = next((question for question in rest if is_missing(question)), None)
    pause = group.extra.get("pause", "")
    return Readings(
        tuple(map(tuple, rows.values())),
        tuple(question for question in rest if question is not missing),
        missing,
        int(pause) if pause.isdecimal() else 0,
    )


def measure_of(group: Group) -> Measure | None:
    """Return the make-up of a group around a value, None when it lacks the value or its unit."""
    inside = {question.name: question for question in questions_of(group)}
    value = next((question for name, question in inside.items() if name.endswith(VALUE)), None)
    stem = value.name.removesuffix(VALUE) if value else ""
    unit = inside.pop(f"{stem}_unit", None)
    if value is None or unit is None:
        return None
    del inside[value.name]
    off_scale, missing = inside.pop(f"{stem}_off_scale", None), inside.pop(f"{stem}{MISSING}", None)
    asked = tuple(question for question in inside.values() if question.required or question.relevant)
    folded = tuple(question for question in inside.values() if question not in asked)
    return Measure(value, unit, off_scale, missing, asked, folded)


def taps_of(form: Form, group: Group) -> tuple[Tap, ...]:
    """Return the taps that answer a whole group."""
    names = [question.name for question in questions_of(group)]
    found = []
    for choice in form.choices.get(group.extra.get("taps", ""), ()):
        given = zip(names, choice.extra.get("answers", "").split(), strict=False)
        found.append(Tap(choice, {name: answer for name, answer in given if answer != LEFT_BLANK}))
    return tuple(found)


def told_beside(group: Group) -> Iterator[tuple[str, ...]]:
    """Yield the codes of the findings told beside a group; a pair comes as two."""
    for codes in group.extra.get("findings", "").split():
        yield tuple(codes.split("/"))


def is_missing(question: Question) -> bool:
    """Tell whether a question asks why something was not measured."""
    return question.type == "select_one" and question.name.endswith(MISSING)


def missing_of(form: Form, question: Question) -> Question | None:
    """Return the question that asks why this one has no answer."""
    why = form.questions.get(f"{question.name.removesuffix(VALUE)}{MISSING}")
    return why if why is not None and why is not question and is_missing(why) else None


def measured_by(form: Form, why: Question) -> Question | None:
    """Return the question whose missing answer this one explains, None when it is a group or nothing."""
    stem = why.name.removesuffix(MISSING)
    return form.questions.get(stem) or form.questions.get(f"{stem}{VALUE}") if is_missing(why) else None
