"""Every format printed, rasterised and decoded, and labels of any size in millimetres."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from caravan.domain.codes import printed
from caravan.printing.card_design import Card, Design, Sheet
from caravan.printing.cards import new_codes, number_codes, write_cards
from caravan.printing.faces import LEAST_MODULE, arrange
from caravan.printing.labels import A4, get_label, label_formats
from caravan.printing.qr_symbol import VERSION
from tests.pictures import make_logo
from tests.printing.conftest import DPI, SENTENCE_AR, SENTENCE_FR, decode
from tests.refusals import refused

EVERY = sorted(label_formats())
ROOMY = [name for name in EVERY if arrange(get_label(name)).has_room]
BLACK_BORDER = 60  # pixels of a dark ground on which a label is stuck
WIDEST = "WWWWWWWWW2"


@pytest.mark.parametrize("name", EVERY)
def test_every_card_of_every_format_decodes_to_its_code_where_its_label_is(name, print_cards):
    label = get_label(name)
    cards = number_codes(new_codes(label.per_sheet))
    done = print_cards(cards, Sheet(label))
    assert done.pages() == 1
    assert sorted(decode(done.image())) == sorted(card.code for card in cards)
    for place in {0, label.per_sheet // 2, label.per_sheet - 1}:
        assert decode(done.label(label, place)) == [cards[place].code]


@pytest.mark.parametrize("name", EVERY)
def test_a_label_stuck_on_something_dark_is_still_read(name, print_cards):
    label, cards = get_label(name), number_codes(new_codes(1))
    cut = print_cards(cards, Sheet(label)).label(label, 0)
    ground = Image.new("L", (cut.width + 2 * BLACK_BORDER, cut.height + 2 * BLACK_BORDER), 0)
    ground.paste(cut, (BLACK_BORDER, BLACK_BORDER))
    assert decode(ground) == [cards[0].code]


@pytest.mark.parametrize("name", EVERY)
def test_modules_are_never_smaller_than_a_tablet_reads_and_the_symbol_is_25_mm_where_it_fits(name):
    label, face = get_label(name), arrange(get_label(name))
    assert face.module >= LEAST_MODULE
    if min(label.width, label.height) >= 25 and max(label.width, label.height) >= 41:
        assert (face.version, face.side, face.quiet) == (VERSION, 25.0, 4)


@pytest.mark.parametrize("name", EVERY)
def test_labels_stay_on_their_page_and_nothing_is_printed_outside_its_label(name, print_cards):
    label = get_label(name)
    assert min(label.left, label.top) >= 0
    sheet = Sheet(replace(label, cut=False))
    page = print_cards([Card(WIDEST, 99999)], sheet).image()
    left, top = label.corner(0)
    box = [round(length / 25.4 * DPI) for length in (left, top, left + label.width, top + label.height)]
    footer = round((label.page_height - 8) / 25.4 * DPI) if label.top >= 6 else page.height
    page.paste(255, (box[0], box[1], min(box[2], page.width), min(box[3], page.height)))
    assert page.crop((0, 0, page.width, footer)).getextrema()[0] > 250


@pytest.mark.parametrize("name", EVERY)
def test_the_code_stands_in_groups_and_the_number_beside_it(name, print_cards):
    label, cards = get_label(name), number_codes(new_codes(2), first=801)
    text = print_cards(cards, Sheet(label)).text().replace("\r\n", " ")
    for half in printed(cards[0].code).split("-"):
        assert half in text
    assert "801" in text.split()


@pytest.mark.parametrize("name", sorted(set(ROOMY) - {"a4-24-rounded"}))
def test_sentence_logo_and_name_stand_beside_the_symbol_and_do_not_harm_it(name, print_cards, full_design):
    label = get_label(name)
    code, *others = new_codes(2)
    cards = [Card(code, 1, "فاطمتو العروسي", "Fatimetou Laaroussi"), Card(others[0], 2)]
    done = print_cards(cards, Sheet(label, full_design))
    assert sorted(text for page in range(done.pages()) for text in decode(done.image(page))) == sorted(
        card.code for card in cards
    )
    text = " ".join(done.text().split())
    assert "فاطمتو العروسي" in text
    assert "Fatimetou Laaroussi" in text
    for words in (SENTENCE_AR, SENTENCE_FR):  # broken into lines, so looked for word by word
        assert [word for word in words.split() if word not in text] == []
    assert "لأجل" in text  # a joined lam-alef, in the order in which it is read


def test_arabic_is_read_from_the_pdf_in_the_order_in_which_it_was_written(print_cards):
    sheet = Sheet(get_label("card-90x55"), Design(sentence_ar="القافلة الطبية لأهل الواد 2026 لا تضيعوها"))
    assert "القافلة الطبية لأهل الواد 2026" in " ".join(print_cards(number_codes(new_codes(1)), sheet).text().split())


def test_short_vowels_are_left_out_because_they_would_part_the_letters(print_cards):
    sheet = Sheet(get_label("card-90x55"), Design(sentence_ar="بِطَاقَةٌ مُهِمَّةٌ"))
    assert "بطاقة مهمة" in print_cards(number_codes(new_codes(1)), sheet).text()


@pytest.mark.parametrize("name", sorted(set(EVERY) - set(ROOMY)))
def test_a_label_without_room_refuses_a_name_a_sentence_and_a_logo_rather_than_dropping_them(name):
    label, code = get_label(name), new_codes(1)[0]
    for design, card in (
        (Design(sentence_fr="Gardez-la"), Card(code)),
        (Design(logo=make_logo()), Card(code)),
        (Design(), Card(code, name_fr="Salka")),
    ):
        out = io.BytesIO()
        with refused("label.no_room"):
            write_cards(out, [card], Sheet(label, design))
        assert out.getvalue() == b""


def test_a_sentence_that_does_not_fit_beside_the_logo_is_refused(full_design):
    with refused("cards.sentence_room"):
        write_cards(io.BytesIO(), number_codes(new_codes(1)), Sheet(get_label("a4-24-rounded"), full_design))


def test_a_sentence_that_is_too_long_is_refused():
    with refused("cards.sentence"):
        write_cards(io.BytesIO(), number_codes(new_codes(1)), Sheet(get_label("card-90x55"), Design("ا" * 91)))


def test_a_sheet_that_is_partly_used_is_used_on(print_cards):
    cards = number_codes(new_codes(5))
    label = get_label("a4-40")
    done = print_cards(cards, Sheet(label, used=38))
    assert done.pages() == 2
    assert [decode(done.label(label, place)) for place in (37, 38, 39)] == [[], [cards[0].code], [cards[1].code]]
    assert sorted(decode(done.image(1))) == sorted(card.code for card in cards[2:])


@pytest.mark.parametrize("used", [-1, 40])
def test_a_place_that_the_sheet_does_not_have_is_refused(used):
    with refused("cards.used"):
        write_cards(io.BytesIO(), number_codes(new_codes(1)), Sheet(used=used))


@pytest.mark.parametrize("asked", ["38x34", "38 x 34", "38,0X34.0 mm", "38mm × 34mm"])
def test_a_label_is_given_in_millimetres_as_people_write_them(asked):
    label = get_label(asked)
    assert (label.width, label.height, label.page_width, label.page_height) == (38, 34, *A4)
    assert (label.columns, label.rows, label.cut) == (5, 8, True)


@pytest.mark.parametrize("size", ["38x34", "60x40", "45.5x26", "100x60", "42x22", "30x32", "198x285", "50x29.7"])
def test_cards_of_any_size_that_is_large_enough_decode(size, print_cards):
    label = get_label(size)
    cards = number_codes(new_codes(min(label.per_sheet, 6)))
    assert sorted(decode(print_cards(cards, Sheet(label)).image())) == sorted(card.code for card in cards)
    assert arrange(label).module >= LEAST_MODULE


@pytest.mark.parametrize("size", ["20x20", "30x19", "34x21", "21x34", "5x5"])
def test_a_label_on_which_no_symbol_can_be_read_is_refused(size):
    with refused("label.too_small"):
        arrange(get_label(size))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("220x50", "label.too_large"), ("0x0", "label.too_large"), ("a4-41", "label.unknown"), ("38", "label.unknown"),
     ("", "label.unknown"), ("3.8.1x21", "label.unknown"), ("-38x34", "label.unknown")],
)  # fmt: skip
def test_what_is_no_label_is_refused(asked, code):
    with refused(code):
        get_label(asked)
