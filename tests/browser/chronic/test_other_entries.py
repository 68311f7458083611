"""The rest of the chronic form: units, off the scale, reasons for what is missing, known diseases in one tap."""

import pytest
from playwright.sync_api import expect

from tests.browser.at_a_station import field, last_answers, question
from tests.browser.chronic.conftest import chip, save


@pytest.mark.parametrize(
    ("typed", "marked", "said"),
    [
        ("126", ["mg/dL"], "Probablement mg/dL"),
        ("1,26", ["g/L"], "Probablement g/L"),
        ("5,4", ["g/L", "mmol/L"], "Ce peut être g/L ou mmol/L"),
        ("٣٢", ["mg/dL", "mmol/L"], "Ce peut être mg/dL ou mmol/L"),
        ("4000", [], "Aucune unité ne convient"),
    ],
)
def test_a_glucose_says_in_which_unit_it_may_be(at_chronic, typed, marked, said):
    page = at_chronic()
    field(page, "glucose_value").fill(typed)
    expect(page.locator("[data-part=glucose] [data-which]")).to_contain_text(said)
    expect(question(page, "glucose_unit").locator(".may-be")).to_have_text(marked)
    expect(question(page, "glucose_unit").locator("input:checked:not([value=''])")).to_have_count(0)  # never chosen


def test_a_chosen_unit_ends_the_question(at_chronic):
    page = at_chronic()
    field(page, "glucose_value").fill("5,4")
    chip(page, "glucose_unit", "mmol_l").tap()
    expect(page.locator("[data-part=glucose] [data-which]")).to_be_empty()
    expect(page.locator(".may-be")).to_have_count(0)


def test_the_hours_since_the_meal_stand_for_the_moment_of_the_measure(at_chronic, data):
    page = at_chronic()
    field(page, "glucose_value").fill("110")
    chip(page, "glucose_unit", "mg_dl").tap()
    field(page, "hours_since_meal").fill("9")
    save(page)
    assert last_answers(data) == {"glucose_value": 110, "glucose_unit": "mg_dl", "hours_since_meal": 9}


def test_a_meter_off_the_scale_is_one_tap_and_urgent(at_chronic, data):
    page = at_chronic()
    chip(page, "glucose_off_scale", "lo").tap()
    expect(question(page, "glucose_missing")).to_be_hidden()
    save(page)
    expect(page.locator(".result")).to_contain_text("Glycémie très basse")
    assert last_answers(data) == {"glucose_off_scale": "lo"}


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_missing_is_one_tap_and_its_reason_another(at_chronic, data, scripts):
    page = at_chronic(scripts=scripts)
    part = page.locator("details[data-part=glucose_missing]")
    expect(question(page, "glucose_missing")).to_be_hidden()
    part.locator("summary").tap()
    chip(page, "glucose_missing", "equipment").tap()
    save(page)
    assert last_answers(data) == {"glucose_missing": "equipment"}


def test_a_value_takes_the_reason_away(at_chronic):
    page = at_chronic()
    part = page.locator("details[data-part=pressure_missing]")
    part.locator("summary").tap()
    field(page, "systolic_1_mmhg").fill("130")
    expect(part).to_be_hidden()


def test_a_known_disease_and_its_medicine_are_one_tap(at_chronic, data):
    page = at_chronic()
    row = page.locator("[data-part=diabetes]")
    expect(question(page, "known_diabetes")).to_be_hidden()
    row.get_by_role("button", name="Oui, sous médicament").tap()
    expect(page.locator("[data-part=findrisc_questions]")).to_be_hidden()  # the rules see the answer behind the tap
    expect(question(page, "diabetes_since_year")).to_be_visible()
    save(page)
    assert last_answers(data) == {"known_diabetes": "yes", "diabetes_medicine": "yes"}


def test_a_second_tap_takes_a_known_disease_back(at_chronic):
    page = at_chronic()
    tap = page.locator("[data-part=hypertension]").get_by_role("button", name="Non", exact=True)
    tap.tap()
    expect(tap).to_have_attribute("aria-pressed", "true")
    tap.tap()
    expect(tap).to_have_attribute("aria-pressed", "false")
    expect(question(page, "known_hypertension").locator("input:checked:not([value=''])")).to_have_count(0)


def test_without_scripts_the_known_diseases_are_answered_one_by_one(at_chronic, data):
    page = at_chronic(scripts=False)
    chip(page, "known_diabetes", "yes").tap()
    chip(page, "diabetes_medicine", "no").tap()
    save(page)
    assert last_answers(data) == {"known_diabetes": "yes", "diabetes_medicine": "no"}


def test_none_lets_go_of_the_signs_and_a_sign_of_none(at_chronic):
    page = at_chronic()
    ticked = question(page, "danger_signs").locator("input:checked")
    chip(page, "danger_signs", "none").tap()
    chip(page, "danger_signs", "chest_pain").tap()
    chip(page, "danger_signs", "convulsion").tap()
    assert [box.get_attribute("value") for box in ticked.all()] == ["chest_pain", "convulsion"]
    chip(page, "danger_signs", "none").tap()
    assert [box.get_attribute("value") for box in ticked.all()] == ["none"]
