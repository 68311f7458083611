"""Photos of cards: bad ones are read as often as the design counts on, and what is no photo is refused in one word."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from bench.degraded_photos import CONDITIONS, Photo, draw_label, photos, random_code, take
from bench.scanning import is_read
from caravan.domain.errors import CaravanError
from caravan.services.reading_photos import read_photo

PHOTOS = 20  # of each condition; always the same
CODE = random_code(Random("a card"))


def as_file(photo, kind="JPEG", **more):
    content = BytesIO()
    photo.save(content, kind, **more)
    return content.getvalue()


def photo_of(code=CODE, **lie):
    return take(Photo(draw_label(code), **lie), Random("a photo"))


def table_with(*labels, size=(1280, 960)):
    """A table top on which labels lie side by side."""
    table = Image.new("L", size, 140)
    for number, label in enumerate(labels):
        table.paste(label.resize((360, 322)), (120 + 560 * number, 300))
    return table


def refused(content):
    with pytest.raises(CaravanError) as refusal:
        read_photo(content)
    return refusal.value


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.name)
def test_bad_photos_are_read_as_often_as_the_design_counts_on(condition):
    read = sum(is_read(photo, code) for code, photo in photos(condition, PHOTOS))
    assert 100 * read / PHOTOS >= condition.least_percent


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_each_kind_is_read(kind):
    assert read_photo(as_file(photo_of().convert("RGB"), kind)) == CODE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_read_however_the_tablet_was_held(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert read_photo(as_file(photo_of(turn=10), exif=exif)) == CODE


def test_a_photo_of_forty_megapixels_is_read_though_the_card_is_small_in_it():
    large = Image.new("L", (7300, 5500), 140)
    large.paste(draw_label(CODE).resize((560, 501)), (5200, 3600))
    assert read_photo(as_file(large)) == CODE


def test_a_photo_of_something_else_says_that_no_card_is_seen():
    cat = Image.new("RGB", (1280, 960), (150, 120, 90))
    pen = ImageDraw.Draw(cat)
    pen.ellipse((400, 300, 900, 800), fill=(90, 70, 50))
    pen.polygon([(430, 400), (480, 200), (600, 320)], fill=(90, 70, 50))
    pen.ellipse((520, 450, 580, 510), fill=(200, 220, 60))
    assert refused(as_file(cat)).code == "photo.no_code"


def test_two_cards_in_one_photo_are_refused_by_their_ends():
    other = random_code(Random("another card"))
    refusal = refused(as_file(table_with(draw_label(CODE), draw_label(other))))
    assert refusal.code == "photo.two_cards"
    assert sorted(refusal.params.values()) == sorted((CODE[-5:], other[-5:]))


def test_the_same_card_seen_twice_is_one_card():
    assert read_photo(as_file(table_with(draw_label(CODE), draw_label(CODE)))) == CODE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo.empty"),
        (b"%PDF-1.7\n1 0 obj", "photo.pdf"),
        (b"PK\x03\x04 a spreadsheet", "photo.not_a_photo"),
        (b"GIF89a" + bytes(40), "photo.not_a_photo"),
        (b"\xff\xd8\xff", "photo.not_a_photo"),
    ],
)
def test_what_is_no_photo_is_refused(content, code):
    assert refused(content).code == code


def test_a_photo_that_did_not_arrive_whole_is_refused():
    whole = as_file(photo_of())
    assert refused(whole[: len(whole) // 3]).code == "photo.damaged"


def test_a_picture_that_would_unpack_to_far_more_than_it_weighs_is_refused_before_it_is_unpacked():
    bomb = as_file(Image.new("1", (9000, 9000)), "PNG")
    assert len(bomb) < 20_000
    assert refused(bomb).code == "photo.too_large"


def test_a_picture_that_pillow_itself_calls_a_bomb_is_refused():
    bomb = as_file(Image.new("1", (20_000, 20_000)), "PNG")
    assert refused(bomb).code == "photo.too_large"
