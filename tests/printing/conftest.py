"""What the printing tests share: a logo, a design with everything on it, and PDFs looked at as a scanner sees them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from caravan.printing.card_design import Card, Design, Sheet
from caravan.printing.cards import write_cards
from caravan.printing.labels import Label
from tests.pictures import make_logo

SENTENCE_AR = "حافظوا على هذه البطاقة وأحضروها لأجل كل زيارة"
SENTENCE_FR = "Gardez cette carte et apportez-la à chaque visite"
DPI = 200


@dataclass(frozen=True)
class Printed:
    """A PDF in memory."""

    pdf: bytes

    def document(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.pdf)

    def image(self, number: int = 0, dpi: float = DPI) -> Image.Image:
        with self.document() as document:
            return document[number].render(scale=dpi / 72).to_pil().convert("L")

    def text(self, number: int = 0) -> str:
        with self.document() as document:
            return document[number].get_textpage().get_text_range()

    def pages(self) -> int:
        with self.document() as document:
            return len(document)

    def label(self, label: Label, place: int, number: int = 0) -> Image.Image:
        """One label cut out of its sheet, exactly at its edges."""
        left, top = label.corner(place)
        box = (left, top, left + label.width, top + label.height)
        return self.image(number).crop(tuple(round(length / 25.4 * DPI) for length in box))


def decode(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.fixture
def print_cards() -> Callable[..., Printed]:
    def do(cards: Sequence[Card], sheet: Sheet) -> Printed:
        out = io.BytesIO()
        write_cards(out, cards, sheet)
        return Printed(out.getvalue())

    return do


@pytest.fixture
def full_design() -> Design:
    return Design(SENTENCE_AR, SENTENCE_FR, make_logo(), ("الاسم", "Nom"))
