"""The tooth chart: which teeth a form asks for, how each is drawn, and what can be painted on them.

A group with the appearance ``teeth`` gets a chart above its fields. Its inner groups with the appearance ``grid`` hold
one choice question for each tooth, whose name ends in the number of the tooth by ISO 3950; ``ages-5-130`` beside
``grid`` says at which ages (completed years) these teeth are shown at once. The column ``drawn`` of the choices says
how a code looks; codes of two lists that look alike are painted with one stroke of the palette.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask

from caravan.formdefs.answers import submit
from caravan.formdefs.model import Choice, Group, Question
from caravan.web.form_builder import QuestionForm, questions_in
from caravan.web.form_fields import in_language
from caravan.web.house import today

TOOTH: Final = re.compile(r".*?([1-8][1-8])")
AGES: Final = re.compile(r"ages-(\d+)-(\d+)")
SOUND: Final = "sound"
HALVES: Final = ((1, 2), (5, 6), (8, 7), (4, 3))  # quadrants from the top: the patient's right, then the left
FROM_THE_RIGHT: Final = frozenset({1, 4, 5, 8})
GROWN_UP: Final = 30  # whose teeth are shown where the age is not known
SHAPES: Final = {1: "incisor", 2: "incisor", 3: "canine", 4: "premolar", 5: "premolar"}
MILK_SHAPES: Final = {1: "incisor", 2: "incisor", 3: "canine"}
FIRST_MILK_QUADRANT: Final = 5
AGE: Final = "patient_age_years"


@dataclass(frozen=True, slots=True)
class Tooth:
    """A tooth of the chart with its code, in words, and how it is drawn; ``shape`` is that of its crown."""

    question: str
    number: str
    list_name: str
    shape: str
    code: str
    words: str
    drawn: str
    may_be_sound: bool


@dataclass(frozen=True, slots=True)
class Half:
    """Half a jaw of one dentition, as the examiner sees it from left to right."""

    quadrant: int
    teeth: tuple[Tooth, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A jaw of one dentition: the patient's right half, then the left one."""

    dentition: str
    is_upper: bool
    is_milk: bool
    halves: tuple[Half, ...]


@dataclass(frozen=True, slots=True)
class Dentition:
    """Permanent or milk teeth; shown at once for the age of the person, or because something is coded there."""

    name: str
    label: str
    is_milk: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """What can be painted: the code in each list of choices, that of milk teeth apart ("" for none), and the words."""

    drawn: str
    codes: Mapping[str, str]
    words: str
    code: str
    milk_code: str


@dataclass(frozen=True, slots=True)
class ToothChart:
    """All that the drawing needs."""

    dentitions: tuple[Dentition, ...]
    rows: tuple[Row, ...]
    palette: tuple[Stroke, ...]


def tooth_chart(form: QuestionForm, group: Group) -> ToothChart:
    """Return the chart of a group whose inner groups hold the teeth."""
    grids = [item for item in group.items if isinstance(item, Group) and "grid" in item.appearance.split()]
    sound = _may_be_sound(form, grids)
    rows = tuple(row for pair in HALVES for row in _rows(form, grids, pair, sound))
    milk = {row.dentition for row in rows if row.is_milk}
    coded = {row.dentition for row in rows for half in row.halves for tooth in half.teeth if tooth.code}
    age = form.context.get(AGE, "")
    dentitions = tuple(
        Dentition(
            grid.name, form.text(grid.labels), grid.name in milk, grid.name in coded or is_of_age(grid.appearance, age)
        )
        for grid in grids
    )
    milk_lists = {tooth.list_name for row in rows if row.is_milk for half in row.halves for tooth in half.teeth}
    return ToothChart(dentitions, rows, tuple(_palette(form, grids, milk_lists)))


def is_of_age(appearance: str, age: str) -> bool:
    """Tell whether teeth are shown at an age; where the age is not known, those that adults have."""
    span = AGES.search(appearance)
    if span is None:
        return True
    first, last = (int(years) for years in span.groups())
    return first <= (int(age) if age.isdigit() else GROWN_UP) <= last


def _rows(form: QuestionForm, grids: list[Group], pair: tuple[int, int], sound: frozenset[str]) -> Iterator[Row]:
    for grid in grids:
        halves = tuple(half for quadrant in pair if (half := _half(form, grid, quadrant, sound)).teeth)
        if halves:
            is_milk = pair[0] >= FIRST_MILK_QUADRANT
            yield Row(grid.name, pair[0] in (1, 5), is_milk, halves)


def _half(form: QuestionForm, grid: Group, quadrant: int, sound: frozenset[str]) -> Half:
    found = {}
    for question in questions_in(grid.items):
        number = TOOTH.fullmatch(question.name)
        if number and int(number[1][0]) == quadrant and question.list_name:
            found[int(number[1][1])] = _tooth(form, question, number[1], question.name in sound)
    ordered = sorted(found, reverse=quadrant in FROM_THE_RIGHT)
    return Half(quadrant, tuple(found[place] for place in ordered))


def _tooth(form: QuestionForm, question: Question, number: str, may_be_sound: bool) -> Tooth:
    code = str(form[question.name].data or "")
    choice = form.definition.find_choice(question.name, code)
    shapes = MILK_SHAPES if int(number[0]) >= FIRST_MILK_QUADRANT else SHAPES
    return Tooth(
        question=question.name,
        number=number,
        list_name=question.list_name or "",
        shape=shapes.get(int(number[1]), "molar"),
        code=choice.name if choice else "",
        words=in_language(choice.labels, form.lang) if choice else "",
        drawn=_drawn(choice) if choice else "",
        may_be_sound=may_be_sound,
    )


def _drawn(choice: Choice) -> str:
    return choice.extra.get("drawn") or choice.name


def _palette(form: QuestionForm, grids: list[Group], milk_lists: set[str]) -> Iterator[Stroke]:
    """Yield the strokes in the order of the lists; the words are those of the first list that has the drawing."""
    codes: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    for name in dict.fromkeys(question.list_name for grid in grids for question in questions_in(grid.items)):
        for choice in form.definition.choices.get(name or "", ()):
            codes.setdefault(_drawn(choice), {})[name or ""] = choice.name
            label = in_language(choice.labels, form.lang).removeprefix(choice.name).strip()
            words.setdefault(_drawn(choice), label)
    for drawn, by_list in codes.items():
        milk = "".join(code for name, code in by_list.items() if name in milk_lists)
        permanent = "".join(code for name, code in by_list.items() if name not in milk_lists)
        yield Stroke(drawn, by_list, words[drawn], permanent, milk)


def _may_be_sound(form: QuestionForm, grids: list[Group]) -> frozenset[str]:
    """Return the teeth that may be called sound without a question: those against which no rule of the form speaks."""
    questions = (question for grid in grids for question in questions_in(grid.items))
    sound = {question.name: _sound_code(form, question) for question in questions}
    outcome = submit(form.definition, sound, context=form.context, today=today())
    is_known = {name for name, code in sound.items() if code}
    return frozenset(is_known - outcome.to_confirm.keys() - outcome.errors.keys())


def _sound_code(form: QuestionForm, question: Question) -> str:
    choices = form.definition.choices.get(question.list_name or "", ())
    return next((choice.name for choice in choices if _drawn(choice) == SOUND), "")


def init_tooth_chart(app: Flask) -> None:
    """Give the chart to the templates."""
    filters: dict[str, Any] = app.jinja_env.filters
    filters["tooth_chart"] = tooth_chart
