"""The head of a paper form: its name and its QR on every page; whose it is, where, when and by whom on the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caravan.domain.codes import printed
from caravan.formdefs.model import Form
from caravan.printing.paper import Box, Type
from caravan.printing.paper_areas import BASELINE
from caravan.printing.paper_pen import A4, SIDE, SOFT_GREY, TICK, WIDTH, FormPen
from caravan.printing.paper_sheet import Fact, Pair, Sheet, SheetWords, Whose, pair_of
from caravan.printing.qr_symbol import text_symbol

MARK, MARK_AT = 4.5, 6.0  # a corner's square and its distance from the edges
TOP, SYMBOL_TOP = 8.0, 4.6
SYMBOL, MORE_SYMBOL = 22.0, 18.0
FIRST_HEAD, MORE_HEAD = 32.5, 28.0
FIELD = 7.6
FACT_LINE, FACT_FR, FACT_AR = 4.2, 7.2, 7.6
QUIET = 4


@dataclass(frozen=True, slots=True)
class _Field:
    """A place in the head: what is written there, how wide, the digits of its boxes (none for a line)."""

    label: Pair
    width: float
    value: str = ""
    boxes: tuple[int, ...] = ()
    between: str = ""


def head_height(pen: FormPen, form: Form, sheet: Sheet) -> float:
    """Return where the questions of the first page begin."""
    facts = sheet.whose.facts if sheet.whose else ()
    known = len(_fact_lines(pen, facts)) * FACT_LINE + (5.4 if facts else 0)
    return FIRST_HEAD + FIELD * (2 if form.is_station else 1) + known + 0.8


def corner_marks(pen: FormPen) -> None:
    """Draw the four squares by which a photo of the page can be straightened."""
    pen.set_fill_color(0)
    for left in (MARK_AT, A4[0] - MARK_AT - MARK):
        for top in (MARK_AT, A4[1] - MARK_AT - MARK):
            pen.rect(left, top, MARK, MARK, style="F")


def draw_top(pen: FormPen, form: Form, sheet: Sheet, page: tuple[int, int]) -> None:
    """Draw the name of the form, its QR with the code, and the number of the page."""
    head = FIRST_HEAD if page[0] == 1 else MORE_HEAD
    _symbol(pen, form, sheet, SYMBOL if page[0] == 1 else MORE_SYMBOL)
    side = (WIDTH - SYMBOL) / 2 - 6
    title, right = pair_of(form.titles), SIDE + WIDTH - side - 2
    pen.words(title.fr, Box(SIDE + 2, TOP + 6.5, side), Type(15, bold=True))
    pen.words(title.ar, Box(right, TOP + 6.5, side), Type(16, bold=True, align="R"))
    whose, foot = sheet.whose, head - 4.6
    if whose and page[0] > 1:
        pen.words(whose.name_fr, Box(SIDE + 2, TOP + 11.4, side), Type(9.5))
        pen.words(whose.name_ar, Box(right, TOP + 11.4, side - 16), Type(10, align="R"))
    number = f"   N° {sheet.number}" if sheet.number else ""
    pen.code_text(f"{form.id} {form.version}{number}", Box(SIDE + 2, foot, side), Type(6.8, grey=SOFT_GREY))
    pen.code_text(f"{page[0]} / {page[1]}", Box(right, foot, side), Type(10, bold=True, align="R"))
    pen.set_draw_color(0)
    pen.set_line_width(0.5)
    pen.line(SIDE, head - 2.0, SIDE + WIDTH, head - 2.0)


def _symbol(pen: FormPen, form: Form, sheet: Sheet, side: float) -> None:
    """Draw the QR in the middle of the head, its code in letters under it."""
    symbol = text_symbol(f"{sheet.code}/{form.id}".upper())
    module = side / (symbol.side + 2 * QUIET)
    left, margin = SIDE + (WIDTH - side) / 2, QUIET * module
    pen.fill_symbol(symbol.runs, left + margin, SYMBOL_TOP + margin, module)
    under = Box(SIDE, SYMBOL_TOP + side - margin + 3.3, WIDTH)
    pen.code_text(printed(sheet.code), under, Type(8.5, bold=True, align="C"), 0.3)


def draw_head(pen: FormPen, form: Form, sheet: Sheet, words: SheetWords) -> None:
    """Draw whose sheet it is, where, when and by whom it is filled, and what is known."""
    if words.caravan:
        side = (WIDTH - SYMBOL) / 2 - 6
        pen.words(words.caravan, Box(SIDE + 2, TOP + 12, side), Type(8.5, grey=SOFT_GREY))
    top, whose = FIRST_HEAD - 1.4, sheet.whose
    if form.is_station:
        _person_line(pen, top, whose, words)
        top += FIELD
    fields = [
        _Field(words.site, 42),
        _Field(words.day, 49, boxes=(2, 2, 2), between="/"),
        _Field(words.time, 42, boxes=(2, 2), between=":"),
        _Field(words.filled_by, WIDTH - 133),
    ]
    _fields(pen, top, fields)
    if whose and whose.facts:
        _facts(pen, top + FIELD, whose, words)


def draw_foot(pen: FormPen, words: SheetWords, place: int) -> None:
    """Say what the boxes mean."""
    box = Box(SIDE + 2, A4[1] - 7.6, WIDTH - 4)
    pen.both(words.legend, box, (6.4, 6.8), grey=SOFT_GREY)


def _person_line(pen: FormPen, top: float, whose: Whose | None, words: SheetWords) -> None:
    name = " · ".join(filter(None, (whose.name_fr, whose.name_ar))) if whose else ""
    fields = [
        _Field(words.name, WIDTH - 82, name),
        _Field(words.number, 26, whose.number if whose else ""),
        _Field(words.age, 24, whose.age if whose else ""),
    ]
    _fields(pen, top, fields)
    left, middle = SIDE + WIDTH - 32, top + FIELD / 2
    if whose:
        pen.together(whose.sex, Box(left + 2, middle + BASELINE + 0.6, 30), (9, 9.5))
        return
    for pair in (words.female, words.male):
        pen.tick(left, middle, "", is_one=True)
        pen.together(pair, Box(left + TICK + 0.8, middle + BASELINE, 11), (6.8, 7.2))
        left += 16.5


def _fields(pen: FormPen, top: float, fields: list[_Field]) -> None:
    left = SIDE
    for field in fields:
        _field(pen, field, left, top)
        left += field.width


def _field(pen: FormPen, field: _Field, left: float, top: float) -> None:
    sizes = 7.0, 7.4
    fr, ar = pen.width_of(field.label.fr, sizes[0]), pen.width_of(field.label.ar, sizes[1])
    line = top + FIELD / 2 + BASELINE + 0.6
    pen.words(field.label.fr, Box(left, line, fr + 0.2), Type(sizes[0], grey=SOFT_GREY))
    right = left + field.width - 2.5
    pen.words(field.label.ar, Box(right - ar - 0.2, line, ar + 0.2), Type(sizes[1], grey=SOFT_GREY, align="R"))
    begins, ends = left + fr + 1.2, right - ar - 1.2
    if field.boxes:
        for place, count in enumerate(field.boxes):
            if place:
                pen.mark(field.between, Box(begins - 0.1, line + 0.3, 1.5), 9)
                begins += 1.5
            begins = pen.cells(begins, top + FIELD / 2 + 0.2, count, wide=4.3) + 0.4
    elif field.value:
        _value(pen, field.value, Box(begins, line, ends - begins))
    else:
        pen.writing_line(begins, line + 0.6, ends - begins)


def _value(pen: FormPen, value: str, box: Box) -> None:
    """Write what is known in place of a line; a name in both scripts on both sides."""
    parts = value.split(" · ")
    if len(parts) == 2:  # noqa: PLR2004  the two scripts
        pen.both(Pair(parts[1], parts[0]), box, (9.5, 10), bold=True)
    else:
        pen.words(value, box, Type(9.5, bold=True, align="C"))


def _facts(pen: FormPen, top: float, whose: Whose, words: SheetWords) -> None:
    """Draw what is known of the person: short facts two on a line, longer ones on lines of their own."""
    pen.both(words.known, Box(SIDE + 1, top + 4.0, WIDTH - 2), (7.6, 8.0), bold=True)
    for place, facts in enumerate(_fact_lines(pen, whose.facts)):
        line = top + 5.2 + (place + 0.5) * FACT_LINE + BASELINE
        wide = WIDTH / len(facts)
        for column, fact in enumerate(facts):
            box = Box(SIDE + 1 + column * wide, line, wide - 3)
            pen.both(_said(fact), box, (FACT_FR, FACT_AR), bold=fact.is_alarming)


def _fact_lines(pen: FormPen, facts: Sequence[Fact]) -> list[list[Fact]]:
    """Put facts on lines: two that have room beside each other, else one."""
    lines: list[list[Fact]] = []
    was_short = False
    for fact in facts:
        said = _said(fact)
        wide = pen.width_of(said.fr, FACT_FR, bold=True) + pen.width_of(said.ar, FACT_AR, bold=True)
        is_short = wide + 6 <= WIDTH / 2
        if is_short and was_short and len(lines[-1]) == 1:
            lines[-1].append(fact)
        else:
            lines.append([fact])
        was_short = is_short
    return lines


def _said(fact: Fact) -> Pair:
    mark = "! " if fact.is_alarming else ""
    return Pair(f"{mark}{fact.label.ar}: {fact.value.ar}", f"{mark}{fact.label.fr}\u00a0: {fact.value.fr}")
