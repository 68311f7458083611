"""The look of the screen, kept by the tablet, and the page that shows every component."""

import re
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from caravan.app import create_app
from caravan.paths import PACKAGE, shipped
from caravan.web.look import LOOKS
from caravan.web.styleguide import icon_names
from tests.web.conftest import Browser
from tests.web.test_every_route import check_page

COLOUR = re.compile(r"#(?:[0-9a-f]{3}){1,2}(?![\w-])")
OWN_COLOURS = {"paper.css", "queues.css"}  # printed sheets, and the wall of the waiting room, which has one look


def looks_of(page):
    """The look that the page says, and the style sheets that it loads with what they ask of the device."""
    links = {e.get("href", "").partition("?")[0].rpartition("/")[2]: e.get("media") for e in page.root.iter("link")}
    return page.root.get("data-look"), {name: links[name] for name in links if name in ("dark.css", "sun.css")}


def test_a_tablet_that_chose_nothing_follows_the_device(browser):
    assert looks_of(browser.get("/login")) == ("auto", {"dark.css": "(prefers-color-scheme: dark)"})


@pytest.mark.parametrize(("look", "sheet"), [("sun", "sun.css"), ("dark", "dark.css")])
def test_a_look_is_kept_by_the_tablet_and_drawn_by_the_laptop(browser, look, sheet):
    page = browser.send("/look", look=look, next="/login")
    assert (page.status, page.location) == (303, "/login")
    assert looks_of(browser.follow(page)) == (look, {sheet: None})


def test_a_look_outlives_the_session_and_the_person(sign_in):
    browser = sign_in("volunteer")
    browser.send("/look", look="sun", next="/")
    browser.send("/logout")
    assert looks_of(browser.get("/login"))[0] == "sun"


def test_the_cookie_of_the_look_lasts_a_year_and_is_out_of_reach_of_scripts(browser):
    cookie = SimpleCookie(browser.send("/look", look="dark").response.headers["Set-Cookie"])["look"]
    assert (int(cookie["max-age"]), cookie["httponly"], cookie["samesite"]) == (365 * 24 * 3600, True, "Lax")


def test_a_look_that_does_not_exist_is_refused(browser):
    assert browser.send("/look", look="pink").status == 404


def test_a_cookie_that_somebody_wrote_by_hand_counts_as_none(browser):
    browser.client.set_cookie("look", '"><script>')
    assert looks_of(browser.get("/login"))[0] == "auto"


def test_the_next_page_of_a_look_is_one_of_ours(browser):
    assert browser.send("/look", look="dark", next="https://example.org/").location == "/"


def test_the_menu_and_the_login_offer_every_look_in_one_tap(browser, sign_in):
    for page in (browser.get("/login"), sign_in("doctor").get("/patients")):
        offered = [e.get("value") for e in page.root.iter("button") if e.get("name") == "look"]
        assert offered == list(LOOKS)


def test_a_real_house_does_not_know_the_guide(browser, sign_in):
    assert browser.get("/styleguide").status == 404
    assert sign_in("coordinator").get("/styleguide").status == 404


@pytest.fixture
def in_demonstration(house):
    app = create_app(replace(house, is_demo=True), secret_key="only for tests", testing=True)
    return Browser(app.test_client())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_guide_of_a_demonstration_is_valid_in_each_language(in_demonstration, language):
    in_demonstration.speak(language)
    page = in_demonstration.get("/styleguide")
    assert page.status == 200
    check_page(page, language, where="/styleguide")


def test_the_guide_shows_every_kind_of_question_and_state(in_demonstration):
    page = in_demonstration.get("/styleguide")
    seen = {name for e in page.root.iter() for name in (e.get("class") or "").split()}
    assert {"btn", "quiet", "danger", "calm", "low", "note", "warn", "ok", "empty", "confirm", "lamp"} <= seen
    assert {"chip", "ladder", "eyes", "teeth", "fold", "check", "error", "ask", "hint", "unit", "scan"} <= seen
    assert {"tag", "e", "u", "p", "r", "n", "person", "num", "tile", "keys", "kpi", "alarm", "lines"} <= seen
    assert {"calls", "turn", "pressing", "wait", "chart"} <= seen


def test_every_drawing_that_a_page_uses_exists():
    used = set()
    for template in shipped("templates").rglob("*.html"):
        text = template.read_text("utf-8")
        used |= {part.partition('"')[0] for part in text.split('icon("')[1:]}
        used |= {part.partition('"')[0] for part in text.split('icon_name="')[1:]}
    assert used - set(icon_names()) == set()
    assert used


def test_only_the_tokens_and_the_paper_name_colours():
    """What is drawn takes its colours from the tokens, so that every look reaches it."""
    for sheet in (PACKAGE / "web" / "static" / "css").glob("*.css"):
        if sheet.name in OWN_COLOURS:
            continue
        drawn = [line for line in sheet.read_text("utf-8").splitlines() if not line.strip().startswith("--")]
        assert COLOUR.findall("".join(drawn)) == [], sheet.name
