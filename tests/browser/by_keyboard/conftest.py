"""People of the staff before a keyboard, in French; each signs in once, by the keyboard too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from caravan.web.i18n import translations
from tests.browser.conftest import PINS, STAFF, Served, make_caravan, serving
from tests.browser.keyboard import enter, follow


def say(text: str, **figures: object) -> str:
    """The words of the screens in French."""
    words = translations("fr").gettext(text)
    return words % figures if figures else words


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    data = tmp_path_factory.mktemp("by_keyboard") / "data"
    cards = make_caravan(data)
    with serving(data) as base:
        yield Served(base, cards)


@pytest.fixture(scope="package")
def sessions() -> dict:
    """The cookies of those who have signed in before."""
    return {}


@pytest.fixture
def sits(tablet, served, sessions) -> Callable[..., Page]:
    """Someone of a role before a page."""

    def open_one(role: str, address: str, shape: int = 1) -> Page:
        page = tablet("fr", shape)
        if role not in sessions:
            sign_in(page, served.base, role)
            sessions[role] = page.context.cookies()
        page.context.add_cookies(sessions[role])
        page.goto(served.base + address)
        return page

    return open_one


def sign_in(page: Page, base: str, role: str) -> None:
    page.goto(f"{base}/login")
    follow(page, "link", STAFF[role])
    enter(page, PINS[STAFF[role]])
    expect(page.locator("html")).not_to_have_attribute("lang", "en")
    if page.locator("html").get_attribute("lang") != "fr":
        follow(page, "button", "Français")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
