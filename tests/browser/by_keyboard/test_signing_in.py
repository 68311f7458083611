"""In and out by the keyboard alone: the name, the PIN, the station of the tablet, the look, the language."""

from playwright.sync_api import expect

from tests.browser.by_keyboard.conftest import say
from tests.browser.conftest import PINS, STAFF
from tests.browser.keyboard import enter, follow, tab_to, walk_to

ME = STAFF["doctor"]


def test_a_doctor_signs_in_sets_up_the_tablet_and_leaves(tablet, served):
    page = tablet("fr", shape=1)
    page.goto(f"{served.base}/login")
    follow(page, "link", ME)
    enter(page, "111222")
    expect(page.get_by_role("alert")).to_be_visible()
    enter(page, PINS[ME])
    if page.locator("html").get_attribute("lang") != "fr":
        follow(page, "button", "Français")
    page.goto(f"{served.base}/tablet")
    follow(page, "button", "Ophtalmologie")
    expect(page.get_by_role("heading", name="Ophtalmologie")).to_be_visible()
    expect(page.locator("#scan")).to_be_focused()
    page.goto(f"{served.base}/queue")
    open_menu(page)
    follow(page, "button", say("Sign out"))
    expect(page.get_by_role("heading", name=say("Who are you?"))).to_be_visible()


def test_the_language_and_the_look_change_and_the_menu_closes(sits):
    page = sits("doctor", "/queue")
    follow(page, "button", "العربية")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page, "button", "Français")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    for name, look in (("Full sun", "sun"), ("Dark", "dark"), ("Automatic", "auto")):
        open_menu(page)
        follow(page, "button", say(name))
        expect(page.locator("html")).to_have_attribute("data-look", look)
    open_menu(page)
    tab_to(page, "button", say("Sign out"))
    page.keyboard.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")
    expect(page.locator("details.menu > summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "link", say("Queues"))  # past the menu, which no longer covers the page
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")


def open_menu(page):
    walk_to(page, page.locator("details.menu > summary"))
    page.keyboard.press("Enter")
