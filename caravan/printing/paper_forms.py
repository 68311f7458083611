"""Paper forms as PDF: an A4 form drawn from its XLSForm, in Arabic and French, one copy or a stack of them.

Every page bears the QR ``CODE/form``, the code in letters, its number, the form's version, a mark in each corner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from caravan.domain.errors import CaravanError
from caravan.formdefs.model import Form
from caravan.printing.paper import Box, Type
from caravan.printing.paper_blocks import Block
from caravan.printing.paper_head import MORE_HEAD, corner_marks, draw_foot, draw_head, draw_top, head_height
from caravan.printing.paper_pen import A4, SOFT_GREY, FormPen
from caravan.printing.paper_plan import Plan
from caravan.printing.paper_sheet import Sheet, SheetWords

MOST_SHEETS = 1000
TIGHTER = (1.0, 0.96, 0.92, 0.89)  # letters and rows; the next when it saves a page
FOOT = 11.5  # mm from the foot of the page to where nothing is drawn any more


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page of a form: its blocks, each with the millimetres from the top."""

    blocks: tuple[tuple[float, Block], ...]


def write_forms(
    out: BinaryIO | Path,
    form: Form,
    sheets: Sequence[Sheet],
    words: SheetWords,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write these copies of a form as one PDF and return the pages of a copy. ``progress`` is told 1 after each.

    Raises CaravanError("sheets.count") (least, most).
    """
    refuse_sheets(len(sheets))
    with _FormPages(form, words) as pages:
        for sheet in sheets:
            pages.add(sheet)
            if progress is not None:
                progress(1)
        pages.save(out)
        return pages.count


def refuse_sheets(count: int) -> None:
    """Raise CaravanError("sheets.count") (least, most) for a stack that is not printed in one go."""
    if not 1 <= count <= MOST_SHEETS:
        raise CaravanError("sheets.count", least=1, most=MOST_SHEETS)


class _FormPages(FormPen):
    """The PDF of one form under construction. What all copies share is drawn once and repeated as it is."""

    def __init__(self, form: Form, words: SheetWords) -> None:
        super().__init__(f"{form.id} {form.version}")
        self._form, self._words = form, words
        self._pages: list[PlacedPage] = []
        self._drawn: list[bytes] = []
        self._top = 0.0

    @property
    def count(self) -> int:
        return len(self._pages)

    def add(self, sheet: Sheet) -> None:
        """Add the pages of a copy."""
        top = head_height(self, self._form, sheet)
        if top != self._top or not self._pages:
            self._pages, self._drawn, self._top = self._lay_out(top), [], top
        for place, page in enumerate(self._pages):
            self.add_page()
            self._own(sheet, place)
            if place < len(self._drawn):
                self._repeat(self._drawn[place])
            else:
                self._drawn.append(self._draw(page, place))

    def _lay_out(self, top: float) -> list[PlacedPage]:
        """Return the pages: as few as letters that are hardly smaller make them."""
        tried = [_place(Plan(self, self._form, self._words, part).blocks(), top) for part in TIGHTER]
        return min(tried, key=len)

    def _own(self, sheet: Sheet, place: int) -> None:
        """Draw what is this copy's alone."""
        draw_top(self, self._form, sheet, page=(place + 1, self.count))
        if place == 0:
            draw_head(self, self._form, sheet, self._words)

    def _draw(self, page: PlacedPage, place: int) -> bytes:
        """Draw what all copies share and return it as it stands in the PDF."""
        contents = self._contents()
        begins = len(contents)
        self.forget_state()
        corner_marks(self)
        draw_foot(self, self._words, place)
        for top, block in page.blocks:
            block.draw(self, top)
        return bytes(self._contents()[begins:])

    def _contents(self) -> bytearray:
        """Return what is drawn on the page so far, as it stands in the PDF."""
        contents = self.pages[self.page].contents
        if not isinstance(contents, bytearray):
            raise TypeError("the page is finished already")
        return contents

    def _repeat(self, drawn: bytes) -> None:
        for bold in (False, True):
            self.code_text(" ", Box(0, 5, 1), Type(5, bold=bold, grey=SOFT_GREY))  # the page names both fonts
        self._out(drawn)


def _place(blocks: Sequence[Block], top: float) -> list[PlacedPage]:
    """Put blocks on pages, from the top; a heading never stands alone at the foot."""
    pages: list[list[tuple[float, Block]]] = [[]]
    at, foot = top, A4[1] - FOOT
    waiting: list[Block] = []
    for block in blocks:
        waiting.append(block)
        if block.leads:
            continue
        high = sum(one.height() for one in waiting)
        if at + high > foot and pages[-1]:
            pages.append([])
            at = MORE_HEAD
        for one in waiting:
            pages[-1].append((at, one))
            at += one.height()
        waiting = []
    return [PlacedPage(tuple(page)) for page in pages]
