"""The scanner's answers: one box for each kind of card, photos read by the laptop, pages without scripts led on."""

import re
from contextlib import closing
from io import BytesIO
from random import Random

import html5lib
import pytest
from werkzeug.test import EnvironBuilder

from bench.degraded_photos import Photo, draw_label, take
from caravan.domain.codes import ALPHABET, new_code, printed
from caravan.web.scanning import ICONS, LARGEST_PHOTO_BYTES, sample_states
from tests.web.conftest import Page

STATES = {
    "open", "done", "other_caravan", "unbound", "unknown", "lost", "taken", "wrong_check", "malformed", "foreign",
    "old_sheet", "empty", "two_cards", "no_card", "bad_photo", "refused",
}  # fmt: skip


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def person(register):
    return register()


@pytest.fixture
def code(person, card_of):
    return card_of(person)


def box(page):
    """What the answer's box says: state, where it goes by itself, its words."""
    part = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(page.text)
    found = next(element for element in part.iter() if element.get("data-state"))
    return found.get("data-state"), found.get("data-goes-to"), " ".join("".join(found.itertext()).split())


def photo_of(code, kind="JPEG"):
    content = BytesIO()
    take(Photo(draw_label(code)), Random("a photo")).save(content, kind)
    return content.getvalue()


def send_photo(browser, content, *, by_script=False, **asked):
    data = {**browser.get("/login").hidden(), **asked, "photo": (BytesIO(content), "photo.jpg")}
    headers = {"X-Scanner": "photo"} if by_script else {}
    kind = "multipart/form-data"
    builder = EnvironBuilder(path="/scan/photo", method="POST", data=data, headers=headers, content_type=kind)
    with closing(builder):
        environ = builder.get_environ()
        with environ["wsgi.input"]:  # a large one is a file on the disk
            return Page(browser.client.open(environ, buffered=True))


def test_a_given_card_leads_to_the_form_and_says_whose_it_is(doctor, code):
    state, goes_to, words = box(doctor.get(f"/scan?code={code}&form=eye"))
    assert (state, goes_to) == ("open", f"/q/{code}/eye")
    assert "Fatimetou Laaroussi" in words


def test_the_station_of_the_tablet_is_meant_when_none_is_named(doctor, code):
    doctor.choose_station("dental")
    assert box(doctor.get(f"/scan?code={code}"))[1] == f"/q/{code}/dental"


def test_a_volunteer_and_the_search_are_led_to_the_person(sign_in, doctor, code, person):
    assert box(sign_in("volunteer").get(f"/scan?code={code}&form=eye"))[1] == f"/patients/{person}"
    assert box(doctor.get(f"/scan?code={code}&purpose=person"))[1] == f"/patients/{person}"


@pytest.mark.parametrize(
    ("typed", "state", "said"),
    [
        ("https://example.org/a", "foreign", "something else"),
        ("ABC", "malformed", "is not a card code"),
        ("", "empty", "No code was typed"),
        ("{blank}", "unbound", "Send the person to the reception."),
        ("{wrong}", "wrong_check", "wrong letter or digit"),
        ("{blank}/hearing", "old_sheet", "“hearing”, which is not used here"),
    ],
)
def test_each_kind_of_code_has_its_own_box_and_goes_nowhere(doctor, typed, state, said):
    blank = new_code()
    wrong = blank[:-1] + ALPHABET[(ALPHABET.index(blank[-1]) + 1) % len(ALPHABET)]
    page = doctor.get("/scan?code=" + typed.format(blank=blank, wrong=wrong))
    assert box(page)[:2] == (state, None)
    assert said in box(page)[2]


def test_two_cards_before_the_camera_are_told_by_their_ends(doctor):
    one, other = sorted((new_code(), new_code()), key=lambda code: code[-5:])
    state, _goes, words = box(doctor.get(f"/scan?code={other}&code={one}"))
    assert state == "two_cards"
    assert f"…{one[-5:]} and …{other[-5:]}" in words


def test_every_state_looks_different(app):
    """A colour and a frame of its own for what calls for another act, a drawing and a word for each."""
    assert set(ICONS) == STATES
    with app.test_request_context():
        titles = [seen.title for seen in sample_states()]
    assert len(set(titles)) == len(STATES)


def test_a_photo_by_script_is_answered_with_the_box(doctor, code):
    page = send_photo(doctor, photo_of(code), by_script=True, purpose="station", form="eye")
    assert (page.status, box(page)[:2]) == (200, ("open", f"/q/{code}/eye"))


@pytest.mark.parametrize("purpose", ["station", "person"])
def test_a_photo_without_scripts_leads_to_the_form_or_the_person(doctor, code, person, purpose):
    page = send_photo(doctor, photo_of(code), purpose=purpose, form="eye")
    assert (page.status, page.location) == (
        303,
        {"station": f"/q/{code}/eye", "person": f"/patients/{person}"}[purpose],
    )


def test_a_photo_of_a_blank_card_to_give_is_typed_and_not_yet_given(sign_in, person):
    volunteer, blank = sign_in("volunteer"), new_code()
    page = send_photo(volunteer, photo_of(blank), purpose="bind", patient=str(person))
    assert page.location == f"/patients/{person}/card?code={blank}"
    assert volunteer.follow(page).value("code") == blank
    assert box(volunteer.get(f"/scan?code={blank}&purpose=station&form=eye"))[0] == "unbound"


@pytest.mark.parametrize("purpose", ["station", "person", "bind"])
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.4", "This file is a PDF"), (b"", "No photo was chosen"), (b"something", "not a photo")],
)
def test_a_bad_photo_without_scripts_is_answered_by_a_page_with_one_sentence(sign_in, person, purpose, content, said):
    page = send_photo(sign_in("volunteer"), content, purpose=purpose, form="eye", patient=str(person))
    assert page.status == 422
    assert [said in alert for alert in page.alerts()] == [True]
    assert page.root.find(".//input[@type='file']") is not None


def test_a_photo_of_many_megabytes_arrives_and_one_beyond_the_limit_is_refused(doctor, code):
    heavy = photo_of(code) + bytes(8 * 1024 * 1024)
    assert send_photo(doctor, heavy, by_script=True, form="eye").status == 200
    assert send_photo(doctor, photo_of(code) + bytes(LARGEST_PHOTO_BYTES), by_script=True).status == 413


def test_other_requests_stay_small(doctor, code):
    page = doctor.send(f"/q/{code}/eye", doctor.get(f"/q/{code}/eye"), note="x" * (5 * 1024 * 1024))
    assert page.status == 413


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_of_a_bad_photo_is_valid_in_each_language(sign_in, language):
    page = send_photo(sign_in("doctor", language), b"%PDF-1.4", form="eye")
    assert page.root.get("lang") == language


def test_every_page_that_takes_a_card_has_the_scanner(sign_in, doctor, code, person):
    for address in ("/station/eye", f"/q/{code}/eye", "/patients"):
        assert 'data-scanner="' in doctor.get(address).text, address
    volunteer = sign_in("volunteer")
    for address in ("/reception", f"/patients/{person}/card"):
        assert 'data-scanner="' in volunteer.get(address).text, address


def test_the_decoder_is_sent_compressed_as_what_it_is_and_kept(doctor):
    address = re.search(r'data-wasm="([^"]+)"', doctor.get("/station/eye").text).group(1)
    answer = doctor.client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.headers["Content-Type"] == "application/wasm"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert len(answer.data) < 450_000


def test_a_card_of_a_person_with_a_wrong_code_is_refused_at_the_station_with_its_state(doctor):
    page = doctor.get(f"/q?code={printed(new_code())}&form=eye")
    assert page.status == 422
    assert 'data-state="unbound"' in page.text
