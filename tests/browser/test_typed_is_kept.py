"""Nothing typed is lost: another language, a session that ends, a laptop that stops, Back, two taps, two doctors."""

import json
import re
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from caravan.paths import shipped
from caravan.services.accounts import list_staff
from caravan.services.cancelling import cancel_person
from caravan.services.house import open_house
from caravan.services.operators import Operator
from caravan.services.patients import find_by_code
from caravan.settings import Settings
from tests.browser.conftest import PINS, SPOKEN, STAFF, Served, errors, make_caravan, serving, sign_in, tap

SAVE = {"ar": "حفظ", "fr": "Enregistrer"}
SAVED, REGISTERED = re.compile("تم الحفظ|Enregistré"), "الرقم المسلم"
OTHER_LANGUAGE = {"ar": "fr", "fr": "ar"}
PUT_BACK = re.compile(r"أعيدت أجوبتكم المدخلة على الساعة \d\d:\d\d\.|Vos réponses de \d\d:\d\d ont été remises\.")
FIELDS_OF_ITS_OWN = ["csrf_token", "tablet.keeps", "opened.by"]
HELD = (
    """(own) => [...new FormData(document.querySelector("form[data-once]"))].filter(([name]) => !own.includes(name))"""
)
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('typed:')).length"
RIGHT_EYE = "حدة البصر بدون نظارات، العين اليمنى"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept") / "data"


@pytest.fixture(scope="module")
def served(data):
    cards = make_caravan(data)
    with serving(data) as base:
        yield Served(base, cards)


@pytest.fixture
def at_form(tablet, served):
    """Someone who has signed in, before the form of a station for someone untouched, or before the registration."""

    def open_one(form_id: str, role: str = "doctor", scripts: bool = True, address: str | None = None) -> Page:
        page = tablet("ar", scripts=scripts)
        sign_in(page, served.base, role)
        at = f"/q/{served.next_card()}/{form_id}" if form_id != "registration" else "/reception/register"
        if page.locator("html").get_attribute("lang") != "ar":  # what another test chose is remembered
            in_language(page, "ar")
        page.goto(served.base + (address or at))
        if scripts:
            reacts(page)
        return page

    return open_one


def reacts(page: Page) -> None:
    """Wait until the form has its rules."""
    expect(page.locator(".said").first).to_be_attached()
    expect(page.locator("[data-start-hidden]")).to_have_count(0)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def held(page: Page) -> list[list[str]]:
    """All that the form would send, but for what is of the page itself; each language has its own order of names."""
    return sorted(page.evaluate(HELD, FIELDS_OF_ITS_OWN))


def save(page: Page, language: str = "ar") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).click()


def in_language(page: Page, language: str) -> None:
    page.get_by_role("banner").get_by_role("button", name=SPOKEN[language]).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def forget_session(page: Page) -> None:
    """What twelve idle hours do."""
    page.context.clear_cookies(name="caravan")


def log_in(page: Page, role: str) -> None:
    page.get_by_role("link", name=STAFF[role]).click()
    page.get_by_label("رمزكم السري").fill(PINS[STAFF[role]])
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.wait_for_url(lambda address: "/login" not in address)


def rows(data: Path, table: str) -> int:
    with sqlite3.connect(Settings(data=data).database_file) as database:
        return database.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608


# Forms half filled, with each kind of question.


def fill_eye(page: Page) -> None:
    tap(page, RIGHT_EYE, "2/10")
    tap(page, "حدة البصر بدون نظارات، العين اليسرى", "10/10")
    page.locator("[name=red_flags][value=trauma]").check()
    page.locator("[name=red_flags][value=red_pain]").check()
    field(page, "iop_r_mmhg").fill("28")
    page.keyboard.press("Tab")
    page.get_by_label("القيمة صحيحة: أؤكد").check()


def fill_dental(page: Page) -> None:
    unfold(page)
    for tooth in ("tooth_18", "tooth_31"):
        field(page, tooth).select_option(index=2)
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
    field(page, "iop_r_mmhg").fill("17")
    page.keyboard.press("Enter")  # saves, and does not choose a language
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()


def test_a_session_that_ends_loses_nothing_and_shows_nothing_to_another_person(at_form, data):
    page = at_form("eye")
    fill_eye(page)
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
    save(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
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


def test_two_taps_on_save_at_a_slow_laptop_are_one_save_and_other_answers_after_back_are_told(at_form, data):
    page = at_form("eye")
    waiting: list[Route] = []
    page.route("**/q/**", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    tap(page, RIGHT_EYE, "2/10")
    count = rows(data, "screening")
    button = page.get_by_role("button", name=SAVE["ar"], exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    for _ in range(3):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    saved = urlsplit(page.url).path
    assert rows(data, "screening") == count + 1
    page.unroute("**/q/**")
    page.go_back()
    reacts(page)
    tap(page, RIGHT_EYE, "5/10")
    save(page)
    expect(page.get_by_text("سبق حفظ هذه الصفحة")).to_be_visible()
    expect(page.get_by_role("group", name=RIGHT_EYE).get_by_label("5/10", exact=True)).to_be_checked()
    page.get_by_role("link", name="فتح ما تم حفظه").click()
    assert urlsplit(page.url).path == saved
    assert rows(data, "screening") == count + 1


def test_a_second_doctor_sees_what_the_first_saved_before_saving(at_form, tablet, served, data):
    one = at_form("eye")
    other = at_form("eye", "coordinator", address=urlsplit(one.url).path)
    for page, answer in ((one, "2/10"), (other, "5/10")):
        tap(page, RIGHT_EYE, answer)
    count = rows(data, "screening")
    save(one)
    expect(one.get_by_role("heading", name=SAVED)).to_be_visible()
    save(other)
    told = other.get_by_role("alert").filter(has_text="سجل أحدهم هذه الاستمارة لهذا الشخص أثناء ملئها هنا")
    expect(told).to_contain_text(STAFF["doctor"])
    expect(told.get_by_role("listitem")).not_to_have_count(0)
    expect(other.get_by_role("group", name=RIGHT_EYE).get_by_label("5/10", exact=True)).to_be_checked()
    assert rows(data, "screening") == count + 1
    other.get_by_role("button", name="حفظ كفحص ثان").click()
    expect(other.get_by_role("heading", name=SAVED)).to_be_visible()
    assert rows(data, "screening") == count + 2


def test_a_laptop_that_starts_with_another_secret_and_another_version_of_the_form_loses_nothing(tablet, tmp_path):
    data = tmp_path / "data"
    code = make_caravan(data, people=1)[0]
    with ExitStack() as first:
        base = first.enter_context(serving(data))
        page = tablet("ar")
        sign_in(page, base, "doctor")
        page.goto(f"{base}/q/{code}/eye")
        reacts(page)
        tap(page, RIGHT_EYE, "2/10")
        field(page, "notes").fill("ألم منذ أسبوع")
        before = held(page)
    save_out_of_reach(page)
    change_secret(data)
    change_form(data)
    with serving(data, port=urlsplit(base).port):
        page.goto(f"{base}/q/{code}/eye")
        log_in(page, "doctor")
        reacts(page)
        assert held(page) == before
        save(page)
        expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
        assert rows(data, "screening") == 1


def test_a_laptop_that_comes_back_saves_what_back_brings(tablet, tmp_path):
    data = tmp_path / "data"
    code = make_caravan(data, people=1)[0]
    with ExitStack() as first:
        base = first.enter_context(serving(data))
        page = tablet("ar")
        sign_in(page, base, "doctor")
        page.goto(f"{base}/q/{code}/eye")
        reacts(page)
        tap(page, RIGHT_EYE, "2/10")
        before = held(page)
    save_out_of_reach(page)
    with serving(data, port=urlsplit(base).port):
        page.go_back()
        reacts(page)
        assert held(page) == before
        save(page)
        expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
        assert rows(data, "screening") == 1
        patient = cancel(data, code)
        page.goto(f"{base}/patients/{patient}/eye")
        assert page.evaluate(KEPT) == 0


def save_out_of_reach(page: Page) -> None:
    with page.expect_event("requestfailed"):
        save(page)
    page.wait_for_url("chrome-error://**")


def change_secret(data: Path) -> None:
    papers = json.loads((data / "house.json").read_text("utf-8"))
    (data / "house.json").write_text(json.dumps({**papers, "cookie_secret": "0" * 64}), "utf-8")


def change_form(data: Path) -> None:
    """Put a newer version of the eye form in use, without the question of the notes."""
    shipped_form = (shipped("forms") / "eye.md").read_text("utf-8")
    lines = [line for line in shipped_form.splitlines() if not re.match(r"\|\s*\| text\s*\| notes ", line)]
    (data / "forms").mkdir(exist_ok=True)
    newer = re.sub(r"\| eye( +)\| \d{10} ", r"| eye\1| 2099010101 ", "\n".join(lines))
    assert newer.count("2099010101") == 1
    (data / "forms" / "eye.md").write_text(newer, "utf-8")


def cancel(data: Path, code: str) -> str:
    """Take the person of a card out of the register, at the laptop; returns the person's id."""
    with open_house(Settings(data=data)) as house:
        card = next(card for card in list_staff(house) if card.role == "coordinator")
        patient_id = find_by_code(house, code).line.id
        cancel_person(house, Operator(card.id, card.name, card.role, card.language), patient_id, "سجل مرتين")
    return str(patient_id)
