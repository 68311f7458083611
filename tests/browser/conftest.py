"""A real Chromium before a real server: a house in a temporary folder, ``caravan serve`` in its own process."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bench.contact_sheet import CHROMIUM, SHAPES
from caravan.domain.codes import check_character, new_code
from caravan.domain.dates import CASABLANCA
from caravan.domain.ids import new_id
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, start_caravan
from caravan.services.house import House, make_house, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.registration import Registered, bind_card, register_patient
from caravan.settings import Settings
from tests.browser.server import Server

HERE = Path(__file__).parent
LONGEST_FILE = timedelta(minutes=5)
PATIENCE_MS = 20_000  # of a busy machine; nothing waits longer than it must
PINS = {"خديجة": "739201", "أمينة": "583920", "نادية": "902817"}
STAFF = {"volunteer": "خديجة", "doctor": "أمينة", "coordinator": "نادية"}
SPOKEN = {"ar": "العربية", "fr": "Français", "en": "English"}
WORDS = {
    "ar": {"pin": "رمزكم السري", "enter": "تسجيل الدخول"},
    "fr": {"pin": "Votre code PIN", "enter": "Se connecter"},
    "en": {"pin": "Your PIN", "enter": "Sign in"},
}
NAMES = (
    ("فاطمتو", "العروسي"), ("خديجة", "بوسيف"), ("مريم", "الإدريسي"), ("السالكة", "الركيبي"), ("رقية", "الناصري"),
    ("مليكة", "الداودي"), ("هند", "زهير"), ("الغالية", "حمدي"), ("لطيفة", "التكني"), ("حفيظة", "بنعمر"),
    ("نعيمة", "السعيدي"), ("عائشة", "الرامي"), ("الزهرة", "أوحمو"), ("آمنة", "الجكاني"),
)  # fmt: skip

CODE_BEGINS = {0: "84B"}  # the first card's code begins with what could be a pressure, as some do

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser for the end: while it runs, its own event loop holds this thread."""
    items.sort(key=lambda item: HERE in item.path.parents)


@dataclass
class Served:
    """A caravan that is being served, and people who wait in it with a card."""

    base: str
    cards: list[str] = field(default_factory=list)

    def next_card(self) -> str:
        """The card of someone whom no other test has touched."""
        return self.cards.pop()


# The first is Chromium without the windows that nobody sees here: less work for the same engine.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("Chromium is not installed: make system")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def one_day() -> None:
    """Let midnight pass first where it is near: whoever waits in a queue waits there for the day."""
    now = datetime.now(CASABLANCA)
    left = datetime.combine(now.date() + timedelta(days=1), time(), CASABLANCA) - now
    if left < LONGEST_FILE:
        sleep(left.total_seconds() + 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served caravan for the tests of one file."""
    data = tmp_path_factory.mktemp("served") / "data"
    cards = make_caravan(data)
    with serving(data) as base:
        yield Served(base, cards)


def make_caravan(data: Path, people: int = len(NAMES)) -> list[str]:
    """Make a caravan at Guelmim whose staff speaks Arabic, with people who have a card; returns their codes."""
    folder, cards = _made_caravan(people, datetime.now(CASABLANCA).date())
    shutil.copytree(Path(folder.name) / "data", data)
    return list(cards)


@cache
def _made_caravan(people: int, _day: date) -> tuple[TemporaryDirectory[str], tuple[str, ...]]:
    """Make it once a day for all tests of a process; each gets a copy."""
    folder = TemporaryDirectory()
    settings = Settings(data=Path(folder.name) / "data")
    make_house(settings, encrypted=False)
    with open_house(settings) as house:
        start_caravan(house, name="قافلة الجنوب", sites=[NewSite("Guelmim", "كلميم")])
        for role, name in STAFF.items():
            add_staff(house, name=name, role=role, pin=PINS[name], language="ar")
        cards = (add_person(house, *name, CODE_BEGINS.get(at, "")) for at, name in enumerate(NAMES[:people]))
        return folder, tuple(cards)


def add_person(house: House, given: str, family: str, begins: str = "") -> str:
    """Register a woman of 60 and give her a card; returns its code, which begins as asked."""
    card = next(card for card in list_staff(house) if card.role == "volunteer")
    volunteer = Operator(card.id, card.name, card.role, card.language)
    raw = {
        "given_name_ar": given, "family_name_ar": family, "sex": "female", "age_years": "60",
        "consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness",
    }  # fmt: skip
    done = register_patient(house, volunteer, Filled(raw, new_id()))
    assert isinstance(done, Registered), done
    body = begins + new_code()[len(begins) : -1]
    code = body + check_character(body)
    bind_card(house, volunteer, patient_id=done.patient_id, typed=code, operation_id=new_id())
    return code


@contextmanager
def serving(data: Path, port: int = 0) -> Iterator[str]:
    """Serve a data folder from a process of its own, at a port or at any free one; gives the address it prints."""
    server = Server(data, port=port)
    try:
        yield server.base
    finally:
        server.stop()


@pytest.fixture
def workers() -> Literal["allow", "block"]:
    """Whether a tablet takes the service worker; over plain http, where a tablet begins, it cannot."""
    return "block"


@pytest.fixture
def tablet(chromium: Browser, workers: Literal["allow", "block"]) -> Iterator[Callable[..., Page]]:
    """Open a fresh tablet: its language, its shape, with or without scripts. Scripts that fail fail the test."""
    contexts, faults = [], []

    def open_one(language: str = "ar", shape: int = 0, scripts: bool = True) -> Page:
        context = chromium.new_context(
            locale=language,
            viewport=SHAPES[shape],
            java_script_enabled=scripts,
            has_touch=True,
            service_workers=workers,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def sign_in(page: Page, base: str, role: str, language: str = "ar") -> None:
    """Choose the language, tap the name, type the PIN, enter."""
    page.goto(f"{base}/login")
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=SPOKEN[language]).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=STAFF[role]).click()
    page.get_by_label(WORDS[language]["pin"]).fill(PINS[STAFF[role]])
    page.get_by_role("button", name=WORDS[language]["enter"]).click()
    page.wait_for_url(lambda address: "/login" not in address)


def tap(page: Page, question: str, answer: str) -> None:
    """Tap an answer of a question."""
    page.get_by_role("group", name=question, exact=False).get_by_label(answer, exact=True).check()


def errors(page: Page) -> Locator:
    """The sentences beside fields that say what is wrong."""
    return page.locator(".error")
