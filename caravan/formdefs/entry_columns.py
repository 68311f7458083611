"""Columns of Caravan's own that say how a question is answered in few taps: ``step``, ``start`` and ``normal``.

``step`` is what one tap of a stepper adds or takes; ``start`` is what its first tap gives while the field is blank;
``normal`` is the answer that "all normal" gives, or an expression that comes to one or to blank. Other tools leave
these columns alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import SELECTS, UNANSWERED, Choice, Entry, NormalTap, Question
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.rules import read_expression
from caravan.formdefs.sheets import Row, heading_of
from caravan.formdefs.typed_values import AnswerError, read_typed

ENTRY_COLUMNS = ("step", "start", "normal")
STEPPER = "stepper"
_NUMBERS = ("integer", "decimal")
_FEW = 6  # as many answers as a sentence can name


def read_entry(row: Row, kind: str, choices: Sequence[Choice], log: ProblemLog) -> Entry:
    """Return how the question of a row is entered, noting in the log what cannot be."""
    is_stepper = STEPPER in row.get("appearance").split()
    if is_stepper and kind not in _NUMBERS:
        what = f'a question of type "{kind}" has no steps'
        log.add(row.place("appearance"), what, 'take "stepper" away, or make it an integer or a decimal')
    for column in ("step", "start"):
        if row.get(column) and not is_stepper:
            log.add(row.place(column), f'"{column}" is for a stepper alone', 'write the appearance "stepper"')
    return Entry(
        step=_number(row, "step", kind, log) or 1.0,
        start=_number(row, "start", kind, log),
        normal=_normal(row, kind, choices, log),
    )


def check_normal_tap(tap: NormalTap | None, questions: Iterable[Question], log: ProblemLog) -> None:
    """Note normal answers that no tap gives, and a tap that gives none."""
    given = [question for question in questions if question.entry.normal is not None]
    if given and tap is None:
        what = f'"{given[0].name}" has a normal answer, but no tap is worded that gives it'
        log.add(Place("settings", 2, heading_of("normal::fr")), what, "word it there, in three languages")
    elif tap is not None and not given:
        what = "the tap for all that is normal gives no answer"
        remedy = 'write normal answers into the column "normal", or take the tap away'
        log.add(Place("survey", 1, "normal"), what, remedy)


def _number(row: Row, column: str, kind: str, log: ProblemLog) -> float | None:
    text = row.get(column)
    if not text or kind not in _NUMBERS:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        log.add(row.place(column), f'"{text}" is no number', 'write a number, like "0.25"')
        return None
    if column == "step" and number <= 0:
        log.add(row.place(column), f"a step of {text} leads nowhere", "write a number above 0")
    elif kind == "integer" and not number.is_integer():
        log.add(row.place(column), f"{text} is no whole number, and the question takes no other", "write a whole one")
    return number


def _normal(row: Row, kind: str, choices: Sequence[Choice], log: ProblemLog) -> Tree | None:
    text = row.get("normal")
    if not text:
        return None
    if kind in UNANSWERED:
        log.add(row.place("normal"), f'a row of type "{kind}" is not answered', "empty the cell")
        return None
    if "${" in text:
        return read_expression(row, "normal", None, log)
    if kind and (choices or kind not in SELECTS):  # else something is wrong that is told already
        _check_answer(row, kind, choices, log)
    return ["str", text]


def _check_answer(row: Row, kind: str, choices: Sequence[Choice], log: ProblemLog) -> None:
    text, names = row.get("normal"), [choice.name for choice in choices]
    try:
        read_typed(kind, text, choices)
    except AnswerError:
        like = f" ({', '.join(names[:_FEW])})" if names else ""
        log.add(row.place("normal"), f'"{text}" is no answer to this question', f"write one of its answers{like}")
