"""The tooth chart before a real browser: taps, keys, undo, mixed dentition, both directions, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_a_station import save, unfold
from tests.browser.dental.conftest import chosen, saved, stroke, tooth

PAINTED = {"16": "decayed", "26": "filled", "36": "missing", "47": "filled_decayed", "11": "crown"}
CODES = {"16": "1", "26": "3", "36": "4", "47": "2", "11": "7"}
LEAST_PX = 44
THIRD_MOLARS = {"18", "28", "38", "48"}
TOLD = "[data-told]"


def paint(page: Page, marks: dict[str, str]) -> None:
    for number, drawn in marks.items():
        stroke(page, drawn).tap()
        tooth(page, number).tap()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_five_painted_codes_are_saved_as_they_were_painted(before, data, language):
    page = before("adult", language)
    unfold(page, "chart")
    paint(page, PAINTED)
    expect(tooth(page, 16)).to_have_attribute("data-drawn", "decayed")
    expect(tooth(page, 16)).to_contain_text("1")
    assert chosen(page) == CODES
    answers = saved(page, data, language)
    assert {name: code for name, code in answers.items() if name.startswith("tooth_")} == {
        f"tooth_{number}": code for number, code in CODES.items()
    }


def test_all_the_others_are_sound_in_one_tap_and_undo_takes_each_step_back(before):
    page = before()
    unfold(page, "chart")
    paint(page, {"16": "decayed"})
    page.locator("[data-all-sound=permanent_teeth]").tap()
    expect(page.locator(TOLD)).to_have_text("Dents marquées\u00a0: 31")
    assert chosen(page) == dict.fromkeys(chosen(page), "0") | {"16": "1"}
    assert len(chosen(page)) == 32
    page.locator(".tools [data-undo]").tap()
    assert chosen(page) == {"16": "1"}
    page.locator(".tools [data-undo]").tap()
    assert chosen(page) == {}
    expect(page.locator(".tools [data-undo]")).to_be_disabled()


def test_a_second_tap_with_the_same_code_clears_and_without_a_code_a_tap_goes_on(before):
    page = before()
    unfold(page, "chart")
    paint(page, {"24": "decayed"})
    tooth(page, 24).tap()
    assert chosen(page) == {}
    stroke(page, "decayed").tap()
    expect(stroke(page, "decayed")).to_have_attribute("aria-pressed", "false")
    for code in ("0", "1", "2"):
        tooth(page, 24).tap()
        assert chosen(page) == {"24": code}


def test_a_child_of_8_has_both_dentitions_and_each_stroke_paints_the_code_of_the_tooth(before, data):
    page = before("child")
    unfold(page, "chart")
    paint(page, {"16": "sound", "55": "decayed", "75": "filled", "64": "missing"})
    stroke(page, "unerupted").tap()
    tooth(page, 53).tap()
    expect(page.locator(TOLD)).to_contain_text("53")
    expect(page.locator(TOLD)).to_contain_text("ne va pas avec cette dent")
    assert chosen(page) == {"16": "0", "55": "B", "75": "D", "64": "E"}
    tooth(page, 13).tap()
    page.locator("[data-all-sound=milk_teeth]").tap()
    filled = chosen(page)
    assert {number for number in filled if number[0] in "5678"} == {
        f"{quadrant}{place}" for quadrant in "5678" for place in "12345"
    }
    answers = saved(page, data)
    assert {name[6:]: code for name, code in answers.items() if name.startswith("tooth_")} == filled


def test_where_the_permanent_tooth_is_there_the_milk_tooth_is_said_not_to_count(before):
    page = before("child")
    unfold(page, "chart")
    paint(page, {"54": "decayed", "14": "sound"})
    expect(tooth(page, 54)).to_have_class("tooth p4 passed")
    assert "non comptée" in (tooth(page, 54).get_attribute("aria-label") or "")
    page.locator("[data-all-sound=permanent_teeth]").tap()
    assert "54" in chosen(page)
    assert not THIRD_MOLARS & chosen(page).keys()
    tooth(page, 14).tap()
    expect(tooth(page, 54)).to_have_class("tooth p4")  # sound over sound clears, and the milk tooth counts again


def test_milk_teeth_come_and_go_by_a_tap_unless_they_have_codes(before):
    page = before("adult")
    unfold(page, "chart")
    expect(tooth(page, 55)).to_be_hidden()
    page.locator("[data-show=milk_teeth]").tap()
    paint(page, {"55": "decayed"})
    page.locator("[data-show=milk_teeth]").tap()
    expect(page.locator(TOLD)).to_contain_text("effacez")
    expect(tooth(page, 55)).to_be_visible()
    expect(page.locator("#e-tooth_55")).to_contain_text("après 14")  # the form asks about a milk tooth at 60


def test_a_third_molar_of_a_child_is_asked_about_below_the_chart_and_confirmed(before, data):
    page = before("child")
    unfold(page, "chart")
    paint(page, {"18": "decayed"})
    asked = page.locator("[data-question=tooth_18]")
    expect(asked).to_be_visible()
    expect(asked.locator(".ask")).to_contain_text("18")
    expect(page.locator("[data-question=tooth_17]")).to_be_hidden()
    asked.locator("[name=confirmed]").check()
    assert saved(page, data)["tooth_18"] == "1"


@pytest.mark.parametrize("shape", [0, 1])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_tooth_is_wide_enough_for_a_finger_and_the_right_is_on_the_left(before, language, shape):
    page = before("child", language, shape)
    unfold(page, "chart")
    boxes = page.locator(".tooth-chart .tooth:visible").evaluate_all(
        "teeth => teeth.map(tooth => { const { x, y, width, height } = tooth.getBoundingClientRect();"
        " return [tooth.dataset.for, x, y, width, height]; })"
    )
    assert len(boxes) == 52
    assert min(width for _, _, _, width, _ in boxes) >= LEAST_PX
    assert min(height for *_, height in boxes) >= LEAST_PX
    at = {name: (x, y) for name, x, y, _, _ in boxes}
    assert at["tooth_18"][0] < at["tooth_11"][0] < at["tooth_21"][0] < at["tooth_28"][0]
    assert at["tooth_15"][0] == pytest.approx(at["tooth_55"][0], abs=1)
    assert at["tooth_11"][1] < at["tooth_51"][1] < at["tooth_81"][1] < at["tooth_41"][1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_whole_chart_by_keys_alone(before, data):
    page = before("adult")
    page.locator("details[data-part=chart] > summary").press("Enter")
    page.locator(".tools .btn:visible").last.focus()
    page.keyboard.press("Tab")
    expect(tooth(page, 18)).to_be_focused()
    page.keyboard.type("01")
    expect(tooth(page, 16)).to_be_focused()
    for key, number in (("ArrowDown", 46), ("ArrowRight", 45), ("ArrowUp", 15), ("ArrowLeft", 16)):
        page.keyboard.press(key)
        expect(tooth(page, number)).to_be_focused()
    tooth(page, 16).dispatch_event("keydown", {"key": "٣"})
    page.keyboard.press("ArrowLeft")
    assert chosen(page) == {"18": "0", "17": "1", "16": "3"}
    page.keyboard.press("b")
    expect(page.locator(TOLD)).to_contain_text("lettres")
    assert chosen(page) == {"18": "0", "17": "1", "16": "3"}
    page.keyboard.press("Delete")
    assert "16" not in chosen(page)
    assert page.locator(".tooth-chart .tooth[tabindex='0']").count() == 1
    assert saved(page, data)["tooth_17"] == "1"


def test_without_scripts_the_fields_serve_and_the_picture_shows_what_was_sent(before, data):
    page = before("adult", scripts=False)
    unfold(page, "chart")
    expect(page.locator(".strokes")).to_be_hidden()
    page.locator("[name=tooth_16]").select_option("1")
    page.locator("[name=filled_count]").fill("99")
    with page.expect_navigation():
        save(page)
    expect(page.locator("#e-filled_count")).to_be_visible()
    expect(tooth(page, 16)).to_have_attribute("data-drawn", "decayed")
    expect(tooth(page, 16)).to_be_disabled()
    page.locator("[name=filled_count]").fill("")
    assert saved(page, data)["tooth_16"] == "1"


def test_a_draft_that_is_put_back_is_drawn(before):
    page = before("adult")
    unfold(page, "chart")
    paint(page, {"16": "decayed"})
    page.wait_for_timeout(900)
    page.reload()
    expect(tooth(page, 16)).to_have_attribute("data-drawn", "decayed")
