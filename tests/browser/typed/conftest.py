"""Forms half filled in a real browser, before a laptop whose data folder is at hand."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from caravan.settings import Settings
from tests.browser.conftest import PINS, SPOKEN, STAFF, Served, make_caravan, serving, sign_in

SAVE = {"ar": "حفظ", "fr": "Enregistrer"}
SAVED, REGISTERED = re.compile("تم الحفظ|Enregistré"), "الرقم الذي يسلم للشخص"
FIELDS_OF_ITS_OWN = ["csrf_token", "tablet.keeps", "opened.by"]
HELD = (
    """(own) => [...new FormData(document.querySelector("form[data-once]"))].filter(([name]) => !own.includes(name))"""
)
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('typed:')).length"
RIGHT_EYE = "حدة البصر بدون نظارات، العين اليمنى"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept") / "data"


@pytest.fixture(scope="module")
def served(data):
    cards = make_caravan(data)
    with serving(data) as base:
        yield Served(base, cards)


@pytest.fixture
def at_form(tablet, served):
    """Someone who has signed in, before the form of a station for someone untouched, or before the registration."""

    def open_one(form_id: str, role: str = "doctor", scripts: bool = True, address: str | None = None) -> Page:
        # What a worker asks for in the background would bring a session back that a test forgets.
        page = tablet("ar", scripts=scripts)
        sign_in(page, served.base, role)
        at = f"/q/{served.next_card()}/{form_id}" if form_id != "registration" else "/reception/register"
        if page.locator("html").get_attribute("lang") != "ar":  # what another test chose is remembered
            in_language(page, "ar")
        page.goto(served.base + (address or at))
        if scripts:
            reacts(page)
        return page

    return open_one


def reacts(page: Page) -> None:
    """Wait until the form has its rules."""
    expect(page.locator(".said").first).to_be_attached()
    expect(page.locator("[data-start-hidden]")).to_have_count(0)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def held(page: Page) -> list[list[str]]:
    """All that the form would send, but for what is of the page itself; each language has its own order of names."""
    return sorted(page.evaluate(HELD, FIELDS_OF_ITS_OWN))


def save(page: Page, language: str = "ar") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).click()


def in_language(page: Page, language: str) -> None:
    page.get_by_role("banner").get_by_role("button", name=SPOKEN[language]).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def log_in(page: Page, role: str) -> None:
    page.get_by_role("link", name=STAFF[role]).click()
    page.get_by_label("رمزكم السري").fill(PINS[STAFF[role]])
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.wait_for_url(lambda address: "/login" not in address)


def rows(data: Path, table: str) -> int:
    with sqlite3.connect(Settings(data=data).database_file) as database:
        return database.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
