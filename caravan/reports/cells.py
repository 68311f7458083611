"""What may enter a cell: text that never starts a formula, numbers that are numbers, nothing that breaks it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | date | datetime | None

TEXT_LIMIT = 32_767  # characters a cell of Excel can hold; more would be cut without a word
EXACT_DIGITS = 15  # a longer whole number would lose its last digits in Excel, so it is kept as text
ELLIPSIS = "…"
# Signs that XML 1.0 cannot hold: control characters other than tab and line ends, lone surrogates, U+FFFE and U+FFFF.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STARTS_FORMULA = tuple("=+-@\t\r\n|%")
_STARTS_ERROR = "#"


def clean_text(text: str) -> str:
    """Return the text with unwritable signs replaced by a space, and cut visibly when a cell cannot hold it."""
    cleaned = _UNWRITABLE.sub(" ", text)
    if len(cleaned) > TEXT_LIMIT:
        return cleaned[: TEXT_LIMIT - 1] + ELLIPSIS
    return cleaned


def clean_value(value: object) -> CellValue:
    """Return what a cell may hold: NaN and infinity are nothing, truth is yes or no, anything unknown is its text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value if len(str(abs(value))) <= EXACT_DIGITS else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value
    return clean_text(str(value)) or None


def is_risky(value: CellValue) -> bool:
    """Say whether a spreadsheet could take this text for a formula or an error value."""
    return isinstance(value, str) and value.startswith((*_STARTS_FORMULA, _STARTS_ERROR))


def put(cell: Cell, value: object) -> None:
    """Write a value into a cell; text stays text whatever it begins with."""
    cleaned = clean_value(value)
    cell.value = cleaned
    if isinstance(cleaned, str):
        cell.data_type = "s"
        if is_risky(cleaned):
            cell.quotePrefix = True  # so that it stays text when someone edits the cell in Excel


def streamed(sheet: Worksheet, value: object) -> CellValue | Cell:
    """Return what to append to a write-only sheet: the bare value, or a guarded cell when the text is risky."""
    cleaned = clean_value(value)
    if not is_risky(cleaned):
        return cleaned
    cell: Cell = WriteOnlyCell(sheet)
    put(cell, cleaned)
    return cell
