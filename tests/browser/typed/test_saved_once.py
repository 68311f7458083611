"""What is typed is saved once: two taps, two doctors, a laptop that starts anew or comes back."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from caravan.paths import shipped
from caravan.services.accounts import list_staff
from caravan.services.cancelling import cancel_person
from caravan.services.house import open_house
from caravan.services.operators import Operator
from caravan.services.patients import find_by_code
from caravan.settings import Settings
from tests.browser.conftest import STAFF, make_caravan, serving, sign_in, tap
from tests.browser.offline.conftest import kept, until
from tests.browser.typed.conftest import KEPT, RIGHT_EYE, SAVE, SAVED, field, log_in, reacts, rows, save

IS_RECORD = '"fields"'


def test_two_taps_on_save_at_a_slow_laptop_are_one_save_and_other_answers_after_back_are_told(at_form, data):
    page = at_form("eye")
    waiting: list[Route] = []
    page.route(
        "**/api/ops", lambda route: waiting.append(route) if IS_RECORD in route.request.post_data else route.continue_()
    )
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
    page.unroute("**/api/ops")
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
    save_out_of_reach(page)
    change_secret(data)
    change_form(data)
    with serving(data, port=urlsplit(base).port):
        page.goto(f"{base}/q/{code}/eye")
        log_in(page, "doctor")
        until(lambda: rows(data, "screening") == 1)
        until(lambda: kept(page) == [])


def test_a_laptop_that_comes_back_has_what_was_saved_meanwhile(tablet, tmp_path):
    data = tmp_path / "data"
    code = make_caravan(data, people=1)[0]
    with ExitStack() as first:
        base = first.enter_context(serving(data))
        page = tablet("ar")
        sign_in(page, base, "doctor")
        page.goto(f"{base}/q/{code}/eye")
        reacts(page)
        tap(page, RIGHT_EYE, "2/10")
    save_out_of_reach(page)
    with serving(data, port=urlsplit(base).port):
        until(lambda: rows(data, "screening") == 1)
        until(lambda: kept(page) == [])
        patient = cancel(data, code)
        page.goto(f"{base}/patients/{patient}/eye")
        assert page.evaluate(KEPT) == 0


def save_out_of_reach(page: Page) -> None:
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)


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
