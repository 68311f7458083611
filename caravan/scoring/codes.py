"""Codes of what is found, answered and examined: ICD-10, ICD-11, LOINC and UCUM, as far as the clinical reference has.

They stand in ``codes.csv``. A row is of a finding, an answer, a panel, a form (the encounter) or a diagnosis that a
doctor recorded; without a value it is of the thing itself, else of that value ("over_0" of any number above 0, "any" of
any answer). The mark ``none`` says that the reference has no code. A screening finds suspicions: an export gives the
code of a disease as provisional, unless a doctor recorded the diagnosis.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from caravan.scoring.findings import Value

FILE: Final = Path(__file__).parent / "codes.csv"
KINDS: Final = ("finding", "answer", "panel", "form", "diagnosis")
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one thing or of one of its values, "" where there is none, and the mark of their source."""

    kind: str
    name: str
    value: str
    icd10: str
    icd11: str
    loinc: str
    ucum: str
    mark: str


@cache
def read_codes() -> Mapping[tuple[str, str], tuple[Codes, ...]]:
    """Every row, by kind and name."""
    rows: dict[tuple[str, str], tuple[Codes, ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = Codes(**row)
            key = codes.kind, codes.name
            rows[key] = (*rows.get(key, ()), codes)
    return MappingProxyType(rows)


def is_listed(kind: str, name: str) -> bool:
    """Whether the table has the thing, be it to say that it has no code."""
    return (kind, name) in read_codes()


def spellings(value: Value | None) -> set[str]:
    """How the table may name a value: none at all, itself, "any", and "over_0" of a number above 0."""
    if value is None or value == "":
        return {""}
    said = {"", "any", str(value).lower()}
    return said | {"over_0"} if isinstance(value, int | float) and value > 0 else said


def codes_of(kind: str, name: str, value: Value | None = None) -> tuple[Codes, ...]:
    """The codes of a thing and of the value it has; none for a name that the table has not, or only as without."""
    named = spellings(value)
    return tuple(row for row in read_codes().get((kind, name), ()) if row.value in named and row.mark != NONE)
