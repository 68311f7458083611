"""The reception at work: by touch in Arabic, by keyboard alone in French, duplicates both ways, and the undo."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SPOKEN, sign_in, tap

REGISTER = re.compile("/reception/register$")
CARD = re.compile("/card(#sent)?$")
SAVE = {"ar": "حفظ وتسليم بطاقة", "fr": "Enregistrer et remettre une carte"}


def enter(page: Page, base: str, language: str) -> Page:
    """Sign in, and take the language again when another was chosen last: it is remembered by person."""
    sign_in(page, base, "volunteer", language)
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("banner").get_by_role("button", name=SPOKEN[language]).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
    return page


@pytest.fixture
def arabic(tablet, served) -> Page:
    return enter(tablet("ar", shape=0), served.base, "ar")


@pytest.fixture
def french(tablet, served) -> Page:
    return enter(tablet("fr", shape=1), served.base, "fr")


def fill_names(page: Page, given: str, family: str) -> None:
    page.get_by_label("الاسم الشخصي بالعربية").fill(given)
    page.get_by_label("الاسم العائلي بالعربية").fill(family)


def fill_person(page: Page, given: str, family: str, age: str = "41") -> None:
    """What the form must have, in Arabic, by touch."""
    fill_names(page, given, family)
    tap(page, "الجنس", "أنثى")
    page.get_by_role("textbox", name="السن").fill(age)
    page.get_by_role("button", name="شفوية، بحضور شاهد").tap()


def save(page: Page, language: str = "ar") -> None:
    page.get_by_role("button", name=SAVE[language]).click()


def test_a_woman_is_registered_by_touch_in_arabic_with_a_commune_typed_in_french(arabic, served):
    page = arabic
    page.goto(f"{served.base}/reception")
    page.get_by_label("ابحثوا أولا").press_sequentially("الزهرة القرمودي")
    expect(page.locator("#found")).to_contain_text("لا أحد بهذا الاسم أو الرقم.")
    expect(page.locator("#found-said")).to_have_text("لا أحد بهذا الاسم أو الرقم.")
    page.get_by_role("link", name="تسجيل شخص جديد بهذا الاسم").tap()
    expect(page.get_by_label("الاسم العائلي بالعربية")).to_have_value("القرمودي")
    expect(page.get_by_label("الاسم الشخصي بالعربية")).to_have_value("الزهرة")
    tap(page, "الجنس", "أنثى")
    page.get_by_role("button", name="سنة الازدياد").tap()
    expect(page.get_by_label("سنة الازدياد")).to_be_focused()
    page.get_by_label("سنة الازدياد").fill("1971")
    commune = page.get_by_role("combobox", name="جماعة الإقامة")
    commune.press_sequentially("smara")
    page.get_by_role("option", name="السمارة").tap()
    expect(commune).to_have_value("السمارة")
    assert page.locator("select[name=commune]").input_value() == "11.221.01.01"
    consent = page.get_by_role("button", name="شفوية، بحضور شاهد")
    expect(page.get_by_role("group", name="الموافقة على العلاج")).to_be_hidden()
    consent.tap()
    expect(consent).to_have_attribute("aria-pressed", "true")
    save(page)
    expect(page).to_have_url(CARD)
    expect(page.get_by_role("main")).to_contain_text("السمارة")
    page.goto(f"{served.base}/reception/register")
    usual = page.get_by_role("group", name="جماعة الإقامة").get_by_role("button", name="السمارة")
    usual.tap()
    expect(usual).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("combobox", name="جماعة الإقامة")).to_have_value("السمارة")


def test_a_man_is_registered_by_keyboard_alone_in_french(french, served):
    page, keys = french, french.keyboard
    page.goto(f"{served.base}/reception")
    expect(page.get_by_label("Cherchez d’abord")).to_be_focused()
    keys.type("Brahim Ouhssain")
    expect(page.locator("#found")).to_contain_text("Aucune personne trouvée")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url(re.compile("given_name_fr=Brahim"))
    expect(page.get_by_role("textbox", name="Âge")).to_be_focused()
    keys.press("Shift+Tab")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        keys.press(key)
    expect(page.get_by_role("textbox", name="Âge")).to_be_focused()
    keys.type("63")
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Commune")).to_be_focused()
    keys.type("goulmim")
    expect(page.get_by_role("option", name="Guelmim")).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(page.get_by_label("Téléphone")).to_be_focused()
    keys.type("0661998877")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Oral, avec témoin")).to_be_focused()
    keys.press("Space")
    page.get_by_role("button", name=SAVE["fr"]).focus()
    keys.press("Enter")
    expect(page).to_have_url(CARD)
    words = page.get_by_role("main")
    for said in ("Brahim Ouhssain", "Homme, 63 ans", "Guelmim"):
        expect(words).to_contain_text(said)
    page.goto(f"{served.base}/reception")
    keys.type("0661998877")
    expect(page.locator("#found li")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Brahim Ouhssain")).to_be_visible()


def test_enter_never_saves_by_surprise_and_a_date_gets_its_slashes(arabic, served):
    page = arabic
    page.goto(f"{served.base}/reception/register")
    page.get_by_role("button", name="تاريخ الازدياد").tap()
    page.keyboard.type("31121960")
    expect(page.get_by_label("تاريخ الازدياد")).to_have_value("31/12/1960")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page).to_have_url(REGISTER)
    expect(page.locator("#problems")).to_have_count(0)
    page.get_by_role("button", name="السن", exact=True).tap()  # another way: the date is put aside, not lost
    expect(page.locator("[name=birth_date]")).to_have_value("")
    page.get_by_role("button", name="تاريخ الازدياد").tap()
    expect(page.get_by_label("تاريخ الازدياد")).to_have_value("31/12/1960")


def test_a_likely_duplicate_is_held_and_a_human_decides_both_ways(arabic, served):
    page = arabic
    page.goto(f"{served.base}/reception/register")
    fill_person(page, "الغالية", "حمدي", age="60")
    expect(page.get_by_role("heading", name="قد يكون مسجلا من قبل")).to_be_visible()  # while the form is filled
    save(page)
    expect(page.get_by_role("heading", name="هل هو الشخص نفسه؟")).to_be_visible()
    page.get_by_role("button", name="الرجوع إلى الاستمارة").tap()
    expect(page.get_by_label("الاسم العائلي بالعربية")).to_have_value("حمدي")
    expect(page.get_by_role("button", name="شفوية، بحضور شاهد")).to_have_attribute("aria-pressed", "true")
    save(page)
    page.get_by_role("button", name="هو الشخص نفسه").tap()
    expect(page).to_have_url(CARD)
    known = page.url
    page.goto(f"{served.base}/reception/register")
    expect(page.get_by_label("الاسم العائلي بالعربية")).to_have_value("")  # what was typed is settled
    fill_person(page, "الغالية", "حمدي", age="60")
    save(page)
    page.get_by_role("button", name="شخص آخر: حفظ").tap()
    expect(page).to_have_url(CARD)
    assert page.url != known


def test_a_registration_is_undone_and_the_time_runs(arabic, served):
    page = arabic
    page.goto(f"{served.base}/reception/register")
    fill_person(page, "تاعبة", "مبروكي")
    save(page)
    expect(page).to_have_url(CARD)
    button = page.get_by_role("button", name="تراجع")
    expect(button).to_contain_text(re.compile("1:5[0-9]"))
    page.goto(f"{served.base}/reception")
    page.get_by_role("button", name="تراجع").tap()
    expect(page.get_by_role("status").first).to_contain_text("تم التراجع عن التسجيل")
    expect(page.get_by_role("main")).not_to_contain_text("مبروكي")


def test_without_scripts_everything_can_be_answered_and_saved(tablet, served):
    page = enter(tablet("ar", scripts=False), served.base, "ar")
    page.goto(f"{served.base}/reception/register")
    fill_names(page, "لالة", "المرابط")
    tap(page, "الجنس", "أنثى")
    page.locator("[name=age_years]").fill("33")
    page.locator("select[name=commune]").select_option(label="طانطان")
    tap(page, "الموافقة على العلاج", "نعم")
    tap(page, "الموافقة على تسجيل المعطيات", "نعم")
    tap(page, "طريقة الموافقة", "توقيع")
    save(page)
    expect(page).to_have_url(CARD)
    expect(page.get_by_role("main")).to_contain_text("طانطان")
