"""Groups that are drawn as one thing but are not made up as that asks (see ``drawing``)."""

from __future__ import annotations

from collections.abc import Iterator

from caravan.formdefs.drawing import (
    LEFT_BLANK,
    MEASURE,
    ONE_TAP,
    READINGS,
    kind_of,
    measure_of,
    questions_of,
    readings_of,
    told_beside,
)
from caravan.formdefs.model import FINDINGS, Choice, Form, Group
from caravan.formdefs.problems import Place, ProblemLog, suggestion

FEWEST_READINGS = 2
_COLUMNS_OF = {"pause": (READINGS,), "taps": (ONE_TAP,), "entry": (READINGS, MEASURE)}  # findings: any group


def check_drawing(form: Form, log: ProblemLog) -> None:
    for group in form.groups.values():
        kind = kind_of(group)
        for column, kinds in _COLUMNS_OF.items():
            if column in group.extra and kind not in kinds:
                remedy = f"give the group the appearance {' or '.join(kinds)}, or empty the cell"
                log.add(Place("survey", group.row, column), f'"{column}" has no effect on this group', remedy)
        _check_findings(form, group, log)
        if kind == READINGS:
            _check_readings(group, log)
        elif kind == MEASURE and measure_of(group) is None:
            place = Place("survey", group.row, "appearance")
            log.add(place, f'"{group.name}" has no value with a unit', "ask NAME_value and NAME_unit in it")
        elif kind == ONE_TAP:
            _check_taps(form, group, log)


def _check_findings(form: Form, group: Group, log: ProblemLog) -> None:
    known = form.finding_codes()
    for code in (code for codes in told_beside(group) for code in codes):
        if code not in known:
            what = f'no finding of this form has the code "{code}"'
            remedy = f'correct it, or add it to the list "{FINDINGS}"{suggestion(code, known)}'
            log.add(Place("survey", group.row, "findings"), what, remedy)


def _check_readings(group: Group, log: ProblemLog) -> None:
    rows = readings_of(group).rows
    if len(rows) < FEWEST_READINGS or len({len(row) for row in rows}) > 1:
        what = f'the readings of "{group.name}" are not alike, or fewer than two'
        log.add(Place("survey", group.row, "appearance"), what, "number the same questions: NAME_1, NAME_2 …")
    pause = group.extra.get("pause", "0")
    if not pause.isdecimal():
        log.add(Place("survey", group.row, "pause"), f'"{pause}" is no number of seconds', "write a number, as 60")


def _check_taps(form: Form, group: Group, log: ProblemLog) -> None:
    name = group.extra.get("taps", "")
    if name not in form.choices:
        what = f'the choices sheet has no list "{name}"' if name else f'"{group.name}" names no list of taps'
        log.add(Place("survey", group.row, "taps"), what, f"name a list of choices{suggestion(name, form.choices)}")
    for choice in form.choices.get(name, ()):
        for what in _faults(form, group, choice):
            log.add(Place("choices", choice.row, "answers"), what, 'give each question of the group an answer, or "-"')


def _faults(form: Form, group: Group, choice: Choice) -> Iterator[str]:
    answers, questions = choice.extra.get("answers", "").split(), questions_of(group)
    if len(answers) != len(questions):
        yield f'"{choice.name}" gives {len(answers)} answers to the {len(questions)} questions of "{group.name}"'
    for question, answer in zip(questions, answers, strict=False):
        if answer != LEFT_BLANK and form.find_choice(question.name, answer) is None:
            yield f'"{answer}" is not a choice of "{question.name}"'
