"""What somebody meant who typed 13/8: a pressure written into one box is parted, one in cmHg is asked about.

The rules that see the slip are in ``caravan.scoring.entry``. What was typed changes by a tap alone: the button of the
question sends what was meant along (``MEANT``), and the save goes on with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from caravan.formdefs.drawing import READINGS, kind_of, readings_of
from caravan.formdefs.model import Form, Question
from caravan.formdefs.typed_values import AnswerError, read_typed
from caravan.scoring.entry import CMHG, likely_mmhg, read_pair

if TYPE_CHECKING:
    from caravan.web.form_builder import QuestionForm

MEANT = "typed.meant"  # no question of a form has a dot in its name
LIMBS = 2
Row = Sequence[Question]


@dataclass(frozen=True, slots=True)
class Meant:
    """A pressure that was probably meant: as it is read, and as the button sends it."""

    shown: str
    sent: str


def settle(form: QuestionForm) -> None:
    """Put what was meant by a tap into its fields, and both parts of a pressure written into one box into theirs."""
    if request.method != "POST":
        return
    rows = list(rows_of_pressure(form.definition))
    names = {question.name for row in rows for question in row}
    for part in request.form.get(MEANT, "").split():
        name, _, figures = part.partition("=")
        if name in names and figures.isdecimal():
            form[name].data = figures
    for row in rows:
        _part(form, row)


def rows_of_pressure(definition: Form) -> Iterator[Row]:
    """Yield the readings of a form that are a systolic and a diastolic pressure."""
    for group in definition.groups.values():
        if kind_of(group) == READINGS and group.extra.get("entry") == CMHG.rule_id:
            yield from (row for row in readings_of(group).rows if len(row) == LIMBS)


def meant_by(form: QuestionForm, row: Row) -> Meant | None:
    """Return the pressure in mmHg that was probably meant, when a row was refused and looks like cmHg."""
    if len(row) != LIMBS or not any(question.name in form.refusals for question in row):
        return None
    upper, lower = (_figure(form[question.name].data) for question in row)
    likely = None if upper is None else likely_mmhg(upper, lower)
    if likely is None:
        return None
    given = [(question.name, figure) for question, figure in zip(row, likely, strict=True) if figure is not None]
    return Meant("/".join(str(figure) for _, figure in given), " ".join(f"{name}={figure}" for name, figure in given))


def _part(form: QuestionForm, row: Row) -> None:
    upper, lower = (form[question.name] for question in row)
    pair = None if lower.data else read_pair(upper.data or "")
    if pair is not None:
        upper.data, lower.data = (f"{figure:g}" for figure in pair)


def _figure(typed: object) -> float | None:
    try:
        figure = read_typed("decimal", typed if isinstance(typed, str) else None)
    except AnswerError:
        return None
    return figure if isinstance(figure, float) else None
