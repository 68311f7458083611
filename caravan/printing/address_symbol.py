"""The QR symbol of an address, as one path of squares: for a screen or a poster, in any size."""

from __future__ import annotations

from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4  # white margin that the QR standard (ISO/IEC 18004) asks for on each side


def address_path(address: str) -> tuple[int, str]:
    """Return the side of the symbol in modules, margin included, and the SVG path of its dark modules."""
    symbol = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    symbol.add_data(address)
    symbol.make(fit=True)
    rows = symbol.get_matrix()
    path = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return len(rows), "".join(path)
