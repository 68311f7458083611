"""The pen of paper forms: labels on both sides of a line, boxes to tick with their key, a box for each digit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from fpdf.enums import TextDirection

from caravan.printing.paper import ARABIC, FAMILY, Box, Paper, Type, bare
from caravan.printing.paper_sheet import Pair

A4 = (210.0, 297.0)
SIDE = 13.0  # mm of white beside what is printed: office printers leave so much
WIDTH = A4[0] - 2 * SIDE
LINE_GREY, BOX_GREY, KEY_GREY, SOFT_GREY, BAND_GREY = 205, 60, 120, 95, 232
HAIRLINE, BOX_LINE = 0.12, 0.22
TICK, DIGIT, DIGIT_HIGH, DIGIT_GAP = 3.9, 4.8, 4.8, 0.5
GAP = 1.2


@dataclass(frozen=True, slots=True)
class Sizes:
    """Letters in points and rows in millimetres; those of parts that few people fill are smaller."""

    label_fr: float = 8.2
    label_ar: float = 8.8
    choice_fr: float = 7.4
    choice_ar: float = 7.9
    small_fr: float = 6.0
    small_ar: float = 6.4
    row: float = 6.2
    small_row: float = 2.5
    table_row: float = 4.9
    line: float = 4.8

    def tightened(self, part: float) -> Sizes:
        """Return letters and rows so much smaller; the small ones stay, they are as small as can be read."""
        kept = ("small_fr", "small_ar", "small_row")
        return replace(self, **{name: value * part for name, value in asdict(self).items() if name not in kept})


USUAL = Sizes()
FOLDED = Sizes(7.4, 7.9, 6.8, 7.2, row=5.5, table_row=4.5, line=4.4)
REASONS = Sizes(6.8, 7.2, 6.2, 6.6, row=4.8, table_row=4.5, line=4.2)  # why something was not measured


class FormPen(Paper):
    """Pages of A4 with the marks of forms."""

    def __init__(self, title: str) -> None:
        super().__init__(*A4, title)
        self._widths: dict[tuple[str, float, bool], float] = {}

    def width_of(self, text: str, points: float, *, bold: bool = False) -> float:
        """Return how wide a text is set, in millimetres."""
        key = (text, points, bold)
        if key not in self._widths:
            shown = bare(text)
            self._use(shown, Type(points, bold=bold))
            self._widths[key] = self.get_string_width(shown)
        return self._widths[key]

    def _direction(self, text: str) -> TextDirection:
        """Say that a line that holds Arabic is an Arabic line, whatever it begins with."""
        return TextDirection.RTL

    def forget_state(self) -> None:
        """Write out letters, colours and lines anew from here on, so that what follows can be repeated elsewhere."""
        self.set_font(FAMILY, size=1)
        for set_colour in (self.set_fill_color, self.set_draw_color):
            set_colour(1)
            set_colour(0)
        for width in (1.0, HAIRLINE):
            self.set_line_width(width)

    def words(self, text: str, box: Box, kind: Type) -> None:
        """Set a line of either script."""
        if text:
            self.line_of_text(text, box, kind)

    def both(self, pair: Pair, box: Box, sizes: tuple[float, float], *, bold: bool = False, grey: int = 0) -> None:
        """Set French at the left end of a line and Arabic at its right end; each shrinks into its share."""
        fr, ar = sizes
        if pair.is_one:
            self.words(pair.fr, box, Type(fr, bold=bold, grey=grey))
            return
        wide_fr, wide_ar = self.width_of(pair.fr, fr, bold=bold), self.width_of(pair.ar, ar, bold=bold)
        free = box.width - 2.0
        if wide_fr + wide_ar > free:
            share = free * wide_fr / (wide_fr + wide_ar)
            wide_fr, wide_ar = share, free - share
        self.words(pair.fr, Box(box.left, box.baseline, wide_fr + 0.2), Type(fr, bold=bold, grey=grey))
        right = box.left + box.width
        self.words(
            pair.ar, Box(right - wide_ar - 0.2, box.baseline, wide_ar + 0.2), Type(ar, bold=bold, grey=grey, align="R")
        )

    def together_width(self, pair: Pair, sizes: tuple[float, float]) -> float:
        """Return how wide the two texts are beside each other."""
        wide = self.width_of(pair.fr, sizes[0])
        return wide if pair.is_one else wide + 1.4 + self.width_of(pair.ar, sizes[1])

    def together(self, pair: Pair, box: Box, sizes: tuple[float, float]) -> None:
        """Set French, and Arabic right after it; both smaller where the room is short."""
        wanted = self.together_width(pair, sizes)
        part = min(1.0, box.width / wanted) if wanted else 1.0
        wide = self.width_of(pair.fr, sizes[0]) * part
        self.words(pair.fr, Box(box.left, box.baseline, wide + 0.1), Type(sizes[0]))
        if not pair.is_one:
            rest = self.width_of(pair.ar, sizes[1]) * part
            self.words(pair.ar, Box(box.left + wide + 1.4 * part, box.baseline, rest + 0.2), Type(sizes[1]))

    def hairline(self, top: float, left: float = SIDE, width: float = WIDTH) -> None:
        """Draw the thin line between two rows."""
        self.set_draw_color(LINE_GREY)
        self.set_line_width(HAIRLINE)
        self.line(left, top, left + width, top)

    def writing_line(self, left: float, baseline: float, width: float) -> None:
        """Draw a line to write on."""
        self.set_draw_color(BOX_GREY)
        self.set_line_width(BOX_LINE)
        self.set_dash_pattern(0.35, 0.7)
        self.line(left, baseline, left + width, baseline)
        self.set_dash_pattern()

    def tick(self, left: float, middle: float, key: str, *, is_one: bool, size: float = TICK) -> None:
        """Draw a box to tick with its key inside: round for one answer, square for several."""
        self.set_draw_color(BOX_GREY)
        self.set_line_width(BOX_LINE)
        if is_one:
            self.ellipse(left, middle - size / 2, size, size)
        else:
            self.rect(left, middle - size / 2, size, size)
        if key:
            kind = Type(6.2 if len(key) == 1 else 5.4, grey=KEY_GREY, align="C")
            self.code_text(key, Box(left, middle + 0.78, size), kind)

    def cells(self, left: float, middle: float, count: int, *, high: float = DIGIT_HIGH, wide: float = DIGIT) -> float:
        """Draw a box for each digit and return where they end."""
        self.set_draw_color(BOX_GREY)
        self.set_line_width(BOX_LINE)
        for place in range(count):
            self.rect(left + place * (wide + DIGIT_GAP), middle - high / 2, wide, high)
        return left + count * (wide + DIGIT_GAP) - DIGIT_GAP

    def mark(self, text: str, box: Box, points: float = 7.5, *, grey: int = 0, align: str = "L") -> None:
        """Set figures, a unit, a sign: what reads the same from either side."""
        if ARABIC.search(text):
            self.words(text, box, Type(points, grey=grey, align=align))
        else:
            self.code_text(text, box, Type(points, grey=grey, align=align))

    def band(self, top: float, height: float, left: float = SIDE, width: float = WIDTH) -> None:
        """Fill the ground of a heading."""
        self.set_fill_color(BAND_GREY)
        self.rect(left, top, width, height, style="F")

    def broken(self, text: str, width: float, kind: Type, most: int) -> list[str]:
        """Break a text into lines of a width, at most so many: the rest shrinks into the last."""
        lines = self.lines_that_fit(text, width, kind)
        return [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
