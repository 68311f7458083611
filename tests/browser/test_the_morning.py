"""A morning at the caravan, in Arabic and in French: each role at its own tablet, a person from door to report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from caravan.domain.codes import new_code, printed
from caravan.web.i18n import ngettext_for, translations
from tests.browser.conftest import PINS, STAFF, make_caravan, serving, sign_in

PEOPLE = {"ar": ("فاطمتو", "العروسي"), "fr": ("Fatimetou", "Laaroussi")}
WRONG_PIN = "918273"


@pytest.fixture
def workers() -> str:
    """With the service worker, as at an address that the browser calls secure."""
    return "allow"


@pytest.fixture(params=["ar", "fr"])
def speech(request) -> str:
    return request.param


@pytest.fixture
def say(speech) -> Callable[..., str]:
    """The words of the screens in the language of the morning."""
    gettext = translations(speech).gettext
    return lambda text, **figures: gettext(text) % figures if figures else gettext(text)


def test_one_person_goes_from_the_door_to_the_report(tmp_path, tablet, speech, say):
    data, code = tmp_path / "data", printed(new_code())
    make_caravan(data, people=2)
    with serving(data) as base:
        reception, doctor, wall, desk = (tablet(speech, shape=shape) for shape in (0, 1, 1, 1))
        a_wrong_pin_is_told_and_the_right_one_enters(reception, base, speech)
        register(reception, speech, say, code)
        sign_in(doctor, base, "doctor", speech)
        speak(doctor, speech)
        wall.goto(f"{base}/board")
        number = call_until_her(doctor, base, speech, say)
        expect(wall.locator("#numbers .called").filter(has_text=str(number)).first).to_be_visible(timeout=15_000)
        fill_and_save(doctor, base, code)
        sign_in(desk, base, "coordinator", speech)
        speak(desk, speech)
        correct_with_a_reason(desk, base, code, say)
        the_history_tells_it(desk, base, code)
        the_figures_are_those_of_the_day(desk, base)
        download(desk, base)


def a_wrong_pin_is_told_and_the_right_one_enters(page: Page, base: str, speech: str) -> None:
    page.goto(f"{base}/login")
    speak(page, speech)
    page.get_by_role("link", name=STAFF["volunteer"]).tap()
    page.locator("[name=pin]").fill(WRONG_PIN)
    page.locator("[name=pin]").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(
        ngettext_for(speech)("Wrong PIN. You have %(left)s try left.", "Wrong PIN. You have %(left)s tries left.", 4)
        % {"left": 4}
    )
    page.locator("[name=pin]").fill(PINS[STAFF["volunteer"]])
    page.locator("[name=pin]").press("Enter")
    page.wait_for_url("**/reception")
    speak(page, speech)


def speak(page: Page, speech: str) -> None:
    """One tap in the bar, unless the page speaks so already (by the tablet, or by the person's own language)."""
    if page.locator("html").get_attribute("lang") != speech:
        page.locator(f"header form.langs button[value={speech}]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", speech)


def register(page: Page, speech: str, say: Callable[..., str], code: str) -> None:
    """Search first, as one is told; then the new person, with the name that was typed; then the blank card."""
    given, family = PEOPLE[speech]
    page.locator("#search").press_sequentially(f"{given} {family}")
    new = page.get_by_role("link", name=say("Register a new person with this name"))
    new.tap()
    expect(page.locator(f"[name=given_name_{speech}]")).to_have_value(given)
    page.locator("[name=sex][value=female]").check(force=True)
    page.locator("[name=age_years]").fill("52")
    page.locator("[data-at-once] button").first.tap()  # yes to the care and to the record, by word of mouth
    page.get_by_role("button", name=say("Save and give a card")).tap()
    expect(page.locator(".num.huge")).to_have_text("3")
    page.locator("#scan").press_sequentially(code)
    page.locator("#scan").press("Enter")
    expect(page.get_by_text(code)).to_be_visible()


def call_until_her(page: Page, base: str, speech: str, say: Callable[..., str]) -> int:
    """The two who came before are called first, and are absent; then it is her turn, by name and number."""
    for number in (1, 2, 3):
        page.goto(f"{base}/queue/eye")
        page.get_by_role("button", name=say("Call next")).click()
        expect(page.locator("main .num").first).to_contain_text(str(number))
    expect(page.get_by_role("main")).to_contain_text(PEOPLE[speech][0])
    return number


def fill_and_save(page: Page, base: str, code: str) -> None:
    page.goto(f"{base}/station/eye")
    page.locator("#scan").press_sequentially(code)
    page.locator("#scan").press("Enter")
    for eye in "rl":
        page.locator(f"[name=va_unaided_{eye}][value=v02]").check(force=True)
    page.locator("form[data-once] .actions button.btn").click()
    page.wait_for_url("**/screenings/**")
    expect(page.locator(".result.p, .result.r, .result.u").first).to_be_visible()


def correct_with_a_reason(page: Page, base: str, code: str, say: Callable[..., str]) -> None:
    page.goto(f"{base}/p/{code}")
    page.get_by_role("link", name=say("Correct")).last.click()
    page.locator("[name=va_unaided_r][value=v10]").check(force=True)
    page.locator("[name='record.reason']").first.check(force=True)
    page.get_by_role("button", name=say("Save the correction")).click()
    page.wait_for_url("**/patients/*")


def the_history_tells_it(page: Page, base: str, code: str) -> None:
    page.goto(f"{base}/p/{code}")
    page.locator("a[href*='/history/patient/']").first.click()
    expect(page.get_by_role("main")).to_contain_text("10/10")
    expect(page.get_by_role("main")).to_contain_text("2/10")
    expect(page.get_by_role("main")).to_contain_text(STAFF["coordinator"])


def the_figures_are_those_of_the_day(page: Page, base: str) -> None:
    page.goto(f"{base}/dashboard")
    figures = page.locator(".kpi b").all_inner_texts()
    assert figures[:2] == ["3", "1"]


def download(page: Page, base: str) -> None:
    page.goto(f"{base}/exports")
    with page.expect_download() as waiting:
        page.locator("form[action$='/exports/report'] button.btn, button[formaction$='/exports/report']").first.click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
