"""The three sheets of a form file as rows of text, each with the row number that a spreadsheet would show."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias

from caravan.formdefs.model import LANGUAGES
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.sources import Source, refuse_unfit

SHEETS = ("survey", "choices", "settings")

_Cells: TypeAlias = Mapping[str, object]
Table: TypeAlias = tuple[Sequence[_Cells] | None, Sequence[_Cells] | None]

_ALIASES = {
    "list": "list_name",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraint_msg": "constraint_message",
}
# As pyxform reads Markdown tables, so that the rows counted here are the rows it returns.
_COMMENT = re.compile(r"\s*#")
_INLINE_COMMENT = re.compile(r"^(.*)(#[^|]+)$")
_TABLE_LINE = re.compile(r"\s*\|(.*)\|\s*")
_RULER = re.compile(r"^[|-]+$")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: stripped cells by column name, blank cells left out; translated columns are named like ``label::fr``."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def place(self, column: str | None = None) -> Place:
        return Place(self.sheet, self.number, column)

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows and the headings as written, by column name."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]


@dataclass(slots=True)
class _Lines:
    """Where the rows of one sheet stand in a text file."""

    width: int
    numbers: list[int]
    last: int = 1


def read_sheets(source: Source, log: ProblemLog) -> Mapping[str, Sheet]:
    """Return the sheets survey, choices and settings that the file has. Raises FormError when it cannot be read."""
    refuse_unfit(source, log)
    lines = _text_lines(source, log)
    log.refuse_if_any()
    found = read_tables(source, log)
    return {name: _sheet(name, found[name], lines.get(name)) for name in SHEETS if found[name][0] is not None}


def read_tables(source: Source, log: ProblemLog) -> Mapping[str, Table]:
    """Return rows and header of each sheet as the file has them. Raises FormError when it cannot be read."""
    refuse_unfit(source, log)
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415  (0.7 s: paid only when a form is read)

    content = source.content.removeprefix(_BYTE_ORDER_MARK)
    try:
        workbook = get_xlsform(content, file_type=source.suffix)
    except Exception as wrong:  # pyxform and the spreadsheet readers below it raise errors of many families
        why = "" if "not recognized" in str(wrong) else f" ({wrong})"
        remedy = f"check that it has the sheets {', '.join(SHEETS)}, and save it again"
        log.add(Place(), f"the file cannot be read as an XLSForm{why}", remedy)
        log.refuse_if_any()
        raise  # pragma: no cover (the line above always raises)
    return {name: (getattr(workbook, name), getattr(workbook, f"{name}_header")) for name in SHEETS}


def column_name(heading: str) -> str:
    """Return the name of a column: lower case, aliases resolved, languages by code: ``label::fr``."""
    base, *language = re.split(r"\s*::\s*", heading.strip(), maxsplit=1)
    base = re.sub(r"\s+", "_", base.lower())
    base = _ALIASES.get(base, base)
    if not language:
        return base
    code = re.search(r"\((\w+)\)$", language[0])
    return f"{base}::{code[1] if code else language[0].lower()}"


def heading_of(column: str) -> str:
    """Return how a translated column ought to be headed: ``label::fr`` -> ``label::Français (fr)``."""
    base, _, code = column.partition("::")
    return f"{base}::{LANGUAGES[code]}"


def _text_lines(source: Source, log: ProblemLog) -> dict[str, _Lines]:
    """Return where the rows of each sheet stand; nothing for .xlsx, whose reader keeps blank rows in place."""
    if source.suffix == ".xlsx":
        return {}
    content = source.content.removeprefix(_BYTE_ORDER_MARK)
    if b"\0" in content:
        log.add(Place(), "the file is no text, whatever its name says", "save the form as .md, .csv or .xlsx")
        return {}
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        log.add(Place(), f"line {line} is not UTF-8 text", 'save the file again with the encoding "UTF-8"')
        return {}
    try:
        rows = _markdown_rows(text) if source.suffix == ".md" else list(csv.reader(StringIO(text, newline="")))
    except csv.Error as wrong:
        log.add(Place(), f"the file is not comma-separated text ({wrong})", "save it again as CSV")
        return {}
    return _place_rows(rows, log)


def _markdown_rows(text: str) -> list[list[str]]:
    """Return the cells of every table line, the first being the sheet's name; comments and rulers are no rows."""
    rows = []
    for line in text.split("\n"):
        inline = _INLINE_COMMENT.match(line)
        table = None if _COMMENT.match(line) else _TABLE_LINE.match(inline[1] if inline else line)
        if table and not _RULER.match(table[1]):
            rows.append([cell.strip() for cell in _BAR.split(table[1])])
    return rows


def _place_rows(rows: Sequence[list[str]], log: ProblemLog) -> dict[str, _Lines]:
    """Number the rows of each sheet; note a sheet given twice and a row wider than its header."""
    sheets: dict[str, _Lines] = {}
    name = ""
    for first, *cells in (row for row in rows if row):
        if first.strip():
            name = first.strip().lower()
            if name in sheets:
                log.add(Place(name), "the sheet is given twice", "put all its rows into one table")
            sheets[name] = _Lines(width=0, numbers=[])
        texts = [cell.strip() for cell in cells]
        if name:
            _place_row(sheets[name], Place(name), texts, log)
        elif any(texts):
            what = f'"{next(filter(None, texts))}" stands above the name of any sheet'
            log.add(Place(), what, f"write the name ({', '.join(SHEETS)}) in the first cell of each table")
    return sheets


def _place_row(lines: _Lines, place: Place, cells: list[str], log: ProblemLog) -> None:
    filled = [at for at, cell in enumerate(cells, 1) if cell]
    if not lines.width:
        lines.width = len(cells) if filled else 0
        return
    lines.last += 1
    if filled:
        lines.numbers.append(lines.last)
    if filled and filled[-1] > lines.width:
        text = f'"{cells[filled[-1] - 1]}" stands to the right of the last column'
        log.add(Place(place.sheet, lines.last), text, 'check the cells of the row; write "\\|" for a "|" inside a cell')


def _sheet(name: str, found: Table, lines: _Lines | None) -> Sheet:
    rows, header = found[0] or (), found[1]
    numbers = lines.numbers if lines and len(lines.numbers) == len(rows) else list(range(2, len(rows) + 2))
    headings = [heading for heading in (header[0] if header else ()) if heading]
    return Sheet(
        rows=tuple(Row(name, number, _cells(row)) for number, row in zip(numbers, rows, strict=True) if row),
        headings={column_name(heading): heading for heading in headings},
    )


def _cells(row: _Cells) -> dict[str, str]:
    cells = {column_name(heading): str(cell).strip() for heading, cell in row.items() if heading and cell is not None}
    return {column: text for column, text in cells.items() if text}
