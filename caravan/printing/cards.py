"""Sheets of QR cards: the QR of a code alone, the code in groups beside or under it, drawn as vectors to exact size.

A blank card tells nothing of anybody. Where the label has room there is a place for the name, and a logo and a sentence
in Arabic and French when they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from caravan.domain.codes import new_code, read_code
from caravan.domain.errors import CaravanError
from caravan.printing.card_design import Card, Sheet
from caravan.printing.card_drawing import CardPen
from caravan.printing.faces import arrange
from caravan.printing.paper import Box, Paper, Type

FEWEST_CARDS, MOST_CARDS = 1, 5000
LONGEST_SENTENCE = 90  # characters
TRIAL = "123456789X"  # the code of a card that is laid out to see whether its sentences fit, and never printed

# All lengths in millimetres.
CROSS_ARM, OUTER_ARM, HAIRLINE = 1.2, 4.0, 0.1
FOOTER_ROOM, FOOTER_RISE = 6.0, 4.5
FOOTER = Type(6.5, grey=110)
MARK_GREY = 150


def new_codes(count: int) -> list[str]:
    """Return that many new codes, all different; raises CaravanError "cards.count" (least, most)."""
    refuse_count(count)
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
    return list(codes)


def number_codes(codes: Sequence[str], first: int = 1) -> list[Card]:
    """Return the cards of these codes, numbered in order."""
    return [Card(code, first + place) for place, code in enumerate(codes)]


def write_cards(
    out: BinaryIO | Path,
    cards: Sequence[Card],
    sheet: Sheet | None = None,
    *,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Write these cards as one PDF. ``progress`` is called after each sheet with the number of cards on it.

    Raises CaravanError "cards.count" (least, most), "card.malformed" or "card.check_wrong" (typed), or as
    ``check_sheet`` does; a code given twice is a ValueError, because two people would then hold one card.
    """
    refuse_count(len(cards))
    wanted = sheet or Sheet()
    check_sheet(wanted, has_names=any(card.has_name for card in cards))
    whole = [replace(card, code=read_code(card.code).code) for card in cards]
    if len({card.code for card in whole}) != len(whole):
        raise ValueError("a card code was given twice")
    with _CardSheets(wanted, whole) as paper:
        start = 0
        while start < len(whole):
            count = paper.add_sheet(start)
            start += count
            if progress is not None:
                progress(count)
        paper.save(out)


def check_sheet(sheet: Sheet, *, has_names: bool = False) -> None:
    """Refuse what cannot be printed.

    Raises CaravanError: "label.too_small" (width, height), "label.no_room" for a name, a sentence or a logo where none
    fits, "cards.sentence" (most) for a long sentence, "cards.sentence_room" for one that the label has no room for,
    "cards.used" (most) for a place that the sheet does not have.
    """
    face = arrange(sheet.label)
    if (has_names or sheet.design.needs_room) and not face.has_room:
        raise CaravanError("label.no_room")
    if max(len(sheet.design.sentence_ar), len(sheet.design.sentence_fr)) > LONGEST_SENTENCE:
        raise CaravanError("cards.sentence", most=LONGEST_SENTENCE)
    if not 0 <= sheet.used < sheet.label.per_sheet:
        raise CaravanError("cards.used", most=sheet.label.per_sheet - 1)
    if sheet.design.needs_room:
        with _CardSheets(sheet, [Card(TRIAL)]) as trial:
            trial.add_sheet(0)


def refuse_count(count: int) -> None:
    """Raise CaravanError("cards.count") (least, most) for fewer or more cards than one printing takes."""
    if not FEWEST_CARDS <= count <= MOST_CARDS:
        raise CaravanError("cards.count", least=FEWEST_CARDS, most=MOST_CARDS)


class _CardSheets(Paper):
    """The PDF under construction, one sheet a page."""

    def __init__(self, sheet: Sheet, cards: Sequence[Card]) -> None:
        super().__init__(sheet.label.page_width, sheet.label.page_height, "Caravan QR")
        self._label, self._used, self._cards = sheet.label, sheet.used, cards
        self._pen = CardPen(self, sheet)
        self._sheets = -(-(len(cards) + self._used) // sheet.label.per_sheet)
        self.set_line_width(HAIRLINE)

    def add_sheet(self, start: int) -> int:
        """Add a page with the cards from ``start`` on, row by row from the top left; returns how many it took."""
        self.add_page()
        free = range(self._used if start == 0 else 0, self._label.per_sheet)
        on_sheet = self._cards[start : start + len(free)]
        if self._label.cut:
            self._draw_cut_marks([place for place, _card in zip(free, on_sheet, strict=False)])
        for place, card in zip(free, on_sheet, strict=False):
            self._pen.draw(card, *self._label.corner(place))
        self._draw_footer(on_sheet)
        return len(on_sheet)

    def _draw_cut_marks(self, places: Sequence[int]) -> None:
        """Draw a small cross where labels meet; at the edges of the sheet its outer arm is long, for the ruler."""
        label = self._label
        self.set_draw_color(MARK_GREY)
        for column, row in _label_corners(places, label.columns):
            x, y = label.left + column * label.width, label.top + row * label.height
            left, right = (OUTER_ARM if column == edge else CROSS_ARM for edge in (0, label.columns))
            above, below = (OUTER_ARM if row == edge else CROSS_ARM for edge in (0, label.rows))
            self.line(x - left, y, x + right, y)
            self.line(x, y - above, x, y + below)

    def _draw_footer(self, cards: Sequence[Card]) -> None:
        """Say in digits which cards these are and which sheet of how many, where the paper has room for it."""
        label = self._label
        if label.top < FOOTER_ROOM:
            return
        box = Box(max(label.left, FOOTER_ROOM), label.page_height - FOOTER_RISE, 0)
        box = Box(box.left, box.baseline, label.page_width - 2 * box.left)
        if cards[0].number:
            self.code_text(f"QR {cards[0].number}-{cards[-1].number}", box, FOOTER)
        self.code_text(f"Page {self.page_no()} / {self._sheets}", box, Type(FOOTER.points, grey=FOOTER.grey, align="R"))


def _label_corners(places: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Return the corners of these labels of a sheet, as column and row of the grid lines."""
    cells = [divmod(place, columns) for place in places]
    return sorted({(column + right, row + down) for row, column in cells for right in (0, 1) for down in (0, 1)})
