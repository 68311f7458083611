"""Where an answer is given on paper, by type of question: choices to tick, a box for each digit, a line to write on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.model import Form, Question
from caravan.formdefs.on_paper import MULTILINE, keys_of, steps_on_paper
from caravan.printing.paper import Box
from caravan.printing.paper_pen import DIGIT, DIGIT_GAP, DIGIT_HIGH, GAP, KEY_GREY, TICK, FormPen, Sizes
from caravan.printing.paper_sheet import Pair, pair_of

BASELINE = 1.15  # mm by which a line stands below the middle of its row
TICK_STEP = 5.6
COMMA = 1.7
USUAL_WHOLE, USUAL_PARTS = 3, 1
LINE, SHORT_LINE = 46.0, 30.0
DAY_PARTS = (2, 2, 4)
SIGN = 6.4
BETWEEN = 2.6


@dataclass(frozen=True, slots=True)
class Area:
    """Room for an answer: how wide it is, and how it is drawn (at a left edge, the middle of a row, a width)."""

    width: float
    draw: Callable[[FormPen, float, float, float], None]
    grows: bool = False
    least: float = 0.0
    """How narrow a line to write on may be beside another question."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice to tick: its key and its words."""

    key: str
    words: Pair


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is drawn."""

    question: Question
    label: Pair
    number: int
    condition: Pair
    area: Area
    options: tuple[Option, ...] = ()
    applies: bool = False
    """Whether it is asked of some people only, by a rule too long to print."""

    @property
    def is_one(self) -> bool:
        return self.question.type != "select_multiple"


def options_of(form: Form, question: Question) -> tuple[Option, ...]:
    """Return what can be ticked; nothing where the answer is written."""
    keys = keys_of(form, question)
    choices = form.choices.get(question.list_name or "", ())
    steps = [str(step) for step in steps_on_paper(question)]
    if steps:
        return tuple(Option(step, Pair(step, step)) for step in steps)
    return tuple(Option(keys[choice.name], pair_of(choice.labels)) for choice in choices if keys)


def area_of(pen: FormPen, form: Form, question: Question, sizes: Sizes) -> Area:
    """Return the room for the answer of a question."""
    steps = steps_on_paper(question)
    if steps:
        return _scale(steps)
    options = options_of(form, question)
    if options:
        return _ticks(pen, options, sizes, is_one=question.type != "select_multiple")
    return _AREAS.get(question.type, _line)(question, min(DIGIT_HIGH, sizes.row - 0.9))


def option_width(pen: FormPen, option: Option, sizes: Sizes) -> float:
    """Return the width of a box with its words."""
    return TICK + GAP + pen.together_width(option.words, (sizes.choice_fr, sizes.choice_ar))


def draw_option(pen: FormPen, option: Option, box: Box, sizes: Sizes, *, is_one: bool) -> None:
    """Draw a box with its words; ``box.baseline`` is the middle of the row."""
    pen.tick(box.left, box.baseline, option.key, is_one=is_one)
    beside = Box(box.left + TICK + GAP, box.baseline + BASELINE, box.width - TICK - GAP)
    pen.together(option.words, beside, (sizes.choice_fr, sizes.choice_ar))


def digits_of(question: Question) -> tuple[int, int, bool]:
    """Return how many digits stand before and after the comma, and whether a sign does."""
    low, high = bounds_of(question)
    reach = [len(str(int(abs(number)))) for number in (low, high) if number is not None]
    whole = max(reach) if high is not None or (reach and max(reach) > USUAL_WHOLE) else USUAL_WHOLE
    return whole, _parts(question), low is not None and low < 0


def _parts(question: Question) -> int:
    if question.type != "decimal":
        return 0
    step = f"{question.entry.step:g}".partition(".")[2]
    _low, high = bounds_of(question)
    return len(step) or (USUAL_PARTS if high is not None else USUAL_PARTS + 1)


def _ticks(pen: FormPen, options: Sequence[Option], sizes: Sizes, *, is_one: bool) -> Area:
    widths = [option_width(pen, option, sizes) for option in options]

    def draw(pen: FormPen, left: float, middle: float, _width: float) -> None:
        for option, wide in zip(options, widths, strict=True):
            draw_option(pen, option, Box(left, middle, wide + 0.4), sizes, is_one=is_one)
            left += wide + BETWEEN

    return Area(sum(widths) + BETWEEN * (len(widths) - 1), draw)


def _scale(steps: Sequence[int]) -> Area:
    def draw(pen: FormPen, left: float, middle: float, _width: float) -> None:
        for place, step in enumerate(steps):
            pen.tick(left + place * TICK_STEP, middle, str(step), is_one=True)

    return Area(TICK_STEP * len(steps), draw)


def _number(question: Question, high: float) -> Area:
    whole, parts, has_sign = digits_of(question)
    unit = question.unit or ""
    wide = (SIGN if has_sign else 0) + (whole + parts) * (DIGIT + DIGIT_GAP) + (COMMA if parts else 0)

    def draw(pen: FormPen, left: float, middle: float, _width: float) -> None:
        if has_sign:
            pen.cells(left, middle, 1, high=high)
            pen.mark("+ / –", Box(left + 0.4, middle + 0.9, DIGIT - 0.8), 6, grey=KEY_GREY, align="C")
            left += SIGN
        left = pen.cells(left, middle, whole, high=high) + DIGIT_GAP
        if parts:
            pen.mark(",", Box(left, middle + high / 2 - 0.2, COMMA), 10)
            left = pen.cells(left + COMMA, middle, parts, high=high) + DIGIT_GAP
        if unit:
            pen.mark(unit, Box(left + 0.8, middle + BASELINE, 12))

    return Area(wide + (9.5 if unit else 0), draw)


def _day(_question: Question, high: float) -> Area:
    width = sum(DAY_PARTS) * (DIGIT + DIGIT_GAP) + 2 * COMMA

    def draw(pen: FormPen, left: float, middle: float, _width: float) -> None:
        for place, count in enumerate(DAY_PARTS):
            if place:
                pen.mark("/", Box(left - 0.1, middle + 1.5, COMMA), 9)
                left += COMMA
            left = pen.cells(left, middle, count, high=high) + DIGIT_GAP

    return Area(width, draw)


def _line(question: Question, _high: float) -> Area:
    def draw(pen: FormPen, left: float, middle: float, width: float) -> None:
        pen.writing_line(left, middle + 2.0, width)

    is_short = "numbers" in question.appearance.split()
    return Area(SHORT_LINE if is_short else LINE, draw, grows=True, least=SHORT_LINE)


def written_line() -> Area:
    """Return a line to write on, whatever the question is."""

    def draw(pen: FormPen, left: float, middle: float, width: float) -> None:
        pen.writing_line(left, middle + 2.0, width)

    return Area(LINE, draw, grows=True, least=SHORT_LINE)


_AREAS: Mapping[str, Callable[[Question, float], Area]] = {"integer": _number, "decimal": _number, "date": _day}


def is_long_text(question: Question) -> bool:
    """Tell whether several lines are written."""
    return question.type == "text" and MULTILINE in question.appearance.split()
