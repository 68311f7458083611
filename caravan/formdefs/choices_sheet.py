"""The choices sheet: lists of choices with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from caravan.formdefs.model import Choice
from caravan.formdefs.problems import ProblemLog
from caravan.formdefs.sheets import Row, Sheet
from caravan.formdefs.translations import full_texts

_NAMED = {"list_name", "name", "label"}


def read_choices(sheet: Sheet | None, log: ProblemLog) -> Mapping[str, tuple[Choice, ...]]:
    """Return the choices by list, in sheet order, noting in the log what is missing or wrong."""
    lists: dict[str, dict[str, Choice]] = {}
    for row in sheet.rows if sheet else ():
        if _is_named(row, log):
            _add_choice(lists.setdefault(row.get("list_name"), {}), row, log)
    return {name: tuple(choices.values()) for name, choices in lists.items()}


def _is_named(row: Row, log: ProblemLog) -> bool:
    for column in ("list_name", "name"):
        if not row.get(column):
            log.add(row.place(column), f'the choice has no "{column}"', "fill in the cell or empty the row")
            return False
    return True


def _add_choice(choices: dict[str, Choice], row: Row, log: ProblemLog) -> None:
    list_name, name = row.get("list_name"), row.get("name")
    if any(letter.isspace() for letter in name):
        what = f'the choice name "{name}" has a space in it, which separates answers'
        log.add(row.place("name"), what, 'write "_" in place of the space')
    if name in choices:
        log.add(row.place("name"), f'the list "{list_name}" has two choices named "{name}"', "rename or remove one")
        return
    labels = full_texts(row, "label", f'the choice "{name}" of the list "{list_name}"', log)
    extra = {column: text for column, text in row.cells.items() if column not in _NAMED and "::" not in column}
    choices[name] = Choice(name=name, labels=labels, extra=extra, row=row.number)
