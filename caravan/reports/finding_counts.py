"""Counting the findings of one station: persons by value, and the mean and spread of measured numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from caravan.reports.bases import Book
from caravan.reports.conditions import is_missing
from caravan.reports.dataset import ScreeningRow

if TYPE_CHECKING:
    from caravan.formdefs.model import Form


@dataclass(frozen=True, slots=True)
class People:
    """Distinct persons, and how many of them are women and men."""

    n: int
    women: int
    men: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A measured number over persons. ``sd`` is the sample standard deviation (n - 1); None below two persons."""

    mean: float
    sd: float | None
    median: float


@dataclass(frozen=True, slots=True)
class FindingCount:
    """One finding of a station: who has it at all (``measured``), then either persons by value or the spread."""

    code: str
    measured: People
    by_value: tuple[tuple[str, People], ...] = ()
    spread: Spread | None = None
    is_classified: bool = False


def count_findings(book: Book, form_id: str, form: Form | None) -> tuple[FindingCount, ...]:
    """Count each finding over the latest screening of each person on this form.

    The order is that of the form; findings the form does not name come after, so that nothing recorded is left out.
    """
    rows = book.latest_of.get(form_id, ())
    return tuple(_count(code, rows, _listed_values(form, code)) for code in list_findings(book, form_id, form))


def list_findings(book: Book, form_id: str, form: Form | None) -> tuple[str, ...]:
    """The codes of the findings that ``count_findings`` counts, in its order."""
    named = form.finding_codes() if form else ()
    found = {code for row in book.latest_of.get(form_id, ()) for code in row.findings}
    return (*named, *sorted(found - set(named)))


def _listed_values(form: Form | None, code: str) -> tuple[str, ...]:
    return tuple(choice.name for choice in form.choices.get(code, ())) if form else ()


def _count(code: str, rows: Sequence[ScreeningRow], listed: tuple[str, ...]) -> FindingCount:
    having = [row for row in rows if not is_missing(row.findings.get(code))]
    values = [row.findings[code] for row in having]
    if listed or any(isinstance(value, str | bool) for value in values):
        return FindingCount(code, _people(having), _by_value(code, having, listed), is_classified=True)
    return FindingCount(code, _people(having), spread=_spread([float(value) for value in values]))


def _by_value(code: str, rows: Sequence[ScreeningRow], listed: tuple[str, ...]) -> tuple[tuple[str, People], ...]:
    groups: dict[str, list[ScreeningRow]] = {value: [] for value in listed}
    for row in rows:
        groups.setdefault(_as_code(row.findings[code]), []).append(row)
    return tuple((value, _people(group)) for value, group in groups.items())


def _as_code(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _people(rows: Iterable[ScreeningRow]) -> People:
    sexes = [row.sex for row in rows]
    return People(len(sexes), sexes.count("female"), sexes.count("male"))


def _spread(values: list[float]) -> Spread | None:
    if not values:
        return None
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    deviation = math.sqrt(squares / (len(values) - 1)) if len(values) > 1 else None
    return Spread(mean, deviation, median(values))
