"""How long a scan takes in a real browser whose camera films a printed card: from the camera, or the code, to the form.

Run it from the checkout, with Chromium on the path::

    .venv/bin/python -m bench.scan_to_form [--rounds 10]

Three figures: the first scan of a tablet (a tap, the camera and the decoder starting, the form); the next ones (the
page of the station shown, its camera opening by itself, the form); of these, from the code read to the form shown.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bench.contact_sheet import CHROMIUM, sign_in
from bench.degraded_photos import camera_that_films, film
from bench.tablets import serving
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.house import make_house, open_house
from caravan.services.patients import search_patients
from caravan.settings import Settings

FORMS = "**/q/**"
CLOCK = """document.addEventListener("scan-signal", () => sessionStorage.setItem("read", Date.now()));
addEventListener("load", () => sessionStorage.setItem("shown", Date.now()));"""


def card_without_screening(settings: Settings, people: int) -> str:
    """Make the demonstration; returns the card of someone who waits in it today."""
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings) as house:
        make_demonstration(house, people=people)
        found = search_patients(house, "", limit=people)
        return next(line.card_code for line in found if line.card_code and line.number_today)


def first_scan(page: Page, base: str) -> float:
    """Return the seconds from the tap on the camera to the form, on a tablet that never scanned."""
    page.goto(f"{base}/station/eye")
    page.wait_for_function("() => document.querySelector('[data-mute]')?.hidden === false")
    start = time.perf_counter()
    page.locator("[data-open]").click()
    page.wait_for_url(FORMS)
    return time.perf_counter() - start


def next_scan(page: Page, base: str) -> tuple[float, float]:
    """Return the seconds from the station's page to the form, and of these from the code read to the form shown."""
    page.goto(f"{base}/station/eye")
    start = time.perf_counter()
    page.wait_for_url(FORMS)
    seconds = time.perf_counter() - start
    page.wait_for_function("() => sessionStorage.shown > sessionStorage.read")
    return seconds, page.evaluate("() => (sessionStorage.shown - sessionStorage.read) / 1000")


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--people", type=int, default=60, help="how many invented people")
    options = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings, scene = Settings(data=Path(folder) / "data"), Path(folder) / "card.mjpeg"
        film(scene, card_without_screening(settings, options.people))
        args = [*CHROMIUM, *camera_that_films(scene)]
        with serving(settings.data) as base:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
            page = browser.new_page()
            page.add_init_script(CLOCK)
            name, _role, pin, _language = next(person for person in DEMO_STAFF if person[1] == "doctor")
            sign_in(page, base, name=name, pin=pin)
            print(f"first scan, from the tap: {first_scan(page, base):.2f} s")
            rounds = [next_scan(page, base) for _round in range(options.rounds)]
            whole, read = ([pair[at] for pair in rounds] for at in (0, 1))
            print(f"next scans, from the page of the station: {statistics.median(whole):.2f} s")
            print(f"of these, from the code read to the form shown: {statistics.median(read):.2f} s")
            browser.close()


if __name__ == "__main__":
    main()
