"""A doctor before the chronic form of a woman of 60, in a real browser; what was saved is read from the database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_a_station import SAVE, question, reacts, speak
from tests.browser.conftest import Served, make_caravan, serving, sign_in

SAVED = {"ar": "تم الحفظ: الأمراض المزمنة", "fr": "Enregistré : Maladies chroniques"}


@pytest.fixture(scope="package")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("chronic") / "data"


@pytest.fixture(scope="package")
def served(data):
    cards = make_caravan(data, people=1)
    with serving(data) as base:
        yield Served(base, cards)


@pytest.fixture(scope="package")
def sessions() -> dict:
    """The cookies of those who have signed in before, so that each does so once."""
    return {}


@pytest.fixture
def at_chronic(tablet, served, sessions) -> Callable[..., Page]:
    """The chronic form in a language, on a tablet of a shape."""

    def open_one(language: str = "fr", shape: int = 0, scripts: bool = True) -> Page:
        page = tablet(language, shape, scripts)
        if language not in sessions:
            sign_in(page, served.base, "doctor", language)
            sessions[language] = page.context.cookies()
        page.context.add_cookies(sessions[language])
        page.goto(f"{served.base}/q/{served.cards[0]}/chronic")
        speak(page, language, scripts)
        if scripts:
            reacts(page)
        return page

    return open_one


def chip(page: Page, name: str, value: str) -> Locator:
    """The tap of a choice, as a finger meets it."""
    return question(page, name).locator(f".chip:has([value={value}])")


def save(page: Page, language: str = "fr") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).click()
    expect(page.get_by_role("heading", name=SAVED[language])).to_be_visible()
