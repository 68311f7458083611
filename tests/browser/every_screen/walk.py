"""Every page of a role in a language, upright and lying: nothing overflows, every target can be tapped, and axe finds
no fault by WCAG 2.2 A and AA or by its best practices."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from bench.contact_sheet import ANYBODY, SHAPES, Screen, sign_in, speak
from caravan.services.demonstration import DEMO_STAFF

SEEN_BY = [ANYBODY, "volunteer", "doctor", "coordinator"]
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
ASK_AXE = """async (options) => {
  const isHidden = ({ id, data }) => id === "color-contrast" && data?.messageKey === "equalRatio";
  const isUnseen = ({ any }) => any.some(isHidden);
  const { violations, incomplete } = await axe.run(options);
  const faults = violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node]));
  return [...faults, ...incomplete.flatMap(({ id, nodes }) => nodes.filter(isUnseen).map((node) => [id, node]))];
}"""
RULES = {
    "selectors": False,  # where an element is, its HTML tells: to find a path to each takes a third of the time
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}


def faults_of(chromium: Browser, demonstration: tuple[str, list[Screen]], role: str, language: str) -> list[str]:
    """Open each screen of a role, and tell what is wrong with it; by keyboard too where the language is French."""
    base, found = demonstration
    screens = [screen for screen in found if screen.role == role]
    assert len(screens) >= 2
    page, faults = arrive(chromium, base, role, language), []
    for screen in screens:
        page.goto(base + screen.address)
        screen.act(page)
        assert page.locator("html").get_attribute("dir") == DIRECTIONS[language], screen
        found_here = [*look(page), *(out_of_reach(page) if language == "fr" else ())]
        faults += [f"{screen.name}: {fault}" for fault in found_here]
    page.context.close()
    return faults


def arrive(chromium: Browser, base: str, role: str, language: str) -> Page:
    page = chromium.new_context(viewport=SHAPES[0], service_workers="block").new_page()
    for name, of_role, pin, _language in DEMO_STAFF:
        if of_role == role:
            sign_in(page, base, name=name, pin=pin)
            break
    speak(page, base, language)
    return page


def look(page: Page) -> Iterator[str]:
    """What is wrong with the page in one shape or the other."""
    page.evaluate(AXE_SCRIPT)
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
    """What axe, which the page holds already, calls a violation; a line for each element.

    And words in the very colour of their ground: axe leaves it to us to judge whether they are hidden on purpose.
    """
    found = page.evaluate(ASK_AXE, RULES)
    return [f"{rule} {node['html'][:120]} {node['failureSummary']}" for rule, node in found]
