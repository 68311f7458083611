"""Form files as they come: a name and bytes, and what is refused before any reader looks inside."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

from caravan.formdefs.problems import Place, ProblemLog

FORM_SUFFIXES = (".md", ".csv", ".xlsx")
# The largest shipped form has 72 kB; a spreadsheet of a long form with all its choices stays under 1 MB.
LARGEST_BYTES = 5 * 1024**2
LARGEST_UNPACKED = 32 * 1024**2

_WITH_MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam")
_MACRO_PART = "vbaproject.bin"
_MEGABYTE = 1024**2
_START = 4096
_UNREADABLE = "the file cannot be read as an XLSForm"


@dataclass(frozen=True, slots=True)
class Source:
    """A form file: its name, whose ending says how to read it, and its bytes."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.lower()

    def as_text(self) -> str:
        """Return the content as text to store; a spreadsheet as base64."""
        return base64.b64encode(self.content).decode("ascii") if self.suffix == ".xlsx" else self.content.decode()


def source_of(name: str, text: str) -> Source:
    """Return the source that ``as_text`` gave this text for."""
    is_spreadsheet = PurePath(name).suffix.lower() == ".xlsx"
    return Source(name, base64.b64decode(text) if is_spreadsheet else text.encode())


def open_source(path: Path) -> Source:
    """Return a form file. Raises FormError for one that cannot be opened, is too large or is of another kind."""
    log = ProblemLog(path.name)
    _refuse_kind(path.suffix.lower(), log)
    try:
        _refuse_size(path.stat().st_size, log)
        return Source(path.name, path.read_bytes())
    except OSError as wrong:
        log.add(Place(), f"the file cannot be opened ({wrong.strerror})", "check that it is there and may be read")
        log.refuse_if_any()
        raise  # pragma: no cover (the line above always raises)


def refuse_unfit(source: Source, log: ProblemLog) -> None:
    """Raise FormError for a file of another kind, too large, with macros, or that unpacks to far more than a form."""
    _refuse_kind(source.suffix, log)
    _refuse_size(len(source.content), log)
    if source.suffix == ".xlsx":
        _refuse_workbook(source.content, log)


def _refuse_kind(suffix: str, log: ProblemLog) -> None:
    if suffix in _WITH_MACROS:
        log.add(Place(), f'a form cannot carry macros, as "{suffix}" files may', "save it as .xlsx, without macros")
    elif suffix not in FORM_SUFFIXES:
        log.add(Place(), f'a form cannot be a "{suffix}" file', "save it as .md, .csv or .xlsx")
    log.refuse_if_any()


def _refuse_size(size: int, log: ProblemLog) -> None:
    if size > LARGEST_BYTES:
        what = f"the file has {size / _MEGABYTE:.0f} MB, and a form has {LARGEST_BYTES // _MEGABYTE} at most"
        log.add(Place(), what, "copy its three sheets into a new workbook, without pictures, and save that")
    log.refuse_if_any()


def _refuse_workbook(content: bytes, log: ProblemLog) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as workbook:
            _refuse_parts(workbook, log)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        what = f"{_UNREADABLE}, because it is no spreadsheet, whatever its name says"
        log.add(Place(), what, "open it in a spreadsheet program and save it as .xlsx, without a password")
    log.refuse_if_any()


def _refuse_parts(workbook: zipfile.ZipFile, log: ProblemLog) -> None:
    """Note macros, XML that declares entities, and a size that only a bomb has; sizes are read, not unpacked."""
    parts = workbook.infolist()
    if any(PurePath(part.filename).name.lower() == _MACRO_PART for part in parts):
        log.add(Place(), "the file carries macros, which no form needs", "save it as .xlsx, without macros")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED:
        what = f"the file unpacks to {unpacked / _MEGABYTE:.0f} MB, far more than any form"
        log.add(Place(), what, "copy its three sheets into a new workbook and save that")
    elif any(b"<!DOCTYPE" in start or b"<!ENTITY" in start for start in _starts(workbook)):
        log.add(Place(), f"{_UNREADABLE}, because its XML declares entities", "save it again in a spreadsheet program")


def _starts(workbook: zipfile.ZipFile) -> Iterator[bytes]:
    for part in workbook.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            with workbook.open(part) as opened:
                yield opened.read(_START)
