"""Sheets of cards: rasterised, decoded and measured."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp

from caravan.domain.codes import printed
from caravan.domain.errors import CaravanError
from caravan.printing.card_design import Card
from caravan.printing.cards import new_codes, number_codes, write_cards
from caravan.printing.labels import USUAL, get_label

LABEL = get_label(USUAL)
CARDS_PER_SHEET, COLUMNS = LABEL.per_sheet, LABEL.columns
MM = 72 / 25.4  # points
DPI = 150
SYMBOL_MM, FULL_MODULES, DARK_MODULES = 25.0, 33, 25


@pytest.fixture(scope="module")
def codes():
    return new_codes(CARDS_PER_SHEET + 7)


@pytest.fixture(scope="module")
def document(codes):
    out = io.BytesIO()
    write_cards(out, number_codes(codes, first=401))
    with pypdfium2.PdfDocument(out.getvalue()) as opened:
        yield opened


def label_box_mm(place: int) -> tuple[float, float, float, float]:
    left, top = LABEL.corner(place)
    return left, top, left + LABEL.width, top + LABEL.height


def raster(document, number, dpi=DPI):
    return document[number].render(scale=dpi / 72).to_pil().convert("L")


def decoded_by_place(image) -> dict[int, zxingcpp.Barcode]:
    """Decode each symbol on the sheet and say at which place its label is."""
    found = {}
    for barcode in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
        x = (barcode.position.top_left.x + barcode.position.bottom_right.x) / 2 / DPI * 25.4
        y = (barcode.position.top_left.y + barcode.position.bottom_right.y) / 2 / DPI * 25.4
        found[int((y - LABEL.top) // LABEL.height) * COLUMNS + int((x - LABEL.left) // LABEL.width)] = barcode
    return found


def text_in_label(document, number, place) -> str:
    left, top, right, bottom = label_box_mm(place)
    page = document[number]
    height = page.get_height()
    return page.get_textpage().get_text_bounded(left * MM, height - bottom * MM, right * MM, height - top * MM).strip()


def dark_box_mm(document, number, place, dpi=600):
    """Measure the dark part of a symbol: its box in millimetres from the label's corner."""
    left, top, right, _ = label_box_mm(place)
    inside = raster(document, number, dpi).crop(
        tuple(round(length / 25.4 * dpi) for length in (left + 2, top + 2, right - 2, top + 26))
    )
    box = inside.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    return [pixels / dpi * 25.4 + 2 for pixels in box]


def test_every_card_on_a_sheet_decodes_to_the_code_it_was_given_and_the_code_under_it(document, codes):
    found = decoded_by_place(raster(document, 0))
    assert sorted(found) == list(range(CARDS_PER_SHEET))
    for place, barcode in found.items():
        assert barcode.text == codes[place]
        assert text_in_label(document, 0, place).split() == [printed(codes[place]), str(401 + place)]


def test_a_partial_last_sheet_holds_the_remaining_cards_and_no_more(document, codes):
    assert len(document) == 2
    found = decoded_by_place(raster(document, 1))
    assert {place: barcode.text for place, barcode in found.items()} == dict(enumerate(codes[CARDS_PER_SHEET:]))
    assert [text_in_label(document, 1, place).split() for place in (6, 7, 39)] == [[printed(codes[-1]), "447"], [], []]


def test_the_symbol_is_version_2_with_error_correction_h_and_holds_the_code_alone(document, codes):
    for barcode in decoded_by_place(raster(document, 1)).values():
        assert (barcode.extra["Version"], barcode.ec_level) == ("2", "H")
        assert barcode.text in codes


@pytest.mark.parametrize("place", [0, 6])
def test_the_symbol_with_its_margin_is_25_millimetres(document, place):
    left, top, right, bottom = dark_box_mm(document, 1, place)
    for side in (right - left, bottom - top):
        assert side * FULL_MODULES / DARK_MODULES == pytest.approx(SYMBOL_MM, abs=0.2)
    assert (left + right) / 2 == pytest.approx(LABEL.width / 2, abs=0.1)


def test_nothing_stands_in_the_white_margin(document):
    left, top, right, bottom = dark_box_mm(document, 1, 0)
    margin = (right - left) / DARK_MODULES * 4
    corner_x, corner_y, _, _ = label_box_mm(0)
    box = (left - margin, top - margin, right + margin, bottom + margin)
    page = raster(document, 1, 600)
    pixels = [
        round((length + corner) / 25.4 * 600) for length, corner in zip(box, [corner_x, corner_y] * 2, strict=True)
    ]
    around = page.crop(tuple(pixels))
    inner = [round(length / 25.4 * 600) for length in (margin, margin, margin + right - left, margin + bottom - top)]
    around.paste(255, (inner[0] - 1, inner[1] - 1, inner[2] + 1, inner[3] + 1))
    assert around.getextrema()[0] > 250


def test_the_sheet_is_a4_with_vectors_only(document):
    assert [size / MM for size in document[0].get_size()] == pytest.approx([210, 297], abs=0.1)
    kinds = {item.type for item in document[0].get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_each_sheet_says_which_cards_it_holds(document):
    texts = [page.get_textpage().get_text_range() for page in document]
    assert "QR 401-440" in texts[0]
    assert "Page 1 / 2" in texts[0]
    assert "QR 441-447" in texts[1]
    assert "Page 2 / 2" in texts[1]


def test_the_widest_code_stays_inside_its_label(tmp_path):
    code = "WWWWWWWWW2"  # W is the widest letter
    path = tmp_path / "widest.pdf"
    write_cards(path, [Card(code)])
    with pypdfium2.PdfDocument(path) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(place) for place in range(len("WWWWW-WWWW2"))]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        assert text.get_text_range(0, len(boxes)) == printed(code)
        assert LABEL.left + 1 < left / MM < right / MM < LABEL.left + LABEL.width - 1


def test_codes_may_be_given_as_printed(codes):
    out = io.BytesIO()
    write_cards(out, [Card(printed(codes[0]).lower())])
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        assert decoded_by_place(raster(document, 0))[0].text == codes[0]


def test_progress_adds_up_to_the_cards(codes):
    steps: list[int] = []
    write_cards(io.BytesIO(), number_codes(codes), progress=steps.append)
    assert steps == [40, 7]


@pytest.mark.parametrize("count", [-1, 0, 5001])
def test_fewer_than_one_or_more_than_5000_cards_are_refused(count):
    with pytest.raises(CaravanError) as refused:
        new_codes(count)
    assert (refused.value.code, refused.value.params) == ("cards.count", {"least": 1, "most": 5000})


def test_no_codes_and_too_many_are_refused_before_anything_is_written():
    out = io.BytesIO()
    for codes in ([], [Card("123456789X")] * 5001):
        with pytest.raises(CaravanError, match=r"cards\.count"):
            write_cards(out, codes)
    assert out.getvalue() == b""


def test_a_wrong_code_is_never_printed():
    with pytest.raises(CaravanError, match=r"card\.check_wrong"):
        write_cards(io.BytesIO(), [Card("123456789Y")])


def test_one_code_is_never_printed_on_two_cards():
    with pytest.raises(ValueError, match="twice"):
        write_cards(io.BytesIO(), [Card("123456789X"), Card("12345-6789x")])


def test_5000_new_codes_are_all_different():
    codes = new_codes(5000)
    assert len(set(codes)) == 5000
