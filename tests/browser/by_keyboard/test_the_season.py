"""A caravan closed, archived, followed by the next one and brought back, by the keyboard alone. It ends as it began."""

import re

from playwright.sync_api import Page, expect

from tests.browser.by_keyboard.conftest import say
from tests.browser.by_keyboard.test_at_the_desk import unfold
from tests.browser.keyboard import follow, walk_to, write

FEW = 14


def caravans(page: Page, base: str) -> None:
    page.goto(f"{base}/admin/caravans")


def close(page: Page) -> None:
    follow(page, "link", say("Close this caravan"))
    follow(page, "button", say("Close the caravan"))


def test_the_season_ends_and_the_next_one_begins(sits, served):
    page = sits("coordinator", "/admin/caravans")
    close(page)
    caravans(page, served.base)
    expect(page.locator("main")).to_contain_text(say("No caravan is going on."))
    unfold(page, say("Archive"))
    follow(page, "button", say("Put into the archive"), FEW)
    caravans(page, served.base)
    follow(page, "link", say("Start the next caravan"))
    write(page, say("Name of the caravan"), "Printemps")
    site = page.get_by_role("checkbox").first
    walk_to(page, site)
    if not site.is_checked():  # it is where the last caravan left open sites
        page.keyboard.press("Space")
    expect(site).to_be_checked()
    follow(page, "button", say("Start the caravan"), 20)
    caravans(page, served.base)
    expect(page.locator("main .card", has_text="Printemps")).to_contain_text(say("Going on"))
    close(page)
    caravans(page, served.base)
    walk_to(page, page.locator("details.fold > summary"))
    page.keyboard.press("Enter")
    follow(page, "button", say("Take out of the archive"), FEW)
    caravans(page, served.base)
    first = page.locator("main .card", has_text="الجنوب")
    walk_to(page, first.locator("summary", has_text=say("Reopen")))
    page.keyboard.press("Enter")
    follow(page, "button", say("Reopen the caravan"), FEW)
    expect(page.locator("main .card", has_text="الجنوب")).to_contain_text(re.compile(say("Going on")))
