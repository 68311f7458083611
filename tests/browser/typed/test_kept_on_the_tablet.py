"""What is typed stays on the tablet: another language, a reload, a session that ends, a link, a sign-out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PINS, SPOKEN, STAFF, errors, tap
from tests.browser.typed.conftest import KEPT, RIGHT_EYE, SAVED, field, held, in_language, log_in, reacts, rows, save

PUT_BACK = re.compile(r"أعيدت أجوبتكم المدخلة على الساعة \d\d:\d\d\.|Vos réponses de \d\d:\d\d ont été remises\.")


def forget_session(page: Page) -> None:
    """What twelve idle hours do; an answer that is still on its way would bring the session back."""
    page.wait_for_timeout(800)  # what was typed last is asked about a moment later
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies(name="caravan")


def fill_eye(page: Page) -> None:
    tap(page, RIGHT_EYE, "2/10")
    tap(page, "حدة البصر بدون نظارات، العين اليسرى", "10/10")
    page.locator("[name=red_flags][value=trauma]").check()
    page.locator("[name=red_flags][value=red_pain]").check()
    field(page, "iop_r_mmhg").fill("28")
    page.keyboard.press("Tab")
    page.get_by_label("القيمة صحيحة: أؤكد").check()
    page.locator("[name=iop_method][value=air]").check()


def fill_dental(page: Page) -> None:
    unfold(page)
    for tooth in ("tooth_18", "tooth_31"):
        page.locator(f".tooth[data-for={tooth}]").click(click_count=2)
    page.locator("[name=treatments]").first.check()
    field(page, "notes").fill("ألم شديد\nمنذ أسبوع <b>")


def fill_registration(page: Page) -> None:
    field(page, "given_name_ar").fill("مينة")
    field(page, "family_name_ar").fill("الرقيبي")
    tap(page, "الجنس", "أنثى")
    field(page, "age_years").fill("9")
    expect(field(page, "guardian_name")).to_be_visible()
    field(page, "guardian_name").fill("سالم")
    unfold(page)
    page.locator("details[data-part] input[type=text]:visible").last.fill("الحي القديم")


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((part) => { part.open = true; })")


FILLED = {"eye": fill_eye, "dental": fill_dental, "registration": fill_registration}


@pytest.mark.parametrize(("form_id", "role"), [("eye", "doctor"), ("dental", "doctor"), ("registration", "volunteer")])
def test_another_language_and_a_reload_keep_all_that_was_typed(at_form, form_id, role):
    page = at_form(form_id, role)
    FILLED[form_id](page)
    before = held(page)
    in_language(page, "fr")
    reacts(page)
    assert held(page) == before
    expect(page.get_by_text(PUT_BACK)).to_be_visible()
    if form_id == "registration":
        expect(field(page, "guardian_name")).to_be_visible()
    page.reload()
    reacts(page)
    assert held(page) == before
    expect(errors(page)).to_have_count(0)


def test_another_language_without_scripts_keeps_all_that_was_typed(at_form):
    page = at_form("eye", scripts=False)
    expect(page.get_by_role("banner").get_by_role("button", name=SPOKEN["fr"])).to_have_count(0)  # it would lose it
    tap(page, RIGHT_EYE, "2/10")
    page.locator("[name=red_flags][value=trauma]").check()
    operation = field(page, "operation_id").input_value()
    page.get_by_role("main").get_by_role("button", name=SPOKEN["fr"]).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("group", name="AV sans correction, OD").get_by_label("2/10", exact=True)).to_be_checked()
    expect(page.locator("[name=red_flags][value=trauma]")).to_be_checked()
    assert field(page, "operation_id").input_value() == operation
    page.locator("[name=iop_method][value=air]").check()
    field(page, "iop_r_mmhg").fill("17")
    page.keyboard.press("Enter")  # saves, and does not choose a language
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()


def test_a_session_that_ends_loses_nothing_and_shows_nothing_to_another_person(at_form, data):
    page = at_form("eye")
    fill_eye(page)
    field(page, "iop_l_mmhg").fill("99")  # which the laptop refuses: else it would save it, with or without a session
    before, count = held(page), rows(data, "screening")
    forget_session(page)
    save(page)
    page.wait_for_url(lambda address: "/login" in address)
    log_in(page, "coordinator")
    reacts(page)
    expect(page.locator("[name=red_flags]:checked")).to_have_count(0)
    expect(page.get_by_text(PUT_BACK)).to_have_count(0)
    field(page, "notes").fill("ملاحظة المنسقة")
    forget_session(page)
    page.reload()
    log_in(page, "doctor")
    reacts(page)
    assert held(page) == before
    expect(page.get_by_text(PUT_BACK)).to_be_visible()
    assert rows(data, "screening") == count
    field(page, "iop_l_mmhg").fill("18")
    save(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    assert rows(data, "screening") == count + 1


def test_what_is_saved_after_the_session_ended_is_saved_all_the_same(at_form, data):
    page = at_form("eye")
    fill_eye(page)
    count = rows(data, "screening")
    forget_session(page)
    save(page)
    page.wait_for_url(lambda address: "/login" in address)
    assert rows(data, "screening") == count + 1


def test_without_scripts_the_answers_go_through_the_login(at_form, data):
    page = at_form("eye", scripts=False)
    tap(page, RIGHT_EYE, "2/10")
    field(page, "notes").fill("سطر\nسطر <b>&")
    count = rows(data, "screening")
    forget_session(page)
    save(page)
    expect(page.get_by_text("انتهت جلستكم قبل حفظ هذه الأجوبة.")).to_be_visible()
    page.get_by_role("button", name=STAFF["coordinator"]).click()
    page.get_by_role("button", name="هذا ليس اسمي").click()
    page.get_by_role("button", name=STAFF["coordinator"]).click()
    page.get_by_role("main").get_by_role("button", name=SPOKEN["fr"]).click()
    page.get_by_label("Votre code PIN").fill("000000")
    page.keyboard.press("Enter")
    expect(errors(page)).to_have_count(1)
    page.get_by_label("Votre code PIN").fill(PINS[STAFF["coordinator"]])
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Ces réponses ont été saisies par {STAFF['doctor']}.")).to_be_visible()
    assert field(page, "notes").input_value() == "سطر\nسطر <b>&"
    assert rows(data, "screening") == count
    save(page, "fr")
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    assert rows(data, "screening") == count + 1


def test_answers_left_by_a_link_come_back_until_they_are_saved_or_begun_anew(at_form):
    page = at_form("eye")
    address = page.url
    tap(page, RIGHT_EYE, "2/10")
    before = held(page)
    page.get_by_role("link", name="بطاقة أخرى").click()
    page.goto(address)
    reacts(page)
    assert held(page) == before
    note = page.get_by_role("status").filter(has_text=PUT_BACK)
    note.get_by_role("button", name="البدء من جديد").click()
    expect(note).to_have_count(0)
    reacts(page)
    expect(page.get_by_role("group", name=RIGHT_EYE).get_by_label("2/10", exact=True)).not_to_be_checked()
    tap(page, RIGHT_EYE, "5/10")
    save(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    page.goto(address)
    reacts(page)
    expect(page.get_by_role("group", name=RIGHT_EYE).get_by_label("5/10", exact=True)).not_to_be_checked()


def test_the_answers_about_one_person_are_not_put_back_for_another_who_was_searched(at_form, served):
    page = at_form("registration", "volunteer")
    fill_registration(page)
    before = held(page)
    page.goto(f"{served.base}/reception/register?given_name_ar=السالكة")
    reacts(page)
    expect(field(page, "given_name_ar")).to_have_value("السالكة")
    expect(field(page, "age_years")).to_have_value("")
    field(page, "age_years").fill("52")
    page.get_by_role("button", name="حفظ وتسليم بطاقة").click()
    expect(errors(page)).not_to_have_count(0)
    refused = held(page)
    page.reload()
    reacts(page)
    assert held(page) == refused
    page.get_by_text(PUT_BACK).locator("..").get_by_role("button").click()
    reacts(page)
    expect(field(page, "age_years")).to_have_value("")
    tap_through_to_registration(page)
    assert held(page) == before


def tap_through_to_registration(page: Page) -> None:
    page.goto(page.url.split("?")[0])
    reacts(page)


def test_who_signs_out_leaves_nothing_on_the_tablet(at_form):
    page = at_form("eye")
    tap(page, RIGHT_EYE, "2/10")
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT) == 1
    page.get_by_role("banner").get_by_role("group").click()
    page.get_by_role("button", name="تسجيل الخروج").click()
    expect(page.get_by_role("heading", name="من أنتم؟")).to_be_visible()
    assert page.evaluate(KEPT) == 0
