"""Persons by health coverage: families first, then every scheme; "none" and "unknown" are never merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caravan.domain.coverage import FAMILIES
from caravan.reports.dataset import PersonRow
from caravan.reports.page import Column, Page
from caravan.reports.sheets import Sheet, close_page, open_page, share


def write_coverage(sheet: Sheet) -> None:
    """Write registered persons by coverage family and by scheme, and how many of them were seen."""
    words, persons = sheet.words, sheet.book.dataset.persons
    page = open_page(
        sheet,
        [
            Column(words.column("coverage"), "text", width=44),
            *(Column(words.column(key)) for key in ("number", "women", "men", "out_of")),
            Column(words.column("share"), "share"),
            Column(words.column("seen")),
        ],
    )
    page.band(words.word("coverage_family"))
    families = [row.coverage_family for row in persons]
    _write_groups(sheet, page, _ordered(FAMILIES, families), _family_label(sheet), lambda row: row.coverage_family)
    page.band(words.word("coverage_scheme"))
    schemes = [row.coverage for row in persons]
    _write_groups(sheet, page, _ordered(words.coverage_schemes(), schemes), words.coverage, lambda row: row.coverage)
    close_page(sheet, page)


def _family_label(sheet: Sheet) -> Callable[[str], str]:
    return lambda family: sheet.words.label("coverage_family", family)


def _ordered(known: Sequence[str], found: Sequence[str]) -> list[str]:
    return [*known, *sorted(set(found) - set(known))]


def _write_groups(
    sheet: Sheet, page: Page, codes: list[str], label: Callable[[str], str], code_of: Callable[[PersonRow], str]
) -> None:
    persons = sheet.book.dataset.persons
    for code in codes:
        page.row([label(code), *_values(sheet, [row for row in persons if code_of(row) == code])])
    page.row([sheet.words.word("total"), *_values(sheet, persons)], tone="total")


def _values(sheet: Sheet, group: Sequence[PersonRow]) -> list[object]:
    everyone = len(sheet.book.dataset.persons)
    sexes = [row.sex for row in group]
    seen = sum(row.id in sheet.book.sites_of for row in group)
    women, men = sexes.count("female"), sexes.count("male")
    return [len(group), women, men, everyone, share(len(group), everyone), seen]
