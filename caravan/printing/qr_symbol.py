"""QR symbols as the rectangles to fill, row by row: those of card codes, and those of longer texts on posters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

# Version 2 with error correction H balances large modules (distance, focus, dim light) and tolerance of dirt.
VERSION = 2
MODULES = 25
SMALL_VERSION = 1  # its largest modules fit labels too small for version 2; ten characters are exactly its limit at H
QUIET_MODULES = 4  # white margin that the QR standard (ISO/IEC 18004) asks for on each side
FULL_MODULES = MODULES + 2 * QUIET_MODULES

Run = tuple[int, int, int]  # first column, row, length; counted in modules from the top left, without the margin


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its margin: its side in modules, and its dark runs."""

    side: int
    runs: tuple[Run, ...]


def modules_of(version: int) -> int:
    """Return the side of a symbol of this version in modules, without the margin."""
    return 17 + 4 * version


def dark_runs(code: str, version: int = VERSION) -> Iterator[Run]:
    """Yield each unbroken run of dark modules of the code's symbol (alphanumeric mode, level H)."""
    symbol = QRCode(version=version, error_correction=ERROR_CORRECT_H)
    symbol.add_data(QRData(code.encode("ascii"), mode=MODE_ALPHA_NUM), optimize=0)
    symbol.make(fit=False)  # the version stays; too long a code is an error
    return _runs(symbol.modules)


def text_symbol(text: str) -> Symbol:
    """Return the symbol of any text, as small as it gets at level Q (a quarter may be lost)."""
    symbol = QRCode(error_correction=ERROR_CORRECT_Q)
    symbol.add_data(text.encode("utf-8"))
    symbol.make(fit=True)
    return Symbol(len(symbol.modules), tuple(_runs(symbol.modules)))


def _runs(modules: Sequence[Sequence[bool | None]]) -> Iterator[Run]:
    for row, line in enumerate(modules):
        column = 0
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                yield column, row, length
            column += length


def svg_path(code: str) -> str:
    """Return the symbol as one SVG path in a square of ``FULL_MODULES``, its white margin included."""
    runs = ((QUIET_MODULES + column, QUIET_MODULES + row, length) for column, row, length in dark_runs(code))
    return "".join(f"M{left} {top}h{length}v1h-{length}z" for left, top, length in runs)
