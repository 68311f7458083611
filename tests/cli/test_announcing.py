"""What the laptop writes on its screen: addresses first, one a line; the code to scan only where a person watches."""

import sys

import pytest

from caravan.cli.announcing import announce, say_notes
from caravan.services import addresses
from caravan.services.addresses import Doors
from caravan.services.readiness import Note
from caravan.services.trust import Authority
from caravan.web.i18n import LANGUAGES
from caravan.web.starting_words import WORDS, word

AUTHORITY = Authority(b"", "AB:CD")
DOORS = Doors(http_port=8080, https_port=8443)


@pytest.fixture(autouse=True)
def on_two_networks(monkeypatch):
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.8.2", "10.42.0.1"))


def test_every_address_is_a_line_and_those_that_each_tablet_opens_come_first(capsys):
    announce(DOORS, AUTHORITY, "en")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        *("http://192.168.8.2:8080/", "http://10.42.0.1:8080/", "http://127.0.0.1:8080/"),
        *("https://192.168.8.2:8443/", "https://10.42.0.1:8443/", "https://127.0.0.1:8443/"),
    ]
    assert lines[6].endswith("http://192.168.8.2:8080/join")
    assert "8080 + 8443" in lines[7]
    assert lines[8].endswith("AB:CD")


def test_the_code_is_drawn_only_where_a_person_watches(capsys, monkeypatch):
    announce(DOORS, AUTHORITY, "fr")
    assert "█" not in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    announce(DOORS, AUTHORITY, "fr")
    assert capsys.readouterr().out.count("█") > 50


def test_a_laptop_on_no_network_says_so(capsys, monkeypatch):
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ())
    announce(DOORS, AUTHORITY, "en")
    assert "on no network yet" in capsys.readouterr().out


def test_a_server_for_itself_alone_speaks_of_no_tablet(capsys):
    announce(Doors(host="127.0.0.1", http_port=1, https_port=None), None, "en")
    assert capsys.readouterr().out == "http://127.0.0.1:1/\n"


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_each_sentence_is_whole_in_each_language(lang):
    figures = dict.fromkeys(("address", "fingerprint", "ports", "now", "latest", "free", "days", "hours"), 7)
    for code in WORDS:
        said = word(code, lang, **figures)
        assert "%(" not in said
        assert said


def test_what_was_noticed_goes_to_standard_error(capsys):
    say_notes([Note("disk.low", True, {"free": 512}), Note("backup.none", False, {})], "en")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "Only 512 MB are free on the disk. Make room before the day begins."
