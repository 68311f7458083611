"""An eye screening by taps alone, in a real browser: how many it takes, what is asked when, and what is stored."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_a_station import SAVE, field, last_answers, question, save, unfold

MOST_TAPS = 12
NORMAL = {
    "danger_signs": ["none"], "red_flags": ["none"], "va_unaided_r": "v10", "va_unaided_l": "v10",
    "lens_r": "normal", "lens_l": "normal", "pterygium_r": "0", "pterygium_l": "0",
}  # fmt: skip
FLOORS = ("va_unaided", "iop", "lens", "pterygium")


@dataclass
class Finger:
    """Taps on a page, and counts them."""

    page: Page
    taps: int = 0

    def tap(self, place: Locator) -> None:
        place.tap()
        self.taps += 1

    def answer(self, name: str, value: str) -> None:
        self.tap(chip(self.page, name, value))

    def normal(self) -> None:
        self.tap(self.page.locator("[data-normal] button"))

    def save(self, language: str = "fr") -> None:
        self.tap(self.page.get_by_role("button", name=SAVE[language], exact=True))
        self.page.wait_for_url("**/screenings/**")


def chip(page: Page, name: str, value: str) -> Locator:
    return question(page, name).locator(".chip").filter(has=page.locator(f'input[value="{value}"]'))


def chosen(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]:checked:not([value=''])")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_normal_screening_takes_two_taps(at_eye, data, language):
    finger = Finger(at_eye(language))
    finger.normal()
    finger.save(language)
    assert finger.taps == 2
    assert last_answers(data) == NORMAL


def test_a_screening_with_low_vision_pinhole_cause_and_pressure_stays_within_twelve_taps(at_eye, data):
    page = at_eye()
    finger = Finger(page)
    finger.answer("va_unaided_r", "v01")
    finger.answer("va_pinhole_r", "v01")
    finger.answer("lens_r", "obvious_opacity")
    finger.answer("cause_r", "cat")
    for name in ("iop_r_mmhg", "iop_l_mmhg"):
        finger.tap(question(page, name).locator(".more"))
    finger.answer("iop_method", "rebound")
    finger.answer("cataract_list", "yes")
    finger.normal()
    finger.save()
    assert finger.taps <= MOST_TAPS
    given = {
        "va_unaided_r": "v01", "va_pinhole_r": "v01", "lens_r": "obvious_opacity", "cause_r": "cat",
        "iop_r_mmhg": 15, "iop_l_mmhg": 15, "iop_method": "rebound", "cataract_list": "yes",
    }  # fmt: skip
    assert last_answers(data) == {**NORMAL, **given}


def test_the_pinhole_is_offered_only_to_the_eye_that_needs_it(at_eye):
    page = at_eye()
    finger = Finger(page)
    pinholes = [question(page, f"va_pinhole_{eye}") for eye in "rl"]
    finger.answer("va_unaided_r", "v02")
    finger.answer("va_unaided_l", "v10")
    expect(pinholes[0]).to_be_visible()
    expect(pinholes[1]).to_be_hidden()
    finger.answer("va_unaided_l", "npl")  # sees no light: no pinhole helps
    expect(pinholes[1]).to_be_hidden()
    finger.answer("wears_glasses", "yes")
    finger.answer("va_glasses_r", "v08")  # the glasses do what the pinhole would show
    expect(pinholes[0]).to_be_hidden()
    expect(question(page, "cause_r")).to_be_hidden()
    expect(question(page, "cause_l")).to_be_visible()


def test_whoever_wears_glasses_has_normal_acuity_with_them_and_none_without(at_eye, data):
    finger = Finger(at_eye())
    finger.answer("wears_glasses", "yes")
    finger.normal()
    finger.save()
    answers = last_answers(data)
    assert (answers["va_glasses_r"], answers["va_glasses_l"]) == ("v10", "v10")
    assert "va_unaided_r" not in answers


def test_what_normal_filled_in_can_be_changed_and_taken_back_and_the_rest_stays(at_eye):
    page = at_eye()
    finger = Finger(page)
    finger.answer("lens_r", "aphakia")
    finger.normal()
    expect(chosen(page, "lens_r")).to_have_value("aphakia")
    expect(chosen(page, "lens_l")).to_have_value("normal")
    finger.answer("va_unaided_l", "v05")
    finger.normal()
    for name in ("lens_l", "va_unaided_r", "danger_signs"):
        expect(chosen(page, name)).to_have_count(0)
    expect(chosen(page, "lens_r")).to_have_value("aphakia")
    expect(chosen(page, "va_unaided_l")).to_have_value("v05")


def test_normal_says_so_when_there_is_nothing_left_to_fill(at_eye):
    page = at_eye()
    finger = Finger(page)
    finger.normal()
    expect(page.locator("[data-normal] [role=status]")).to_contain_text("C’est rempli")
    page.reload()  # the tablet puts the answers back
    expect(chosen(page, "lens_l")).to_have_value("normal")
    expect(page.locator("[data-normal]")).to_be_visible()
    finger.normal()
    expect(page.locator("[data-normal] [role=status]")).to_contain_text("rien n’a été changé")


def test_the_notation_changes_in_one_tap_keeps_the_answers_and_stays_on_the_tablet(at_eye, data):
    page = at_eye()
    finger = Finger(page)
    finger.answer("va_unaided_r", "v033")
    expect(chip(page, "va_unaided_r", "v033")).to_have_text("3/10")
    for notation, shown in (("snellen", "6/18"), ("decimal", "0,3"), ("logmar", "0,5")):
        finger.tap(page.locator(f"[data-notation={notation}]"))
        expect(chip(page, "va_unaided_r", "v033")).to_have_text(shown)
        expect(chosen(page, "va_unaided_r")).to_have_value("v033")
        expect(chip(page, "va_unaided_r", "hm")).to_have_text("MDM")
    finger.save()
    assert last_answers(data)["va_unaided_r"] == "v033"
    page.go_back()
    page.reload()
    expect(chip(page, "va_best_r", "v033")).to_have_text("0,5")
    expect(page.locator("[data-notation=logmar]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("shape", [0, 1])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_right_eye_stands_on_the_left_in_every_language(at_eye, language, shape):
    page = at_eye(language, shape)
    for stem in FLOORS:
        right, left = (question(page, f"{stem}_{eye}{'_mmhg' * (stem == 'iop')}").bounding_box() for eye in "rl")
        assert right["x"] + right["width"] <= left["x"], stem
        assert right["y"] == left["y"], stem


def test_an_axis_without_a_cylinder_is_told_at_once_and_the_sentence_goes_with_a_cylinder(at_eye):
    page = at_eye()
    unfold(page, "refraction")
    field(page, "axis_l").fill("90")
    page.keyboard.press("Tab")
    expect(question(page, "axis_l").locator(".error")).to_contain_text("seulement avec un cylindre")
    question(page, "cylinder_l").locator(".less").tap()
    expect(question(page, "axis_l").locator(".error")).to_have_count(0)
    save(page)
    page.wait_for_url("**/screenings/**")


def test_every_tap_of_the_ladder_and_of_the_pictures_is_large_enough(at_eye):
    page = at_eye("ar")
    for name in ("va_unaided_r", "lens_l"):
        for tap in question(page, name).locator(".chip:not(.none)").all():
            box = tap.bounding_box()
            assert min(box["width"], box["height"]) >= 48, tap.text_content()
