"""The keyboard alone: Tab until what is wanted has the focus; each stop on the way must show where the keyboard is."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 40  # to the main action of a page; more is work for the arms
LOOK_AGAIN = 10  # stops after which the page may hold others of what is wanted
INNER_STOPS = 8  # a field of a date or a time is several stops of one element
STOP = """(wanted = []) => {
  const here = document.activeElement;
  const isStale = wanted.some((one) => !one.isConnected);
  const isThere = wanted.includes(here);
  if (!here || here === document.body) {
    const isFresh = !window.keyboardStops && !location.hash && document.querySelector("a.skip");
    const maySkip = isFresh && wanted.some((one) => one.closest("main"));
    return { at: "", what: "nothing", fault: "", isThere, isStale, maySkip };
  }
  window.keyboardStops ??= new Map();
  if (!window.keyboardStops.has(here)) window.keyboardStops.set(here, String(window.keyboardStops.size));
  const text = here.labels?.[0]?.innerText || here.getAttribute("aria-label") || here.innerText || here.name || "";
  const what = `${here.localName} ${text.trim().replace(/\\s+/g, " ").slice(0, 40)}`;
  const isRinged = (one) => {
    const { outlineStyle, outlineWidth, outlineColor, opacity, visibility } = getComputedStyle(one);
    const { width, height } = one.getBoundingClientRect();
    const isDrawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\\)$/.test(outlineColor);
    return isDrawn && width >= 10 && height >= 10 && opacity !== "0" && visibility === "visible";
  };
  const face = here.matches(".chip > input") && here.nextElementSibling; // which is drawn in place of the field
  const around = [here, face, here.closest("label"), here.closest(".stop")].filter(Boolean);
  const seen = around.find(isRinged);
  const at = window.keyboardStops.get(here);
  if (!seen) return { at, what, fault: "no ring shows where the keyboard is" };
  const { left, right, top, bottom } = seen.getBoundingClientRect();
  const parts = [.1, .5, .9], spot = (x, y) => [left + x * (right - left), top + y * (bottom - top)];
  const spots = parts.flatMap((x) => parts.map((y) => spot(x, y)));
  const isOpen = ([x, y]) => {
    const found = document.elementFromPoint(x, y);
    return found && (around.some((one) => one.contains(found)) || found.contains(here));
  };
  return { at, what, fault: spots.some(isOpen) ? "" : "it is covered or out of sight", isThere, isStale };
}"""

DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def tab_to(page: Page, role: str, name: str | re.Pattern[str] = "", most: int = MOST_TABS, key: str = "Tab") -> None:
    """Press Tab until what has this role and this name (exactly) has the focus; fails with what was passed."""
    wanted = page.get_by_role(role, name=name or None, exact=isinstance(name, str))
    walk_to(page, wanted, most, key)


def walk_to(page: Page, wanted: Locator, most: int = MOST_TABS, key: str = "Tab") -> None:
    """Press Tab until one of what was found has the focus, with a ring that shows it at every stop of the way.

    A stop that shows no ring, or that does not let the keyboard go, fails. From the top of a page the link to the
    content is taken, as someone does who has been there before.
    """
    found, passed, before, held = wanted.element_handles(), [], "", 0
    for turn in range(most + 1):
        if turn:
            page.keyboard.press(key)
        stop = page.evaluate(STOP, found)
        if stop["fault"]:  # what just changed is drawn, and the page has followed it, two frames later
            page.evaluate(DRAWN)
            stop = page.evaluate(STOP, found)
        assert not stop["fault"], f"{stop['what']} on {page.url}: {stop['fault']}"
        if stop["isThere"]:
            return
        held = held + 1 if stop["at"] == before and stop["at"] else 0
        assert held < INNER_STOPS, f"{stop['what']} on {page.url} holds the keyboard"
        before = stop["at"]
        passed.append(stop["what"])
        if stop.get("maySkip") and key == "Tab":
            skip(page)
        if stop["isStale"] or not found or turn % LOOK_AGAIN == LOOK_AGAIN - 1:
            found = wanted.element_handles()
    raise AssertionError(f"{most} times {key} did not come to {wanted}, but to {passed}")


def skip(page: Page) -> None:
    """Take the link to the content, which is the first stop of every page."""
    page.keyboard.press("Tab")
    expect(page.locator("a.skip:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")


def press(page: Page, role: str, name: str | re.Pattern[str], most: int = MOST_TABS, key: str = "Enter") -> None:
    """Tab to a button or a link and press Enter there."""
    tab_to(page, role, name, most)
    page.keyboard.press(key)


def follow(page: Page, role: str, name: str | re.Pattern[str], most: int = MOST_TABS) -> None:
    """Tab to what leads to another page, press Enter there, and wait for that page."""
    tab_to(page, role, name, most)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, text: str) -> None:
    """Type into the field that the page itself gave the focus, and send it with Enter."""
    expect(page.locator("input:focus")).to_have_count(1)
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str | re.Pattern[str], text: str, most: int = MOST_TABS) -> None:
    """Tab to a field and type into it, in place of what it held."""
    walk_to(page, page.get_by_label(label, exact=isinstance(label, str)), most)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, question: str | re.Pattern[str], answer: str | re.Pattern[str], most: int = MOST_TABS) -> None:
    """Tab to a question answered by taps, go through its answers with the arrows, and choose one."""
    group = page.get_by_role("group", name=question, exact=isinstance(question, str))
    walk_to(page, group.get_by_role("radio"), most)
    wanted = group.get_by_role("radio", name=answer, exact=isinstance(answer, str))
    walk_to(page, wanted, most, "ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def tick(page: Page, label: str | re.Pattern[str], most: int = MOST_TABS) -> None:
    """Tab to a box and tick it."""
    tab_to(page, "checkbox", label, most)
    page.keyboard.press("Space")
