"""Where the cards stand on paper: the label formats by name, and sheets for labels of any size in millimetres."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from caravan.domain.errors import CaravanError

FORMATS_FILE = Path(__file__).with_name("label_formats.toml")
USUAL = "a4-40"
A4 = (210.0, 297.0)
EDGE = 6.0  # printers leave about so much of an A4 sheet white
LARGEST_WIDTH, LARGEST_HEIGHT = A4[0] - 2 * EDGE, A4[1] - 2 * EDGE
MOST_DIGITS = 6
_SIZE = re.compile(rf"\s*(\d[\d.,]{{0,{MOST_DIGITS}}})\s*(?:mm)?\s*[xX×*]\s*(\d[\d.,]{{0,{MOST_DIGITS}}})\s*(?:mm)?\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """A sheet of equal labels, in millimetres. ``cut`` asks for marks between them."""

    name: str
    kind: str
    page_width: float
    page_height: float
    width: float
    height: float
    columns: int
    rows: int
    gap_x: float = 0.0
    gap_y: float = 0.0
    cut: bool = False
    sold_as: str = ""

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def left(self) -> float:
        """The left edge of the first column."""
        return (self.page_width - self.columns * self.width - (self.columns - 1) * self.gap_x) / 2

    @property
    def top(self) -> float:
        """The top edge of the first row."""
        return (self.page_height - self.rows * self.height - (self.rows - 1) * self.gap_y) / 2

    def corner(self, place: int) -> tuple[float, float]:
        """Return the top left corner of a label of the sheet, counted from 0 row by row."""
        row, column = divmod(place, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)


@cache
def label_formats() -> Mapping[str, Label]:
    """Return the formats that have a name."""
    return {name: _read(name, row) for name, row in tomllib.loads(FORMATS_FILE.read_text("utf-8")).items()}


def get_label(asked: str) -> Label:
    """Return the format of this name ("a4-40") or a sheet of labels of this size ("38x34", millimetres).

    Raises CaravanError: "label.unknown" (asked, names), "label.too_large" (width, height).
    """
    known = label_formats().get(asked.strip().lower())
    if known is not None:
        return known
    size = _SIZE.fullmatch(asked)
    if size is None:
        raise CaravanError("label.unknown", asked=asked, names=", ".join(label_formats()))
    try:
        width, height = (float(part.replace(",", ".")) for part in size.groups())
    except ValueError as error:
        raise CaravanError("label.unknown", asked=asked, names=", ".join(label_formats())) from error
    return sheet_of(width, height)


def sheet_of(width: float, height: float) -> Label:
    """Return an A4 sheet filled with labels of this size, with marks to cut them.

    Raises CaravanError("label.too_large") (width, height: the most that an A4 sheet takes).
    """
    columns, rows = int(LARGEST_WIDTH // width) if width else 0, int(LARGEST_HEIGHT // height) if height else 0
    if columns < 1 or rows < 1:
        raise CaravanError("label.too_large", width=f"{LARGEST_WIDTH:g}", height=f"{LARGEST_HEIGHT:g}")
    return Label(f"{width:g}x{height:g}", "label", *A4, width, height, columns, rows, cut=True)


def _read(name: str, row: Mapping[str, Any]) -> Label:
    (page_width, page_height), (width, height), (columns, rows) = row["page"], row["label"], row["grid"]
    gap_x, gap_y = row.get("gap", (0, 0))
    return Label(
        name=name,
        kind=row["kind"],
        page_width=page_width,
        page_height=page_height,
        width=width,
        height=height,
        columns=columns,
        rows=rows,
        gap_x=gap_x,
        gap_y=gap_y,
        cut=row.get("cut", False),
        sold_as=row.get("sold_as", ""),
    )
