"""A form written as an Excel workbook, for ODK, Kobo and people who edit forms in a spreadsheet.

Every column travels, also those that only Caravan reads, so that the file comes back as the same form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from caravan.formdefs.problems import ProblemLog
from caravan.formdefs.sheets import SHEETS, read_tables
from caravan.formdefs.sources import Source

_NARROWEST, _WIDEST = 8, 48
_TEXT_FORMAT = "@"
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1F4E5F")
# pyxform turns the usual no-break space of a workbook into a space that breaks; the narrow one, as French has it before
# a colon, comes back as it was.
_NO_BREAK_SPACE, _NARROW_NO_BREAK_SPACE = "\u00a0", "\u202f"
_RISKY_STARTS = tuple("=+-@|%#")


def write_spreadsheet(source: Source) -> bytes:
    """Return a form file as .xlsx: the sheets survey, choices and settings, each cell a text.

    Raises FormError for a file that is no form.
    """
    tables = read_tables(source, ProblemLog(source.name))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name in SHEETS:
        rows, header = tables[name]
        if rows is not None:
            _write_sheet(workbook.create_sheet(name), [heading for heading in (header or [{}])[0] if heading], rows)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, place)
        _put(cell, heading)
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        texts = [str(row.get(heading) or "") for row in rows]
        longest = max((len(text) for text in (heading, *texts)), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
        for number, text in enumerate(texts, start=2):
            if text:
                _put(sheet.cell(number, place), text)


def _put(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays text, also after somebody edits the cell: it is never taken for a formula."""
    cell.value = text.replace(_NO_BREAK_SPACE, _NARROW_NO_BREAK_SPACE)
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDEST)
    if text.startswith(_RISKY_STARTS):
        cell.quotePrefix = True
