"""Paper forms typed in by the keyboard alone: a registration, a station of a new person, one with an unusual value."""

import re

import pytest
from playwright.sync_api import Page, expect

from caravan.domain.codes import new_code
from tests.browser.conftest import sign_in

COUNT = ".typed-count b"


@pytest.fixture
def typist(tablet, served) -> Page:
    """A volunteer at the laptop who types papers, in French."""
    page = tablet("fr", 1)
    sign_in(page, served.base, "volunteer", "fr")
    page.goto(f"{served.base}/typing")
    return page


def scan(page: Page, text: str) -> None:
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("form[data-keys]")).to_be_visible()


def at(page: Page, name: str) -> None:
    """The keyboard stands at this question."""
    expect(page.locator(f"[data-question='{name}']:focus-within")).to_have_count(1)


def go_to(page: Page, name: str, most: int = 40) -> None:
    """Press Enter until the keyboard stands at a question."""
    for _press in range(most):
        if page.locator(f"[data-question='{name}']:focus-within").count():
            return
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
    raise AssertionError(name)


def head(page: Page, time: str, *, first: bool) -> None:
    """The head of the sheet: the time is new on each, the rest is remembered."""
    expect(page.locator("#written-time")).to_be_focused()
    page.keyboard.type(time)
    page.keyboard.press("Enter")
    expect(page.locator("#written-by")).to_be_focused()
    if first:
        page.keyboard.press("ArrowDown")
    expect(page.locator("#written-by")).not_to_have_value("")
    for field in ("#written-day", "#written-site"):
        page.keyboard.press("Enter")
        expect(page.locator(field)).to_be_focused()
    page.keyboard.press("Enter")


def finish(page: Page, count: int) -> None:
    """Press Enter to the end and save."""
    for _press in range(90):
        if page.locator("[data-save]:focus").count():
            break
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
    expect(page.locator("[data-save]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#scan")).to_be_focused()
    expect(page.locator(COUNT)).to_have_text(str(count))


def type_registration(typist: Page, code: str) -> None:
    scan(typist, f"{code}/registration")
    head(typist, "0001", first=True)
    at(typist, "given_name_ar")
    go_to(typist, "given_name_fr")
    typist.keyboard.type("Aziza")
    typist.keyboard.press("Enter")
    at(typist, "family_name_fr")
    typist.keyboard.type("Oumouloud")
    go_to(typist, "sex")
    typist.keyboard.press("1")
    expect(typist.locator("input[name=sex][value=female]")).to_be_checked()
    go_to(typist, "age_years")
    typist.keyboard.type("52")
    go_to(typist, "consent_care")
    for _answer in ("consent_care", "consent_data", "consent_method"):
        typist.keyboard.press("1")
        typist.keyboard.press("Enter")
    finish(typist, 1)


def type_vitals(typist: Page, code: str) -> None:
    """Pressure was not measured, with the reason; the pulse is unusual and confirmed."""
    scan(typist, f"{code}/vitals")
    head(typist, "0002", first=False)
    at(typist, "danger_signs")
    typist.keyboard.press("1")
    typist.keyboard.press("Enter")
    at(typist, "systolic_1_mmhg")
    typist.keyboard.press(".")
    at(typist, "pressure_missing")
    expect(typist.locator("input[name=pressure_missing][value=not_done]")).to_be_checked()
    typist.keyboard.press("2")
    expect(typist.locator("input[name=pressure_missing][value=refused]")).to_be_checked()
    go_to(typist, "pulse_bpm")
    typist.keyboard.type("130")
    typist.keyboard.press("Enter")
    expect(typist.locator("[data-question=pulse_bpm] .ask input")).to_be_focused()
    typist.keyboard.press("1")
    at(typist, "spo2_percent")
    typist.keyboard.press("Shift+Enter")
    at(typist, "pulse_bpm")
    finish(typist, 2)


def type_eye(typist: Page, code: str) -> None:
    scan(typist, f"{code}/eye")
    head(typist, "0003", first=False)
    at(typist, "danger_signs")
    typist.keyboard.press("1")
    go_to(typist, "wears_glasses")
    typist.keyboard.press("2")
    go_to(typist, "va_unaided_r")
    typist.keyboard.press("2")
    expect(typist.locator("input[name=va_unaided_r][value=v10]")).to_be_checked()
    finish(typist, 3)
    expect(typist.locator(".entries li")).to_have_count(3)


def test_three_papers_are_typed_by_keyboard_only(typist, served):
    code = new_code()
    type_registration(typist, code)
    type_vitals(typist, code)
    type_eye(typist, served.next_card())
    correct_pulse(typist)


def correct_pulse(typist: Page) -> None:
    """The sheet before the last was read wrongly: put right from the list of those just typed."""
    typist.locator(".entries li").nth(1).locator("a[href$='/correct']").focus()
    typist.keyboard.press("Enter")
    pulse = typist.locator("input[name=pulse_bpm]")
    expect(pulse).to_have_value("130")
    pulse.focus()
    typist.keyboard.press("Control+a")
    typist.keyboard.type("90")
    typist.locator("[name='record.reason'][value=typing_error]").focus()
    typist.keyboard.press("Space")
    typist.keyboard.press("Enter")
    expect(typist.locator("#scan")).to_be_focused()
    expect(typist.locator(COUNT)).to_have_text("3")
    typist.locator(".entries li").nth(1).locator("a[href$='/correct']").click()
    expect(pulse).to_have_value("90")


def test_what_the_form_does_not_ask_is_not_stopped_at(typist, served):
    scan(typist, served.next_card() + "/eye")
    head(typist, "0004", first=True)
    go_to(typist, "wears_glasses")
    typist.keyboard.press("2")
    go_to(typist, "va_unaided_l")
    typist.keyboard.press("Enter")
    expect(typist.locator("[data-question=va_unaided_l]:focus-within")).to_have_count(0)
    expect(typist.locator("[data-question^=va_glasses]:focus-within")).to_have_count(0)
    assert re.search("near_vision|va_pinhole", typist.evaluate("document.activeElement.name"))
