"""Forms that react while they are filled: shown, hidden and told at once, without a request; the server decides."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from caravan.settings import Settings
from tests.browser.conftest import Served, errors, make_caravan, serving, sign_in, tap

SAVE = {"ar": "حفظ", "fr": "Enregistrer"}
RIGHT_EYE, LEFT_EYE = "AV sans correction, OD", "AV sans correction, OG"
BELOW_SYSTOLIC = {"ar": "ودائما أقل من الانقباضي", "fr": "reste inférieure à la systolique"}
CONFIRM = "La valeur est exacte : je confirme"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("live") / "data"


@pytest.fixture(scope="module")
def served(data):
    cards = make_caravan(data, people=1)
    with serving(data) as base:
        yield Served(base, cards)


@pytest.fixture(scope="module")
def sessions() -> dict:
    """The cookies of those who have signed in before, so that each does so once."""
    return {}


@pytest.fixture
def at_page(tablet, served, sessions):
    """Someone who has signed in, before a page."""

    def open_one(address: str, role: str, language: str = "fr", scripts: bool = True) -> Page:
        page = tablet("ar", 0, scripts)
        if (role, language) not in sessions:
            sign_in(page, served.base, role, language)
            sessions[role, language] = page.context.cookies()
        page.context.add_cookies(sessions[role, language])
        page.goto(served.base + address)
        return page

    return open_one


@pytest.fixture
def at_station(at_page, served):
    """A doctor before the form of a woman of 60."""

    def open_one(form_id: str, language: str = "fr", scripts: bool = True) -> Page:
        page = at_page(f"/q/{served.cards[0]}/{form_id}", "doctor", language, scripts)
        if scripts:
            reacts(page)
        return page

    return open_one


@pytest.fixture
def at_registration(at_page):
    page = at_page("/reception/register", "volunteer")
    reacts(page)
    return page


def reacts(page: Page) -> None:
    """Wait until the form has its rules."""
    expect(page.locator(".said").first).to_be_attached()
    expect(page.locator("[data-start-hidden]")).to_have_count(0)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def question(page: Page, name: str) -> Locator:
    return page.locator(f"[data-question={name}]")


def leave(page: Page, name: str, typed: str) -> None:
    """Type an answer as fingers do, and go on to the next field."""
    field(page, name).fill("")
    field(page, name).press_sequentially(typed)
    page.keyboard.press("Tab")


def save(page: Page, language: str = "fr") -> None:
    page.get_by_role("button", name=SAVE[language], exact=True).click()


def saved_answers(data: Path) -> list[tuple[dict, list]]:
    """What the screenings hold, and which answers were confirmed, the latest last."""
    with sqlite3.connect(Settings(data=data).database_file) as database:
        rows = database.execute("select answers, confirmed from screening order by recorded_at, id").fetchall()
    return [(json.loads(answers), json.loads(confirmed)) for answers, confirmed in rows]


def test_a_guardian_is_asked_for_a_child_of_9_and_not_at_40(at_registration):
    page = at_registration
    expect(field(page, "guardian_name")).to_be_hidden()
    field(page, "age_years").press_sequentially("9")
    expect(field(page, "guardian_name")).to_be_visible()
    expect(field(page, "age_years")).to_be_focused()
    field(page, "age_years").fill("40")
    expect(field(page, "guardian_name")).to_be_hidden()


def test_the_mark_of_a_required_name_follows_the_other_script(at_registration):
    page = at_registration
    mark = question(page, "given_name_fr").locator("[data-must]")
    expect(mark).to_be_visible()
    page.get_by_text("Autre écriture, ou sans nom").click()
    field(page, "given_name_ar").fill("فاطمة")
    expect(mark).to_be_hidden()
    field(page, "given_name_ar").fill("")
    expect(mark).to_be_visible()


def test_the_pinhole_is_asked_when_the_acuity_is_low(at_station):
    page = at_station("eye")
    pinhole = page.get_by_role("heading", name="Acuité au trou sténopéique")
    expect(pinhole).to_be_hidden()
    tap(page, RIGHT_EYE, "10/10")
    expect(pinhole).to_be_hidden()
    tap(page, LEFT_EYE, "2/10")
    expect(pinhole).to_be_visible()
    page.get_by_role("group", name=LEFT_EYE).get_by_label("2/10", exact=True).click(force=True)  # clears
    expect(pinhole).to_be_hidden()


def test_the_axis_is_required_with_a_cylinder_on_its_own_side(at_station):
    page = at_station("eye")
    page.locator("summary", has_text="Réfraction").click()
    marks = {eye: question(page, f"axis_{eye}").locator("[data-must]") for eye in "rl"}
    expect(marks["l"]).to_be_hidden()
    field(page, "cylinder_l").fill("-1,5")
    expect(marks["l"]).to_be_visible()
    expect(marks["r"]).to_be_hidden()
    assert field(page, "axis_l").bounding_box()["x"] == field(page, "cylinder_l").bounding_box()["x"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_diastolic_above_the_systolic_is_said_beside_it_without_a_request(at_station, language):
    page = at_station("chronic", language)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)  # nothing that is said here comes from the laptop
    leave(page, "systolic_1_mmhg", "80")
    tap_beside = question(page, "diastolic_1_mmhg").locator(".said")
    field(page, "diastolic_1_mmhg").press_sequentially("12")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(tap_beside).to_be_empty()  # not while it is typed
    page.keyboard.type("0")  # with which the field is whole, and left
    expect(tap_beside.locator(".error")).to_contain_text(BELOW_SYSTOLIC[language])
    expect(field(page, "diastolic_1_mmhg")).to_have_attribute("aria-describedby", "e-diastolic_1_mmhg")
    field(page, "diastolic_1_mmhg").fill("60")
    expect(errors(page)).to_have_count(0)
    expect(field(page, "diastolic_1_mmhg")).not_to_have_attribute("aria-invalid", "true")


def test_an_unusual_weight_asks_to_confirm_and_is_saved_at_once(at_station, data):
    page = at_station("chronic")
    leave(page, "weight_kg", "165")
    expect(question(page, "weight_kg").locator(".ask bdi")).to_have_text("35 à 160 kg".rpartition(" à ")[2])
    leave(page, "height_cm", "175")
    for box in page.get_by_label(CONFIRM).all():
        box.check()
    expect(page.get_by_label(CONFIRM).first).to_be_checked()
    save(page)
    expect(page.get_by_role("heading", name="Enregistré : Maladies chroniques")).to_be_visible()
    answers, confirmed = saved_answers(data)[-1]
    assert answers["weight_kg"] == 165
    assert "weight_kg" in confirmed


def test_a_confirmed_value_that_changes_is_asked_anew(at_station):
    page = at_station("chronic")
    leave(page, "weight_kg", "165")
    page.get_by_label(CONFIRM).check()
    leave(page, "weight_kg", "195")
    expect(page.get_by_label(CONFIRM)).not_to_be_checked()


def test_the_unit_of_a_glucose_is_asked(at_station):
    page = at_station("chronic")
    unit = question(page, "glucose_unit")
    expect(unit.locator("[data-must]")).to_be_hidden()
    leave(page, "glucose_value", "1,26")
    expect(unit.locator("[data-must]")).to_be_visible()
    expect(page.locator("[data-part=glucose] [data-which]")).to_have_text(
        "Probablement g/L : touchez l’unité pour confirmer."
    )
    expect(question(page, "glucose_context").locator(".error")).to_have_count(0)  # it comes later
    tap(page, "Unité de la glycémie", "g/L")
    expect(errors(page)).to_have_count(0)


def test_what_a_hidden_question_held_is_not_saved(at_station, data):
    page = at_station("chronic")
    reason = question(page, "pressure_missing")
    page.locator("details[data-part=pressure_missing] > summary").click()
    reason.get_by_role("radio").nth(1).check(force=True)
    leave(page, "systolic_1_mmhg", "130")
    expect(reason).to_be_hidden()
    field(page, "systolic_1_mmhg").fill("")
    expect(reason.locator("input:checked:not([value=''])")).to_have_count(1)  # kept until the form is saved
    leave(page, "systolic_1_mmhg", "130")
    save(page)
    expect(page.get_by_role("heading", name="Enregistré : Maladies chroniques")).to_be_visible()
    assert saved_answers(data)[-1][0] == {"systolic_1_mmhg": 130}


def test_a_form_saved_with_scripts_equals_one_saved_without(at_station, data):
    for scripts in (True, False):
        page = at_station("chronic", scripts=scripts)
        for name, typed in (("systolic_1_mmhg", "١٥٠"), ("diastolic_1_mmhg", "95"), ("glucose_value", "1,26")):
            field(page, name).fill(typed)
        field(page, "weight_kg").fill("165")
        tap(page, "Unité de la glycémie", "g/L")
        tap(page, "Moment de la mesure", "À jeun")
        if not scripts:
            save(page)
        page.get_by_label(CONFIRM).check()
        save(page)
        expect(page.get_by_role("heading", name="Enregistré : Maladies chroniques")).to_be_visible()
    with_scripts, without = saved_answers(data)[-2:]
    assert with_scripts == without
    assert with_scripts[1] == ["weight_kg"]


def test_a_tap_that_makes_a_message_appear_still_counts(at_station):
    page = at_station("chronic")
    field(page, "glucose_value").fill("98")
    field(page, "weight_kg").fill("900")
    chip = question(page, "glucose_context").locator(".chip").first
    chip.scroll_into_view_if_needed()
    box = chip.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()  # the field loses the focus, and its message would push the tap away
    page.wait_for_timeout(100)
    page.mouse.up()
    expect(chip.locator("input")).to_be_checked()
    expect(question(page, "weight_kg").locator(".error")).to_be_visible()


def test_a_refused_form_counts_what_is_left(at_station):
    page = at_station("chronic")
    for name, typed in (("systolic_1_mmhg", "80"), ("diastolic_1_mmhg", "120"), ("height_cm", "900")):
        field(page, name).fill(typed)
    with page.expect_navigation():
        save(page)
    reacts(page)
    problems = page.locator("#problems h2")
    before = int(re.match(r"\d+", problems.inner_text())[0])
    leave(page, "height_cm", "175")
    expect(problems).to_have_text(re.compile(rf"^{before - 1}\b"))
    expect(field(page, "diastolic_1_mmhg")).to_have_value("120")


def test_without_scripts_every_question_is_there(at_page):
    page = at_page("/reception/register", "volunteer", scripts=False)
    expect(field(page, "guardian_name")).to_be_visible()


def test_rules_that_do_not_arrive_leave_the_whole_form(at_registration):
    page = at_registration
    page.route("**/forms/registration/**", lambda route: route.abort())
    page.reload()
    expect(field(page, "guardian_name")).to_be_visible()
