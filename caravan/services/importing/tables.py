"""Reading a table from an .xlsx or .csv file as rows of text, with the row numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from caravan.domain.errors import CaravanError

LARGEST_BYTES = 200 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
DELIMITERS = ",;\t|"
PICTURES_AND_ARCHIVES = (b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG", b"%PDF")
BROKEN_XLSX = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError,  # SyntaxError: broken XML
    KeyError, IndexError, ValueError, TypeError, OSError, EOFError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the header is row 1) and its cells by header, as trimmed text.

    ``fingerprint`` names the row by what it holds, and by how many rows before it hold the same; ``has_more`` says that
    cells stand beyond the last header.
    """

    number: int
    cells: dict[str, str]
    fingerprint: str
    has_more: bool = False


def read_rows(path: Path) -> list[Row]:
    """Return all rows below the header, which is the first row that is not blank.

    Raises CaravanError: "import.no_file", "import.empty", "import.too_large", "import.not_xlsx", "import.not_text",
    "import.headers" (a column without a header, or two with the same one).
    """
    if not path.is_file():
        raise CaravanError("import.no_file", file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise CaravanError("import.empty", file=path.name)
    if size > LARGEST_BYTES:
        raise CaravanError("import.too_large", file=path.name, most=LARGEST_BYTES // 1024 // 1024)
    lines = _xlsx_lines(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_lines(path)
    return _rows(path, lines)


def _rows(path: Path, lines: Iterator[Sequence[str]]) -> list[Row]:
    numbered = ((number, [cell.strip() for cell in line]) for number, line in enumerate(lines, start=1))
    header = next((line for _number, line in numbered if any(line)), [])
    while header and not header[-1]:
        header.pop()
    if not header:
        raise CaravanError("import.empty", file=path.name)
    if "" in header or len(set(header)) < len(header):
        raise CaravanError("import.headers", file=path.name)
    rows: list[Row] = []
    alike: Counter[str] = Counter()
    for number, line in numbered:
        if any(line):
            cells = dict(zip(header, line + [""] * len(header), strict=False))
            content = hashlib.sha256(repr(sorted(cells.items())).encode("utf-8")).hexdigest()[:32]
            alike[content] += 1
            rows.append(Row(number, cells, f"{content}-{alike[content]}", any(line[len(header) :])))
    if not rows:
        raise CaravanError("import.empty", file=path.name)
    return rows


def _xlsx_lines(path: Path) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise CaravanError("import.too_large", file=path.name, most=LARGEST_UNPACKED // 1024 // 1024)
        yield from _first_sheet(path)
    except BROKEN_XLSX as error:
        raise CaravanError("import.not_xlsx", file=path.name) from error


def _first_sheet(path: Path) -> Iterator[Sequence[str]]:
    with warnings.catch_warnings(action="ignore"):  # of looks and menus that only a spreadsheet program needs
        book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, which would cut the table
        for line in sheet.iter_rows(values_only=True):
            yield [cell_text(value) for value in line]
    finally:
        book.close()


def cell_text(value: Any) -> str:
    """Return a cell's value as a person would type it: 114.0 is 114, a day is ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_lines(path: Path) -> Iterator[Sequence[str]]:
    content = path.read_bytes()
    if b"\x00" in content[:4096] or content.startswith(PICTURES_AND_ARCHIVES):
        raise CaravanError("import.not_text", file=path.name)
    text = _decode(content)
    first = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:  # a cell without end: no table
        raise CaravanError("import.not_text", file=path.name) from error


def _decode(content: bytes) -> str:
    """UTF-8 with or without its mark, else the Windows code page that Excel in French writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
