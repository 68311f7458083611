"""What every sheet writer is given, and the indicator rows that several of them print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.workbook.workbook import Workbook

from caravan.reports.bases import Book
from caravan.reports.definitions import Indicator, SheetSpec
from caravan.reports.heading import footer, heading_lines
from caravan.reports.indicators import Counted
from caravan.reports.labels import Words
from caravan.reports.page import UNDEFINED, Column, Page


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to draw: its definition, the rows, the counted indicators, the words, the workbook it goes into."""

    spec: SheetSpec
    book: Book
    counts: Mapping[str, Counted]
    words: Words
    workbook: Workbook


def share(part: int, whole: int | None) -> object:
    """A proportion for a cell: blank without a denominator, a dash when the denominator is empty."""
    if whole is None:
        return None
    return part / whole if whole else UNDEFINED


def open_page(sheet: Sheet, columns: Sequence[Column], *, is_empty: bool | None = None) -> Page:
    """Begin the sheet: title, where and when, a remark when nothing was recorded, the table's header."""
    words, dataset = sheet.words, sheet.book.dataset
    page = Page(sheet.workbook.create_sheet(sheet.spec.titles[words.lang]), words.lang, columns)
    title = f"{words.of(words.definition.titles)} — {words.of(sheet.spec.titles)}"
    page.heading(title, heading_lines(dataset, words))
    if not (dataset.persons or dataset.visits or dataset.screenings) if is_empty is None else is_empty:
        page.message(words.word("empty"))
    elif sheet.spec.notes:
        page.message(words.of(sheet.spec.notes))
    page.header()
    return page


def close_page(sheet: Sheet, page: Page) -> None:
    """Finish the sheet for paper."""
    page.close(footer=footer(sheet.book.dataset, sheet.words), landscape=sheet.spec.is_landscape)


def indicator_values(counted: Counted, *, with_sexes: bool) -> list[object]:
    """The cells of an indicator after its label: number, women and men, out of, share."""
    sexes: list[object] = []
    if with_sexes:
        told = counted.women or counted.men or not counted.n
        sexes = [counted.women, counted.men] if told else [None, None]
    return [counted.n, *sexes, counted.of, share(counted.n, counted.of)]


def echoed(sheet: Sheet) -> tuple[Indicator, ...]:
    """Indicators of other sheets that this one repeats."""
    return tuple(i for i in sheet.words.definition.indicators if i.also_on == sheet.spec.key)


def echoed_label(sheet: Sheet, indicator: Indicator) -> str:
    """A repeated indicator says which sheet it belongs to."""
    titles = {spec.key: spec.titles for spec in sheet.words.definition.sheets}
    label = sheet.words.of(indicator.labels)
    return f"{sheet.words.of(titles[indicator.sheet])} — {label[:1].lower()}{label[1:]}"
