"""Someone before the form of a station, in a real browser: how it is reached, what it holds, what was saved of it."""

import json
import sqlite3
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from caravan.settings import Settings
from tests.browser.conftest import SPOKEN

SAVE = {"ar": "حفظ", "fr": "Enregistrer"}


def speak(page: Page, language: str, scripts: bool = True) -> None:
    """Go over to a language, when another test left the person with the other."""
    if page.locator("html").get_attribute("lang") == language:
        return
    if scripts:
        page.get_by_role("banner").get_by_role("button", name=SPOKEN[language]).first.click()
    else:
        page.locator(f"main button[name=lang][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def reacts(page: Page) -> None:
    """Wait until the form has its rules."""
    expect(page.locator(".said").first).to_be_attached()
    expect(page.locator("[data-start-hidden]")).to_have_count(0)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def question(page: Page, name: str) -> Locator:
    return page.locator(f"[data-question={name}]")


def unfold(page: Page, part: str) -> None:
    page.locator(f"details[data-part={part}] > summary").tap()


def save(page: Page, language: str = "fr") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).tap()


def last_answers(data: Path) -> dict:
    """What the latest screening holds."""
    with sqlite3.connect(Settings(data=data).database_file) as database:
        latest = database.execute("select answers from screening order by recorded_at desc, id desc limit 1")
        return json.loads(latest.fetchone()[0])
