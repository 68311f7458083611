"""The scanner in a real Chromium: a camera that films a printed card, photos, a reader that types, and every state."""

import shutil
from io import BytesIO
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from bench.contact_sheet import CHROMIUM
from bench.degraded_photos import Photo, camera_that_films, draw_label, film, random_code, take
from caravan.domain.codes import ALPHABET, new_code, printed, read_code
from caravan.domain.errors import CaravanError
from tests.browser.conftest import STAFF, sign_in

LOOK = """(box) => {
  const { backgroundColor, borderTopStyle, borderTopColor } = getComputedStyle(box);
  return [backgroundColor, borderTopStyle, borderTopColor].join(" ");
}"""
READER = """(text) => {
  const press = (key) => {
    const down = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    if (document.activeElement.dispatchEvent(down) && key.length === 1) document.execCommand("insertText", false, key);
  };
  [...text, "Enter"].forEach(press);
}"""
SIGNALS = "window.heard = []; document.addEventListener('scan-signal', ({ detail }) => window.heard.push(detail));"


def photo_file(code: str | None, kind: str = "JPEG", **lie: float) -> dict[str, object]:
    """A photo of a card (None: of a table without one), as a file input takes it."""
    content = BytesIO()
    label = draw_label(code) if code else Image.new("L", (40, 40), 150)
    take(Photo(label, **lie), Random("photo")).save(content, kind)
    return {"name": "photo.jpg", "mimeType": f"image/{kind.lower()}", "buffer": content.getvalue()}


@pytest.fixture
def filming(chromium, served, tmp_path):
    """Open a tablet whose camera films a card; gives the page of a signed-in member of the staff."""
    browsers = []

    def do(code: str, role: str = "doctor", language: str = "fr") -> Page:
        film(tmp_path / "card.mjpeg", code)
        args = [*CHROMIUM, *camera_that_films(tmp_path / "card.mjpeg")]
        browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=args)
        browsers.append(browser)
        page = browser.new_context(viewport={"width": 800, "height": 1280}, has_touch=True).new_page()
        page.add_init_script(SIGNALS)
        sign_in(page, served.base, role, language)
        return page

    yield do
    for browser in browsers:
        browser.close()


@pytest.fixture
def at_eye(tablet, served):
    """A doctor's tablet at the eye station, in the doctor's Arabic, without a camera."""
    page = tablet("ar")
    page.add_init_script(SIGNALS)
    sign_in(page, served.base, "doctor", "ar")
    page.goto(f"{served.base}/station/eye")
    return page


def seen(page: Page) -> Locator:
    return page.locator("[data-seen] [data-state]")


def expect_state(page: Page, state: str) -> None:
    expect(seen(page)).to_have_attribute("data-state", state)


def choose_photo(page: Page, **photo: object) -> None:
    page.locator("[data-photo] input[type=file]").set_input_files(photo)


def test_the_camera_scans_a_printed_card_and_then_the_next_without_a_tap(filming, served):
    code = served.next_card()
    page = filming(code)
    page.goto(f"{served.base}/station/eye")
    page.locator("[data-open]").tap()
    page.wait_for_url(f"**/q/{code}/eye")
    page.goto(f"{served.base}/station/dental")  # the camera stays open between cards
    page.wait_for_url(f"**/q/{code}/dental")


def test_a_card_that_the_camera_still_sees_after_its_save_is_told_and_not_opened_again(filming, served):
    code = served.next_card()
    page = filming(code)
    page.goto(f"{served.base}/q/{code}/eye")
    page.evaluate("() => localStorage.setItem('scan.camera', 'open')")
    for eye in "rl":
        page.locator(f"[name=va_unaided_{eye}][value=v10]").check(force=True)
    page.locator("form[data-once] .actions button.btn").click()
    page.wait_for_url("**/screenings/**")
    expect_state(page, "done")
    expect(seen(page)).to_contain_text(STAFF["doctor"])
    assert "/screenings/" in page.url
    seen(page).get_by_role("link").click()
    page.wait_for_url(f"**/q/{code}/eye")


def test_the_camera_is_closed_by_a_tap_and_stays_closed(filming, served):
    page = filming(new_code())
    page.goto(f"{served.base}/station/eye")
    page.locator("[data-open]").tap()
    expect_state(page, "unbound")
    page.locator("[data-close]").tap()
    expect(page.locator("[data-stage]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-open]")).to_be_visible()
    expect(page.locator("[data-stage]")).to_be_hidden()


def test_the_camera_gives_a_blank_card_at_the_reception(filming, served):
    blank = new_code()
    page = filming(blank, role="volunteer")
    page.goto(f"{served.base}/p/{served.cards[0]}")
    page.goto(page.url + "/card")
    page.locator("[data-open]").tap()
    expect(page.locator(".tag.n", has_text=printed(blank))).to_be_visible()


def test_a_photo_through_the_file_input_opens_the_form(at_eye, served):
    code = served.next_card()
    choose_photo(at_eye, **photo_file(code, side=150, turn=20))
    at_eye.wait_for_url(f"**/q/{code}/eye")


def test_a_tablet_that_cannot_decode_has_the_laptop_read_the_photo(tablet, served):
    page, code = tablet("ar"), served.next_card()
    page.add_init_script("delete globalThis.WebAssembly")
    sign_in(page, served.base, "doctor", "ar")
    page.goto(f"{served.base}/station/eye")
    expect(page.locator("[data-no-camera]")).to_be_visible()
    expect(page.locator("[data-open]")).to_be_hidden()
    choose_photo(page, **photo_file(code))
    page.wait_for_url(f"**/q/{code}/eye")


def test_a_photo_opens_the_form_without_scripts(tablet, served):
    page, code = tablet("fr", scripts=False), served.next_card()
    sign_in(page, served.base, "doctor", "fr")
    page.goto(f"{served.base}/station/eye")
    choose_photo(page, **photo_file(code))
    page.locator("[data-read]").click()
    page.wait_for_url(f"**/q/{code}/eye")


@pytest.mark.parametrize(
    ("photo", "state", "said"),
    [
        (photo_file(None), "no_card", "لا تظهر فيها أي بطاقة"),
        ({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}, "bad_photo", "هذا الملف PDF"),
        ({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"nothing"}, "bad_photo", "هذا الملف ليس صورة"),
    ],
)
def test_a_bad_photo_is_told_in_one_sentence_and_another_can_be_taken(at_eye, served, photo, state, said):
    choose_photo(at_eye, **photo)
    expect_state(at_eye, state)
    expect(seen(at_eye)).to_contain_text(said)
    code = served.cards[0]
    choose_photo(at_eye, **photo_file(code))
    at_eye.wait_for_url(f"**/q/{code}/eye")


def test_each_kind_of_card_has_its_own_colour_words_and_signal(at_eye, served):
    blank = new_code()
    wrong = blank[:-1] + ALPHABET[(ALPHABET.index(blank[-1]) + 1) % len(ALPHABET)]
    typed = {"unbound": blank, "wrong_check": wrong, "foreign": "https://example.org", "old_sheet": f"{blank}/hearing"}
    looks, words, tones = set(), set(), set()
    for state, code in typed.items():
        at_eye.locator("#scan").fill(code)
        at_eye.keyboard.press("Enter")
        expect_state(at_eye, state)
        at_eye.wait_for_function("() => window.heard.length > 0")
        looks.add(seen(at_eye).evaluate(LOOK))
        words.add(seen(at_eye).locator("b").inner_text())
        tones.add(str(at_eye.evaluate("() => window.heard[0]")))
    assert len(looks) == len(words) == len(tones) == len(typed)


def test_sounds_are_muted_on_this_tablet_until_they_are_wanted_again(at_eye):
    at_eye.locator("[data-mute]").tap()
    at_eye.locator("#scan").fill("ABC")
    at_eye.keyboard.press("Enter")
    expect_state(at_eye, "malformed")
    at_eye.wait_for_function("() => window.heard[0]?.isMuted === true")
    expect(at_eye.locator("[data-mute]")).to_have_attribute("aria-pressed", "true")
    at_eye.locator("[data-mute]").tap()
    expect(at_eye.locator("[data-mute]")).to_have_attribute("aria-pressed", "false")


def test_a_reader_that_types_over_a_half_filled_form_asks_and_spoils_nothing(at_eye, served):
    first, second = served.next_card(), served.next_card()
    page = at_eye
    page.goto(f"{served.base}/q/{first}/chronic")
    page.locator("[name=systolic_1_mmhg]").fill("14")
    page.locator("[name=systolic_1_mmhg]").focus()
    page.wait_for_function("() => document.querySelector('[data-mute]')?.hidden === false")
    page.evaluate(READER, second)
    expect_state(page, "unsaved")
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("14")
    seen(page).get_by_role("link").click()
    page.wait_for_url(f"**/q/{second}/chronic")
    page.goto(f"{served.base}/q/{first}/chronic")
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("14")  # the draft kept it


@pytest.mark.parametrize(("name", "typed"), [("systolic_1_mmhg", "14"), ("diastolic_1_mmhg", "")])
def test_a_code_whose_first_figures_fill_a_pressure_is_caught_where_the_form_leads_it(at_eye, served, name, typed):
    page, first, second = at_eye, served.next_card(), served.cards[0]
    page.goto(f"{served.base}/q/{first}/chronic")
    page.locator("[name=systolic_1_mmhg]").fill("147")
    field = page.locator(f"[name={name}]")
    field.fill(typed)
    field.focus()
    page.wait_for_function("() => document.querySelector('[data-mute]')?.hidden === false")
    page.evaluate(READER, second)
    expect_state(page, "unsaved")
    expect(field).to_have_value(typed)
    expect(field).to_be_focused()
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value(typed or "147")
    for other in ("diastolic_1_mmhg", "systolic_2_mmhg"):
        expect(page.locator(f"[name={other}]")).to_have_value("")


def test_after_a_save_that_refers_someone_the_next_card_opens_without_a_question(at_eye, served):
    first, second = served.next_card(), served.next_card()
    page = at_eye
    page.goto(f"{served.base}/q/{first}/eye")
    for eye in "rl":
        page.locator(f"[name=va_unaided_{eye}][value=v01]").check(force=True)
    page.locator("form[data-once] .actions button.btn").click()
    page.wait_for_url("**/screenings/**")
    page.wait_for_function("() => document.querySelector('[data-mute]')?.hidden === false")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/q/{second}/eye")


def test_a_reader_set_for_another_keyboard_is_understood_by_the_place_of_its_keys(at_eye, served):
    """On an AZERTY tablet a reader's "A1" arrives as "q&": the places of the keys are right all the same."""
    code = served.next_card()
    at_eye.wait_for_function("() => document.querySelector('[data-mute]')?.hidden === false")
    at_eye.evaluate(
        """(code) => {
          const field = document.getElementById("scan"), how = { bubbles: true, cancelable: true };
          const press = (key, code) => field.dispatchEvent(new KeyboardEvent("keydown", { key, code, ...how }));
          for (const sign of code) {
            const place = /[0-9]/.test(sign) ? `Digit${sign}` : `Key${sign}`;
            press("&", place);
          }
          press("Enter", "Enter");
        }""",
        code,
    )
    at_eye.wait_for_url(f"**/q/{code}/eye")


def test_a_laptop_out_of_reach_is_told_and_the_page_stays(at_eye, served):
    at_eye.route("**/scan?*", lambda route: route.abort())
    choose_photo(at_eye, **photo_file(served.cards[0]))
    expect_state(at_eye, "offline")
    assert at_eye.url.endswith("/station/eye")


def test_the_tablet_and_the_laptop_agree_on_what_a_card_is(at_eye):
    chance = Random("agree")
    codes = [random_code(chance) for _ in range(200)]
    texts = [*codes, *(code.lower() for code in codes), *(printed(code) for code in codes)]
    texts += [code[:at] + "5" + code[at + 1 :] for at, code in enumerate(codes[:10])]
    texts += [f"{codes[0]}/eye", f"{codes[0]}/"]
    texts += ["", "ABC", "https://example.org", codes[0] + "1", f"{codes[0]}/Eye ", f"{codes[0]}/a-b"]
    script = "async (texts) => texts.map((await import('/static/js/scan/codes.js')).cardOf)"
    assert at_eye.evaluate(script, texts) == [card_of(text) for text in texts]


def card_of(text: str) -> str | None:
    try:
        return read_code(text).code
    except CaravanError:
        return None
