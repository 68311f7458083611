"""The page that every tablet opens first: steps in both languages for its kind, the certificate, the way to https."""

import hashlib

import pytest
import zxingcpp
from cryptography import x509
from PIL import Image

from caravan.printing.address_symbol import address_path
from caravan.services import addresses
from caravan.services.addresses import Doors
from caravan.services.laptop import choose_unenrolled
from caravan.services.trust import find_authority, prepare_trust
from caravan.web.doors import open_doors
from caravan.web.i18n import gettext_for
from caravan.web.join_words import STEPS
from tests.web.conftest import Browser
from tests.web.lan import Tablet
from tests.web.test_every_route import check_page

ANDROID = "Mozilla/5.0 (Linux; Android 11; SM-T500) AppleWebKit/537.36 Chrome/120 Safari/537.36"
IPAD = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"


@pytest.fixture
def served(app, house, monkeypatch):
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.43.7",))
    open_doors(app, Doors(http_port=8080, https_port=8443))
    prepare_trust(house.data, ("192.168.43.7",), at=house.now())
    return app


@pytest.fixture
def tablet(served) -> Tablet:
    return Tablet(served.test_client(), "http://192.168.43.7:8080")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("device", sorted(STEPS))
def test_the_steps_stand_in_arabic_and_french_whatever_the_page_speaks(tablet, language, device):
    tablet.speak(language)
    page = tablet.get(f"/join?device={device}")
    check_page(page, language, where="/join")
    words = page.words("main")
    for step in STEPS[device]:
        for lang in {"ar", "fr", language}:
            said = " ".join(gettext_for(lang)(step.sentence.text).split())
            assert said in words, (lang, step)


@pytest.mark.parametrize(("agent", "device"), [(ANDROID, "android"), (IPAD, "ipad"), ("", "android")])
def test_each_kind_of_tablet_is_shown_its_own_steps(tablet, agent, device):
    tablet.headers["User-Agent"] = agent
    words = tablet.get("/join").words("main")
    for kind, steps in STEPS.items():
        assert (gettext_for("fr")(steps[1].sentence.text) in words) is (kind == device)


def test_the_probe_goes_to_the_host_that_the_tablet_typed_and_the_policy_lets_it(tablet):
    page = tablet.get("/join")
    assert 'data-probe="https://192.168.43.7:8443/healthz"' in page.text
    policy = page.response.headers["Content-Security-Policy"].split("; ")
    assert "connect-src 'self' https://192.168.43.7:8443" in policy
    assert "default-src 'self'" in policy
    tablet.base = "http://caravan.local:8080"
    assert 'data-probe="https://caravan.local:8443/healthz"' in tablet.get("/join").text
    assert "connect-src" not in tablet.get("/login").response.headers["Content-Security-Policy"], "on this page alone"


@pytest.mark.parametrize("host", ["evil.example", 'x"><script>', "evil.example; script-src *", "a b"])
def test_a_host_that_was_made_up_gets_into_no_page_and_no_policy(tablet, host):
    tablet.headers["Host"] = host
    page = tablet.get("/join")
    assert "evil.example" not in page.response.headers.get("Content-Security-Policy", "")
    assert "<script>" not in page.text
    if page.status == 200:
        assert 'data-probe="https://caravan.local:8443/healthz"' in page.text


def test_the_certificate_is_given_as_tablets_install_it_and_its_fingerprint_shown(tablet, house):
    answer = tablet.get("/ca.crt").response
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(answer.data).subject.rfc4514_string().startswith("CN=Caravan ")
    digits = hashlib.sha256(answer.data).hexdigest().upper()
    assert digits in tablet.get("/join").words("main").replace(" ", "")
    assert find_authority(house.data).fingerprint.replace(":", "") == digits


def test_no_key_is_ever_given(tablet, house):
    for key in (house.data / "tls").glob("*.key"):
        secret = key.read_text("ascii").splitlines()[1]
        for address in ("/ca.crt", "/join", "/tls/authority.key", "/static/../../tls/authority.key"):
            assert secret.encode("ascii") not in tablet.get(address).response.data


def test_before_the_first_start_there_is_no_certificate(browser):
    assert browser.get("/ca.crt").status == 404
    assert browser.get("/join").status == 200


def test_a_domain_of_ones_own_needs_no_step(served, tablet):
    open_doors(served, Doors(https_port=443, domain="caravan.example.org"))
    page = tablet.get("/join")
    assert 'data-probe="https://caravan.example.org/healthz"' in page.text
    assert "/ca.crt" not in page.text


def test_whether_one_may_work_without_being_secured_is_said(tablet, house, staff):
    tablet.speak("fr")
    assert "Continuer sans sécuriser" in tablet.get("/join").words("main")
    choose_unenrolled(house, staff["coordinator"], allowed=False)
    words = tablet.get("/join").words("main")
    assert "Continuer sans sécuriser" not in words
    assert "La coordination demande que chaque tablette soit sécurisée." in words


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_language_comes_along_to_the_other_door(tablet, language):
    tablet.speak(language)
    assert f"/join/arrived?lang={language}" in tablet.get("/join").text
    other = Browser(tablet.client.application.test_client())
    assert other.get(f"/join/arrived?lang={language}").location == "/"
    assert other.get("/login").root.get("lang") == language


def test_an_unknown_language_changes_nothing(tablet):
    assert tablet.get("/join/arrived?lang=xx").location == "/"


def test_the_laptop_shows_the_code_to_scan_to_its_coordinator(served, sign_in):
    page = sign_in("coordinator", "fr").get("/admin/laptop")
    check_page(page, "fr", where="/admin/laptop")
    assert "http://192.168.43.7:8080/join" in page.words("main")
    side, path = address_path("http://192.168.43.7:8080/join")
    assert f'viewBox="0 0 {side} {side}"' in page.text
    assert path in page.text


def test_a_laptop_on_no_network_says_so_instead_of_an_empty_card(served, sign_in, monkeypatch):
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ())
    assert "No tablet can reach this laptop now." in sign_in("coordinator").get("/admin/laptop").words("main")


def test_the_symbol_holds_the_address():
    address = "http://192.168.100.200:8080/join"
    side, path = address_path(address)
    picture = Image.new("L", (side * 8, side * 8), 255)
    for run in path.split("M")[1:]:
        x, y = (int(part) for part in run.split("h")[0].split())
        length = int(run.split("h")[1].split("v")[0])
        picture.paste(0, (x * 8, y * 8, (x + length) * 8, (y + 1) * 8))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]
