"""A doctor before the eye form of a woman of 60, in a real browser; what was saved is read from the database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.at_a_station import reacts, speak
from tests.browser.conftest import Served, make_caravan, serving, sign_in


@pytest.fixture(scope="package")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("entry") / "data"


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
def at_eye(tablet, served, sessions) -> Callable[..., Page]:
    """The eye form in a language, on a tablet of a shape."""

    def open_one(language: str = "fr", shape: int = 0, scripts: bool = True) -> Page:
        page = tablet(language, shape, scripts)
        if language not in sessions:
            sign_in(page, served.base, "doctor", language)
            sessions[language] = page.context.cookies()
        page.context.add_cookies(sessions[language])
        page.goto(f"{served.base}/q/{served.cards[0]}/eye")
        speak(page, language)
        if scripts:
            reacts(page)
        return page

    return open_one
