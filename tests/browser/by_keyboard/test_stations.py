"""Each station by the keyboard alone: the code typed at the ready page, the answers, the save, and what it shows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_a_station import field, reacts
from tests.browser.by_keyboard.conftest import say
from tests.browser.dental.conftest import stroke, tooth
from tests.browser.keyboard import choose, enter, follow, press, tab_to, walk_to, write

FEW = 12  # stops from one answer to the next
PUSH = """() => {
  document.body.style.overflowAnchor = "none"; // else the browser itself follows what moves, mostly
  const block = document.createElement("div");
  block.style.blockSize = "900px";
  document.querySelector("form[data-form-document]").prepend(block);
}"""


@pytest.fixture
def at_station(sits, served):
    """A doctor before the form of a station, opened by a code typed at the ready page."""

    def open_one(form_id: str, shape: int = 1) -> Page:
        page = sits("doctor", f"/station/{form_id}", shape)
        enter(page, served.next_card().lower())
        page.wait_for_url(f"**/q/*/{form_id}")
        reacts(page)
        return page

    return open_one


def save(page: Page) -> None:
    tab_to(page, "button", say("Save"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/screenings/**")


def go_to(page: Page, part: str) -> None:
    """From the top of a form to one of its parts."""
    follow(page, "link", part)


def to_the_end(page: Page) -> None:
    go_to(page, say("To the end of the form"))


def result(page: Page):
    return page.locator(".result").first


def test_a_wrong_code_is_told_and_the_next_one_can_be_typed_at_once(sits, served):
    page = sits("doctor", "/station/eye")
    enter(page, "ABCDE-FGHJ0")
    expect(page.locator("#scan")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Control+A")
    enter(page, served.cards[0])
    page.wait_for_url("**/q/*/eye")


def test_a_normal_eye_is_a_button_and_the_save(at_station):
    page = at_station("eye")
    tab_to(page, "button", "Les deux yeux sont normaux")
    page.keyboard.press("Space")
    expect(field(page, "lens_r").and_(page.locator("[value=normal]"))).to_be_checked()
    to_the_end(page)
    save(page)
    expect(page.get_by_role("heading", name=say("Saved: %(station)s", station="Ophtalmologie"))).to_be_visible()
    expect(result(page)).to_contain_text("Absence de déficience")


def test_an_eye_with_low_vision_and_a_high_pressure(at_station):
    page = at_station("eye", shape=0)
    go_to(page, "Acuité de loin, sans correction")
    choose(page, "AV sans correction, OD", "1/10", FEW)
    choose(page, "AV sans correction, OG", "10/10", FEW)
    walk_to(page, page.get_by_label("Tension oculaire, OD", exact=True), FEW)
    for _step in range(3):
        page.keyboard.press("ArrowUp")
    expect(field(page, "iop_r_mmhg")).to_have_value("17")
    write(page, "Tension oculaire, OG", "28", FEW)
    page.keyboard.press("Tab")  # by which the field is left, and asks behind it
    expect(field(page, "confirmed")).to_be_visible()
    walk_to(page, field(page, "confirmed"), FEW, "Shift+Tab")
    page.keyboard.press("Space")
    choose(page, re.compile("^Méthode de mesure"), "À rebond", FEW)
    save(page)
    expect(result(page)).to_contain_text("Déficience modérée")
    expect(result(page)).to_contain_text("Glaucome suspect")


def test_the_field_of_the_keyboard_stays_in_sight_when_something_comes_above_it(sits, served):
    page = sits("doctor", f"/q/{served.cards[0]}/vitals")
    reacts(page)
    walk_to(page, field(page, "systolic_1_mmhg"))
    page.evaluate(PUSH)
    expect(field(page, "systolic_1_mmhg")).to_be_in_viewport(ratio=1)
    walk_to(page, page.locator(":focus"), most=0)


def test_pain_and_counts_at_the_dental_station(at_station):
    page = at_station("dental")
    walk_to(page, field(page, "pain"), 40)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=pain]:checked")).not_to_have_value("")
    walk_to(page, field(page, "decayed_count"), FEW)
    for _step in range(2):
        page.keyboard.press("ArrowUp")
    expect(field(page, "decayed_count")).not_to_have_value("")
    save(page)
    expect(page.get_by_role("heading", name=say("Saved: %(station)s", station="Soins dentaires"))).to_be_visible()


def test_the_chart_is_painted_with_the_code_in_hand(at_station):
    page = at_station("dental")
    go_to(page, "Schéma dentaire")
    walk_to(page, page.locator("details[data-part=chart] > summary"), FEW)
    page.keyboard.press("Enter")
    walk_to(page, stroke(page, "decayed"), FEW)
    page.keyboard.press("Space")
    walk_to(page, tooth(page, 18), 20)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(tooth(page, 17)).to_have_attribute("data-drawn", "decayed")
    save(page)
    expect(result(page)).to_contain_text("1")


def test_an_extraction_with_an_allergy_stops_until_the_doctor_answers(at_station):
    page = at_station("dental")
    go_to(page, "Soins réalisés")
    tab_to(page, "checkbox", "Extraction", FEW)
    page.keyboard.press("Space")
    tab_to(page, "button", say("Tap the teeth"), 20)
    page.keyboard.press("Enter")
    walk_to(page, page.locator(".picker .tooth"), 40)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    press(page, "button", say("Close the chart"), 60)
    expect(field(page, "extracted_teeth")).to_have_value("17")
    for name, value in (("anticoagulant", "no"), ("bisphosphonate", "no"), ("allergy", "yes")):
        answer(page, name, value)
    answer(page, "extraction_decision", "confirmed")
    save(page)
    expect(page.get_by_role("heading", name=say("Saved: %(station)s", station="Soins dentaires"))).to_be_visible()


def answer(page: Page, name: str, value: str) -> None:
    """Tab to the answers of a question and go to one with the arrows."""
    walk_to(page, field(page, name))
    wanted = page.locator(f"[name={name}][value='{value}']")
    walk_to(page, wanted, FEW, "ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def test_pressures_with_their_rest_a_glucose_with_its_unit_and_a_known_disease(at_station):
    page = at_station("chronic")
    go_to(page, "Tension artérielle (3 mesures, à 1 minute d’écart)")
    walk_to(page, field(page, "systolic_1_mmhg"), FEW)
    page.keyboard.type("14492")  # the focus is led on
    expect(page.get_by_role("timer")).to_be_visible()
    press(page, "button", say("Skip the rest"), FEW)
    expect(field(page, "systolic_2_mmhg")).to_be_focused()
    page.keyboard.type("142901408898")
    expect(field(page, "glucose_value")).to_have_value("98")
    answer(page, "glucose_unit", "mg_dl")
    press(page, "button", "Oui, sous médicament", 20)
    tab_to(page, "button", say("Save"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reacts(page)
    press(page, "link", "Moment de la mesure")  # what was left out, told at the top of the page that comes back
    answer(page, "glucose_context", "fasting")
    save(page)
    expect(result(page)).to_contain_text("141 mmHg")
    expect(result(page)).to_contain_text("Glycémie normale")


def test_what_was_not_measured_has_its_reason(at_station):
    page = at_station("vitals", shape=0)
    walk_to(page, page.locator("details[data-part=pressure_missing] > summary"))
    page.keyboard.press("Enter")
    answer(page, "pressure_missing", "refused")
    walk_to(page, field(page, "pulse_bpm"), FEW)
    page.keyboard.type("72")
    walk_to(page, field(page, "temperature_c"), FEW)
    page.keyboard.type("37,2")
    save(page)
    expect(page.get_by_role("heading", name=say("Saved: %(station)s", station="Constantes"))).to_be_visible()
    expect(result(page)).to_be_visible()
