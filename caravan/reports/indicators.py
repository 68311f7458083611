"""Counting the indicators of a definition; screens and workbook both count here, so they agree to the unit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from caravan.reports.bases import BASES, Book, Row
from caravan.reports.conditions import Condition
from caravan.reports.dataset import Dataset
from caravan.reports.definitions import Indicator, ReportDefinition

Getter = Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Counted:
    """``n`` out of ``of`` (None when the indicator has no denominator); ``women`` and ``men`` are parts of ``n``."""

    n: int
    of: int | None = None
    women: int = 0
    men: int = 0

    @property
    def share(self) -> float | None:
        """The proportion n / of, or None when there is nothing to divide by (an empty denominator is not 0 %)."""
        return self.n / self.of if self.of else None


def count_indicators(dataset: Dataset, definition: ReportDefinition) -> Mapping[str, Counted]:
    """Count every indicator of the definition. Keys are the indicators' keys, station ones as ``eye.persons``."""
    book = Book(dataset)
    counts = {indicator.key: _count(book, indicator) for indicator in definition.indicators}
    return {
        indicator.key: _over(counts[indicator.key], counts[indicator.of].n if indicator.of else None)
        for indicator in definition.indicators
    }


def _over(counted: Counted, of: int | None) -> Counted:
    return Counted(counted.n, of, counted.women, counted.men)


def _count(book: Book, indicator: Indicator) -> Counted:
    basis = BASES[indicator.basis]
    by_sex: dict[str, set[Hashable]] = {}
    for row in _matching(book, indicator):
        by_sex.setdefault(row.sex, set()).add(basis.identity(row))
    everyone: set[Hashable] = set().union(*by_sex.values())
    if not basis.has_sex:
        return Counted(len(everyone))
    return Counted(len(everyone), None, len(by_sex.get("female", ())), len(by_sex.get("male", ())))


def _matching(book: Book, indicator: Indicator) -> Iterable[Row]:
    if indicator.basis == "readings":
        rows: Iterable[Row] = book.readings(indicator.form, indicator.questions)
    elif indicator.basis == "persons_seen" and indicator.form is not None:
        rows = book.latest_of.get(indicator.form, ())
    else:
        rows = BASES[indicator.basis].rows(book)
        if indicator.form is not None:
            rows = (row for row in rows if getattr(row, "form_id", indicator.form) == indicator.form)
    tests = [(_getter(condition, book), condition.holds) for condition in indicator.where]
    return (row for row in rows if all(holds(read(row)) for read, holds in tests))


def _getter(condition: Condition, book: Book) -> Getter:
    """Return what reads the condition's field from a row."""
    prefix, _, name = condition.field.partition(".")
    makers: Mapping[str, Callable[[], Getter]] = {
        "finding": lambda: lambda row: row.findings.get(name),  # type: ignore[union-attr]
        "answer": lambda: lambda row: row.answers.get(name),  # type: ignore[union-attr]
        "person": lambda: lambda row: getattr(book.persons.get(row.patient_id), name, None),  # type: ignore[union-attr]
    }
    if name and prefix in makers:
        return makers[prefix]()
    return attrgetter(condition.field)
