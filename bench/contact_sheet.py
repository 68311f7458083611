"""Photographs every page of each role, in Arabic and French, upright and lying, so that eyes can judge them.

Run it from the checkout, with Chromium on the path::

    .venv/bin/python bench/contact_sheet.py OUT [--lang ar fr] [--people 60] [--dark | --look sun] [--only eye]

It makes a demonstration in a temporary folder, serves it from this process, signs in as each role and writes
``OUT/<role>-<page>-<language>-<width>.png``. Nothing is kept of the demonstration.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from caravan.app import create_app
from caravan.services.accounts import list_staff
from caravan.services.caravans import get_caravan
from caravan.services.card_stock import look_at_stock
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.house import House, make_house, open_house
from caravan.services.patients import PatientPage, get_patient, search_patients
from caravan.services.queueing import station_queue
from caravan.serving import listen, serve
from caravan.settings import Settings
from caravan.web.gate import ROLES, allowed_roles

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHAPES = (ViewportSize(width=800, height=1280), ViewportSize(width=1280, height=800))
PARTS_OF_PAGES = {"reception.found", "queues.counts", "queues.rows", "queues.numbers", "scanning.meaning"}
NOT_PAGES = frozenset(
    {*PARTS_OF_PAGES, "static", "access.healthz", "access.home", "form_documents.document", "pwa.people"}
)
ANYBODY = "anybody"
EVERYBODY = 10_000
VOLUNTEER = next(name for name, role, _pin, _language in DEMO_STAFF if role == "volunteer")  # who signs in
WRONG_CODE, UNKNOWN_CODE = "ABCDE-FGHJ0", "00000-00000"
Act = Callable[[Page], object]


def do_nothing(_page: Page) -> None:
    """Leave the page as it was opened."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One page to look at: who opens it, under which name, where, and what is done there first."""

    role: str
    name: str
    address: str
    act: Act = do_nothing


def screens(app: Flask, house: House) -> list[Screen]:
    """Return every page that a GET of each role opens (a redirect is dropped by who opens it), then special states."""
    done, new, old = _samples(house)
    return [
        *_walk(app, house, done),
        *_form_pages(house),
        *_administration(house),
        *_records(done),
        *_states(app, done, new=new, old=old),
    ]


def _samples(house: House) -> tuple[PatientPage, PatientPage, PatientPage]:
    """Return a person with every station done today, one with fewest done, and one who came another day."""
    pages = [get_patient(house, line.id) for line in search_patients(house, "", limit=EVERYBODY)]
    today = [page for page in pages if page.today and page.cards]
    done = max(today, key=lambda page: (len(page.today.screenings) if page.today else 0, page.urgency in "eup"))
    new = min(today, key=lambda page: len(page.today.screenings) if page.today else 0)
    return done, new, next(page for page in pages if not page.today)


def _walk(app: Flask, house: House, person: PatientPage) -> Iterator[Screen]:
    queue = station_queue(house, "eye")
    values = {
        "patient_id": [person.line.id],
        "code": [person.cards[0]],
        "form_id": list(get_caravan(house).stations),
        "site_id": [site.id for site in get_caravan(house).sites[:1]],
        "caravan_id": [get_caravan(house).id],
        "entry_id": [line.id for line in (*queue.called[:1], *queue.absent[:1], *queue.next[:1])],
        "screening_id": [screening.id for screening in person.today.screenings] if person.today else [],
        "staff_id": [list_staff(house)[0].id],
        "visit_id": [person.today.id] if person.today else [],
        "entity": ["patient"],
        "record_id": [person.line.id],
        "batch_id": [batch.id for batch in look_at_stock(house).batches[:1]],
        "address": [],  # versions of forms: see _form_pages
    }
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            roles = allowed_roles(app, rule.endpoint)
            is_file = "." in rule.rule.rpartition("/")[2]
            if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_PAGES or roles is None or is_file:
                continue
            for parts in _combinations(sorted(rule.arguments), values):
                address = adapter.build(rule.endpoint, parts)
                tail = "-".join(str(part)[-8:] for key, part in sorted(parts.items()) if key != "patient_id")
                for role in sorted(roles) or [ANYBODY]:
                    yield Screen(role, f"{rule.endpoint}-{tail}".strip("-"), address)


def _form_pages(house: House) -> Iterator[Screen]:
    """Each form in use, as the station sees it and as paper."""
    for form in house.forms.values():
        address = f"/admin/forms/{form.id}/{form.version}"
        yield Screen("coordinator", f"forms.preview-{form.id}", address)
        yield Screen("coordinator", f"paper.stacks-{form.id}", f"{address}/paper")


def _administration(house: House) -> Iterator[Screen]:
    """What a coordinator meets after a tap: confirmations unfolded, a refused name, a PIN that was made."""
    someone = next(card.id for card in list_staff(house) if card.role == "volunteer" and card.name != VOLUNTEER)
    yield Screen("coordinator", "staff-leaves", f"/admin/staff/{someone}", _unfold)
    yield Screen("coordinator", "staff-refused", "/admin/staff/new?again=1", _add_namesake)
    yield Screen("coordinator", "made-pin", f"/admin/staff/{someone}", _make_pin)
    yield Screen("coordinator", "sites-closing", "/admin/sites?again=1", _unfold)


def _records(person: PatientPage) -> Iterator[Screen]:
    """What the coordinator corrects and cancels, and the reasons that are asked for."""
    for screening in person.today.screenings[:1] if person.today else ():
        address = f"/records/screenings/{screening.id}"
        yield Screen("coordinator", "record-correct", f"{address}/correct?again=1")
        yield Screen("coordinator", "record-correct-refused", f"{address}/correct?again=2", _save)
        yield Screen("coordinator", "record-cancel-refused", f"{address}/cancel?again=1", _save)
    yield Screen("coordinator", "record-history-unfolded", f"/history/patient/{person.line.id}?again=1", _unfold)


def _add_namesake(page: Page) -> None:
    page.locator("main [name=name]").fill(VOLUNTEER)
    page.locator("main [name=role][value=doctor]").check(force=True)
    _save(page)


def _make_pin(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#new-pin button").click()


def _combinations(names: Sequence[str], values: dict[str, list[object]]) -> Iterator[dict[str, object]]:
    if not names:
        yield {}
        return
    for value in values[names[0]]:
        for rest in _combinations(names[1:], values):
            yield {names[0]: value, **rest}


def _states(app: Flask, done: PatientPage, *, new: PatientPage, old: PatientPage) -> Iterator[Screen]:
    """The pages that a plain walk does not meet: found, not found, refused, to confirm, unfolded, not yours."""
    code, name = new.cards[0], next(iter(done.line.names.values()))
    yield from (
        Screen("volunteer", "found", f"/patients?q={name.split()[0]}"),
        Screen("volunteer", "not-found", "/patients?q=zzzzzz"),
        Screen("volunteer", "wrong-card", f"/patients?q={WRONG_CODE}"),
        Screen("volunteer", "not-allowed", "/dashboard"),
        Screen("volunteer", "other-day", f"/patients/{old.line.id}"),
        Screen("volunteer", "nothing-done", f"/patients/{new.line.id}"),
        Screen("volunteer", "no-card-yet", f"/patients/{old.line.id}/card"),
        Screen("volunteer", "card-refused", f"/patients/{old.line.id}/card", partial(_type_card, code=code)),
        Screen("volunteer", "registration-refused", "/reception/register", _save),
        Screen("volunteer", "registration-held", "/reception/register", partial(_type_twin, person=done)),
        Screen("doctor", "unknown-card", f"/q?code={UNKNOWN_CODE}&form=eye"),
        Screen("doctor", "nothing-done", f"/patients/{new.line.id}"),
        Screen("doctor", "chronic-refused", f"/q/{code}/chronic", _type_pressures),
        Screen("doctor", "dental-unfolded", f"/q/{code}/dental", _unfold),
        Screen("doctor", "eye-unfolded", f"/q/{code}/eye", _unfold),
        Screen("doctor", "menu", "/patients", lambda page: page.locator("header summary").click()),
        Screen("coordinator", "no-such-page", "/nowhere"),
        Screen("coordinator", "dashboard-unfolded", "/dashboard", _unfold),
        Screen("coordinator", "exports-nothing", "/exports?from_day=2000-01-01&to_day=2000-01-01"),
        Screen("coordinator", "exports-refused", "/exports?from_day=2000-01-02&to_day=2000-01-01"),
    )


def _type_twin(page: Page, person: PatientPage) -> None:
    """Someone just like a person of the register, who is therefore held."""
    _unfold(page)
    for script, name in person.line.names.items():
        given, _space, family = name.rpartition(" ")
        page.locator(f"[name=given_name_{script}]").fill(given)
        page.locator(f"[name=family_name_{script}]").fill(family)
    page.locator(f"[name=sex][value={person.line.sex}]").check(force=True)
    page.locator("[name=age_years]").fill(str(person.line.age_years))
    page.locator("[data-answers]").first.click()
    _save(page)


def _type_card(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    _press_enter(page)


def _press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".actions button.btn").click()


def _type_pressures(page: Page) -> None:
    """A diastolic above its systolic, and a weight that is to be confirmed."""
    for name, typed in (("systolic_1_mmhg", "80"), ("diastolic_1_mmhg", "120"), ("weight_kg", "190")):
        page.locator(f"[name={name}]").fill(typed)
    _save(page)


def _unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((part) => { part.open = true; })")


@contextmanager
def served_demonstration(people: int) -> Iterator[tuple[str, list[Screen]]]:
    """Serve a demonstration from a thread of this process; gives its address and the pages to open."""
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        make_house(settings, encrypted=False, is_demo=True)
        with open_house(settings) as house:
            make_demonstration(house, people=people)
            app = create_app(house, secret_key=house.cookie_secret)
            with listen("127.0.0.1", 0) as listeners:
                Thread(target=serve, args=(app, listeners), daemon=True).start()
                yield f"http://127.0.0.1:{listeners.http_port}", screens(app, house)


def sign_in(page: Page, base: str, *, name: str, pin: str) -> None:
    """Sign in by the tapped name and the typed PIN."""
    page.goto(f"{base}/login")
    page.get_by_role("link", name=name).click()
    page.locator("input[name=pin]").fill(pin)
    _press_enter(page)


def speak(page: Page, base: str, language: str) -> None:
    """Choose the language of the pages that follow."""
    page.goto(f"{base}/login")
    if page.locator("header .menu").count():
        page.locator("header .menu summary").click()
    with page.expect_navigation():
        page.locator(f"header button[name=lang][value={language}]").last.click()


def photograph(browser: Browser, base: str, found: Sequence[Screen], out: Path, options: argparse.Namespace) -> int:
    """Write a picture of each page in each language and shape; returns how many were written."""
    written = 0
    for role in sorted({screen.role for screen in found}):
        context = browser.new_context(color_scheme="dark" if options.dark else "light")
        context.add_cookies([{"name": "look", "value": options.look, "url": base}])
        page = context.new_page()
        if role in ROLES:
            name, _role, pin, _language = next(person for person in DEMO_STAFF if person[1] == role)
            sign_in(page, base, name=name, pin=pin)
        for language in options.lang:
            speak(page, base, language)
            for screen in (screen for screen in found if screen.role == role):
                written += _shoot(page, base, screen, out / f"{role}-{screen.name}-{language}")
        context.close()
    return written


def _shoot(page: Page, base: str, screen: Screen, stem: Path) -> int:
    for shape in SHAPES:
        page.set_viewport_size(shape)
        page.goto(base + screen.address)
        if page.url.split("?")[0] != (base + screen.address).split("?")[0]:
            return 0  # this role is led elsewhere
        screen.act(page)
        page.evaluate("() => document.fonts.ready")
        _stretch(page, shape)
        page.screenshot(path=f"{stem}-{shape['width']}.png")
    return len(SHAPES)


def _stretch(page: Page, shape: ViewportSize) -> None:
    """Make the window as high as the page, so that bars that stick to its edges cover nothing in the picture."""
    height = max(shape["height"], int(page.evaluate("() => document.scrollingElement.scrollHeight")))
    page.set_viewport_size(ViewportSize(width=shape["width"], height=height))
    page.evaluate("() => scrollTo(0, 0)")


def main() -> None:
    """Read the command line and write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--lang", nargs="+", default=["ar", "fr"], choices=["ar", "fr", "en"])
    parser.add_argument("--people", type=int, default=60, help="how many invented people")
    parser.add_argument("--dark", action="store_true", help="as a tablet in dark mode shows them")
    parser.add_argument("--look", default="auto", choices=["auto", "sun", "dark"], help="the look the tablet keeps")
    parser.add_argument("--only", default="", help="only pages whose name holds this text")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with served_demonstration(options.people) as (base, found), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        chosen = [screen for screen in found if options.only in f"{screen.role}-{screen.name}"]
        written = photograph(browser, base, chosen, options.out, options)
        browser.close()
    print(f"{written} pictures in {options.out}")


if __name__ == "__main__":
    main()
