"""The dental form before a real browser: a normal mouth in few taps, lists of teeth, stops, and what is typed wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.at_a_station import save, unfold
from tests.browser.dental.conftest import saved, stroke, tooth

NORMAL = {
    "danger_signs": ["none"],
    "pain": 0,
    "decayed_count": 0,
    "missing_count": 0,
    "filled_count": 0,
    "bleeding_gums": "no",
    "pocket": "0",
    "oral_lesion": "no",
    "urgency_code": "0",
}


def test_pain_is_one_tap_and_is_kept_as_a_number(before, data):
    page = before()
    page.locator("[name=pain][value='7']").tap()
    assert saved(page, data)["pain"] == 7


def test_counts_are_stepped_and_the_pain_cleared_by_a_second_tap(before, data):
    page = before()
    page.locator("[data-question=decayed_count] .step.more").tap()
    page.locator("[data-question=decayed_count] .step.more").tap()
    page.locator("[name=pain][value='3']").tap()
    page.locator("[name=pain][value='3']").tap()
    answers = saved(page, data)
    assert answers["decayed_count"] == 2
    assert "pain" not in answers


def test_extracted_teeth_are_tapped_on_the_chart(before, data):
    page = before()
    page.locator("[name=treatments][value=ext]").tap()
    listed = page.locator("[data-question=extracted_teeth]")
    listed.locator(".pick").tap()
    for number in (36, 11, 36):
        listed.locator(f".picker .tooth:has(b:text-is('{number}'))").tap()
    expect(listed.locator(".picker .tooth[aria-pressed=true]")).to_have_count(1)
    listed.locator(".picker .tooth:has(b:text-is('46'))").tap()
    listed.get_by_role("button", name="Fermer").tap()
    expect(listed.locator("input")).to_have_value("11 46")
    for name in ("anticoagulant", "bisphosphonate", "allergy"):
        page.locator(f"[name={name}][value=no]").tap()
    assert saved(page, data)["extracted_teeth"] == "11 46"


def test_teeth_are_typed_with_arabic_digits_and_commas(before, data):
    page = before("adult", "ar")
    unfold(page, "pufa_teeth")
    page.locator("[name=pufa_p]").fill("٣٦، ٤٦")
    page.locator("[name=pufa_u]").fill("٩٩")
    page.locator("[name=pufa_u]").blur()
    expect(page.locator("#e-pufa_u")).to_contain_text("رقم سن غير صحيح")
    expect(page.locator("#e-pufa_p")).to_have_count(0)
    page.locator("[name=pufa_u]").fill("")
    assert saved(page, data, "ar")["pufa_p"] == "36 46"


def test_an_extraction_with_an_allergy_waits_for_the_doctor(before, data):
    page = before()
    page.locator("[name=treatments][value=ext]").tap()
    page.locator("[name=extracted_teeth]").fill("36")
    page.locator("[name=anticoagulant][value=no]").tap()
    page.locator("[name=bisphosphonate][value=no]").tap()
    expect(page.locator("[data-question=extraction_decision]")).to_be_hidden()
    page.locator("[name=allergy][value=yes]").tap()
    expect(page.locator("[data-question=extraction_decision]")).to_be_visible()
    with page.expect_navigation():
        save(page)
    expect(page.locator("#e-extraction_decision")).to_be_visible()
    page.locator("[name=extraction_decision][value=postponed]").tap()
    expect(page.locator("#e-extraction_decision")).to_contain_text("cochée comme soin réalisé")
    page.locator("[name=extraction_decision][value=confirmed]").tap()
    assert saved(page, data)["extraction_decision"] == "confirmed"


def test_a_pressure_of_the_vitals_is_said_before_an_extraction(before, data, mouths):
    page = before("baby")
    page.goto(f"{mouths.base}/q/{mouths.cards['baby']}/vitals")
    for name, value in (("systolic_1_mmhg", "190"), ("diastolic_1_mmhg", "115")):
        page.locator(f"[name={name}]").fill(value)
    save(page)
    page.wait_for_url("**/screenings/**")
    page.goto(f"{mouths.base}/q/{mouths.cards['baby']}/dental")
    page.locator("[name=extraction_planned][value=yes]").tap()
    expect(page.locator("[data-question=stop_pressure_note]")).to_be_visible()
    expect(page.locator("[data-question=stop_glucose_note]")).to_be_hidden()
    expect(page.locator("[data-question=extraction_decision]")).to_be_visible()
    for name in ("anticoagulant", "bisphosphonate", "allergy"):
        page.locator(f"[name={name}][value=unknown]").tap()
    page.locator("[name=extraction_decision][value=postponed]").tap()
    answers = saved(page, data)
    assert (answers["extraction_stops_seen"], answers["extraction_decision"]) == ("stop_pressure", "postponed")


def test_a_code_that_the_page_does_not_offer_is_refused_in_clear_words_and_nothing_is_lost(before):
    page = before()
    unfold(page, "chart")
    stroke(page, "decayed").tap()
    tooth(page, 26).tap()
    page.locator("[name=tooth_16]").evaluate(
        "field => { field.add(new Option('B', 'B')); field.value = 'B';"
        " field.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    expect(page.locator("#e-tooth_16")).to_contain_text("La dent 16 est permanente")
    save(page)
    expect(page.locator("#e-tooth_16")).to_contain_text("La dent 16 est permanente")
    expect(tooth(page, 26)).to_have_attribute("data-drawn", "decayed")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_normal_mouth_is_two_taps_and_every_answer_is_kept(before, data, language):
    page = before("adult", language)
    page.locator("[data-normal] button").tap()
    expect(page.locator("[name=urgency_code][value='0']")).to_be_checked()
    assert saved(page, data, language) == NORMAL


def test_the_normal_tap_leaves_what_was_found_and_never_calls_an_aching_mouth_well(before, data):
    page = before()
    page.locator("[name=pain][value='8']").tap()
    page.locator("[data-question=decayed_count] .step.more").tap()
    page.locator("[data-normal] button").tap()
    expect(page.locator("[name=missing_count]")).to_have_value("0")
    answers = saved(page, data)
    assert answers == {name: value for name, value in NORMAL.items() if name != "urgency_code"} | {
        "pain": 8,
        "decayed_count": 1,
    }


def test_the_normal_tap_counts_no_teeth_where_a_chart_is_filled(before, data):
    page = before()
    unfold(page, "chart")
    stroke(page, "decayed").tap()
    tooth(page, 16).tap()
    page.locator("[data-normal] button").tap()
    expect(page.locator("[name=pain][value='0']")).to_be_checked()
    answers = saved(page, data)
    assert answers["teeth_charted"] == 1
    assert not {"decayed_count", "missing_count", "filled_count", "urgency_code"} & answers.keys()


def test_the_indices_follow_the_chart_while_it_is_painted(before):
    page = before()
    live = page.locator("[data-part=chart] .so-far")
    unfold(page, "chart")
    expect(live).to_be_hidden()
    for drawn, number in (("decayed", 16), ("filled", 26), ("missing", 36)):
        stroke(page, drawn).tap()
        tooth(page, number).tap()
    for code, shown in (("dmft", "3"), ("d_teeth", "1"), ("m_teeth", "1"), ("f_teeth", "1")):
        expect(live.locator(f"[data-finding={code}]")).to_have_text(shown)
    expect(live.locator("[data-finding=dental_urgency]")).to_contain_text("Soin rapide")
    expect(live.locator("[data-finding=dmft_primary]")).to_be_hidden()
    page.locator(".tools [data-undo]").tap()
    expect(live.locator("[data-finding=dmft]")).to_have_text("2")


def test_the_indices_of_a_child_are_told_apart(before):
    page = before("child")
    live = page.locator("[data-part=chart] .so-far")
    unfold(page, "chart")
    for drawn, number in (("decayed", 55), ("decayed", 84), ("sound", 16)):
        if stroke(page, drawn).get_attribute("aria-pressed") == "false":
            stroke(page, drawn).tap()
        tooth(page, number).tap()
    expect(live.locator("[data-finding=dmft_primary]")).to_have_text("2")
    expect(live.locator("[data-finding=dmft]")).to_have_text("0")
