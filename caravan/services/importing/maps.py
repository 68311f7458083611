"""The map of an import (TOML): which column, code and unit of a foreign table answers which of our questions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from caravan.domain.errors import CaravanError
from caravan.formdefs.typed_values import AnswerError, read_typed

RULE_KEYS = {"column", "columns", "values", "constant", "when", "factor", "decimals", "missing", "invalid"}
TEXTS = ("source", "form", "key", "site", "day_column")
JOIN = "|"
WHOLE = re.compile(r"(-?[0-9]+)\.0+")


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
    except OSError as error:
        raise CaravanError("import.no_file", file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaravanError("map.not_toml", file=path.name, why=str(error)) from error
    if unknown := sorted(set(document) - {*TEXTS, "day", "registration", "answers"}):
        raise CaravanError("map.unknown_entry", file=path.name, entry=unknown[0])
    if wrong := [name for name in TEXTS if not isinstance(document.get(name, ""), str)]:
        raise CaravanError("map.wrong_entry", file=path.name, entry=wrong[0])
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
    text, plain = (
        JOIN.join(parts),
        JOIN.join(WHOLE.sub(r"\1", part) if WHOLE.fullmatch(part) else part for part in parts),
    )
    if not any(parts) or text in rule.missing or plain in rule.missing:
        return ""
    if rule.values is not None:
        known = next((each for each in (text, plain) if each in rule.values), None)
        if known is None:
            raise CaravanError("map.value", column=", ".join(rule.columns), value=text)
        return rule.values[known]
    return plain if rule.factor is None and rule.decimals is None else _convert(rule, plain)


def _convert(rule: Rule, text: str) -> str:
    """Return a number in our unit, read as the forms read numbers; what is none is left for the form to refuse."""
    try:
        number = Decimal(str(read_typed("decimal", text)))
    except AnswerError:
        return text
    if rule.factor is not None:
        number *= rule.factor
    if rule.decimals is not None:
        number = round(number, rule.decimals)
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


def _rules(path: Path, document: Mapping[str, Any], section: str) -> dict[str, Rule]:
    if not isinstance(document.get(section, {}), dict):
        raise CaravanError("map.wrong_entry", file=path.name, entry=section)
    return {name: _rule(path, f"{section}.{name}", entry) for name, entry in document.get(section, {}).items()}


def _rule(path: Path, name: str, entry: Any) -> Rule:
    if isinstance(entry, str):
        return Rule(columns=(entry,))
    if not isinstance(entry, dict) or set(entry) - RULE_KEYS:
        raise CaravanError("map.unknown_entry", file=path.name, entry=name)
    try:
        rule = _read_rule(entry)
    except (TypeError, ValueError, AttributeError, LookupError, InvalidOperation) as error:
        raise CaravanError("map.wrong_entry", file=path.name, entry=name) from error
    if not rule.columns and rule.constant is None:
        raise CaravanError("map.no_column", file=path.name, entry=name)
    return rule


def _read_rule(entry: Mapping[str, Any]) -> Rule:
    """Read one entry; texts may be written as bare numbers. What is no such entry raises one of Python's own errors."""
    columns = _texts(entry.get("columns", ())) or _texts([entry["column"]] if "column" in entry else ())
    if entry.get("invalid", "blank") != "blank":
        raise ValueError(entry["invalid"])
    return Rule(
        columns=columns,
        values={str(key): _text(value) for key, value in entry["values"].items()} if "values" in entry else None,
        constant=_text(entry["constant"]) if "constant" in entry else None,
        when=_text(entry["when"]) if "when" in entry else None,
        factor=Decimal(str(entry["factor"])) if "factor" in entry else None,
        decimals=range(10)[entry["decimals"]] if "decimals" in entry else None,
        missing=_texts(entry.get("missing", ())),
        blank_invalid="invalid" in entry,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError(value)
    return str(value)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise TypeError(values)
    return tuple(_text(value) for value in values)
