"""Questions that share a list of choices: a table with a column for each, a ladder of many steps, codes in boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caravan.printing.paper import Box, Type
from caravan.printing.paper_areas import BASELINE, BETWEEN, Asked, Option
from caravan.printing.paper_blocks import (
    GUTTER,
    HALF,
    SQUEEZE,
    broken_into,
    draw_condition,
    draw_number,
    label_widths,
    marked,
    side_of,
)
from caravan.printing.paper_pen import BOX_GREY, GAP, SIDE, SOFT_GREY, TICK, WIDTH, FormPen, Sizes
from caravan.printing.paper_sheet import NOTHING, Pair

HEAD_LINE, HEAD_POINTS_FR, HEAD_POINTS_AR, HEAD_LINES = 2.55, 6.4, 6.8, 3
LEAST_COLUMN, MOST_COLUMN = 7.5, 30.0
LEAST_HALVED = 4  # rows that are worth two tables beside each other
LADDER_TICK, LADDER_HEAD = 3.7, 12.5
LADDER_FR, LADDER_AR = 5.6, 5.8
CAPTION_LINE = 4.0
CODE_LINE, CODE_CELL, CODE_KEY = 4.1, 6.6, 2.8
TOOTH_MOST, TOOTH_HIGH, TOOTH_NUMBER, MIDLINE = 11.0, 7.0, 3.1, 1.6


@dataclass(frozen=True, slots=True)
class Table:
    """Questions with the same choices: a row each, in one table or in two beside each other."""

    asked: tuple[Asked, ...]
    sizes: Sizes
    labels: tuple[float, float]
    halves: int
    heads: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    condition: Pair = NOTHING
    title: Pair = NOTHING
    leads: bool = False

    @property
    def rows(self) -> int:
        return -(-len(self.asked) // self.halves)

    @property
    def head_height(self) -> float:
        return max(len(fr) + len(ar) for fr, ar in self.heads) * HEAD_LINE + 1.2

    def height(self) -> float:
        return (
            self.head_height + self.rows * self.sizes.table_row + (self.sizes.small_row if self.condition else 0) + 0.6
        )

    def draw(self, pen: FormPen, top: float) -> None:
        if self.condition:
            draw_condition(pen, self.condition, Box(SIDE + GUTTER, top + 2.0, WIDTH - GUTTER), self.sizes)
            top += self.sizes.small_row
        if self.title:
            self._title(pen, top)
        wide = WIDTH if self.halves == 1 else HALF
        for half in range(self.halves):
            left = SIDE + half * (HALF + 3.0)
            self._heads(pen, left, top, wide)
            for place, one in enumerate(self.asked[half * self.rows : (half + 1) * self.rows]):
                row = top + self.head_height + place * self.sizes.table_row
                self._row(pen, one, Box(left, row, wide))
                pen.hairline(row + self.sizes.table_row, left, wide)

    def _title(self, pen: FormPen, top: float) -> None:
        """Set the name of the part beside the heads of its columns, on one ground with them."""
        pen.band(top + 0.5, self.head_height - 0.5)
        middle = top + self.head_height / 2 + 0.25
        line = Box(SIDE + 1.2, middle + BASELINE, WIDTH - 2.4)
        pen.both(self.title, line, (self.sizes.label_fr + 0.4, self.sizes.label_ar + 0.4), bold=True)

    def _columns(self, left: float, wide: float) -> list[float]:
        """Return the middle of each column."""
        fr, ar = self.labels
        begins, ends = left + GUTTER + fr + 1.0, left + wide - ar - 1.0
        each = min((ends - begins) / len(self.heads), MOST_COLUMN)
        begins += max(0.0, (ends - begins - each * len(self.heads)) / 2)
        return [begins + each * (place + 0.5) for place in range(len(self.heads))]

    def _heads(self, pen: FormPen, left: float, top: float, wide: float) -> None:
        middles = self._columns(left, wide)
        each = middles[1] - middles[0] if len(middles) > 1 else MOST_COLUMN
        for middle, (fr, ar) in zip(middles, self.heads, strict=True):
            line = top + self.head_height - (len(fr) + len(ar)) * HEAD_LINE + 1.1
            for text in (*fr, *ar):
                points = HEAD_POINTS_FR if text in fr else HEAD_POINTS_AR
                kind = Type(points, align="C", grey=70 if text in ar and fr else 40)
                pen.words(text, Box(middle - each / 2 + 0.3, line, each - 0.6), kind)
                line += HEAD_LINE

    def _row(self, pen: FormPen, one: Asked, box: Box) -> None:
        middle = box.baseline + self.sizes.table_row / 2
        draw_number(pen, one.number, box.left, middle)
        fr, ar = self.labels
        label = Box(box.left + GUTTER, middle + BASELINE, fr)
        pen.words(marked(one, "fr"), label, Type(self.sizes.label_fr))
        right = Box(box.left + box.width - ar, middle + BASELINE, ar)
        pen.words(marked(one, "ar"), right, Type(self.sizes.label_ar, align="R"))
        for option, at in zip(one.options, self._columns(box.left, box.width), strict=True):
            pen.tick(at - TICK / 2, middle, option.key, is_one=one.is_one)


def table_of(pen: FormPen, asked: Sequence[Asked], sizes: Sizes, condition: Pair) -> Table | None:
    """Return the table of questions with one list; None where its columns would be too narrow."""
    widths = [label_widths(pen, one, sizes) for one in asked]
    labels = max(fr for fr, _ar in widths) / SQUEEZE, max(ar for _fr, ar in widths) / SQUEEZE
    options = asked[0].options
    for halves in (2, 1) if len(asked) >= LEAST_HALVED else (1,):
        wide = (WIDTH if halves == 1 else HALF) - GUTTER - sum(labels) - 3
        each = min(wide / len(options), MOST_COLUMN)
        if each < LEAST_COLUMN:
            continue
        heads = tuple(_head(pen, option, each - 0.6) for option in options)
        if max(len(fr) + len(ar) for fr, ar in heads) <= 2 * HEAD_LINES and (
            halves == 1 or each >= _widest(pen, options)
        ):
            return Table(tuple(asked), sizes, labels, halves, heads, condition)
    return None


def _head(pen: FormPen, option: Option, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fr = tuple(pen.broken(option.words.fr, width, Type(HEAD_POINTS_FR), HEAD_LINES))
    if option.words.is_one:
        return fr, ()
    return fr, tuple(pen.broken(option.words.ar, width, Type(HEAD_POINTS_AR), HEAD_LINES))


def _widest(pen: FormPen, options: Sequence[Option]) -> float:
    """Return the width of the longest word of the heads."""
    words = [(word, HEAD_POINTS_FR) for option in options for word in option.words.fr.split()]
    words += [(word, HEAD_POINTS_AR) for option in options for word in option.words.ar.split()]
    return max(pen.width_of(word, points) for word, points in words) + 0.8


@dataclass(frozen=True, slots=True)
class Rung:
    """A row of a ladder, and what is said above it: of which kind it is, and when it is asked."""

    asked: Asked
    label: Pair
    caption: Pair = NOTHING
    condition: Pair = NOTHING


@dataclass(frozen=True, slots=True)
class Ladder:
    """Questions with one long list of steps, such as acuity: a row for each eye, the steps written upright above."""

    rungs: tuple[Rung, ...]
    sizes: Sizes
    labels: tuple[float, float]
    high: float
    leads: bool = False

    def height(self) -> float:
        said = sum(1 for rung in self.rungs if rung.caption)
        return self.high + 1.2 + len(self.rungs) * self.sizes.table_row + said * CAPTION_LINE + 0.6

    def draw(self, pen: FormPen, top: float) -> None:
        steps = self._steps()
        foot = top + self.high + 0.6
        for option, middle in zip(self.rungs[0].asked.options, steps, strict=True):
            self._head(pen, option, middle, foot)
        top = foot + 0.6
        for rung in self.rungs:
            if rung.caption:
                self._caption(pen, rung, top + CAPTION_LINE - 1.1)
                top += CAPTION_LINE
            self._row(pen, rung, top + self.sizes.table_row / 2, steps)
            top += self.sizes.table_row
            pen.hairline(top)

    def _caption(self, pen: FormPen, rung: Rung, line: float) -> None:
        pen.both(_joined(rung.caption, rung.condition), Box(SIDE + GUTTER, line, WIDTH - GUTTER), (7.0, 7.4))

    def _steps(self) -> list[float]:
        fr, ar = self.labels
        begins, ends = SIDE + GUTTER + fr + 1.0, SIDE + WIDTH - ar - 1.0
        count = len(self.rungs[0].asked.options)
        each = (ends - begins) / count
        return [begins + each * (place + 0.5) for place in range(count)]

    def _head(self, pen: FormPen, option: Option, middle: float, foot: float) -> None:
        texts = [(option.words.fr, LADDER_FR)]
        if not option.words.is_one:
            texts.append((option.words.ar, LADDER_AR))
        for place, (text, points) in enumerate(texts):
            at = middle + (0.7 if len(texts) == 1 else 2.1 * place - 0.3)
            with pen.upright(at, foot):
                pen.words(text, Box(at, foot, self.high), Type(points, grey=40 if place == 0 else SOFT_GREY))

    def _row(self, pen: FormPen, rung: Rung, middle: float, steps: Sequence[float]) -> None:
        draw_number(pen, rung.asked.number, SIDE, middle)
        fr, ar = self.labels
        pen.words(rung.label.fr, Box(SIDE + GUTTER, middle + BASELINE, fr), Type(self.sizes.label_fr))
        right = Box(SIDE + WIDTH - ar, middle + BASELINE, ar)
        pen.words(rung.label.ar, right, Type(self.sizes.label_ar, align="R"))
        for option, at in zip(rung.asked.options, steps, strict=True):
            pen.tick(at - LADDER_TICK / 2, middle, option.key, is_one=True, size=LADDER_TICK)


def ladder_of(pen: FormPen, rungs: Sequence[Rung], sizes: Sizes) -> Ladder:
    """Return the ladder of questions with one list."""
    fr = max(pen.width_of(rung.label.fr, sizes.label_fr) for rung in rungs)
    ar = max(pen.width_of(rung.label.ar, sizes.label_ar) for rung in rungs)
    options = rungs[0].asked.options
    high = max(max(pen.width_of(o.words.fr, LADDER_FR), pen.width_of(o.words.ar, LADDER_AR)) for o in options)
    return Ladder(tuple(rungs), sizes, (min(34.0, fr), min(28.0, ar)), min(high + 0.5, LADDER_HEAD))


def rung_of(asked: Asked, caption: Pair = NOTHING, condition: Pair = NOTHING) -> Rung:
    """Return a row of a ladder; under a caption only what follows the last comma of its label: which eye."""
    label = Pair(marked(asked, "ar"), marked(asked, "fr"))
    if caption:
        signs = label.fr[len(asked.label.fr) :]
        side = side_of(asked)
        label = Pair(side.ar + signs, side.fr + signs)
    return Rung(asked, label, caption, condition)


def _joined(caption: Pair, condition: Pair) -> Pair:
    if not condition:
        return caption
    return Pair(f"{caption.ar} ({condition.ar})", f"{caption.fr} ({condition.fr})")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a list, which are written into the boxes below."""

    lines: tuple[tuple[Option, ...], ...]
    sizes: Sizes
    leads: bool = True

    def height(self) -> float:
        return len(self.lines) * CODE_LINE + 1.0

    def draw(self, pen: FormPen, top: float) -> None:
        letters = self.sizes.choice_fr, self.sizes.choice_ar
        for place, line in enumerate(self.lines):
            left, base = SIDE + GUTTER, top + (place + 0.5) * CODE_LINE + BASELINE
            for option in line:
                wide = pen.together_width(_without_code(option), letters)
                pen.code_text(option.key.upper(), Box(left, base, 3), Type(self.sizes.choice_fr, bold=True))
                pen.together(_without_code(option), Box(left + CODE_KEY, base, wide + 0.3), letters)
                left += CODE_KEY + wide + BETWEEN


def codes_of(pen: FormPen, options: tuple[Option, ...], sizes: Sizes) -> Codes:
    """Return the codes of a list broken into lines."""
    letters = sizes.choice_fr, sizes.choice_ar
    widths = [CODE_KEY + pen.together_width(_without_code(option), letters) for option in options]
    return Codes(broken_into(options, widths, WIDTH - GUTTER), sizes)


def _without_code(option: Option) -> Pair:
    """Return the words of a choice whose label begins with its code without that code."""
    fr, ar = option.words.fr, option.words.ar
    if fr[:1].lower() == option.key and fr[1:2] == " " and ar[1:2] == " ":
        return Pair(ar[2:], fr[2:])
    return option.words


@dataclass(frozen=True, slots=True)
class CodeBoxes:
    """A box for the code of each question, several on a line."""

    asked: tuple[Asked, ...]
    sizes: Sizes
    across: int
    leads: bool = False

    def height(self) -> float:
        said = self.sizes.small_row if any(one.condition for one in self.asked) else 0
        return -(-len(self.asked) // self.across) * (self.sizes.row + 0.6) + said

    def draw(self, pen: FormPen, top: float) -> None:
        wide = WIDTH / self.across
        for place, one in enumerate(self.asked):
            row, column = divmod(place, self.across)
            left, middle = SIDE + column * wide, top + row * (self.sizes.row + 0.6) + self.sizes.row / 2
            draw_number(pen, one.number, left, middle)
            pen.cells(left + wide / 2 - CODE_CELL / 2 + GUTTER / 2, middle, 1, wide=CODE_CELL)
            room = (wide - GUTTER - CODE_CELL) / 2 - 2 * GAP
            pen.words(marked(one, "fr"), Box(left + GUTTER, middle + BASELINE, room), Type(self.sizes.label_fr))
            right = Box(left + wide - room - GAP, middle + BASELINE, room)
            pen.words(marked(one, "ar"), right, Type(self.sizes.label_ar, align="R"))
        said = next((one.condition for one in self.asked if one.condition), NOTHING)
        if said:
            line = top + self.height() - 0.9
            draw_condition(pen, said, Box(SIDE + GUTTER, line, WIDTH - GUTTER), self.sizes)
        pen.hairline(top + self.height())


@dataclass(frozen=True, slots=True)
class Teeth:
    """A chart: the upper and the lower row of boxes as the mouth is seen, the number of each tooth at its box."""

    asked: tuple[Asked, ...]
    sizes: Sizes
    leads: bool = False

    def height(self) -> float:
        return 2 * (TOOTH_HIGH + TOOTH_NUMBER) + MIDLINE + 1.2

    def draw(self, pen: FormPen, top: float) -> None:
        across = len(self.asked) // 2
        wide = min(TOOTH_MOST, (WIDTH - MIDLINE) / across)
        begins = SIDE + (WIDTH - across * wide - MIDLINE) / 2
        boxes = (top + TOOTH_NUMBER, top + TOOTH_NUMBER + TOOTH_HIGH + MIDLINE)
        numbers = (top + TOOTH_NUMBER - 0.8, boxes[1] + TOOTH_HIGH + TOOTH_NUMBER - 0.6)
        pen.set_line_width(0.22)
        for place, one in enumerate(self.asked):
            row, column = divmod(place, across)
            left = begins + column * wide + (MIDLINE if column >= across / 2 else 0)
            pen.set_draw_color(BOX_GREY)
            pen.rect(left + 0.5, boxes[row], wide - 1.0, TOOTH_HIGH)
            pen.mark(one.label.fr, Box(left, numbers[row], wide), 6.6, align="C")
        middle = SIDE + WIDTH / 2
        pen.set_line_width(0.5)
        pen.line(middle, boxes[0], middle, boxes[1] + TOOTH_HIGH)
        pen.line(begins, boxes[1] - MIDLINE / 2, begins + across * wide + MIDLINE, boxes[1] - MIDLINE / 2)
