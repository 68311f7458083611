"""How long a screening takes at a station, in a real browser: from the form that is open to the page that says saved.

Run it from the checkout, with Chromium on the path::

    .venv/bin/python -m bench.screenings [--lang ar fr] [--people 60] [--tap 1.1] [--key 0.28] [--rounds 3]

A script does what a doctor does on a demonstration that is served on loopback, at the human speed of ``bench.desk``:
every tap takes ``--tap`` seconds. The time of the examination itself is not in it.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bench.contact_sheet import CHROMIUM
from bench.desk import Hand, Taken, measure, open_tablet, prepare, tell
from bench.tablets import serving


def chip(page: Page, name: str, value: str) -> Locator:
    return page.locator(f"[data-question={name}] .chip").filter(has=page.locator(f'input[value="{value}"]'))


def save(hand: Hand) -> None:
    hand.tap(hand.page.locator("form[data-once] .actions button.btn").first)
    hand.page.wait_for_url("**/screenings/**")


def normal(hand: Hand) -> None:
    """All that is normal in one tap, and saved."""
    hand.tap(hand.page.locator("[data-normal] button"))
    save(hand)


def eye_with_referral(hand: Hand) -> None:
    """An operable cataract of the right eye: low vision that the pinhole does not help, pressures, the list."""
    page = hand.page
    for name, value in (("va_unaided_r", "v01"), ("va_pinhole_r", "v01"), ("lens_r", "obvious_opacity")):
        hand.tap(chip(page, name, value))
    hand.tap(chip(page, "cause_r", "cat"))
    for name in ("iop_r_mmhg", "iop_l_mmhg"):
        hand.tap(page.locator(f"[data-question={name}] .more"))
    hand.tap(chip(page, "iop_method", "rebound"))
    hand.tap(chip(page, "cataract_list", "yes"))
    normal(hand)


def dental_with_referral(hand: Hand) -> None:
    """Strong pain, two decayed teeth, gums that bleed, care needed at once; the rest is normal."""
    hand.tap(chip(hand.page, "pain", "8"))
    for _tooth in range(2):
        hand.tap(hand.page.locator("[data-question=decayed_count] .more"))
    hand.tap(chip(hand.page, "bleeding_gums", "yes"))
    hand.tap(chip(hand.page, "urgency_code", "3"))
    normal(hand)


def whole_chart(hand: Hand) -> None:
    """Five teeth painted with three codes, all the others sound."""
    page = hand.page
    hand.tap(page.locator("[data-part=chart] > summary"))
    for drawn, teeth in (("decayed", (16, 26)), ("missing", (46,)), ("filled", (36, 37))):
        hand.tap(page.locator(f".stroke[data-drawn={drawn}]"))
        for number in teeth:
            hand.tap(page.locator(f".tooth-chart .tooth[data-for=tooth_{number}]"))
    hand.tap(page.locator("[data-all-sound=permanent_teeth]"))
    save(hand)


def pressures_and_glucose(hand: Hand, pressures: str, glucose: str, unit: str) -> None:
    """Three pressures typed one after the other (the rest between them is not waited for), and a glucose."""
    page = hand.page
    hand.tap(page.locator("[name=systolic_1_mmhg]"))
    hand.type(pressures)
    expect(page.locator("[name=glucose_value]")).to_be_focused()
    hand.type(glucose)
    hand.tap(chip(page, "glucose_unit", unit))
    hand.tap(chip(page, "glucose_context", "fasting"))


def chronic_normal(hand: Hand) -> None:
    """Pressures of 126/82 and 98 mg/dL fasting; no danger sign, no known disease: one tap."""
    pressures_and_glucose(hand, "128841268212480", "98", "mg_dl")
    normal(hand)


def chronic_with_referral(hand: Hand) -> None:
    """Pressures of 177/107 and 2.6 g/L fasting in someone who never knew."""
    pressures_and_glucose(hand, "190100176108178106", "2.6", "g_l")
    normal(hand)


TASKS: Mapping[str, tuple[str, Callable[[Hand], None]]] = {
    "a normal eye": ("eye", normal),
    "an eye with referral": ("eye", eye_with_referral),
    "a normal mouth": ("dental", normal),
    "a mouth with referral": ("dental", dental_with_referral),
    "a whole tooth chart": ("dental", whole_chart),
    "a normal chronic screening": ("chronic", chronic_normal),
    "a chronic screening with referral": ("chronic", chronic_with_referral),
}


def play(page: Page, base: str, cards: list[str], options: argparse.Namespace) -> Iterator[Taken]:
    """Carry out every task, as often as was asked."""
    for task, (form_id, job) in TASKS.items():
        for _round in range(options.rounds):
            page.goto(f"{base}/q/{cards.pop()}/{form_id}")
            expect(page.locator("[data-start-hidden]")).to_have_count(0)
            yield measure(task, page, (options.tap, options.key), job)


def main() -> None:
    """Read the command line, serve a demonstration, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="+", default=["ar", "fr"], choices=["ar", "fr"])
    parser.add_argument("--people", type=int, default=60)
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
                page = open_tablet(browser, base, "doctor", language)
                tell(language, list(play(page, base, people[language].cards, options)))
                page.context.close()
            browser.close()


if __name__ == "__main__":
    main()
