"""A tablet whose clock is wrong says so itself, and tells the coordinator, also when it has nothing to send."""

from playwright.sync_api import expect

from tests.browser.conftest import sign_in

WRONG = """(ms) => {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...parts) { super(...(parts.length ? parts : [Right.now() + ms])); }
    static now() { return Right.now() + ms; }
  };
}"""
HOURS = 3_600_000
SENTENCE = "الوقت متقدم بـ 5 ساعات: اضبطوه"


def test_the_tablet_and_the_coordinator_see_it(tablet, laptop):
    page = tablet("ar")
    page.add_init_script(f"({WRONG})({5 * HOURS})")
    sign_in(page, laptop.base, "doctor")
    note = page.locator("#wrong-clock")
    expect(note).to_contain_text(SENTENCE)
    office = tablet("ar")
    sign_in(office, laptop.base, "coordinator")
    office.goto(f"{laptop.base}/dashboard")
    expect(office.locator(".seen .tag")).to_have_text(SENTENCE)
    expect(office.locator("#wrong-clock")).to_be_hidden()


def test_a_clock_that_is_right_is_told_once_per_session_and_not_spoken_of(tablet, laptop):
    page, told = tablet("ar"), []
    page.on("request", lambda request: told.append(request) if request.url.endswith("/api/ops") else None)
    sign_in(page, laptop.base, "doctor")
    for address in ("/stations", "/patients", "/outbox"):
        page.goto(f"{laptop.base}{address}")
    page.wait_for_load_state("networkidle")
    assert len(told) == 1
    expect(page.locator("#wrong-clock")).to_be_hidden()
