"""What a paper form is built of, from edge to edge: headings, rows, two questions side by side, lists, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from caravan.printing.paper import Box, Type
from caravan.printing.paper_areas import BASELINE, BETWEEN, Asked, Option, draw_option, option_width
from caravan.printing.paper_pen import GAP, SIDE, SOFT_GREY, WIDTH, FormPen, Sizes
from caravan.printing.paper_sheet import Pair

GUTTER = 6.0  # before a label: the number of the question
HALF = (WIDTH - 3.0) / 2
SQUEEZE = 1.08  # letters may shrink so much before a row is broken
LABEL_ROOM = 50.0
LABEL_LINE, WRITE_LINE = 4.9, 6.8
IF_IT_APPLIES = "°"


class Block(Protocol):
    """A piece of the page: how high it is, and how it is drawn below ``top``. ``leads`` keeps it with the next one."""

    @property
    def leads(self) -> bool: ...
    def height(self) -> float: ...

    def draw(self, pen: FormPen, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part, on grey where it is a part of the form itself; when the part is left out."""

    label: Pair
    condition: Pair
    sizes: Sizes
    is_main: bool
    leads: bool = True

    def height(self) -> float:
        band = 6.0 if self.is_main else 5.0
        return band + (self.sizes.small_row if self.condition else 0) + (0.6 if self.is_main else 0)

    def draw(self, pen: FormPen, top: float) -> None:
        high = 5.2 if self.is_main else 4.6
        if self.is_main:
            pen.band(top + 0.5, high)
        box = Box(SIDE + 1.2, top + 0.5 + high / 2 + BASELINE, WIDTH - 2.4)
        more = 0.4 if self.is_main else -0.4
        pen.both(self.label, box, (self.sizes.label_fr + more, self.sizes.label_ar + more), bold=True)
        if self.condition:
            draw_condition(pen, self.condition, Box(SIDE + 1.2, top + high + 2.7, WIDTH - 2.4), self.sizes)


@dataclass(frozen=True, slots=True)
class Row:
    """One or two questions on a line: number, French, room for the answer, Arabic."""

    asked: tuple[Asked, ...]
    sizes: Sizes
    leads: bool = False

    def height(self) -> float:
        return self.sizes.row + (self.sizes.small_row if any(one.condition for one in self.asked) else 0)

    def draw(self, pen: FormPen, top: float) -> None:
        wide = WIDTH if len(self.asked) == 1 else HALF
        for place, one in enumerate(self.asked):
            self._one(pen, one, Box(SIDE + place * (HALF + 3.0), top + self.sizes.row / 2, wide))
        pen.hairline(top + self.height())

    def _one(self, pen: FormPen, one: Asked, box: Box) -> None:
        draw_number(pen, one.number, box.left, box.baseline)
        left, room = box.left + GUTTER, box.width - GUTTER
        fr, ar = label_widths(pen, one, self.sizes)
        area = one.area.width if len(self.asked) == 1 else one.area.least or one.area.width
        if fr + ar + area + 3 > room:
            part = max(0.1, (room - area - 3) / (fr + ar))
            fr, ar = fr * part, ar * part
        begins = fr + 1.5
        if len(self.asked) == 1 and fr < LABEL_ROOM and LABEL_ROOM + 1.5 + area + ar + 1.5 <= room:
            begins = LABEL_ROOM + 1.5
        label = Type(self.sizes.label_fr)
        pen.words(marked(one, "fr"), Box(left, box.baseline + BASELINE, fr + 0.3), label)
        right = Type(self.sizes.label_ar, align="R")
        pen.words(marked(one, "ar"), Box(left + room - ar - 0.3, box.baseline + BASELINE, ar + 0.3), right)
        given = room - begins - ar - 1.5
        one.area.draw(pen, left + begins, box.baseline, given if one.area.grows else area)
        if one.condition:
            draw_condition(pen, one.condition, Box(left, box.baseline + self.sizes.row / 2 + 1.4, room), self.sizes)


@dataclass(frozen=True, slots=True)
class Listed:
    """A question whose choices take lines of their own; the first line begins right after its name."""

    asked: Asked
    sizes: Sizes
    lines: tuple[tuple[Option, ...], ...]
    leads: bool = False

    def height(self) -> float:
        said = self.sizes.small_row if self.asked.condition else 0
        return len(self.lines) * self.sizes.line + said + 0.9

    def draw(self, pen: FormPen, top: float) -> None:
        middle = top + 0.5 + self.sizes.line / 2
        draw_label(pen, self.asked, Box(SIDE, middle, WIDTH), self.sizes)
        self._line(pen, self.lines[0], Box(_after_label(pen, self.asked, self.sizes), middle, WIDTH))
        if self.asked.condition:
            line = middle + self.sizes.line / 2 + 1.6
            draw_condition(pen, self.asked.condition, Box(SIDE + GUTTER, line, WIDTH - GUTTER), self.sizes)
            middle += self.sizes.small_row
        for line_of_options in self.lines[1:]:
            middle += self.sizes.line
            self._line(pen, line_of_options, Box(SIDE + GUTTER, middle, WIDTH))
        pen.hairline(top + self.height())

    def _line(self, pen: FormPen, line: Sequence[Option], box: Box) -> None:
        left = box.left
        for option in line:
            wide = option_width(pen, option, self.sizes)
            draw_option(pen, option, Box(left, box.baseline, wide + 0.4), self.sizes, is_one=self.asked.is_one)
            left += wide + BETWEEN


@dataclass(frozen=True, slots=True)
class Twins:
    """The same question of the right and of the left side on one line."""

    asked: tuple[Asked, Asked]
    label: Pair
    sides: tuple[Pair, Pair]
    sizes: Sizes
    leads: bool = False

    def height(self) -> float:
        return self.sizes.row

    def draw(self, pen: FormPen, top: float) -> None:
        middle = top + self.sizes.row / 2
        draw_number(pen, self.asked[0].number, SIDE, middle)
        pen.both(self.label, Box(SIDE + GUTTER, middle + BASELINE, WIDTH - GUTTER), self._letters)
        fr, ar = _pair_widths(pen, self.label, self._letters)
        room = WIDTH - GUTTER - fr - ar - 3
        left = SIDE + GUTTER + max(fr + 1.5, min(LABEL_ROOM, fr + 1.5 + room - self.width(pen)))
        for one, side in zip(self.asked, self.sides, strict=True):
            if one is self.asked[1]:
                draw_number(pen, one.number, left - GUTTER + 0.6, middle)
            wide = pen.together_width(side, self._side_letters)
            pen.together(side, Box(left, middle + BASELINE, wide + 0.3), self._side_letters)
            one.area.draw(pen, left + wide + 1.5, middle, one.area.width)
            left += wide + 1.5 + one.area.width + 2 * BETWEEN + 1.5
        pen.hairline(top + self.sizes.row)

    def width(self, pen: FormPen) -> float:
        """Return how wide both answers are with the names of the sides."""
        areas = sum(one.area.width for one in self.asked)
        return (
            areas + sum(pen.together_width(side, self._side_letters) + 1.5 for side in self.sides) + 2 * BETWEEN + 1.5
        )

    def fits(self, pen: FormPen) -> bool:
        """Tell whether all of it stands on one line."""
        return (sum(_pair_widths(pen, self.label, self._letters)) + 3) / SQUEEZE + self.width(pen) <= WIDTH - GUTTER

    @property
    def _letters(self) -> tuple[float, float]:
        return self.sizes.label_fr, self.sizes.label_ar

    @property
    def _side_letters(self) -> tuple[float, float]:
        return self.sizes.choice_fr, self.sizes.choice_ar


def twins(pen: FormPen, run: Sequence[Asked], sizes: Sizes) -> Twins | None:
    """Return two questions that differ in their side alone on one line, None where they do not or it is too short."""
    if len(run) != len(("right", "left")) or any(one.condition for one in run):
        return None
    parts = [(one.label.fr.rpartition(","), one.label.ar.rpartition("،")) for one in run]
    fr, ar = ({part[at][0] for part in parts} for at in (0, 1))
    if len(fr) > 1 or len(ar) > 1 or not all(fr) or not all(ar):
        return None
    signs = marked(run[0], "fr")[len(run[0].label.fr) :]
    label = Pair(ar.pop() + signs, fr.pop() + signs)
    sides = [Pair(part[1][2].strip(), part[0][2].strip()) for part in parts]
    found = Twins((run[0], run[1]), label, (sides[0], sides[1]), sizes)
    return found if found.fits(pen) else None


def side_of(one: Asked) -> Pair:
    """Return what follows the last comma of a label: which eye, say."""
    return Pair(one.label.ar.rpartition("،")[2].strip(), one.label.fr.rpartition(",")[2].strip())


def _pair_widths(pen: FormPen, pair: Pair, letters: tuple[float, float]) -> tuple[float, float]:
    return pen.width_of(pair.fr, letters[0]), pen.width_of(pair.ar, letters[1])


@dataclass(frozen=True, slots=True)
class Written:
    """A question whose answer takes lines of its own."""

    asked: Asked
    sizes: Sizes
    lines: int = 2
    leads: bool = False

    def height(self) -> float:
        return LABEL_LINE + self.lines * WRITE_LINE

    def draw(self, pen: FormPen, top: float) -> None:
        draw_label(pen, self.asked, Box(SIDE, top + LABEL_LINE / 2 + 0.4, WIDTH), self.sizes)
        for line in range(1, self.lines + 1):
            pen.writing_line(SIDE + GUTTER, top + LABEL_LINE + line * WRITE_LINE - 1.2, WIDTH - GUTTER)


def listed(pen: FormPen, asked: Asked, sizes: Sizes) -> Listed:
    """Return a question with its choices broken into lines."""
    wide_ar = pen.width_of(marked(asked, "ar"), sizes.label_ar)
    first = SIDE + WIDTH - wide_ar - 2 - _after_label(pen, asked, sizes)
    widths = [option_width(pen, option, sizes) for option in asked.options]
    return Listed(asked, sizes, broken_into(asked.options, widths, first))


def broken_into(options: Sequence[Option], widths: Sequence[float], first: float) -> tuple[tuple[Option, ...], ...]:
    """Break choices into lines as wide as the page; ``first`` is what the first line has, which may stay empty."""
    lines: list[list[Option]] = [[]]
    free = first
    for option, wide in zip(options, widths, strict=True):
        if wide > free:
            lines.append([])
            free = WIDTH - GUTTER
        lines[-1].append(option)
        free -= wide + BETWEEN
    return tuple(map(tuple, lines))


def _after_label(pen: FormPen, asked: Asked, sizes: Sizes) -> float:
    return SIDE + GUTTER + pen.width_of(marked(asked, "fr"), sizes.label_fr) + 4.0


def fits(pen: FormPen, one: Asked, sizes: Sizes, width: float) -> bool:
    """Tell whether a question stands on one line of this width, its letters hardly smaller."""
    area = one.area.least if one.area.grows and width <= HALF else one.area.width
    return (sum(label_widths(pen, one, sizes)) + 3) / SQUEEZE + area + GUTTER <= width


def label_widths(pen: FormPen, one: Asked, sizes: Sizes) -> tuple[float, float]:
    """Return how wide a label is in French and in Arabic."""
    return pen.width_of(marked(one, "fr"), sizes.label_fr), pen.width_of(marked(one, "ar"), sizes.label_ar)


def marked(one: Asked, lang: str) -> str:
    """Return a label, with the star of what must be answered and the sign of what is asked of some people only."""
    text = one.label.ar if lang == "ar" else one.label.fr
    star = "*" if one.question.required else ""
    signs = star + (IF_IT_APPLIES if one.applies else "")
    return f"{text} {signs}" if signs and text else text


def draw_label(pen: FormPen, one: Asked, box: Box, sizes: Sizes) -> None:
    """Draw the number and the label of a question over a whole line; ``box.baseline`` is its middle."""
    draw_number(pen, one.number, box.left, box.baseline)
    inside = Box(box.left + GUTTER, box.baseline + BASELINE, box.width - GUTTER)
    pen.both(Pair(marked(one, "ar"), marked(one, "fr")), inside, (sizes.label_fr, sizes.label_ar))


def draw_number(pen: FormPen, number: int, left: float, middle: float) -> None:
    """Draw the number of a question in its gutter."""
    pen.mark(str(number), Box(left, middle + 0.9, GUTTER - GAP), 5.6, grey=SOFT_GREY, align="R")


def draw_condition(pen: FormPen, condition: Pair, box: Box, sizes: Sizes) -> None:
    """Say when something is asked, small."""
    pen.both(condition, box, (sizes.small_fr, sizes.small_ar), grey=SOFT_GREY)
