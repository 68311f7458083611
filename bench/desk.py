"""How long people wait at the desk, in a real browser: a person registered, one who came before, a scan to its form.

Run it from the checkout, with Chromium on the path::

    .venv/bin/python -m bench.desk [--lang ar fr] [--people 600] [--tap 1.1] [--key 0.28] [--rounds 3]

A script does what a volunteer does on a demonstration that is served on loopback, at a human speed: every tap takes
``--tap`` seconds (to look, to reach, to touch) and every letter ``--key`` seconds (a tablet's own keyboard, two thumbs,
about 43 letters in 12 seconds). A reader types a card's code and Enter at once. The time includes the pages; taps, keys
and the part that is the machine's are told apart.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bench.contact_sheet import CHROMIUM, SHAPES, sign_in, speak
from bench.tablets import serving
from caravan.domain.codes import new_code, printed
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.house import make_house, open_house
from caravan.services.patients import search_patients
from caravan.settings import Settings

NEW = {
    "ar": ("مينتو", ("السالك", "الداه", "امبارك", "بوجمعة", "الكنتي", "ولدبلا", "الزاوي", "بهي")),
    "fr": ("Mintou", ("Essalek", "Eddah", "Embarek", "Boujemaa", "Elkenti", "Ouldbella", "Zaoui", "Bahi")),
}
SERIAL = count()
SETTLED_MS = 3_000  # what a page does by itself once it is there is over then
BEGAN, READY = "desk.began", "desk.ready"
CLOCK = """(([began, ready]) => {
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("keydown", () => sessionStorage.getItem(began) ?? sessionStorage.setItem(began, now()), true);
  const look = () => {
    if (!document.querySelector("form[data-once] .said")) return void setTimeout(look, 10);
    requestAnimationFrame(() => setTimeout(() => sessionStorage.setItem(ready, now())));
  };
  addEventListener("DOMContentLoaded", look);
})"""
"""The page's own clock, from the first key to the form that is drawn and has its rules. To ask the page again and again
from outside, as a test waits, would take up to half a second more, and the machine's time from the page."""
ANEW = "(names) => names.forEach((name) => sessionStorage.removeItem(name))"
TOOK = "([began, ready]) => (sessionStorage.getItem(ready) - sessionStorage.getItem(began)) / 1000"


@dataclass
class Hand:
    """A volunteer's hand: it counts what it does, and takes the time that a hand takes."""

    page: Page
    tap_s: float
    key_s: float
    taps: int = 0
    keys: int = 0
    moved: float = field(default=0.0)

    def tap(self, place: Locator) -> None:
        self._spend(self.tap_s)
        self.taps += 1
        place.tap()

    def type(self, text: str) -> None:
        for letter in text:
            self._spend(self.key_s)
            self.keys += 1
            self.page.keyboard.insert_text(letter)

    def press(self, key: str) -> None:
        self._spend(self.key_s)
        self.keys += 1
        self.page.keyboard.press(key)

    def scan(self, code: str) -> None:
        """A reader types the code and Enter by itself; taking the card counts as a tap."""
        self._spend(self.tap_s)
        self.taps += 1
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def _spend(self, seconds: float) -> None:
        time.sleep(seconds)
        self.moved += seconds


@dataclass(frozen=True)
class Taken:
    """One run of one task."""

    task: str
    seconds: float
    machine: float
    taps: int
    keys: int


def measure(task: str, page: Page, speed: tuple[float, float], job: Callable[[Hand], None]) -> Taken:
    hand = Hand(page, *speed)
    start = time.perf_counter()
    job(hand)
    seconds = time.perf_counter() - start
    return Taken(task, seconds, seconds - hand.moved, hand.taps, hand.keys)


def register(hand: Hand, *, language: str) -> None:
    """Search, find nobody, register with the name that was typed, and give a blank card."""
    page = hand.page
    given, families = NEW[language]
    serial = next(SERIAL)
    family = families[serial % len(families)]
    hand.tap(page.locator("#search"))
    hand.type(f"{given} {family}")
    hand.tap(page.locator("#found .actions a.btn"))
    expect(page.locator(f"[name=given_name_{language}]")).to_have_value(given)
    hand.tap(page.locator("label.chip", has=page.locator("[name=sex][value=female]")))
    hand.tap(page.locator("[name=age_years]"))
    hand.type("52")
    hand.tap(page.locator(".picker .chips button").first)
    hand.tap(page.locator("[name=phone]"))
    hand.type(f"06{61_000_000 + serial * 7919:08d}")
    hand.tap(page.locator("[data-at-once] button").first)
    hand.tap(page.locator("form[data-once] .actions button.btn").first)
    expect(page.locator(".num.huge")).to_be_visible()
    hand.scan(printed(new_code()))
    expect(page.locator(".tag.n bdi").first).to_be_visible()


def receive(hand: Hand, *, name: str) -> None:
    """Find a person who came another day by the beginning of the name, and open today's visit."""
    page = hand.page
    hand.tap(page.locator("#search"))
    hand.type(name[:9])
    hand.tap(page.locator("#found .found form button").first)
    expect(page.locator(".num.huge")).to_be_visible()


def scan(page: Page, code: str) -> Taken:
    """From the scan of a card, which a reader types at once, to the form that can be filled."""
    page.evaluate(ANEW, [BEGAN, READY])
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/**")
    page.wait_for_timeout(SETTLED_MS)
    took = page.evaluate(TOOK, [BEGAN, READY])
    if took <= 0:
        raise RuntimeError(f"the form was not ready at {page.url}")
    station = page.url.rsplit("/", 1)[-1]
    return Taken(f"scan to form, {station}", took, took, 0, 0)


@dataclass(frozen=True)
class Known:
    """People of the demonstration: names of those who came another day, cards of those who are here."""

    language: str
    names: list[str]
    cards: list[str]


def prepare(data: Path, people: int) -> dict[str, Known]:
    """Make the demonstration; returns whom to receive and whom to scan in each language."""
    settings = Settings(data=data)
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings) as house:
        make_demonstration(house, people=people)
        found = search_patients(house, "", limit=people)
    cards = [line.card_code for line in found if line.card_code and line.number_today is not None]
    half = len(cards) // 2
    shares = {"ar": cards[:half], "fr": cards[half:]}
    earlier = [line.names for line in found if line.number_today is None]
    later = {"ar": earlier[::2], "fr": earlier[1::2]}  # who was received in one language is here for the other
    return {
        language: Known(language, [names[language] for names in later[language] if language in names], share)
        for language, share in shares.items()
    }


def play(browser: Browser, base: str, known: Known, options: argparse.Namespace) -> Iterator[Taken]:
    """Carry out the three tasks, as often as was asked."""
    speed, language = (options.tap, options.key), known.language
    cards, names = known.cards, known.names
    page = open_tablet(browser, base, "volunteer", language)
    for _round in range(options.rounds):
        page.goto(f"{base}/reception")
        yield measure("a new person", page, speed, partial(register, language=language))
        page.goto(f"{base}/reception")
        yield measure("a known person", page, speed, partial(receive, name=names.pop()))
    page.context.close()
    page = open_tablet(browser, base, "doctor", language)
    page.add_init_script(f"{CLOCK}({[BEGAN, READY]})")
    for form_id in ("eye", "dental", "chronic"):
        for _round in range(options.rounds):
            page.goto(f"{base}/station/{form_id}")
            expect(page.locator("#scan")).to_be_focused()
            page.wait_for_timeout(SETTLED_MS)
            yield scan(page, cards.pop())
    page.context.close()


def open_tablet(browser: Browser, base: str, role: str, language: str) -> Page:
    page = browser.new_context(viewport=SHAPES[0], has_touch=True).new_page()
    name, _role, pin, _language = next(person for person in DEMO_STAFF if person[1] == role)
    sign_in(page, base, name=name, pin=pin)
    speak(page, base, language)
    return page


def tell(language: str, found: list[Taken]) -> None:
    for task in dict.fromkeys(taken.task for taken in found):
        runs = [taken for taken in found if taken.task == task]
        median, slowest = statistics.median(run.seconds for run in runs), max(run.seconds for run in runs)
        machine = statistics.median(run.machine for run in runs)
        taps, keys = runs[-1].taps, runs[-1].keys
        times = f"{median:>6.2f} s (slowest {slowest:.2f}, machine {machine:.2f})"
        print(f"{language}  {task:<24}{times}  {taps} taps, {keys} keys")


def main() -> None:
    """Read the command line, serve a demonstration, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="+", default=["ar", "fr"], choices=["ar", "fr"])
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--tap", type=float, default=1.1)
    parser.add_argument("--key", type=float, default=0.28)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        people = prepare(data, options.people)
        with serving(data) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
            for language in options.lang:
                tell(language, list(play(browser, base, people[language], options)))
            browser.close()


if __name__ == "__main__":
    main()
