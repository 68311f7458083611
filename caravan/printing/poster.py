"""The join poster, one A4 page in Arabic and French: the Wi-Fi's QR, the address's QR and both in letters to type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from caravan.domain.errors import CaravanError
from caravan.printing.drawings import ACCENT, PALE, Square, draw_name, draw_number, draw_scan, draw_wifi
from caravan.printing.labels import A4
from caravan.printing.paper import Box, Paper, Type
from caravan.printing.qr_symbol import QUIET_MODULES, text_symbol
from caravan.printing.wifi import Wifi

LONGEST_ADDRESS = 60  # letters: what can be typed from a wall

# Lengths in millimetres, letters in points.
MARGIN, GUTTER = 14.0, 7.0
SYMBOL = 64.0  # with its white margin
PANEL = 74.0
HEAD = 45.0
NUMBER_SIDE = 11.0
DRAWING = 25.0
ABOVE_STEPS, ABOVE_ALONE = 13.0, 30.0  # above the drawings; and around a panel that is alone
TITLE_AR, TITLE_FR = Type(30, bold=True, align="R"), Type(24, bold=True)
NAME = Type(13, grey=80, align="C")
STEP_AR, STEP_FR = Type(19, bold=True, align="R"), Type(16, bold=True)
TYPED = Type(25, bold=True)
LABEL_AR, LABEL_FR = Type(11, grey=70, align="R"), Type(10.5, grey=70)
CAPTION_AR, CAPTION_FR = Type(13, bold=True, align="C"), Type(11.5, align="C")
NOTE_AR, NOTE_FR = Type(11.5, grey=60, align="R"), Type(10.5, grey=60)

Draw = Callable[[Paper, Square], None]


@dataclass(frozen=True, slots=True)
class Words:
    """What the poster says in one language: short sentences. ``scan`` has a place for the code's "number"."""

    title: str
    join_wifi: str
    network: str
    password: str
    no_password: str
    open_address: str
    or_type: str
    scan: str
    choose_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster leads to: the network (None where tablets are on it already), the address, the caravan's name."""

    address: str
    caravan: str = ""
    wifi: Wifi | None = None


def read_address(typed: str) -> str:
    """Return the address that tablets open, as it was typed or with "http://" before it.

    Raises CaravanError("poster.address") (most) for what is no address of the web, or is too long to type.
    """
    address = typed.strip()
    if address and "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise CaravanError("poster.address", most=LONGEST_ADDRESS) from error
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if not (is_whole and is_plain and len(address) <= LONGEST_ADDRESS):
        raise CaravanError("poster.address", most=LONGEST_ADDRESS)
    return address


def write_poster(out: BinaryIO | Path, poster: Poster, ar: Words, fr: Words) -> None:
    """Write the poster as a PDF of one page."""
    with _PosterPage(poster, ar, fr) as page:
        page.draw()
        page.save(out)


class _PosterPage(Paper):
    """The page under construction."""

    def __init__(self, poster: Poster, ar: Words, fr: Words) -> None:
        super().__init__(*A4, "Caravan")
        self._poster, self._ar, self._fr = poster, ar, fr
        self._width = A4[0] - 2 * MARGIN

    def draw(self) -> None:
        """Draw the head, a panel for each QR, the drawings, the note."""
        self.add_page()
        self._head()
        panels = [self._wifi_panel, self._address_panel] if self._poster.wifi else [self._address_panel]
        is_alone = len(panels) == 1
        top = MARGIN + HEAD + (ABOVE_ALONE if is_alone else 0)
        for number, panel in enumerate(panels, 1):
            self._frame(top, number)
            panel(top)
            top += PANEL + GUTTER
        self._steps(top - GUTTER + (ABOVE_ALONE if is_alone else ABOVE_STEPS))
        self._note()

    def _head(self) -> None:
        whole = Box(MARGIN, MARGIN + 12, self._width)
        self.line_of_text(self._ar.title, whole, TITLE_AR)
        self.line_of_text(self._fr.title, Box(MARGIN, MARGIN + 24, self._width), TITLE_FR)
        if self._poster.caravan:
            self.line_of_text(self._poster.caravan, Box(MARGIN, MARGIN + 35, self._width), NAME)
        self.set_draw_color(*ACCENT)
        self.set_line_width(1.2)
        self.line(MARGIN, MARGIN + 39.5, MARGIN + self._width, MARGIN + 39.5)

    def _frame(self, top: float, number: int) -> None:
        self.set_draw_color(*ACCENT)
        self.set_line_width(0.5)
        self.rect(MARGIN, top, self._width, PANEL, round_corners=True, corner_radius=4)
        square = Square(MARGIN + SYMBOL + 10, top + 6, NUMBER_SIDE)
        draw_number(self, square)
        box = Box(square.left, square.top + NUMBER_SIDE * 0.72, NUMBER_SIDE)
        self.code_text(str(number), box, Type(19, bold=True, grey=255, align="C"))

    def _wifi_panel(self, top: float) -> None:
        wifi = self._poster.wifi
        if wifi is None:
            return
        self._symbol(wifi.payload, top)
        self._instruction(top, self._ar.join_wifi, self._fr.join_wifi)
        self._typed(top + 33, wifi.name, self._ar.network, self._fr.network)
        if wifi.is_open:
            self._both(top + 58, self._ar.no_password, self._fr.no_password)
        else:
            self._typed(top + 53.5, wifi.password, self._ar.password, self._fr.password)

    def _address_panel(self, top: float) -> None:
        self._symbol(self._poster.address, top)
        self._instruction(top, self._ar.open_address, self._fr.open_address)
        self._typed(top + 42, self._poster.address, self._ar.or_type, self._fr.or_type)

    def _symbol(self, text: str, top: float) -> None:
        symbol = text_symbol(text)
        module = SYMBOL / (symbol.side + 2 * QUIET_MODULES)
        margin = QUIET_MODULES * module
        self.fill_symbol(symbol.runs, MARGIN + 5 + margin, top + (PANEL - SYMBOL) / 2 + margin, module)

    def _side_box(self, baseline: float) -> Box:
        left = MARGIN + SYMBOL + 10
        return Box(left, baseline, MARGIN + self._width - 7 - left)

    def _instruction(self, top: float, arabic: str, french: str) -> None:
        right = self._side_box(top + 13.5)
        beside = Box(right.left + NUMBER_SIDE + 4, right.baseline, right.width - NUMBER_SIDE - 4)
        self.line_of_text(arabic, beside, STEP_AR)
        self.line_of_text(french, self._side_box(top + 24), STEP_FR)

    def _typed(self, top: float, text: str, arabic: str, french: str) -> None:
        """Set what is typed by hand, under its name in both languages: large, and never shaped or turned."""
        self._both(top, arabic, french)
        box = self._side_box(top + 11)
        self.set_fill_color(*PALE)
        self.rect(box.left, top + 2.5, box.width, 12, style="F", round_corners=True, corner_radius=2)
        self.code_text(text, Box(box.left + 3, box.baseline, box.width - 6), TYPED)

    def _both(self, baseline: float, arabic: str, french: str) -> None:
        box = self._side_box(baseline)
        half = box.width / 2 - 2
        self.line_of_text(french, Box(box.left, baseline, half), LABEL_FR)
        self.line_of_text(arabic, Box(box.left + box.width - half, baseline, half), LABEL_AR)

    def _steps(self, top: float) -> None:
        """Draw what is done, step by step from the right, as Arabic is read."""
        scans = (draw_wifi, draw_scan) if self._poster.wifi else (draw_scan,)
        steps: list[tuple[Draw, str, str]] = [
            (draw, self._ar.scan % {"number": number}, self._fr.scan % {"number": number})
            for number, draw in enumerate(scans, 1)
        ]
        steps.append((draw_name, self._ar.choose_name, self._fr.choose_name))
        wide = self._width / len(steps)
        for place, (draw, arabic, french) in enumerate(steps, 1):
            left = MARGIN + self._width - place * wide
            draw(self, Square(left + (wide - DRAWING) / 2, top, DRAWING))
            box = Box(left + 2, top + DRAWING + 7, wide - 4)
            self.line_of_text(arabic, box, CAPTION_AR)
            self.line_of_text(french, Box(box.left, box.baseline + 6, box.width), CAPTION_FR)

    def _note(self) -> None:
        foot = A4[1] - MARGIN
        self.line_of_text(self._ar.note, Box(MARGIN, foot - 7, self._width), NOTE_AR)
        self.line_of_text(self._fr.note, Box(MARGIN, foot - 1, self._width), NOTE_FR)
