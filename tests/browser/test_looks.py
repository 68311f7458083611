"""The look and the language, from any page in one or two taps, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

SAND, WHITE, NIGHT = "rgb(247, 241, 230)", "rgb(255, 255, 255)", "rgb(18, 24, 31)"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_look_is_chosen_in_the_menu_and_stays_on_the_page(tablet, served, scripts):
    page = tablet("ar", scripts=scripts)
    sign_in(page, served.base, "volunteer")
    address = (
        f"{served.base}/reception{'/register' if scripts else ''}"  # without scripts a form is not left half filled
    )
    page.goto(address)
    ground = page.locator("html")
    expect(ground).to_have_css("background-color", SAND)
    for name, look, colour in (("شمس قوية", "sun", WHITE), ("داكن", "dark", NIGHT), ("تلقائي", "auto", SAND)):
        page.locator("header .menu summary").click()
        page.get_by_role("button", name=name).click()
        expect(ground).to_have_attribute("data-look", look)
        assert page.url == address
        expect(ground).to_have_css("background-color", colour)  # the sheet of the look may come after the page


def test_automatic_is_dark_on_a_dark_device(tablet, served):
    page = tablet("fr")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{served.base}/login")
    expect(page.locator("html")).to_have_css("background-color", NIGHT)


@pytest.mark.parametrize("shape", [0, 1])
def test_the_other_language_is_one_tap_away_and_large(tablet, served, shape):
    page = tablet("ar", shape=shape)
    sign_in(page, served.base, "volunteer")
    page.goto(f"{served.base}/reception/register")
    for name, language in (("Français", "fr"), ("العربية", "ar")):
        button = page.locator("header .bar").get_by_role("button", name=name)
        expect(button).to_have_count(1)
        expect(button).to_have_attribute("lang", language)
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 48
        title = page.locator(".brand b").bounding_box()
        assert title["width"] > 80  # the name of the caravan keeps its room beside the buttons
        button.click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.url == f"{served.base}/reception/register"


def test_drawings_turn_with_the_page_only_where_direction_means_something(tablet, served):
    page = tablet("ar")
    sign_in(page, served.base, "coordinator")
    page.locator("header .menu summary").click()
    turned = "(one) => getComputedStyle(one).scale"
    assert page.locator(".menu .i:has(use[href$='#leave'])").evaluate(turned) == "-1 1"
    assert page.locator(".menu .i:has(use[href$='#sun'])").evaluate(turned) == "none"
