"""The queues on tablets and the wall on its screen: by keyboard, by two at once, out of reach, from eight metres."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

ASKS_WITHIN_S = 7  # it asks every five seconds, more or less
FIGURE_HEIGHT = 0.69  # of the size of the type: IBM Plex Sans
A_FIFTH = 0.20  # of the screen's height, for figures that are read at 8 m
TOO_WIDE = """() => [...document.querySelectorAll(".called")].filter((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const [text, tile] = [range.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
  return text.width > tile.width;
}).map((one) => one.textContent)"""
OUTSIDE = "() => document.scrollingElement.scrollHeight - innerHeight"
SQUEEZED = """(height) => [...document.querySelectorAll(".stations > section")].filter((one) => {
  const called = one.querySelector(".called");
  const foot = one.querySelector(".foot").getBoundingClientRect().bottom;
  const figures = parseFloat(getComputedStyle(called).fontSize) * height;
  const names = [...one.querySelectorAll("h2 span, .foot > *")];
  if (names.some((name) => name.scrollWidth > name.clientWidth + 1 && name.clientWidth)) return true;
  return foot > one.getBoundingClientRect().bottom || foot > innerHeight || figures > called.offsetHeight + 1;
}).length"""
MORE_STATIONS = """(count) => {
  const all = document.querySelector(".stations");
  while (all.children.length < count) all.append(all.children[3].cloneNode(true));
  for (const clone of [...all.children].slice(4)) clone.classList.remove("new");
  all.className = `stations n${count} d3`;
  for (const called of all.querySelectorAll(".called")) called.textContent = "248";
  for (const before of all.querySelectorAll(".before")) before.innerHTML = "<b>247</b> <b>245</b>";
}"""


def hold_time(page: Page) -> None:
    """Let time pass on the tablet only where a test says so."""
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 1)


def pass_time(page: Page, part: str = "/rows") -> int:
    """Let time pass on the tablet until it asks again and has taken the answer; returns the status of the answer."""
    with page.expect_response(lambda answer: answer.url.endswith(part)) as answer:
        page.clock.run_for(ASKS_WITHIN_S * 1000)
    if answer.value.ok:  # one of 304 has no body to wait for
        answer.value.finished()
    page.evaluate("() => fetch('/healthz').then(() => null)")  # whose answer comes after that one was taken
    return answer.value.status


def test_a_morning_of_calls_by_two_doctors_and_the_keyboard(served, tablet):
    amina, nadia = tablet("ar"), tablet("ar", shape=1)
    sign_in(amina, served.base, "doctor", "ar")
    sign_in(nadia, served.base, "coordinator", "fr")
    nadia.route("**/rows*", lambda route: route.abort())  # her page still shows what it showed at first
    for page in (amina, nadia):
        page.goto(f"{served.base}/queue/eye")
    first = amina.locator(".turns .num").first.inner_text().split()[-1]
    button = amina.get_by_role("button", name="نداء التالي")
    while not button.evaluate("(one) => one === document.activeElement"):
        amina.keyboard.press("Tab")
    amina.keyboard.press("Enter")
    expect(amina.locator("h1 .huge")).to_have_text(first)
    assert amina.locator("h1 .huge").bounding_box()["height"] > 120
    nadia.locator("[id^=call-]").first.click()
    expect(nadia.locator(".note").first).to_contain_text(f"أمينة a déjà appelé le numéro {first} (Ophtalmologie)")
    nadia.get_by_role("button", name="Appeler le suivant").click()
    expect(nadia.locator("h1 .huge")).to_have_text(str(int(first) + 1))
    amina.get_by_role("button", name="غائب").click()
    expect(amina.locator(".note.ok")).to_contain_text(first)
    expect(amina.locator("#queue section").filter(has_text="الغائبون")).to_contain_text(first)


def test_a_queue_renews_itself_counts_the_minutes_and_says_when_it_cannot(served, tablet):
    page, other = tablet("ar"), tablet("ar")
    page.clock.install()
    for at_work in (page, other):
        sign_in(at_work, served.base, "doctor", "fr")
    page.goto(f"{served.base}/queue/dental")
    hold_time(page)
    other.goto(f"{served.base}/queue/dental")
    assert pass_time(page) == 200
    assert pass_time(page) == 304, "nothing has changed: nothing is sent"
    other.get_by_role("button", name="Appeler le suivant").click()
    number = other.locator("h1 .huge").inner_text()
    assert pass_time(page) == 200
    expect(page.locator("#queue section").first.get_by_role("heading")).to_have_text("Appelés")
    expect(page.locator("#queue section").first).to_contain_text(number)
    wait = page.locator("[data-wait]").last
    expect(wait).to_have_class("wait")
    sign = page.locator("[data-stale]")
    expect(sign).to_be_hidden()
    page.route("**/rows*", lambda route: route.abort())
    page.clock.run_for(24_000)
    expect(sign).to_be_visible()
    expect(sign).to_have_text(re.compile(r"^Pas à jour depuis \d\d:\d\d"))
    expect(page.locator("#queue section").first).to_contain_text(number)
    page.clock.run_for(35 * 60_000)
    expect(wait).to_have_class("wait long")
    expect(wait).to_contain_text("attente longue")
    page.unroute("**/rows*")
    assert pass_time(page) in (200, 304)
    page.clock.run_for(1000)
    expect(sign).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_wall_is_read_from_eight_metres_marks_new_calls_and_fits(served, tablet, size):
    caller, wall = tablet("ar"), tablet("ar", shape=1)
    sign_in(caller, served.base, "doctor", "fr")
    wall.clock.install()
    wall.set_viewport_size({"width": size[0], "height": size[1]})
    wall.goto(f"{served.base}/board")
    hold_time(wall)
    caller.goto(f"{served.base}/queue/chronic")
    caller.get_by_role("button", name="Appeler le suivant").click()
    number = caller.locator("h1 .huge").inner_text()
    assert pass_time(wall, "/board/numbers") == 200
    tile = wall.locator(f'[data-called="{number}"]').last
    expect(tile).to_have_class("new")
    figure = float(tile.locator(".called").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)"))
    assert figure * FIGURE_HEIGHT >= A_FIFTH * size[1]
    for count in (4, 6, 8, 12):
        wall.evaluate(MORE_STATIONS, count)
        found = wall.evaluate(TOO_WIDE), wall.evaluate(OUTSIDE), wall.evaluate(SQUEEZED, FIGURE_HEIGHT)
        assert found == ([], 0, 0), count
    wall.clock.run_for(21_000)
    expect(wall.locator(".new")).to_have_count(0)
    wall.context.set_offline(True)
    wall.clock.run_for(30_000)
    late = wall.locator(".outdated")
    expect(late).to_be_visible()
    expect(late).to_contain_text("Pas à jour depuis")
    expect(late).to_contain_text("غير محينة منذ")
    expect(late.locator("b")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    assert wall.evaluate(OUTSIDE) == 0


def test_a_queue_works_without_scripts(served, tablet):
    page = tablet("ar", scripts=False)
    sign_in(page, served.base, "volunteer", "ar")
    page.goto(f"{served.base}/queue/vitals")
    page.get_by_role("button", name="نداء التالي").click()
    number = page.locator("h1 .huge").inner_text()
    page.get_by_text("مغادرة بدون فحص").first.click()
    page.get_by_role("button", name="نعم، غادر هذا الشخص").click()
    expect(page.locator(".note.ok")).to_contain_text(number)
    page.get_by_role("button", name="إرجاع إلى الانتظار").click()
    expect(page.locator("#queue")).to_contain_text(number)
