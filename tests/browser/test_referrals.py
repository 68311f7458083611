"""Urgency in a real browser: loud at a metre, changed in two taps with a reason, settled from the list of the day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

LOUD_PX = 20  # the word of the band is at least so high: it is read at arm's length and beyond
TAP_PX = 48


@pytest.fixture(scope="module")
def emergency(served):
    """The card of someone in whom a danger sign is found in the first test."""
    return served.next_card()


@pytest.fixture
def doctor(tablet, served):
    def open_one(address: str, shape: int = 0, role: str = "doctor"):
        page = tablet("ar", shape)
        sign_in(page, served.base, role)
        page.goto(served.base + address)
        return page

    return open_one


def test_one_tap_on_a_danger_sign_makes_the_person_an_emergency(doctor, emergency):
    page = doctor(f"/q/{emergency}/chronic")
    page.get_by_label("ألم في الصدر", exact=True).check()
    expect(page.locator("[data-found] .tag")).to_have_text("استعجالية فورية")
    page.get_by_role("button", name="حفظ", exact=True).click()
    page.wait_for_url(re.compile("/screenings/"))
    band = page.locator(".result .alarm.e")
    expect(band).to_contain_text("141")
    expect(band).to_be_visible()


@pytest.mark.parametrize("look", ["auto", "sun", "dark"])
def test_the_band_is_loud_in_every_look(doctor, served, emergency, look):
    page = doctor("/")
    page.context.add_cookies([{"name": "look", "value": look, "url": served.base}])
    page.goto(f"{served.base}/q/{emergency}/eye")
    band = page.locator(".person .alarm.e")
    expect(band).to_be_in_viewport()
    word = band.locator("b")
    assert word.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= LOUD_PX
    ratio = word.evaluate("""e => {
        const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
            .map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
        const [a, b] = [light(getComputedStyle(e).color), light(getComputedStyle(e.closest(".alarm")).backgroundColor)];
        return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    }""")
    assert ratio >= 4.5
    expect(band.locator("svg")).to_be_visible()


def test_a_doctor_changes_the_urgency_in_two_taps_with_a_reason(doctor, emergency):
    page = doctor(f"/q/{emergency}")
    page.goto(page.url)
    card = page.locator(".referral").first
    card.get_by_text("تعديل", exact=True).first.click()
    card.get_by_label("مستعجل", exact=True).check()
    reason = card.get_by_role("button", name="بعد الفحص")
    assert reason.bounding_box()["height"] >= TAP_PX
    reason.click()
    expect(page.locator(".person .alarm.u")).to_be_visible()
    expect(page.locator(".referral").first).to_contain_text("مغيرة")


def test_own_words_and_enter_change_it_too_with_the_words_as_the_reason(doctor, emergency):
    page = doctor(f"/q/{emergency}")
    card = page.locator(".referral").first
    card.get_by_text("تعديل", exact=True).first.click()
    card.get_by_label("استعجالية فورية", exact=True).check()
    field = card.locator("input[name='record.why']").first
    field.fill("ألم متزايد")
    field.press("Enter")
    expect(page.locator(".person .alarm.e")).to_be_visible()
    page.get_by_role("link", name="سجل التغييرات").first.click()
    expect(page.locator(".history").first).to_contain_text("ألم متزايد")


def test_the_facts_stand_beside_the_dental_form(doctor, served):
    card = served.next_card()
    page = doctor(f"/q/{card}/vitals", shape=1)
    page.locator("[name=systolic_1_mmhg]").fill("186")
    page.locator("[name=diastolic_1_mmhg]").fill("112")
    page.get_by_role("button", name="حفظ", exact=True).click()
    page.wait_for_url(re.compile("/screenings/"))
    page.goto(f"{served.base}/q/{card}/dental")
    facts = page.locator(".facts-panel")
    expect(facts).to_be_in_viewport()
    expect(facts).to_contain_text("186/112 mmHg")
    expect(facts).to_contain_text("لم ينجز بعد: الأمراض المزمنة")
    expect(page.locator(".stops")).to_contain_text("ضغط مرتفع جدا")


def test_a_doctor_adds_a_referral_and_it_stands_in_the_list(doctor, served):
    card = served.next_card()
    page = doctor(f"/q/{card}")
    page.get_by_text("إضافة إحالة", exact=True).click()
    box = page.locator(".add-referral")
    box.get_by_label("ذو أولوية", exact=True).check()
    box.locator("select").select_option("cardiology")
    box.get_by_role("button", name="بسبب أعراض").click()
    expect(page.locator(".referral").first).to_contain_text("بسبب أعراض")
    page.goto(f"{served.base}/referrals?to=cardiology")
    expect(page.locator("#referral-rows")).to_contain_text("بسبب أعراض")


def test_what_is_settled_leaves_the_dashboard(doctor, served, emergency):
    page = doctor("/dashboard", shape=1, role="coordinator")
    expect(page.locator(".urgent-list li")).not_to_have_count(0)
    page.goto(f"{served.base}/referrals")
    while page.locator(".referred:is(.e, .u)").count():
        page.locator(".referred:is(.e, .u)").first.get_by_role("button").first.click()
        page.wait_for_load_state()
    page.goto(f"{served.base}/dashboard")
    expect(page.locator(".urgent-list")).to_have_count(0)
    page.goto(f"{served.base}/q/{emergency}")
    expect(page.locator(".alarm")).to_have_count(0)


def test_a_volunteer_raises_an_alert_in_two_taps(doctor, served):
    card = served.next_card()
    page = doctor(f"/q/{card}", role="volunteer")
    page.get_by_text("التبليغ عن علامة خطر", exact=True).click()
    page.get_by_role("button", name="فقدان الوعي").click()
    expect(page.locator(".person .alarm.e")).to_contain_text("141")
