"""What is typed wrong: one clear sentence in the person's language, and the typing stays on the screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.contact_sheet import SHAPES
from caravan.domain.codes import ALPHABET, new_code, printed
from tests.browser.conftest import STAFF, errors, sign_in, tap
from tests.browser.keyboard import choose, enter, follow, tab_to

SCAN = {"ar": "امسحوا البطاقة التالية، أو اكتبوا رمزها", "fr": "Scannez la carte suivante, ou saisissez son code"}
SAVE = {"ar": "حفظ", "fr": "Enregistrer"}


@pytest.fixture
def at_station(tablet, served):
    """A doctor who waits for a card at a station."""

    def open_one(form_id: str = "eye", language: str = "ar", shape: int = 0) -> Page:
        page = tablet("ar", shape)
        sign_in(page, served.base, "doctor", language)
        page.goto(f"{served.base}/station/{form_id}")
        return page

    return open_one


@pytest.fixture
def at_reception(tablet, served):
    """A volunteer at the reception."""
    page = tablet("ar")
    sign_in(page, served.base, "volunteer")
    return page


def says_only(page: Page, sentence: str) -> None:
    """One sentence beside the field, this one."""
    expect(errors(page)).to_have_text([re.compile(re.escape(sentence))])


def scan(page: Page, code: str, language: str = "ar") -> None:
    page.get_by_label(SCAN[language]).fill(code)
    page.keyboard.press("Enter")


def save(page: Page, language: str = "ar") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).click()


def with_wrong_end(code: str) -> str:
    """The same code with another check character."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ar", "حرف أو رقم خاطئ. قارنوه بالبطاقة"), ("fr", "contient une lettre ou un chiffre faux. Comparez")],
)
def test_a_wrong_check_character_is_said_and_the_code_stays(at_station, language, sentence):
    page, typed = at_station(language=language), printed(with_wrong_end(new_code()))
    scan(page, typed, language)
    says_only(page, sentence)
    expect(page.get_by_label(SCAN[language])).to_have_value(typed)
    expect(page.get_by_label(SCAN[language])).to_be_focused()


def test_an_unknown_code_sends_to_the_reception_and_stays(at_station):
    page, typed = at_station(), printed(new_code())
    scan(page, typed)
    says_only(page, "لم تسلم لأي شخص بعد. وجهوا الشخص إلى الاستقبال.")
    expect(page.get_by_label(SCAN["ar"])).to_have_value(re.compile(typed.replace("-", "-?")))


def test_a_card_of_someone_else_is_refused_and_stays(at_reception, served):
    page, theirs = at_reception, printed(served.next_card())
    page.set_viewport_size(SHAPES[1])  # the lower one, where a bar at the bottom could cover the sentence
    page.get_by_label("ابحثوا أولا").fill(served.next_card())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="تسليم بطاقة").click()
    field = page.get_by_label("بطاقة أخرى لنفس الشخص")
    field.fill(theirs)
    page.keyboard.press("Enter")
    says_only(page, "سلمت من قبل لشخص آخر. خذوا بطاقة فارغة أخرى.")
    expect(field).to_have_value(theirs)
    expect(errors(page)).to_be_in_viewport()
    assert is_on_top(page, ".error")


def is_on_top(page: Page, selector: str) -> bool:
    """Whether nothing, such as a bar that sticks to the screen, covers the middle of an element."""
    return page.locator(selector).evaluate(
        "(one) => { const box = one.getBoundingClientRect();"
        " return one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"
    )


def test_save_after_back_makes_no_second_record(at_station, served):
    page, code = at_station(), served.next_card()
    scan(page, code)
    tap(page, "حدة البصر بدون نظارات، العين اليمنى", "5/10")
    save(page)
    expect(page.get_by_role("heading", name="تم الحفظ: طب العيون")).to_be_visible()
    page.go_back()
    chosen = page.get_by_role("group", name="حدة البصر بدون نظارات، العين اليمنى").get_by_label("5/10", exact=True)
    expect(chosen).to_be_checked()
    save(page)
    expect(page.get_by_role("heading", name="تم الحفظ: طب العيون")).to_be_visible()
    page.get_by_role("link", name="ملف هذا الشخص").click()
    expect(page.get_by_role("heading", name="طب العيون", exact=True)).to_have_count(1)


def test_registering_again_after_back_makes_no_second_person(at_reception):
    page = at_reception
    page.get_by_role("navigation").get_by_role("link", name="تسجيل").click()
    fill_registration(page, "زينب", "الوعبان")
    page.get_by_role("button", name="حفظ وتسليم بطاقة").click()
    expect(page.get_by_role("heading", name="الرقم الذي يسلم للشخص")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("الاسم الشخصي بالعربية")).to_have_value("زينب")
    page.get_by_role("button", name="حفظ وتسليم بطاقة").click()
    expect(page.get_by_role("heading", name="الرقم الذي يسلم للشخص")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="الاستقبال").click()
    expect(page.get_by_role("link").filter(has_text="زينب الوعبان")).to_have_count(1)


def fill_registration(page: Page, given: str, family: str, birth: str = "03/05/1971") -> None:
    page.get_by_label("الاسم الشخصي بالعربية").fill(given)
    page.get_by_label("الاسم العائلي بالعربية").fill(family)
    tap(page, "الجنس", "أنثى")
    page.get_by_role("button", name="تاريخ الازدياد").click()
    page.get_by_label("تاريخ الازدياد").fill(birth)
    page.get_by_role("button", name="توقيع").click()


def test_a_date_of_birth_in_the_future_is_refused_and_stays(at_reception):
    page = at_reception
    page.get_by_role("navigation").get_by_role("link", name="تسجيل").click()
    fill_registration(page, "زهرة", "أيت باها", birth="01/01/2090")
    page.get_by_role("button", name="حفظ وتسليم بطاقة").click()
    says_only(page, "تاريخ غير ممكن: من سنة 1900 إلى اليوم.")
    expect(page.get_by_label("تاريخ الازدياد")).to_have_value("01/01/2090")
    expect(page.get_by_label("الاسم الشخصي بالعربية")).to_have_value("زهرة")
    expect(page.get_by_role("group", name="الجنس").get_by_label("أنثى")).to_be_checked()


@pytest.mark.parametrize(
    ("language", "labels", "sentence"),
    [
        ("ar", ("الضغط الانقباضي 1", "الضغط الانبساطي 1"), "ودائما أقل من الانقباضي"),
        ("fr", ("PA systolique 1", "PA diastolique 1"), "reste inférieure à la systolique"),
    ],
)
def test_a_systolic_below_the_diastolic_is_refused_and_stays(at_station, served, language, labels, sentence):
    page = at_station("chronic", language)
    scan(page, served.next_card(), language)
    for label, typed in zip(labels, ("95", "120"), strict=True):
        page.get_by_label(label).fill(typed)
    save(page, language)
    says_only(page, sentence)
    for label, typed in zip(labels, ("95", "120"), strict=True):
        expect(page.get_by_label(label)).to_have_value(typed)


def test_an_unusual_value_is_confirmed_and_then_saved(at_station, served):
    page = at_station("chronic", "fr")
    scan(page, served.next_card(), "fr")
    page.get_by_label("Poids").fill("165")
    page.get_by_label("Taille", exact=True).fill("175")
    with page.expect_navigation():  # the form comes back from the laptop, which asks
        save(page, "fr")
    expect(errors(page)).to_have_count(0)
    expect(page.get_by_label("Poids")).to_have_value("165")
    page.get_by_label("La valeur est exacte : je confirme").check()
    save(page, "fr")
    expect(page.get_by_role("heading", name="Enregistré : Maladies chroniques")).to_be_visible()
    expect(page.get_by_text("Obésité, degré 3").first).to_be_visible()


def test_a_wrong_pin_says_how_many_tries_are_left(tablet, served):
    page = tablet("ar")
    page.goto(f"{served.base}/login")
    page.get_by_role("link", name=STAFF["coordinator"]).click()
    for left in ("محاولات", "محاولات"):
        page.get_by_label("رمزكم السري").fill("000000")
        page.get_by_role("button", name="تسجيل الدخول").click()
        says_only(page, "الرمز السري خاطئ. بقيت")
        expect(errors(page)).to_contain_text(left)
    expect(errors(page)).to_contain_text("3")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_right_eye_stands_left_of_the_left_eye(at_station, served, language):
    right, left = {"ar": ("العين اليمنى", "العين اليسرى"), "fr": (", OD", ", OG")}[language]
    page = at_station("eye", language)
    scan(page, served.cards[0], language)
    page.wait_for_url("**/q/**")
    for shape in SHAPES:
        page.set_viewport_size(shape)
        check_sides(page, right, left)


def check_sides(page: Page, right: str, left: str) -> None:
    """Each pair of questions stands in one row, the right eye's at the left of the screen."""
    pairs = zip(page.get_by_role("group", name=right).all(), page.get_by_role("group", name=left).all(), strict=True)
    boxes = [(one.bounding_box(), other.bounding_box()) for one, other in pairs if one.is_visible()]
    assert len(boxes) >= 3
    for here, there in boxes:
        assert here["x"] + here["width"] <= there["x"]
        assert abs(here["y"] - there["y"]) < 1


def test_it_works_with_scripts_switched_off(tablet, served):
    page = tablet("ar", scripts=False)
    sign_in(page, served.base, "volunteer")
    page.get_by_role("navigation").get_by_role("link", name="تسجيل").click()
    page.get_by_label("الاسم الشخصي بالعربية").fill("رابحة")
    page.get_by_label("الاسم العائلي بالعربية").fill("التازي")
    tap(page, "الجنس", "أنثى")
    page.locator("[name=birth_date]").fill("03/05/1971")  # all three ways stand open, and every consent by itself
    for question, value in (("consent_care", "yes"), ("consent_data", "yes"), ("consent_method", "signed")):
        page.locator(f"[name={question}][value={value}]").check()
    page.get_by_role("button", name="حفظ وتسليم بطاقة").click()
    code = new_code()
    page.get_by_label("امسحوا بطاقة فارغة").fill(code)
    page.get_by_role("button", name="تسليم هذه البطاقة").click()
    doctor = tablet("ar", scripts=False)
    sign_in(doctor, served.base, "doctor")
    doctor.goto(f"{served.base}/station/eye")
    scan(doctor, code)
    tap(doctor, "حدة البصر بدون نظارات، العين اليسرى", "10/10")
    save(doctor)
    expect(doctor.get_by_role("heading", name="تم الحفظ: طب العيون")).to_be_visible()


def test_the_keyboard_alone_signs_in_and_saves_in_arabic(tablet, served):
    page = tablet("ar", shape=1)
    page.goto(f"{served.base}/login")
    follow(page, "link", STAFF["doctor"])
    enter(page, "583920")
    page.wait_for_url("**/tablet")
    follow(page, "button", "طب العيون")
    enter(page, served.next_card())
    page.wait_for_url("**/q/*/eye")
    follow(page, "link", "حدة البصر عن بعد، بدون نظارات")
    choose(page, "حدة البصر بدون نظارات، العين اليمنى", "10/10")
    tab_to(page, "button", SAVE["ar"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="تم الحفظ: طب العيون")).to_be_visible()
