"""Numbers by steps in a real browser: by touch, held down, by the arrow keys, with their sign; typing still works."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_a_station import field, last_answers, question, save, unfold


@pytest.fixture
def refraction(at_eye) -> Page:
    page = at_eye()
    unfold(page, "refraction")
    return page


def tap(page: Page, name: str, key: str, times: int = 1) -> None:
    for _ in range(times):
        question(page, name).locator(key).tap()


def test_the_first_tap_gives_the_start_and_the_next_ones_a_step(at_eye):
    page = at_eye()
    tap(page, "iop_r_mmhg", ".more")
    expect(field(page, "iop_r_mmhg")).to_have_value("15")
    tap(page, "iop_r_mmhg", ".more", 2)
    expect(field(page, "iop_r_mmhg")).to_have_value("17")
    tap(page, "iop_l_mmhg", ".less", 2)
    expect(field(page, "iop_l_mmhg")).to_have_value("14")


def test_quarters_of_a_dioptre_go_below_nought_with_the_comma_of_the_language(refraction):
    tap(refraction, "sphere_r", ".less", 2)
    expect(field(refraction, "sphere_r")).to_have_value("-0,50")
    tap(refraction, "sphere_r", ".more", 3)
    expect(field(refraction, "sphere_r")).to_have_value("+0,25")


def test_the_sign_key_turns_a_number_round_and_comes_before_the_figures_on_a_blank_field(refraction):
    field(refraction, "sphere_r").fill("1,75")
    tap(refraction, "sphere_r", ".sign")
    expect(field(refraction, "sphere_r")).to_have_value("-1,75")
    tap(refraction, "sphere_l", ".sign")
    expect(field(refraction, "sphere_l")).to_be_focused()
    refraction.keyboard.type("2")
    expect(field(refraction, "sphere_l")).to_have_value("-2")
    expect(question(refraction, "pupil_distance_mm").locator(".sign")).to_have_count(0)


def test_steps_go_on_from_what_was_typed_in_any_digits_to_the_next_mark(refraction):
    field(refraction, "sphere_r").fill("٢,٣")
    tap(refraction, "sphere_r", ".more")
    expect(field(refraction, "sphere_r")).to_have_value("+2,50")
    field(refraction, "pupil_distance_mm").fill("about 60")
    tap(refraction, "pupil_distance_mm", ".more")
    expect(field(refraction, "pupil_distance_mm")).to_have_value("about 60")


def test_steps_end_where_the_hard_limit_is(refraction):
    field(refraction, "addition").fill("3,75")
    tap(refraction, "addition", ".more", 3)
    expect(field(refraction, "addition")).to_have_value("4,00")


def test_an_axis_goes_round_and_nought_is_180(refraction):
    field(refraction, "cylinder_r").fill("-1")
    axis = field(refraction, "axis_r")
    axis.fill("175")
    tap(refraction, "axis_r", ".more", 2)
    expect(axis).to_have_value("5")
    tap(refraction, "axis_r", ".less")
    expect(axis).to_have_value("180")
    axis.fill("0")
    refraction.keyboard.press("Tab")
    expect(axis).to_have_value("180")


def test_the_arrow_keys_step_and_tab_goes_from_field_to_field(refraction):
    field(refraction, "sphere_r").focus()
    for _ in range(3):
        refraction.keyboard.press("ArrowUp")
    expect(field(refraction, "sphere_r")).to_have_value("+0,75")
    refraction.keyboard.press("Tab")
    expect(field(refraction, "sphere_l")).to_be_focused()
    refraction.keyboard.press("ArrowDown")
    expect(field(refraction, "sphere_l")).to_have_value("-0,25")


def test_a_key_held_down_goes_on_stepping_and_stops_when_it_is_let_go(refraction):
    key = question(refraction, "sphere_r").locator(".less")
    key.scroll_into_view_if_needed()
    box = key.bounding_box()
    refraction.mouse.move(box["x"] + 20, box["y"] + 20)
    refraction.mouse.down()
    refraction.wait_for_timeout(1200)
    refraction.mouse.up()
    reached = field(refraction, "sphere_r").input_value()
    assert -2.5 <= float(reached.replace(",", ".")) <= -0.75
    refraction.wait_for_timeout(300)
    expect(field(refraction, "sphere_r")).to_have_value(reached)


def test_keys_are_large_and_stand_minus_before_plus_in_arabic_too(at_eye):
    page = at_eye("ar")
    less, more = (question(page, "iop_r_mmhg").locator(key).bounding_box() for key in (".less", ".more"))
    assert less["x"] < more["x"]
    for box in (less, more):
        assert min(box["width"], box["height"]) >= 56


def test_stepped_numbers_are_saved_as_numbers(refraction, data):
    tap(refraction, "sphere_r", ".less", 2)
    tap(refraction, "sphere_l", ".more", 1)
    save(refraction)
    refraction.wait_for_url("**/screenings/**")
    assert {name: last_answers(data)[name] for name in ("sphere_r", "sphere_l")} == {"sphere_r": -0.5, "sphere_l": 0.25}


def test_without_scripts_the_numbers_are_plain_fields(at_eye, data):
    page = at_eye(scripts=False)
    expect(page.locator(".step").first).to_be_hidden()
    field(page, "iop_r_mmhg").fill("16")
    expect(field(page, "iop_r_mmhg")).to_have_value("16")
