"""Three pressures under the fingers: the focus leads on, the rest is counted, 13/8 is asked about, units are chosen."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.contact_sheet import SHAPES
from tests.browser.at_a_station import field, last_answers, question, reacts
from tests.browser.chronic.conftest import chip, save

READINGS = [128, 84, 126, 82, 124, 80]
NAMES = [f"{limb}_{turn}_mmhg" for turn in (1, 2, 3) for limb in ("systolic", "diastolic")]
MOST_TAPS = 12
ASKED = {"ar": "هل تقصدون 130/80؟", "fr": re.compile(r"Vouliez-vous dire 130/80\s\?")}


class Fingers:
    """Taps and keys of a person, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys = page, 0, 0

    def tap(self, locator) -> None:
        locator.tap()
        self.taps += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_normal_screening_takes_few_taps(at_chronic, data, language):
    page = at_chronic(language)
    hand = Fingers(page)
    hand.tap(chip(page, "danger_signs", "none"))
    hand.tap(field(page, NAMES[0]))
    hand.type("".join(map(str, READINGS)))
    expect(field(page, "glucose_value")).to_be_focused()
    hand.type("98")
    hand.tap(chip(page, "glucose_unit", "mg_dl"))
    hand.tap(chip(page, "glucose_context", "fasting"))
    for group in ("hypertension", "diabetes"):
        hand.tap(page.locator(f"[data-part={group}] [data-taps] button").first)
    hand.taps += 1
    save(page, language)
    assert hand.taps <= 7 < MOST_TAPS
    assert hand.keys == 17
    answers = last_answers(data)
    assert [answers[name] for name in NAMES] == READINGS
    assert (answers["glucose_value"], answers["glucose_unit"], answers["glucose_context"]) == (98, "mg_dl", "fasting")
    known = ("known_hypertension", "bp_medicine", "known_diabetes", "diabetes_medicine")
    assert [answers[name] for name in known] == ["no"] * 4


def test_the_focus_waits_for_the_third_figure_where_one_may_come(at_chronic):
    page = at_chronic()
    field(page, NAMES[0]).tap()
    page.keyboard.type("13")
    expect(field(page, NAMES[0])).to_be_focused()  # 130 or 135, perhaps
    page.keyboard.type("5")
    expect(field(page, NAMES[1])).to_be_focused()
    page.keyboard.type("10")
    expect(field(page, NAMES[1])).to_be_focused()
    page.keyboard.type("5")
    expect(field(page, NAMES[2])).to_be_focused()
    page.keyboard.type("٩٥")  # figures of an Arabic keyboard
    expect(field(page, NAMES[3])).to_be_focused()


def test_a_pressure_typed_into_one_box_goes_to_both(at_chronic, data):
    page = at_chronic()
    field(page, NAMES[0]).tap()
    page.keyboard.type("98/64")
    assert [field(page, name).input_value() for name in NAMES[:2]] == ["98", "64"]
    field(page, NAMES[2]).tap()
    page.keyboard.insert_text("130/80")  # as it is pasted
    save(page)
    assert last_answers(data) == dict(zip(NAMES[:4], [98, 64, 130, 80], strict=True))


def test_enter_leads_to_the_next_box_and_saves_nothing(at_chronic):
    page = at_chronic()
    field(page, NAMES[0]).tap()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(field(page, NAMES[1])).to_be_focused()


@pytest.mark.parametrize("shape", [0, 1])
def test_the_rest_between_two_readings_is_counted_and_may_be_skipped(at_chronic, shape):
    page = at_chronic(shape=shape)
    page.clock.install()
    page.reload()
    reacts(page)
    field(page, NAMES[0]).tap()
    page.keyboard.type("12884")
    rest = page.locator(".reading").nth(1).locator(".rest")
    expect(rest.locator("[data-left]")).to_have_text("1:00")
    page.clock.run_for(15_000)
    expect(rest.locator("[data-left]")).to_have_text("0:45")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= SHAPES[shape]["width"]
    rest.get_by_role("button", name="Ne pas attendre").tap()
    expect(page.locator(".rest")).to_have_count(0)
    expect(field(page, NAMES[2])).to_be_focused()
    page.keyboard.type("12682")
    expect(page.locator(".reading").nth(2).locator("[data-left]")).to_have_text("1:00")
    page.clock.run_for(61_000)
    expect(page.locator(".reading").nth(2).locator(".over")).to_contain_text("mesurez à nouveau")
    page.keyboard.type("1")
    expect(page.locator(".rest")).to_have_count(0)


def test_the_sound_at_the_end_of_the_rest_stays_off_once_it_is_off(at_chronic):
    page = at_chronic()
    field(page, NAMES[0]).tap()
    page.keyboard.type("12884")
    sound = page.get_by_role("button", name="Son à la fin")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.tap()
    expect(sound).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Tab")
    field(page, NAMES[2]).tap()
    page.keyboard.type("12682")
    expect(page.get_by_role("button", name="Son à la fin")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_13_over_8_is_asked_about_and_accepted_in_one_tap(at_chronic, data, language):
    page = at_chronic(language)
    field(page, NAMES[0]).tap()
    page.keyboard.type("13/8")
    page.keyboard.press("Tab")
    asked = page.locator(".meant")
    expect(asked.locator("p")).to_have_text(ASKED[language])
    asked.locator("[data-yes]").tap()
    expect(asked).to_have_count(0)
    expect(page.locator(".error")).to_have_count(0)
    assert [field(page, name).input_value() for name in NAMES[:2]] == ["130", "80"]
    save(page, language)
    assert last_answers(data) == {NAMES[0]: 130, NAMES[1]: 80}


def test_13_over_8_left_as_typed_is_refused_like_any_impossible_pressure(at_chronic):
    page = at_chronic()
    field(page, NAMES[0]).tap()
    page.keyboard.type("13,5/8")
    page.keyboard.press("Tab")
    asked = page.locator(".meant")
    expect(asked.locator("p")).to_contain_text("135/80")
    asked.locator("[data-no]").tap()
    expect(asked).to_have_count(0)
    expect(question(page, NAMES[1]).locator(".error")).to_be_visible()
    expect(field(page, NAMES[0])).to_have_value("13,5")


def test_a_systolic_of_13_alone_is_asked_about_when_the_pair_is_left(at_chronic):
    page = at_chronic()
    field(page, NAMES[0]).fill("13")
    field(page, "weight_kg").tap()
    expect(page.locator(".meant p")).to_have_text(re.compile(r"Vouliez-vous dire 130\s\?"))
    page.locator("[data-yes]").tap()
    expect(field(page, NAMES[0])).to_have_value("130")
    expect(field(page, NAMES[1])).to_be_focused()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_without_scripts_13_over_8_is_asked_about_and_accepted_by_one_button(at_chronic, data, language):
    page = at_chronic(language, scripts=False)
    field(page, NAMES[0]).fill("13/8")
    page.get_by_role("button", name={"ar": "حفظ", "fr": "Enregistrer"}[language], exact=True).click()
    expect(page.locator(".meant p")).to_have_text(ASKED[language])
    page.locator(".meant button").click()
    expect(page.locator(".result h1")).to_be_visible()
    assert last_answers(data) == {NAMES[0]: 130, NAMES[1]: 80}


def test_figures_run_from_left_to_right_in_arabic(at_chronic):
    page = at_chronic("ar")
    systolic, diastolic = (field(page, name).bounding_box() for name in NAMES[:2])
    assert systolic["x"] + systolic["width"] <= diastolic["x"]
    assert systolic["y"] == diastolic["y"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_mean_and_class_stand_beside_the_readings_while_they_are_typed(at_chronic, language):
    page = at_chronic(language)
    told = page.locator("[data-part=pressure] .told > p:visible")
    expect(told).to_have_count(0)
    field(page, NAMES[0]).tap()
    page.keyboard.type("128841458412480")
    mean = page.locator("[data-part=pressure] .told > p").first.locator("bdi.n")
    expect(mean).to_have_text(re.compile(r"^134,5\s*/\s*82 mmHg$"))  # of the last two
    assert mean.evaluate("(box) => getComputedStyle(box).direction") == "ltr"
    expect(told).to_have_count(2)  # the class besides, and no line for a plain "no"
    field(page, NAMES[4]).fill("190")
    expect(page.locator("[data-part=pressure] .told > [data-urgency=p]")).to_have_count(1)
    field(page, NAMES[2]).fill("")
    field(page, NAMES[4]).fill("")
    expect(told).to_have_count(3)  # a single reading is told


def test_nothing_to_report_of_signs_and_diseases_is_one_tap(at_chronic, data):
    page = at_chronic()
    page.locator("[data-normal] button").tap()
    field(page, NAMES[0]).tap()
    page.keyboard.type("1248098")
    assert page.locator("[data-part=diabetes] [aria-pressed=true]").inner_text() == "Non"
    save(page)
    answers = last_answers(data)
    assert answers["danger_signs"] == ["none"]
    assert {name for name in answers if answers[name] == "no"} >= {"known_diabetes", "bp_medicine", "known_stroke"}
