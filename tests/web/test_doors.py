"""The two doors: who is told that it is not secured, what is left open when that ends, and what the cookies are."""

import pytest

from caravan.services import addresses
from caravan.services.addresses import Doors
from caravan.services.laptop import choose_unenrolled, read_choices
from caravan.web.doors import open_doors
from tests.conftest import FATIMETOU, PINS
from tests.web.conftest import Browser, Page
from tests.web.lan import LAN, LAPTOP, at

BANNER = "This tablet is not secured"


@pytest.fixture
def served(app, monkeypatch):
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.43.7",))
    open_doors(app, Doors(http_port=8080, https_port=8443))
    return app


def cookies(page: Page) -> list[str]:
    return page.response.headers.getlist("Set-Cookie")


def test_a_tablet_at_the_plain_door_is_told_on_every_page_and_led_to_join(served, sign_in):
    tablet = at(sign_in("volunteer"), LAN)
    for address in ("/login", "/reception", "/patients", "/nowhere"):
        page = tablet.get(address)
        assert BANNER in page.words("header"), address
        assert 'href="/join"' in page.text, address


@pytest.mark.parametrize(("address", "scheme"), [(LAPTOP, "http"), (LAN, "https")])
def test_nobody_is_warned_whose_words_cannot_be_read_by_others(served, browser, address, scheme):
    assert BANNER not in at(browser, address, scheme).get("/login").text


def test_nobody_is_warned_where_there_is_no_https_to_go_to(app, browser):
    open_doors(app, Doors(https_port=None))
    assert BANNER not in at(browser, LAN).get("/login").text


def test_where_work_over_http_ended_a_tablet_sees_only_how_to_join(served, sign_in, browser, house, staff):
    choose_unenrolled(house, staff["coordinator"], allowed=False)
    tablet = at(browser, LAN)
    for address in ("/", "/login", "/patients", "/admin"):
        page = tablet.get(address)
        assert (page.status, page.location) == (303, "/join"), address
    for address in ("/join", "/healthz", "/static/css/base.css"):
        assert tablet.get(address).status == 200, address
    assert at(browser, LAN, "https").get("/login").status == 200
    assert at(sign_in("volunteer"), LAPTOP).get("/reception").status == 200


def test_nobody_signs_in_at_the_plain_door_where_work_there_ended(served, browser, house, staff):
    choose_unenrolled(house, staff["coordinator"], allowed=False)
    tablet = at(browser, LAN)
    tablet.send("/language", tablet.get("/join"), lang="ar", next="/join")
    sent = tablet.send(f"/login/{staff['doctor'].staff_id}", tablet.get("/join"), pin=PINS["Dr Benali"])
    assert (sent.status, sent.location) == (303, "/join")


def test_a_registration_that_was_being_typed_when_work_over_http_ended_is_saved(served, sign_in, house, staff):
    tablet = at(sign_in("volunteer"), LAN)
    page = tablet.get("/reception/register")
    choose_unenrolled(house, staff["coordinator"], allowed=False)
    saved = tablet.send("/reception/register", page, **FATIMETOU)
    assert saved.status == 303
    assert saved.location.startswith("/patients/")
    assert tablet.get(saved.location).location == "/join"


def test_the_coordinator_decides_and_the_trail_says_who(served, sign_in, house):
    office = sign_in("coordinator")
    assert read_choices(house.data).works_unenrolled, "at the beginning tablets may work"
    for answer, expected in (("no", False), ("yes", True)):
        page = office.send("/admin/laptop/unenrolled", office.get("/admin/laptop"), allowed=answer)
        assert page.location == "/admin/laptop"
        assert read_choices(house.data).works_unenrolled is expected
    assert office.send("/admin/laptop/unenrolled", office.get("/admin/laptop"), allowed="perhaps").status == 404


@pytest.mark.parametrize("role", ["volunteer", "doctor"])
def test_only_the_coordinator_decides(served, sign_in, house, role):
    assert sign_in(role).send("/admin/laptop/unenrolled", allowed="no").status == 403
    assert read_choices(house.data).works_unenrolled


@pytest.mark.parametrize("content", ["", "{", "[]", '{"works_unenrolled": null}'])
def test_a_choice_that_cannot_be_read_keeps_the_tablets_at_work(tmp_path, content):
    (tmp_path / "laptop.json").write_text(content, "utf-8")
    assert read_choices(tmp_path).works_unenrolled


def test_every_cookie_of_https_is_secure_and_bound_to_its_host(served, browser, staff):
    tablet = at(browser, LAN, "https")
    page = tablet.get("/login")
    sent = tablet.send(f"/login/{staff['doctor'].staff_id}", page, pin=PINS["Dr Benali"])
    assert sent.status == 303, sent.text
    given = [*cookies(page), *cookies(sent)]
    assert {cookie.split("=")[0] for cookie in given} == {"__Host-caravan", "__Host-tablet"}
    assert all("; Secure" in cookie and "; Path=/" in cookie and "Domain" not in cookie for cookie in given)
    assert tablet.get("/").status in (302, 303)
    assert "/login" not in tablet.get("/").location


def test_the_cookies_of_http_stay_usable_there(served, browser):
    given = cookies(at(browser, LAN).get("/login"))
    assert {cookie.split("=")[0] for cookie in given} == {"caravan", "tablet"}
    assert not any("Secure" in cookie for cookie in given)


def test_a_session_of_one_door_is_none_at_the_other(served, sign_in):
    tablet = at(sign_in("volunteer"), LAN)
    assert tablet.get("/reception").status == 200
    assert at(tablet, LAN, "https").get("/reception").location.startswith("/login")


def test_a_cookie_planted_over_http_is_not_read_at_https(served, sign_in):
    """Whoever answers in the laptop's place over http could set one; the browser would send it to https too."""
    thief = sign_in("volunteer")
    stolen = thief.client.get_cookie("caravan").value
    victim = at(Browser(served.test_client()), LAN, "https")
    victim.client.set_cookie("caravan", stolen, secure=False)
    assert victim.get("/reception").location.startswith("/login")
    victim.client.set_cookie("__Host-caravan", stolen, secure=True)
    assert victim.get("/reception").status == 200, "only the name makes the difference"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_page_ever_locks_a_tablet_to_https(served, browser, scheme):
    """The way back to http must stay open: a tablet that lost its trust would be shut out."""
    assert "Strict-Transport-Security" not in at(browser, LAN, scheme).get("/login").response.headers
