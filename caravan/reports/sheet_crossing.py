"""Visits by site, day, sex and age band, then the sum of the sites beside the distinct persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from caravan.domain.dates import AGE_BANDS
from caravan.reports.dataset import ScreeningRow, VisitRow
from caravan.reports.page import Column, Page
from caravan.reports.sheets import Sheet, close_page, open_page

SEXES = ("female", "male", "unknown")


def write_crossing(sheet: Sheet) -> None:
    """Write one row per site, day and sex; a site's own total; then all sites, added up and as distinct persons."""
    visits, screenings = sheet.book.dataset.visits, sheet.book.dataset.screenings
    page = open_page(sheet, _columns(sheet), is_empty=not visits and not screenings)
    added: Counter[str] = Counter()
    for site in sorted({row.site for row in visits} | {row.site for row in screenings}):
        here = [row for row in visits if row.site == site]
        seen = [row for row in screenings if row.site == site]
        _write_site(sheet, page, site, (here, seen))
        total = _cells(here, seen)
        page.row([_site(sheet, site), None, sheet.words.word("site_total"), *_values(total)], tone="group")
        added.update(total)
    page.row([sheet.words.word("sum_of_sites"), None, None, *_values(added)], tone="total")
    page.row([sheet.words.word("distinct_persons"), None, None, *_distinct(sheet)], tone="total")
    close_page(sheet, page)


def _columns(sheet: Sheet) -> list[Column]:
    words = sheet.words
    bands = [Column(words.label("age_band", band)) for band in AGE_BANDS]
    return [
        Column(words.column("site"), "text"),
        Column(words.column("day"), "day", width=13),
        Column(words.column("sex"), "text", width=15),
        *bands,
        *(Column(words.column(key)) for key in ("visits", "seen", "services")),
    ]


def _write_site(sheet: Sheet, page: Page, site: str, rows: tuple[Sequence[VisitRow], Sequence[ScreeningRow]]) -> None:
    visits, screenings = rows
    found = {(row.day, row.sex) for row in visits} | {(row.day, row.sex) for row in screenings}
    both = {(day, sex) for day, _ in found for sex in ("female", "male")}
    for day, sex in sorted(found | both, key=_by_day_and_sex):
        here = [row for row in visits if (row.day, row.sex) == (day, sex)]
        seen = [row for row in screenings if (row.day, row.sex) == (day, sex)]
        page.row([_site(sheet, site), day, sheet.words.label("sex", sex), *_values(_cells(here, seen))])


def _by_day_and_sex(key: tuple[date, str]) -> tuple[date, int]:
    return key[0], SEXES.index(key[1]) if key[1] in SEXES else len(SEXES)


def _site(sheet: Sheet, site: str) -> str:
    return site or sheet.words.word("unnamed_site")


def _cells(visits: Sequence[VisitRow], screenings: Sequence[ScreeningRow]) -> Counter[str]:
    cells = Counter(row.age_band for row in visits)
    cells["visits"] = len(visits)
    cells["seen"] = len({row.patient_id for row in screenings})
    cells["services"] = len(screenings)
    return cells


def _values(cells: Counter[str]) -> list[object]:
    return [cells[key] for key in (*AGE_BANDS, "visits", "seen", "services")]


def _distinct(sheet: Sheet) -> list[object]:
    """Each person once, in the age band of their first visit of the period."""
    first: dict[str, VisitRow] = {}
    for row in sorted(sheet.book.dataset.visits, key=lambda row: (row.day, row.id)):
        first.setdefault(row.patient_id, row)
    cells = Counter(row.age_band for row in first.values())
    return [*(cells[band] for band in AGE_BANDS), len(first), len(sheet.book.sites_of), None]
