"""The join poster: one page, both codes decoded, every word in its order, the network's text escaped."""

import io
import re

import pytest

from caravan.printing.poster import Poster, read_address, write_poster
from caravan.printing.wifi import Wifi, read_wifi
from caravan.web.paper_words import poster_words
from tests.printing.conftest import Printed, decode
from tests.refusals import refused

ADDRESS = "http://192.168.1.10:8080/join"


def make(poster):
    out = io.BytesIO()
    write_poster(out, poster, *poster_words())
    return Printed(out.getvalue())


def read_back(payload):
    """What a camera makes of the text: fields by their letter, the backslashes taken away."""
    fields = re.findall(r"([A-Z]):((?:\\.|[^\\;])*);", payload.removeprefix("WIFI:"))
    return {letter: re.sub(r"\\(.)", r"\1", text) for letter, text in fields}


@pytest.mark.parametrize(
    "wifi",
    [
        Wifi("Caravane", "motdepasse"),
        Wifi('Sud; "1", a:b\\c', 'p;a,s:s"w\\ord', is_hidden=True),
        Wifi("قافلة الجنوب", "12345678"),
        Wifi("Ouverte"),
        Wifi("é" * 16, "x" * 63),
    ],
)
def test_both_codes_of_a_poster_decode_and_the_network_is_read_back_whole(wifi):
    done = make(Poster(ADDRESS, "قافلة واد نون / Caravane Oued Noun", wifi))
    assert done.pages() == 1
    assert decode(done.image()) == [wifi.payload, ADDRESS]
    fields = read_back(wifi.payload)
    assert (fields["S"], fields.get("P", ""), fields.get("H") == "true") == (wifi.name, wifi.password, wifi.is_hidden)
    assert fields["T"] == ("WPA" if wifi.password else "nopass")


def test_what_is_typed_stands_in_letters_and_both_languages_say_every_step():
    done = make(Poster(ADDRESS, "Caravane du Sud", Wifi("Caravane-Sud", "motdepasse")))
    text = " ".join(done.text().split())
    for typed in (ADDRESS, "Caravane-Sud", "motdepasse", "Caravane du Sud"):
        assert typed in text
    for words in poster_words():
        said = {
            words.title,
            words.join_wifi,
            words.open_address,
            words.scan % {"number": 1},
            words.scan % {"number": 2},
        }
        assert [sentence for sentence in (*said, words.choose_name, words.note) if sentence not in text] == []


def test_a_poster_without_a_network_asks_for_one_scan_only():
    done = make(Poster(ADDRESS))
    assert decode(done.image()) == [ADDRESS]
    arabic, french = poster_words()
    assert french.scan % {"number": 1} in done.text()
    assert french.scan % {"number": 2} not in done.text()
    assert arabic.join_wifi not in done.text()


def test_the_password_is_not_told_where_a_network_is_written_down():
    assert "motdepasse" not in repr(Wifi("Caravane", "motdepasse"))


@pytest.mark.parametrize("name", ["", "  ", "x" * 33, "ق" * 17, "a\nb"])
def test_what_is_no_network_name_is_refused(name):
    with refused("wifi.name"):
        read_wifi(name, "motdepasse")


@pytest.mark.parametrize("password", ["short", "x" * 64, "motdepassé", "mot\ndepasse", "  "])
def test_what_is_no_wifi_password_is_refused(password):
    with refused("wifi.password"):
        read_wifi("Caravane", password)


def test_a_key_of_64_figures_is_a_password_too():
    assert read_wifi("Caravane", "0123456789abcdef" * 4).password == "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("typed", "address"),
    [(" 192.168.1.10:8080 ", "http://192.168.1.10:8080"), ("https://caravan.local/join", "https://caravan.local/join")],
)
def test_an_address_may_be_typed_without_its_beginning(typed, address):
    assert read_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "http://", "ftp://a", "javascript://a", "http://a b", "http://a:99999", "http://قافلة", "a" * 61, "http://[1"],
)
def test_what_is_no_address_is_refused(typed):
    with refused("poster.address"):
        read_address(typed)
