"""The map of an import (TOML): which column, code and unit of a foreign table answers which of our questions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from caravan.domain.errors import CaravanError

RULE_KEYS = {"column", "columns", "values", "constant", "when", "factor", "decimals", "missing", "invalid"}
JOIN = "|"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one question is answered from a row.

    ``columns`` give the text (several are joined with "|"); ``missing`` lists texts that mean blank; ``values`` turns
    their codes into ours; ``factor`` and ``decimals`` their unit into ours; ``constant`` answers without a column,
    only where the column ``when`` is filled; ``blank_invalid`` leaves a refused value blank, with a note, instead of
    refusing the row.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None
    constant: str | None = None
    when: str | None = None
    factor: Decimal | None = None
    decimals: int | None = None
    missing: tuple[str, ...] = ()
    blank_invalid: bool = False


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A whole map. ``source`` and ``key`` name a row for ever, so that a second import finds the first."""

    source: str
    form_id: str | None = None
    key: str | None = None
    site: str | None = None
    day: date | None = None
    day_column: str | None = None
    registration: Mapping[str, Rule] = field(default_factory=dict)
    answers: Mapping[str, Rule] = field(default_factory=dict)

    def columns(self) -> set[str]:
        """Return every column that the map reads."""
        rules = [*self.registration.values(), *self.answers.values()]
        named = {column for rule in rules for column in (*rule.columns, rule.when) if column}
        return named | {column for column in (self.key, self.day_column) if column}


def read_map(path: Path) -> ImportMap:
    """Read a map. Raises CaravanError("map.…") saying which entry is wrong."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CaravanError("import.no_file", file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaravanError("map.not_toml", file=path.name, why=str(error)) from error
    known = {"source", "form", "key", "site", "day", "day_column", "registration", "answers"}
    if unknown := sorted(set(document) - known):
        raise CaravanError("map.unknown_entry", file=path.name, entry=unknown[0])
    day = document.get("day")
    if day is not None and not isinstance(day, date):
        raise CaravanError("map.day", file=path.name)
    return ImportMap(
        source=str(document.get("source", path.stem)),
        form_id=document.get("form"),
        key=document.get("key"),
        site=document.get("site"),
        day=day,
        day_column=document.get("day_column"),
        registration=_rules(path, document, "registration"),
        answers=_rules(path, document, "answers"),
    )


def plain_map(source: str, columns: set[str], *, registration: set[str], answers: set[str]) -> ImportMap:
    """Return the map of a table whose headers are our question names already."""
    return ImportMap(
        source=source,
        registration={name: Rule(columns=(name,)) for name in sorted(columns & registration)},
        answers={name: Rule(columns=(name,)) for name in sorted(columns & answers)},
    )


def answer_of(rule: Rule, cells: Mapping[str, str]) -> str:
    """Return the text that answers the question in this row, blank when none does. Raises CaravanError("map.value")."""
    if rule.constant is not None:
        return rule.constant if rule.when is None or cells.get(rule.when) else ""
    parts = [cells.get(column, "") for column in rule.columns]
    text = JOIN.join(parts) if len(parts) > 1 else parts[0]
    if not any(parts) or text in rule.missing:
        return ""
    if rule.values is not None:
        if text not in rule.values:
            raise CaravanError("map.value", column=", ".join(rule.columns), value=text)
        return rule.values[text]
    return _convert(rule, text)


def _convert(rule: Rule, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if rule.factor is not None:
        number *= rule.factor
    if rule.decimals is not None:
        number = round(number, rule.decimals)
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


def _rules(path: Path, document: Mapping[str, Any], section: str) -> dict[str, Rule]:
    return {name: _rule(path, f"{section}.{name}", entry) for name, entry in document.get(section, {}).items()}


def _rule(path: Path, name: str, entry: Any) -> Rule:
    if isinstance(entry, str):
        return Rule(columns=(entry,))
    if not isinstance(entry, dict) or set(entry) - RULE_KEYS:
        raise CaravanError("map.unknown_entry", file=path.name, entry=name)
    columns = tuple(entry.get("columns", ())) or ((entry["column"],) if "column" in entry else ())
    if not columns and "constant" not in entry:
        raise CaravanError("map.no_column", file=path.name, entry=name)
    return Rule(
        columns=columns,
        values=entry.get("values"),
        constant=entry.get("constant"),
        when=entry.get("when"),
        factor=Decimal(str(entry["factor"])) if "factor" in entry else None,
        decimals=entry.get("decimals"),
        missing=tuple(entry.get("missing", ())),
        blank_invalid=entry.get("invalid") == "blank",
    )
