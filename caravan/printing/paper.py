"""The PDF under construction: one family of letters for Arabic and Latin, text in its place, symbols as vectors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self
from unicodedata import bidirectional, mirrored

from fpdf import FPDF, ViewerPreferences
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from fpdf.fonts import TTFFont

from caravan.printing.qr_symbol import Run

FAMILY = "Plex"
FONTS = Path(__file__).with_name("fonts")
POINTS_PER_MM = 72 / 25.4
HARAKAT = re.compile("[\u064b-\u0652\u0670]")  # short vowels, which would part the letters that they stand on
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
ISOLATES = re.compile("[\u2066-\u2069]")
RIGHT_MARK = "\u200f"
UPRIGHT = 90
ASIDE = 20.0  # mm across and up, so that it is another line in upright text too
BASELINE = 0.8  # where fpdf2 puts the baseline in a cell as high as its letters
SMALLER = 0.5  # points by which letters shrink until they fit


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line of text stands: its left edge and its width in millimetres, and the baseline from the top."""

    left: float
    baseline: float
    width: float


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set: points, weight, grey (0 is black) and side ("L", "C", "R")."""

    points: float
    bold: bool = False
    grey: int = 0
    align: str = "L"


class Paper(FPDF):
    """Pages of a size in millimetres, printed at 100 %: a sheet "fitted to the page" would no longer fit its labels."""

    def __init__(self, width: float, height: float, title: str) -> None:
        super().__init__(unit="mm", format=(width, height))
        self._is_upright = False
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0.0
        self.set_title(title)
        self.viewer_preferences = ViewerPreferences(print_scaling="None")
        for style, weight in (("", "Regular"), ("B", "Bold")):
            self.add_font(FAMILY, style, FONTS / f"IBMPlexSansArabic-{weight}.ttf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def line_of_text(self, text: str, box: Box, kind: Type) -> None:
        """Set one line in its box, smaller when it would not fit."""
        shown = bare(text)
        self._use(shown, kind)
        points = kind.points
        while points > SMALLER and self.get_string_width(shown) > box.width:
            points -= SMALLER
            self.set_font_size(points)
        self.set_text_color(kind.grey)
        if self.text_shaping and self.text_shaping["direction"] == TextDirection.RTL:
            self._runs_from_the_right(shown, box, kind.align)
        else:
            self._piece(shown, box, kind.align)

    def _piece(self, text: str, box: Box, align: str = "L") -> None:
        height = self.font_size
        self.set_xy(box.left, box.baseline - BASELINE * height)
        self.cell(box.width, height, text, align=align)

    def _runs_from_the_right(self, text: str, box: Box, align: str) -> None:
        """Set a line of Arabic run by run as it is read, each a line of its own for who copies it from the PDF.

        Readers put together what stands side by side, and turn lines of two directions or of several kinds of
        figures round in part. Between two pieces far from each other they end a line.
        """
        free = box.width - self.get_string_width(text)
        right = box.left + box.width - {"L": free, "C": free / 2, "R": 0}[align]
        self._end_line(right, box.baseline)
        for run, direction in runs_of(text):
            self.set_text_shaping(True, direction=direction)
            wide = self.get_string_width(run)
            right -= wide
            self._piece(run, Box(right, box.baseline, wide))
            self._end_line(right, box.baseline)

    def _end_line(self, left: float, baseline: float) -> None:
        """Set two spaces away from here, which show nothing.

        PDFium drops a single one, those that stand upright, and the same again at the same place.
        """
        self.set_text_shaping(False)
        left, baseline = left + ASIDE, baseline - ASIDE
        with self.rotation(-UPRIGHT, left, baseline) if self._is_upright else nullcontext():
            self.text(left, baseline, "  ")

    @contextmanager
    def upright(self, left: float, baseline: float) -> Iterator[None]:
        """Turn what is set so that it climbs from this point."""
        with self.rotation(UPRIGHT, left, baseline):
            self._is_upright = True
            yield
            self._is_upright = False

    def lines_that_fit(self, text: str, width: float, kind: Type) -> list[str]:
        """Break a text at its spaces into lines no wider than this many millimetres."""
        self._use(bare(text), kind)
        lines: list[str] = []
        for word in bare(text).split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.get_string_width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def code_text(self, text: str, box: Box, kind: Type, spacing: float = 0.0) -> None:
        """Set a code or figures: no letters to join, so nothing is shaped."""
        self.set_text_shaping(False)
        self.set_font(FAMILY, style="B" if kind.bold else "", size=kind.points)
        self.set_char_spacing(spacing)
        self.set_text_color(kind.grey)
        points = kind.points
        while points > SMALLER and self.get_string_width(text) > box.width:
            points -= SMALLER
            self.set_font_size(points)
        free = box.width - self.get_string_width(text)
        self.text(box.left + {"L": 0, "C": free / 2, "R": free}[kind.align], box.baseline, text)
        self.set_char_spacing(0)

    def fill_symbol(self, runs: Iterable[Run], left: float, top: float, module: float) -> None:
        """Fill dark modules as one path in module units: small, exact, and without seams between rows.

        ``left`` and ``top`` are those of the dark part, ``module`` the side of one, all in millimetres.
        """
        scale, x, y = module * POINTS_PER_MM, left * POINTS_PER_MM, (self.h - top) * POINTS_PER_MM
        path = " ".join(f"{column} {row} {length} 1 re" for column, row, length in runs)
        self._out(f"q 0 g {scale:.5f} 0 0 {-scale:.5f} {x:.3f} {y:.3f} cm {path} f Q")

    def save(self, out: BinaryIO | Path) -> None:
        """Write the finished PDF."""
        _name_letters(self.fonts.values())
        self.output(str(out) if isinstance(out, Path) else out)

    def _direction(self, text: str) -> TextDirection:
        """Return the direction of a line that holds Arabic: that of its first letter."""
        first = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "AL")
        return TextDirection.LTR if first == "L" else TextDirection.RTL

    def _use(self, text: str, kind: Type) -> None:
        is_arabic = bool(ARABIC.search(text))
        self.set_text_shaping(is_arabic, direction=self._direction(text) if is_arabic else None)
        self.set_font(FAMILY, style="B" if kind.bold else "", size=kind.points)


def bare(text: str) -> str:
    """Return a text without the short vowels of Arabic; narrow spaces, which the font lacks, as wide ones."""
    return HARAKAT.sub("", text).replace("\u202f", "\u00a0")


def runs_of(text: str) -> Iterator[tuple[str, TextDirection]]:
    """Yield the runs of a line of Arabic in the order in which they are read, each with its direction.

    What holds no letter (a bracket after a Latin word) gets a mark of the right, else readers take it for a left one.
    """
    for run, direction in BidiParagraph(text, TextDirection.RTL).get_bidi_fragments():
        shown = ISOLATES.sub("", run)
        if not shown:
            continue
        is_lettered = any(bidirectional(letter) in ("R", "AL") for letter in shown)
        yield shown if is_lettered or direction == TextDirection.LTR else RIGHT_MARK + shown, direction


def _name_letters(fonts: Iterable[object]) -> None:
    """Name the glyphs of Arabic lines as the readers of a PDF take them, which turn such lines round.

    The letters of a joined glyph (lam-alef) stand from left to right; a turned bracket is named by how it looks.
    """
    for font in fonts:
        names = {glyph: code for code, glyph in font.cmap.items()} if isinstance(font, TTFFont) else {}
        for glyph, _place in font.subset.items() if isinstance(font, TTFFont) else ():
            letters = glyph.unicode if glyph and isinstance(glyph.unicode, tuple) else ()
            if glyph and len(letters) > 1 and all(ARABIC.match(chr(letter)) for letter in letters):
                glyph.unicode = letters[::-1]
            elif glyph and len(letters) == 1 and mirrored(chr(letters[0])):
                glyph.unicode = (names.get(glyph.glyph_name, letters[0]),)
