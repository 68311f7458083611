"""Over https, as a tablet that trusts the laptop: the worker registers, and the tablet goes on alone there too."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.contact_sheet import CHROMIUM
from tests.browser.conftest import PATIENCE_MS, sign_in
from tests.browser.offline.conftest import kept, until
from tests.browser.offline.test_cruelty import fill, save_alone
from tests.browser.test_joining import NAMES, trust
from tests.browser.typed.conftest import reacts


@pytest.fixture
def trusting(tmp_path: Path, chromium: Browser, laptop) -> Iterator[Page]:
    """A tablet with the laptop's authority in its own store (NSS): no check of a certificate is switched off."""
    home = tmp_path / "home"
    trust(home, laptop.data)
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"), args=[*CHROMIUM, NAMES], env={**os.environ, "HOME": str(home)}
    )
    context = browser.new_context(locale="ar")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    browser.close()


def test_a_tablet_that_trusts_the_laptop_reloads_and_records_without_it(trusting, laptop, prepare):
    page, card = trusting, laptop.cards[0]
    prepare(page, base=laptop.secure)
    assert page.evaluate("() => navigator.serviceWorker.controller.scriptURL") == f"{laptop.secure}/sw.js"
    page.goto(f"{laptop.secure}/q/{card}/vitals")
    reacts(page)
    page.locator("[name=systolic_1_mmhg]").fill("150")
    page.locator("[name=diastolic_1_mmhg]").fill("95")
    laptop.kill()
    page.reload()
    expect(page.locator("[data-who=names]")).to_contain_text("فاطمتو")
    reacts(page)
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("150")
    page.get_by_role("button", name="حفظ", exact=True).click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-plain]")).to_be_hidden()
    laptop.start()
    until(lambda: laptop.count("screening") == 1)
    until(lambda: kept(page) == [])


def test_what_a_tablet_kept_at_the_plain_door_is_sent_before_it_moves_to_the_other(trusting, laptop, tmp_path):
    page = trusting
    sign_in(page, laptop.by_name, "doctor")
    fill(page, laptop.by_name, laptop.cards[0])
    laptop.kill()
    save_alone(page)
    laptop.start()
    page.route("**/api/ops", lambda route: route.abort())
    page.goto(f"{laptop.by_name}/join")
    expect(page.locator("#joining [role=status] [lang=ar]:visible")).to_contain_text("لا تزال في هذا اللوح سجلات")
    expect(page.locator("#kept-count")).to_have_text("1")
    with page.expect_download() as coming:
        page.locator("#kept-file").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert [dict(record["fields"])["systolic_1_mmhg"] for record in json.loads(file.read_text("utf-8"))["ops"]] == [
        "150"
    ]
    expect(page.locator("#kept-written a")).to_be_visible()
    assert page.url == f"{laptop.by_name}/join"
    page.unroute("**/api/ops")
    page.wait_for_url(f"{laptop.secure}/login", timeout=40_000)
    assert laptop.count("screening") == 1
