"""The survey sheet: questions and groups, each row checked by itself (rules between rows are in ``dependencies``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from caravan.formdefs.entry_columns import ENTRY_COLUMNS, read_entry
from caravan.formdefs.model import DRAWING_COLUMNS, SELECTS, Choice, Group, Item, Labels, Question
from caravan.formdefs.problems import Place, ProblemLog, suggestion
from caravan.formdefs.rules import read_rules
from caravan.formdefs.sheets import Row, Sheet
from caravan.formdefs.translations import full_texts, texts

PLAIN_TYPES = ("integer", "decimal", "text", "date", "note", "calculate", "hidden", "barcode")
_SAME_TYPES = {"int": "integer", "string": "text", "select one": "select_one", "select multiple": "select_multiple"}
_SELECT = re.compile(r"(select[_ ](?:one|multiple))(?:\s+(.*))?", re.IGNORECASE)
_GROUP = re.compile(r"(begin|end)[_ ](group|repeat)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# Columns of other tools that change what a form does, so that leaving them out in silence would be wrong.
_UNSUPPORTED = ("default", "trigger", "repeat_count", "read_only", "readonly", "parameters")
_KNOWN_COLUMNS = (
    *("type", "name", "label", "hint", "unit", "appearance", "calculation", "choice_filter", "relevant"),
    *("required", "required_message", "constraint", "constraint_message", "soft_constraint", "soft_constraint_message"),
    *DRAWING_COLUMNS,
    *ENTRY_COLUMNS,
    *("guidance_hint", "note", "comment", "media", "image", "audio", "video"),
    *_UNSUPPORTED,
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the survey sheet says."""

    items: tuple[Item, ...]
    questions: Mapping[str, Question]
    groups: Mapping[str, Group]


class _Kind(NamedTuple):
    type: str
    list_name: str | None = None


@dataclass(slots=True)
class _OpenGroup:
    row: Row
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The survey so far; the first open group is the form itself."""

    lists: Mapping[str, tuple[Choice, ...]]
    log: ProblemLog
    open: list[_OpenGroup] = field(default_factory=lambda: [_OpenGroup(Row("survey", 1, {}))])
    questions: dict[str, Question] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    rows_by_name: dict[str, int] = field(default_factory=dict)


def read_survey(sheet: Sheet | None, lists: Mapping[str, tuple[Choice, ...]], log: ProblemLog) -> Survey:
    """Return the questions and groups, noting in the log what is missing or wrong."""
    reading = _Reading(lists=lists, log=log)
    if sheet is None or not sheet.rows:
        remedy = "add it with the columns type, name and label in three languages"
        log.add(Place("survey"), "the sheet is missing or empty", remedy)
        return Survey((), {}, {})
    _check_columns(sheet, log)
    for row in sheet.rows:
        _read_row(row, reading)
    for left in reading.open[1:]:
        log.add(left.row.place("type"), f'the group "{left.row.get("name")}" is never closed', "add an end_group row")
    return Survey(tuple(reading.open[0].items), reading.questions, reading.groups)


def _check_columns(sheet: Sheet, log: ProblemLog) -> None:
    for column, heading in sheet.headings.items():
        base = column.partition("::")[0]
        near = suggestion(base, _KNOWN_COLUMNS) if base not in _KNOWN_COLUMNS and ":" not in base else ""
        if near:
            log.add(Place("survey", 1, heading), f'"{base}" is not a known column', f"correct its heading{near}")


def _read_row(row: Row, reading: _Reading) -> None:
    for column in _UNSUPPORTED:
        if row.get(column):
            log_text = f'the column "{column}" has no effect in Caravan'
            reading.log.add(row.place(column), log_text, "empty the cell")
    group = _GROUP.fullmatch(row.get("type"))
    if group is None:
        _read_question(row, reading)
        return
    if group[2].lower() == "repeat":
        what = "repeats are outside the supported subset"
        reading.log.add(row.place("type"), what, "write the questions as often as they are needed, in a group")
    if group[1].lower() == "begin":
        _name(row, reading)
        reading.open.append(_OpenGroup(row))
    else:
        _close_group(row, reading)


def _close_group(row: Row, reading: _Reading) -> None:
    if len(reading.open) == 1:
        reading.log.add(
            row.place("type"), "the row closes a group that was never opened", "remove it or add begin_group"
        )
        return
    closed = reading.open.pop()
    begin, name = closed.row, closed.row.get("name")
    group = Group(
        name=name,
        labels=full_texts(begin, "label", f'the group "{name}"', reading.log),
        relevant=read_rules(begin, "group", (), reading.log)["relevant"],
        appearance=begin.get("appearance"),
        items=tuple(closed.items),
        row=begin.number,
        extra={column: begin.get(column) for column in DRAWING_COLUMNS if begin.get(column)},
    )
    reading.groups[name] = group
    reading.open[-1].items.append(group)


def _read_question(row: Row, reading: _Reading) -> None:
    kind, name = _kind(row, reading), _name(row, reading)
    choices = reading.lists.get(kind.list_name or "", ())
    columns = {"name", *(column for choice in choices for column in choice.extra)}
    rules = read_rules(row, kind.type, columns, reading.log)
    question = Question(
        name=name,
        type=kind.type,
        list_name=kind.list_name,
        labels=_labels(row, kind.type, reading.log),
        hints=texts(row, "hint"),
        unit=row.get("unit") or None,
        required=rules["required"],
        relevant=rules["relevant"],
        constraint=rules["constraint"],
        constraint_messages=_messages(row, "constraint", reading.log),
        soft_constraint=rules["soft_constraint"],
        soft_constraint_messages=_messages(row, "soft_constraint", reading.log),
        calculation=rules["calculation"],
        choice_filter=rules["choice_filter"],
        appearance=row.get("appearance"),
        group=tuple(group.row.get("name") for group in reading.open[1:]),
        row=row.number,
        entry=read_entry(row, kind.type, choices, reading.log),
    )
    reading.questions.setdefault(name, question)
    reading.open[-1].items.append(question)


def _kind(row: Row, reading: _Reading) -> _Kind:
    text = row.get("type")
    select = _SELECT.fullmatch(text)
    if select:
        kind = select[1].lower().replace(" ", "_")
        return _Kind(kind, _list_name(row, kind, select[2] or "", reading))
    word = _SAME_TYPES.get(text.lower(), text.lower())
    if word in PLAIN_TYPES:
        return _Kind(word)
    what = f'"{text}" is not a type of question here' if text else "the row has no type"
    near = suggestion(word, (*PLAIN_TYPES, *SELECTS)) or f" ({', '.join((*PLAIN_TYPES, *SELECTS))})"
    reading.log.add(row.place("type"), what, f"write one of the supported types{near}")
    return _Kind("")


def _list_name(row: Row, kind: str, name: str, reading: _Reading) -> str | None:
    if name in reading.lists:
        return name
    if name.endswith(" or_other"):
        what, remedy = '"or_other" is outside the supported subset', 'add a choice "other" and a text question'
    elif not name:
        what, remedy = f'"{kind}" names no list of choices', f'write "{kind} LIST", with a list of the choices sheet'
    else:
        what = f'the choices sheet has no list "{name}"'
        remedy = f"add the list or correct its name{suggestion(name, reading.lists)}"
    reading.log.add(row.place("type"), what, remedy)
    return None


def _name(row: Row, reading: _Reading) -> str:
    name = row.get("name")
    if not _NAME.fullmatch(name):
        what = f'"{name}" cannot be a name' if name else "the row has no name"
        reading.log.add(row.place("name"), what, 'write a word of unaccented letters, figures and "_"')
    elif name in reading.rows_by_name:
        what = f'the name "{name}" is already used in row {reading.rows_by_name[name]}'
        reading.log.add(row.place("name"), what, "give each question and group a name of its own")
    else:
        reading.rows_by_name[name] = row.number
    return name


def _labels(row: Row, kind: str, log: ProblemLog) -> Labels:
    found = texts(row, "label")
    if kind in ("calculate", "hidden") or (not kind and not found):
        return found
    return full_texts(row, "label", f'"{row.get("name")}"', log)


def _messages(row: Row, rule: str, log: ProblemLog) -> Labels:
    column = f"{rule}_message"
    return full_texts(row, column, f'"{row.get("name")}"', log) if row.get(rule) else texts(row, column)
