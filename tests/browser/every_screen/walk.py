"""Every page of each role in each language, upright and lying: nothing overflows, every target can be tapped, and axe
finds no fault by WCAG 2.2 A and AA or by its best practices."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bench.contact_sheet import ANYBODY, SHAPES, Screen, served_demonstration, sign_in, speak
from caravan.services.demonstration import DEMO_STAFF

LEAST_PX = 47.5  # 48 as the style wants it, less what rounding takes
DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
WIDER_BY = "() => document.scrollingElement.scrollWidth - window.innerWidth"
TOO_LOW = """(least) => [...document.querySelectorAll(
    "main button, main select, main textarea, main summary, main a.btn, main .tile, main .chip, header a,"
    + "header button, main input:not([type=hidden], [type=radio], [type=checkbox])")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip, .none") && one.offsetHeight < least)
  .map((one) => `${one.tagName} ${one.textContent.trim() || one.name} ${one.offsetHeight}`)"""


BEGIN = """() => {
  window.reached = new Set();
  document.addEventListener("focusin", ({ target }) => window.reached.add(target));
  document.activeElement?.blur();
  window.scrollTo(0, 0);
  window.wanted = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled") && one.tabIndex >= 0
    && one.type !== "hidden" && !one.closest("[inert]"));
  return window.wanted.length;
}"""
MISSED = """() => {
  const groups = new Set([...window.reached].filter((one) => one.type === "radio").map((one) => one.name));
  return window.wanted.filter((one) => !window.reached.has(one) && !(one.type === "radio" && groups.has(one.name)))
    .map((one) => `${one.tagName} ${one.name || one.textContent.trim()} is not reached by Tab`);
}"""
LET_GO = """() => document.querySelectorAll("form > .actions").forEach((bar) => { bar.style.position = "static"; })"""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}


@pytest.fixture(scope="module")
def demonstration() -> Iterator[tuple[str, list[Screen]]]:
    with served_demonstration(people=24) as (base, found):
        by_role = sorted(found, key=lambda screen: screen.role == "doctor")  # who opens the forms; volunteers do not
        own = {screen.address: screen for screen in by_role if not screen.name.startswith("station.record_person")}
        states = [screen for screen in found if screen not in own.values() and "." not in screen.name]
        yield base, [*own.values(), *states]  # a page that roles share is opened by one of them


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("role", [ANYBODY, "volunteer", "doctor", "coordinator"])
def test_no_page_overflows_and_every_target_is_large_and_axe_finds_nothing(chromium, demonstration, role, language):
    base, found = demonstration
    page = arrive(chromium, base, role, language)
    faults, seen = [], 0
    for screen in (screen for screen in found if screen.role == role):
        page.goto(base + screen.address)
        screen.act(page)
        assert page.locator("html").get_attribute("dir") == DIRECTIONS[language], screen
        faults += [f"{screen.name}: {fault}" for fault in look(page)]
        if language == "fr":
            faults += [f"{screen.name}: {fault}" for fault in out_of_reach(page)]
        seen += 1
    page.context.close()
    assert faults == []
    assert seen >= 2


def arrive(chromium: Browser, base: str, role: str, language: str) -> Page:
    page = chromium.new_context(viewport=SHAPES[0]).new_page()
    for name, of_role, pin, _language in DEMO_STAFF:
        if of_role == role:
            sign_in(page, base, name=name, pin=pin)
            break
    speak(page, base, language)
    return page


def look(page: Page) -> Iterator[str]:
    """What is wrong with the page in one shape or the other."""
    for shape in SHAPES:
        page.set_viewport_size(shape)
        page.evaluate(LET_GO)  # a bar that sticks covers what lies below it only until one scrolls
        wider = page.evaluate(WIDER_BY)
        if wider > 0:
            yield f"{wider} px too wide at {shape['width']}"
        yield from (f"{low} px at {shape['width']}" for low in page.evaluate(TOO_LOW, LEAST_PX))
        yield from (f"{violation} at {shape['width']}" for violation in violations(page))


def out_of_reach(page: Page) -> list[str]:
    """What a keyboard alone cannot get to, of all that can be tapped."""
    for _press in range(page.evaluate(BEGIN) + 3):
        page.keyboard.press("Tab")
    missed: list[str] = page.evaluate(MISSED)
    return missed


def violations(page: Page) -> list[str]:
    """What axe calls a violation, a line for each element.

    And words in the very colour of their ground: axe leaves it to us to judge whether they are hidden on purpose.
    """
    response = Axe().run(page, options=RULES).response
    found = [(rule["id"], node) for rule in response["violations"] for node in rule["nodes"]]
    found += [(rule["id"], node) for rule in response["incomplete"] for node in rule["nodes"] if is_unseen(node)]
    return [f"{rule} {node['html'][:120]} {node['failureSummary']}" for rule, node in found]


def is_unseen(node: dict) -> bool:
    contrasts = [check["data"] for check in node["any"] if check["id"] == "color-contrast"]
    return any(data.get("messageKey") == "equalRatio" for data in contrasts)


def test_axe_is_really_asked(chromium):
    page = chromium.new_page()
    unseen = "<p style='color:#a3201a;background:#a3201a'>7</p>"
    page.set_content(
        f"<!doctype html><html lang=fr><title>x</title><main><h1>x</h1><input><button></button>{unseen}</main>"
    )
    rules = {line.split(" ")[0] for line in violations(page)}
    page.close()
    assert {"label", "button-name", "color-contrast"} <= rules
