"""One printed sheet: heading, table header, rows, and the A4 set-up, for a reader of one language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from caravan.reports.cells import clean_text, put
from caravan.reports.look import FORMATS, TONES, alignment

UNDEFINED = "–"  # printed where there is nothing to divide by, or too few values for a spread
A4 = 9  # the paper size number of Excel
LINE_HEIGHT = 13.5
NARROWEST, WIDEST = 8.5, 46.0
FOOTER_NAME_LIMIT, FOOTER_SIZE = 60, 8
SPACE = 0.6
MARKS = "\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: header, kind of value (text, prose, count, measure, share, day), width."""

    label: str
    kind: str = "count"
    width: float | None = None


class Page:
    """A sheet being written from the top down."""

    def __init__(self, sheet: Worksheet, lang: str, columns: Sequence[Column]) -> None:
        self.sheet = sheet
        self.lang = lang
        self.columns = tuple(columns)
        self.next_row = 1
        self.widths = [self._header_width(column) for column in columns]
        self.written: list[tuple[int, tuple[object, ...]]] = []
        sheet.sheet_view.rightToLeft = lang == "ar"
        sheet.sheet_view.showGridLines = False

    def heading(self, title: str, lines: Sequence[str]) -> None:
        """Write the title and the lines that say what, where and when."""
        self._free_text(title, "title", height=24)
        for line in lines:
            self._free_text(line, "where", height=15)
        self.next_row += 1

    def message(self, text: str) -> None:
        """Write a remark across the sheet, before the table."""
        self._free_text(text, "note", height=18)

    def header(self) -> None:
        """Write the header of the table; it stays in sight and is repeated on every printed page."""
        row = self.next_row
        self._write_header()
        texts = [column.kind in ("text", "day") for column in self.columns]
        fixed = texts.index(False) if False in texts else 1
        self.sheet.freeze_panes = f"{get_column_letter(max(fixed, 1) + 1)}{row + 1}"
        self.sheet.print_title_rows = f"{row}:{row}"

    def turn(self, columns: Sequence[Column]) -> None:
        """Go on with other columns of the same widths, under a header of their own."""
        self.columns = tuple(columns)
        self._write_header()

    def _write_header(self) -> None:
        for place, column in enumerate(self.columns, start=1):
            cell = self._cell(place, column.label, "header")
            cell.alignment = alignment(column.kind, self.lang, indent=int(place == 1), is_header=True)
        self.sheet.row_dimensions[self.next_row].height = LINE_HEIGHT * max(self._header_lines()) + 8
        self.next_row += 1

    def band(self, text: str) -> None:
        """Write a section title across the table."""
        for place in range(1, len(self.columns) + 1):
            cell = self._cell(place, text if place == 1 else None, "band")
            cell.alignment = alignment("line", self.lang, indent=1)
        self.sheet.row_dimensions[self.next_row].height = 20
        self.next_row += 1

    def row(self, values: Sequence[object], *, tone: str = "plain", indent: int = 0) -> None:
        """Write one row of the table; a missing value leaves its cell empty."""
        for place, column in enumerate(self.columns, start=1):
            value = values[place - 1] if place <= len(values) else None
            cell = self._cell(place, value, tone)
            cell.alignment = alignment(column.kind, self.lang, indent=indent + 1 if place == 1 else 0)
            if not isinstance(value, str):
                cell.number_format = FORMATS[column.kind]
            self._widen(place - 1, value, indent if place == 1 else 0)
        self.written.append((self.next_row, tuple(values)))
        self.next_row += 1

    def close(self, *, footer: tuple[str, str, str], landscape: bool) -> None:
        """Fit the columns and set A4 paper. ``footer``: name, moment, and a page text with {page} and {pages}."""
        for place, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        for row, values in self.written:
            lines = max(self._lines(place, value) for place, value in enumerate(values[: len(self.columns)]))
            self.sheet.row_dimensions[row].height = LINE_HEIGHT * lines + 2.5
        self._set_paper(footer, landscape=landscape)

    def _set_paper(self, footer: tuple[str, str, str], *, landscape: bool) -> None:
        setup = self.sheet.page_setup
        setup.paperSize, setup.fitToWidth, setup.fitToHeight = A4, 1, 0
        setup.orientation = "landscape" if landscape else "portrait"
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = self.sheet.page_margins
        margins.left = margins.right = 0.45
        margins.top, margins.bottom, margins.footer = 0.5, 0.7, 0.3
        self.sheet.print_options.horizontalCentered = True
        self.sheet.print_area = f"A1:{get_column_letter(len(self.columns))}{max(self.next_row - 1, 1)}"
        self._footer(footer)

    def _footer(self, footer: tuple[str, str, str]) -> None:
        name, moment, page = footer
        numbered = footer_text(page).replace("{page}", "&P").replace("{pages}", "&N")
        texts = [footer_text(name[:FOOTER_NAME_LIMIT]), footer_text(moment), numbered]
        left, center, right = reversed(texts) if self.lang == "ar" else texts
        line = HeaderFooterItem()
        for part, text in ((line.left, left), (line.center, center), (line.right, right)):
            part.text, part.size = text, FOOTER_SIZE
        self.sheet.HeaderFooter.oddFooter = line

    def _free_text(self, text: str, tone: str, *, height: float) -> None:
        cell = self._cell(1, text, tone)
        cell.alignment = alignment("line", self.lang)
        self.sheet.row_dimensions[self.next_row].height = height
        self.next_row += 1

    def _cell(self, place: int, value: object, tone: str) -> Cell:
        cell = self.sheet.cell(self.next_row, place)
        assert isinstance(cell, Cell)  # noqa: S101 — nothing is merged on these sheets
        put(cell, value)
        look = TONES[tone]
        cell.font = look.font
        if look.fill is not None:
            cell.fill = look.fill
        if look.border is not None:
            cell.border = look.border
        return cell

    def _header_width(self, column: Column) -> float:
        longest = max((_width(word) for word in column.label.split()), default=0)
        return column.width or min(max(NARROWEST, longest * 1.15 + 3.5), WIDEST)

    def _header_lines(self) -> list[int]:
        return [self._lines(place, column.label, bold=True) for place, column in enumerate(self.columns)]

    def _widen(self, place: int, value: object, indent: int) -> None:
        if self.columns[place].width is None and self.columns[place].kind == "text" and isinstance(value, str):
            self.widths[place] = min(max(self.widths[place], _width(value) * 1.08 + 3 + indent * 2), WIDEST)

    def _lines(self, place: int, value: object, *, bold: bool = False) -> int:
        """How many lines the text takes in its column, word by word."""
        if not isinstance(value, str) or not value:
            return 1
        room = max(self.widths[place] - 1.0, 4.0) / (1.08 if bold else 1.0)
        return sum(_wrapped(part, room) for part in clean_text(value).split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split():
        size = _width(word)
        if used and used + SPACE + size > room:
            lines, used = lines + 1, 0.0
        used += size + (SPACE if used else 0)
        if used > room:
            extra = math.ceil(used / room) - 1
            lines, used = lines + extra, used - extra * room
    return lines


def _width(text: str) -> float:
    """Roughly how wide a text is, in digits: Arabic letters are narrower, direction marks have no width."""
    return sum(0.0 if sign in MARKS else 0.78 if "\u0600" <= sign <= "\u06ff" else 0.95 for sign in text)


def footer_text(text: str) -> str:
    """Text as a footer may hold it: on one line, its ampersands no commands."""
    return clean_text(text).replace("\n", " ").replace("&", "&&")
