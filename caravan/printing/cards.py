"""Sheets of blank QR cards: A4, 40 labels of 38 x 34 mm, drawn as vectors to exact size.

Each label carries the QR of its code alone and the code in letters under it: no name, no address, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from fpdf import FPDF, ViewerPreferences

from caravan.domain.codes import new_code, printed, read_code
from caravan.domain.errors import CaravanError
from caravan.printing.qr_symbol import FULL_MODULES, QUIET_MODULES, dark_runs

FEWEST_CARDS, MOST_CARDS = 1, 5000

# All lengths in millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
COLUMNS, ROWS = 5, 8
CARDS_PER_SHEET = COLUMNS * ROWS
LABEL_WIDTH, LABEL_HEIGHT = 38.0, 34.0
LEFT_EDGE = (PAGE_WIDTH - COLUMNS * LABEL_WIDTH) / 2
TOP_EDGE = (PAGE_HEIGHT - ROWS * LABEL_HEIGHT) / 2
SYMBOL_SIDE = 25.0  # with its white margin, so that a module is 0.76 mm
SYMBOL_TOP = 1.6  # from the top of the label to the white margin
TEXT_BASELINE = 29.3  # from the top of the label; the letters stay clear of the white margin
FOOTER_BASELINE = PAGE_HEIGHT - 5.5

CROSS_ARM, OUTER_ARM, HAIRLINE = 1.2, 4.0, 0.1

TEXT_POINTS, TEXT_SPACING_POINTS, FOOTER_POINTS = 9.5, 0.3, 6.5
MARK_GREY, FOOTER_GREY = 150, 110
POINTS_PER_MM = 72 / 25.4


def new_codes(count: int) -> list[str]:
    """Return that many new codes, all different; raises CaravanError "cards.count" (least, most)."""
    _refuse_count(count)
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
    return list(codes)


def write_cards(out: BinaryIO | Path, codes: Sequence[str], *, progress: Callable[[int], None] | None = None) -> None:
    """Write the cards of these codes (ten characters each) as one PDF.

    ``progress`` is called after each sheet with the number of cards on it.
    Raises CaravanError "cards.count" (least, most), "card.malformed" or "card.check_wrong" (typed); a code given
    twice is a ValueError, because two people would then hold one card.
    """
    _refuse_count(len(codes))
    whole = [read_code(code).code for code in codes]
    if len(set(whole)) != len(whole):
        raise ValueError("a card code was given twice")
    sheets = _CardSheets(total=len(whole))
    for start in range(0, len(whole), CARDS_PER_SHEET):
        on_sheet = whole[start : start + CARDS_PER_SHEET]
        sheets.add_sheet(on_sheet, first_number=start + 1)
        if progress is not None:
            progress(len(on_sheet))
    sheets.output(str(out) if isinstance(out, Path) else out)


def _refuse_count(count: int) -> None:
    if not FEWEST_CARDS <= count <= MOST_CARDS:
        raise CaravanError("cards.count", least=FEWEST_CARDS, most=MOST_CARDS)


class _CardSheets(FPDF):
    """The PDF under construction, one sheet a page."""

    def __init__(self, total: int) -> None:
        super().__init__(format="A4", unit="mm")
        self._total = total
        self._sheets = -(-total // CARDS_PER_SHEET)
        self.set_auto_page_break(False)
        self.set_title("Caravan QR")
        # A sheet "fitted to the page" would no longer fit the labels nor keep the module size.
        self.viewer_preferences = ViewerPreferences(print_scaling="None")
        self.set_line_width(HAIRLINE)
        self.set_draw_color(MARK_GREY)

    def add_sheet(self, codes: Sequence[str], *, first_number: int) -> None:
        """Add a page with up to 40 cards, row by row from the top left."""
        self.add_page()
        for column, row in _label_corners(len(codes)):
            self._draw_cut_mark(column, row)
        self.set_font("Helvetica", style="B", size=TEXT_POINTS)
        self.set_char_spacing(TEXT_SPACING_POINTS)
        self.set_text_color(0)
        for place, code in enumerate(codes):
            row, column = divmod(place, COLUMNS)
            self._draw_label(code, LEFT_EDGE + column * LABEL_WIDTH, TOP_EDGE + row * LABEL_HEIGHT)
        self._draw_footer(first_number, first_number + len(codes) - 1)

    def _draw_label(self, code: str, left: float, top: float) -> None:
        self._fill_symbol(code, left + (LABEL_WIDTH - SYMBOL_SIDE) / 2, top + SYMBOL_TOP)
        text = printed(code)
        self.text(left + (LABEL_WIDTH - self.get_string_width(text)) / 2, top + TEXT_BASELINE, text)

    def _fill_symbol(self, code: str, left: float, top: float) -> None:
        """Fill the dark modules as one path in module units: small, exact, and without seams between rows."""
        module = SYMBOL_SIDE / FULL_MODULES
        scale = module * POINTS_PER_MM
        x = (left + QUIET_MODULES * module) * POINTS_PER_MM
        y = (PAGE_HEIGHT - top - QUIET_MODULES * module) * POINTS_PER_MM
        runs = " ".join(f"{column} {row} {length} 1 re" for column, row, length in dark_runs(code))
        self._out(f"q 0 g {scale:.5f} 0 0 {-scale:.5f} {x:.3f} {y:.3f} cm {runs} f Q")

    def _draw_cut_mark(self, column: int, row: int) -> None:
        """Draw a small cross where labels meet; at the edges of the sheet its outer arm is long, for the ruler."""
        x, y = LEFT_EDGE + column * LABEL_WIDTH, TOP_EDGE + row * LABEL_HEIGHT
        left, right = (OUTER_ARM if column == edge else CROSS_ARM for edge in (0, COLUMNS))
        above, below = (OUTER_ARM if row == edge else CROSS_ARM for edge in (0, ROWS))
        self.line(x - left, y, x + right, y)
        self.line(x, y - above, x, y + below)

    def _draw_footer(self, first: int, last: int) -> None:
        """Say in digits which cards these are, of how many, and which sheet of how many."""
        self.set_font("Helvetica", size=FOOTER_POINTS)
        self.set_char_spacing(0)
        self.set_text_color(FOOTER_GREY)
        self.text(LEFT_EDGE, FOOTER_BASELINE, f"QR {first}-{last} / {self._total}")
        sheet = f"Page {self.page_no()} / {self._sheets}"
        self.text(PAGE_WIDTH - LEFT_EDGE - self.get_string_width(sheet), FOOTER_BASELINE, sheet)


def _label_corners(count: int) -> list[tuple[int, int]]:
    """Return the corners of the first labels of a sheet, as column and row of the grid lines."""
    places = [divmod(place, COLUMNS) for place in range(count)]
    return sorted({(column + right, row + down) for row, column in places for right in (0, 1) for down in (0, 1)})
