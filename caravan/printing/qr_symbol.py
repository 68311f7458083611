"""The QR symbol of a card code: its dark modules as the rectangles to fill, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H
from qrcode.util import MODE_ALPHA_NUM, QRData

# Version 2 with error correction H balances large modules (distance, focus, dim light) and tolerance of dirt.
VERSION = 2
MODULES = 25
QUIET_MODULES = 4  # white margin that the QR standard (ISO/IEC 18004) asks for on each side
FULL_MODULES = MODULES + 2 * QUIET_MODULES

Run = tuple[int, int, int]  # first column, row, length; counted in modules from the top left, without the margin


def dark_runs(code: str) -> Iterator[Run]:
    """Yield each unbroken run of dark modules of the code's symbol (alphanumeric mode, version 2-H)."""
    for row, modules in enumerate(_modules(code)):
        column = 0
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark:
                yield column, row, length
            column += length


def svg_path(code: str) -> str:
    """Return the symbol as one SVG path in a square of ``FULL_MODULES``, its white margin included."""
    runs = ((QUIET_MODULES + column, QUIET_MODULES + row, length) for column, row, length in dark_runs(code))
    return "".join(f"M{left} {top}h{length}v1h-{length}z" for left, top, length in runs)


def _modules(code: str) -> list[list[bool]]:
    symbol = QRCode(version=VERSION, error_correction=ERROR_CORRECT_H)
    symbol.add_data(QRData(code.encode("ascii"), mode=MODE_ALPHA_NUM), optimize=0)
    symbol.make(fit=False)  # the version stays; too long a code is an error
    modules: list[list[bool]] = symbol.modules
    return modules
