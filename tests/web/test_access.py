"""Signing in and out, languages, and what a tablet is."""

from datetime import timedelta

import pytest

from tests.conftest import PINS
from tests.web.conftest import Browser, Page


def test_the_login_page_shows_every_name_to_tap(browser):
    words = browser.get("/login").words()
    assert all(name in words for name in PINS)


def test_the_right_pin_opens_the_home_of_the_role(browser, staff):
    page = browser.send(f"/login/{staff['volunteer'].staff_id}", pin=PINS["Khadija"])
    assert browser.follow(page).location == "/reception"


def test_a_wrong_pin_says_how_many_tries_are_left(browser, staff):
    browser.speak("en")
    page = browser.send(f"/login/{staff['doctor'].staff_id}", pin="000000")
    assert page.status == 422
    assert "Wrong PIN. You have 4 tries left." in page.alerts()


def test_five_wrong_pins_lock_the_name_for_a_while(browser, staff):
    browser.speak("en")
    for _ in range(5):
        page = browser.send(f"/login/{staff['doctor'].staff_id}", pin="000000")
    assert any(alert.startswith("Too many wrong PINs.") for alert in page.alerts())
    assert browser.send(f"/login/{staff['doctor'].staff_id}", pin=PINS["Dr Benali"]).status == 422


def test_an_unknown_name_is_not_found(browser):
    assert browser.get("/login/00000000-0000-7000-8000-000000000000").status == 404


def test_signing_in_starts_a_fresh_session(browser, staff):
    browser.get("/login")
    with browser.client.session_transaction() as session:
        session["planted"] = "before the PIN"
        token = session["csrf_token"]
    browser.send(f"/login/{staff['doctor'].staff_id}", pin=PINS["Dr Benali"])
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != token


def test_a_session_ends_after_twelve_idle_hours(app):
    assert app.permanent_session_lifetime == timedelta(hours=12)


GOES_TO = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json"])
@pytest.mark.parametrize("address", ["/queue/eye/rows", "/queue/counts", "/queue/eye", "/patients/found?q=fa"])
def test_an_answer_to_a_script_never_brings_an_earlier_session_back(sign_in, address, accept):
    """It may be on its way while someone signs out: the whole session is in the cookie."""
    at_tablet = sign_in("doctor")
    assert at_tablet.client.get("/queue", headers={"Accept": GOES_TO}).headers.getlist("Set-Cookie") != []
    asked = at_tablet.client.get(address, headers={"Accept": accept})
    assert asked.status_code == 200
    assert asked.headers.getlist("Set-Cookie") == []


def test_someone_taken_off_the_list_is_signed_out(sign_in):
    browser = sign_in("doctor")
    with browser.client.session_transaction() as session:
        session["staff_id"] = "00000000-0000-7000-8000-000000000000"
    assert browser.get("/patients").location.startswith("/login")


def test_after_signing_in_the_page_asked_for_opens(browser, staff):
    asked = browser.get("/patients?q=fatima")
    assert asked.location == "/login?next=/patients?q%3Dfatima"
    address = f"/login/{staff['doctor'].staff_id}"
    page = browser.send(address, pin=PINS["Dr Benali"], next="/patients?q=fatima")
    assert page.location == "/patients?q=fatima"


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(browser, staff, elsewhere):
    page = browser.send(f"/login/{staff['doctor'].staff_id}", pin=PINS["Dr Benali"], next=elsewhere)
    assert page.location == "/"


def test_signing_out_leaves_nothing_of_the_person(sign_in):
    browser = sign_in("coordinator")
    assert browser.send("/logout", browser.get("/dashboard")).location == "/login"
    assert browser.get("/dashboard").location.startswith("/login")


def test_the_account_s_language_is_spoken_unless_another_was_chosen(browser, staff):
    browser.send(f"/login/{staff['volunteer'].staff_id}", pin=PINS["Khadija"])
    assert browser.get("/reception").root.get("lang") == "ar"


def test_choosing_a_language_keeps_the_page_and_is_remembered(sign_in, browser, staff):
    at_desk = sign_in("volunteer")
    assert at_desk.send("/language", lang="fr", next="/patients?q=x").location == "/patients?q=x"
    assert at_desk.get("/reception").root.get("lang") == "fr"
    browser.send(f"/login/{staff['volunteer'].staff_id}", pin=PINS["Khadija"])
    assert browser.get("/reception").root.get("lang") == "fr"


def test_an_unknown_language_is_refused(browser):
    assert browser.send("/language", lang="xx").status == 404


def test_a_form_without_its_token_is_refused(sign_in):
    browser = sign_in("volunteer")
    page = Page(browser.client.post("/language", data={"lang": "ar"}))
    assert page.status == 400
    assert "too old" in page.words("h1")


def test_a_tablet_keeps_its_station_when_people_change(sign_in, staff):
    browser = sign_in("doctor")
    browser.choose_station("dental")
    browser.send("/logout")
    browser.send(f"/login/{staff['doctor'].staff_id}", pin=PINS["Dr Benali"])
    assert browser.get("/").location == "/station/dental"


def test_a_station_that_this_caravan_lacks_is_refused(sign_in):
    assert sign_in("doctor").send("/tablet", station="hearing").status == 404


def test_a_tampered_tablet_cookie_counts_as_none(sign_in):
    browser = sign_in("doctor")
    browser.client.set_cookie("tablet", "eyJzdGF0aW9uIjoiZXllIn0.forged")
    assert browser.get("/").location == "/tablet"


def test_the_session_cookie_is_out_of_reach_of_scripts(browser):
    cookie = browser.get("/login").response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_laptop_says_that_it_answers(browser: Browser):
    page = browser.get("/healthz")
    assert (page.status, page.text) == (200, "ok")
