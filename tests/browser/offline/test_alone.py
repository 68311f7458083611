"""A tablet whose laptop is away: people are registered, carded and screened on it, and all of it arrives."""

from playwright.sync_api import expect

from caravan.domain.codes import new_code
from tests.browser.offline.conftest import PAGES, kept, on_disk, until
from tests.browser.typed.conftest import reacts

SAVE = "حفظ"


def test_a_doctor_goes_on_with_people_of_the_day_and_reloads_without_the_laptop(prepared, laptop):
    page = prepared("doctor", pages=6)
    code, other = laptop.cards[0], laptop.cards[1]
    laptop.kill()
    page.goto(f"{laptop.base}/q/{code}/vitals")
    expect(page.locator("[data-who=names]")).to_contain_text("فاطمتو")
    expect(page.locator("[data-who=number]")).to_have_text("1")
    reacts(page)
    page.locator("[name=systolic_1_mmhg]").fill("150")
    page.reload()
    reacts(page)
    assert page.locator("[name=systolic_1_mmhg]").input_value() == "150"
    page.locator("[name=diastolic_1_mmhg]").fill("95")
    page.get_by_role("button", name=SAVE, exact=True).click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    page.locator("[data-kept] a.btn").click()
    page.locator("#scan").fill(other)
    page.locator("#scan").press("Enter")
    expect(page.locator("[data-who=names]")).to_contain_text("خديجة")
    assert page.locator("[name=systolic_1_mmhg]").input_value() == ""
    laptop.start()
    until(lambda: laptop.count("screening") == 1)
    ((patient,),) = laptop.rows("screening", "patient_id")
    assert (code,) in laptop.rows(f"card where patient_id = '{patient}'", "code")


def test_someone_registered_alone_is_known_to_the_stations_of_the_same_tablet(prepared, laptop):
    page = prepared("coordinator", pages=7)
    before = laptop.count("patient")
    laptop.kill()
    page.goto(f"{laptop.base}/reception/register")
    reacts(page)
    for name, typed in {"given_name_ar": "ميمونة", "family_name_ar": "الشرقاوي", "age_years": "44"}.items():
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=sex][value=female]").check(force=True)
    page.locator("[data-answers]").first.click()
    page.locator(".actions button.btn").click()
    code = new_code()
    page.locator("#kept-code").fill(code, timeout=15_000)
    page.locator("#kept-code").press("Enter")
    until(lambda: len(kept(page)) == 2)
    page.goto(f"{laptop.base}/q?code={code}&form=vitals")
    expect(page.locator("[data-who=names]")).to_contain_text("ميمونة الشرقاوي")
    reacts(page)
    page.locator("[name=weight_kg]").fill("70")
    page.get_by_role("button", name=SAVE, exact=True).click()
    until(lambda: len(kept(page)) == 3)
    laptop.start()
    until(lambda: kept(page) == [], patience=60)
    assert laptop.count("patient") == before + 1
    ((patient,),) = laptop.rows("screening", "patient_id")
    assert laptop.rows(f"card where patient_id = '{patient}'", "code") == [(code,)]


def test_a_wrong_card_opens_no_form_and_an_unknown_one_says_so(prepared, laptop):
    page = prepared("doctor", pages=6)
    laptop.kill()
    page.goto(f"{laptop.base}/q?code=ABCDE-FGHJ0&form=vitals")
    expect(page.locator("#wrong-code")).to_be_visible()
    expect(page.locator("#alone")).to_be_hidden()
    page.goto(f"{laptop.base}/q?code={new_code()}&form=vitals")
    expect(page.locator("#unknown")).to_be_visible()
    expect(page.locator("#alone")).to_be_visible()
    assert page.locator("[data-who=names]").text_content() == ""


def test_other_pages_say_that_the_laptop_is_away_and_come_back_by_themselves(prepared, laptop):
    page = prepared("doctor", pages=6)
    laptop.kill()
    page.goto(f"{laptop.base}/patients?q=fatima")
    expect(page.locator("h1")).to_have_text("الحاسوب لا يستجيب")
    laptop.start()
    expect(page.locator("main input[name=q]")).to_be_visible(timeout=20_000)


def test_who_signs_out_leaves_nothing_of_the_day_on_the_tablet(prepared, laptop):
    page = prepared("doctor", pages=6)
    page.locator("header .menu summary").click()
    page.get_by_role("button", name="تسجيل الخروج").click()
    page.wait_for_url("**/login*")
    until(lambda: on_disk(page, "people") == [])
    until(lambda: page.evaluate(PAGES) == [])
