"""The reception: search, register, give a card; what is wrong is said once, and what was typed stays."""

from urllib.parse import quote

import pytest

from caravan.domain.codes import new_code, printed
from tests.conftest import FATIMETOU


@pytest.fixture
def desk(sign_in):
    return sign_in("volunteer")


def fill(desk, **answers):
    return desk.send("/reception/register", desk.get("/reception/register"), **{**FATIMETOU, **answers})


def wrong(code: str) -> str:
    """The same code with another check character."""
    return code[:-1] + ("2" if code[-1] == "1" else "1")


def test_registering_shows_the_number_and_both_names(desk):
    page = desk.follow(fill(desk))
    assert "Fatimetou Laaroussi" in page.words()
    assert "فاطمتو العروسي" in page.words()
    assert page.root.find(".//p[@class='num huge']").text == "1"


def test_a_date_in_the_future_is_refused_beside_its_field_and_stays(desk):
    page = fill(desk, birth_year="", birth_date="31/12/2050")
    assert page.status == 422
    assert page.value("birth_date") == "31/12/2050"
    assert page.value("given_name_ar") == "فاطمتو"
    field = page.field("birth_date")
    assert field.get("aria-invalid") == "true"
    assert "e-birth_date" in field.get("aria-describedby")
    assert page.root.find(".//p[@id='e-birth_date']") is not None


def test_what_was_tapped_stays_too(desk):
    page = fill(desk, given_name_fr="", given_name_ar="", family_name_ar="", family_name_fr="")
    tapped = [e for e in page.root.iter("input") if e.get("name") == "sex" and e.get("checked") is not None]
    assert [e.get("value") for e in tapped] == ["female"]


def test_a_refused_form_lists_its_problems_with_links_to_the_fields(desk):
    page = fill(desk, sex="")
    box = page.root.find(".//div[@id='problems']")
    ids = {e.get("id") for e in page.root.iter()}
    links = [a.get("href") for a in box.iter("a")]
    assert links == ["#q-sex-0"]
    assert links[0].removeprefix("#") in ids


def test_an_age_that_contradicts_the_year_is_one_sentence_on_the_page(desk):
    page = fill(desk, birth_year="1959", age_years="20")
    assert page.status == 422
    assert page.value("age_years") == "20"
    assert page.alerts()


def test_the_same_page_sent_twice_registers_once(desk, house):
    page = desk.get("/reception/register")
    first = desk.send("/reception/register", page, **FATIMETOU)
    second = desk.send("/reception/register", page, **FATIMETOU)
    assert first.location == second.location
    assert "1 person found" in desk.get("/patients?q=Laaroussi").words()


def test_the_same_page_sent_again_with_other_answers_is_a_conflict(desk):
    page = desk.get("/reception/register")
    desk.send("/reception/register", page, **FATIMETOU)
    again = desk.send("/reception/register", page, **{**FATIMETOU, "given_name_fr": "Another"})
    assert again.status == 409
    assert "already saved" in again.words()


def test_a_page_without_its_operation_is_refused(desk):
    assert desk.send("/reception/register", desk.get("/reception/register"), operation_id="", **FATIMETOU).status == 400


def test_a_blank_card_is_bound_and_then_found(desk, register):
    patient_id, code = register(), new_code()
    address = f"/patients/{patient_id}/card"
    assert desk.send(address, desk.get(address), code=code.lower()).status == 303
    assert printed(code) in desk.get(address).words()
    assert desk.get(f"/p/{code}").location == f"/patients/{patient_id}"
    assert desk.get(f"/patients?q={printed(code)}").location == f"/patients/{patient_id}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (wrong(new_code()), "has a wrong letter or digit"),
        ("ABC", "is not a card code"),
        ("   ", "No code was typed"),
    ],
)
def test_a_wrong_code_is_said_at_once_and_stays_in_the_field(desk, register, typed, said):
    address = f"/patients/{register()}/card"
    page = desk.send(address, desk.get(address), code=typed)
    assert page.status == 422
    assert page.value("code") == typed
    assert [said in alert for alert in page.alerts()] == [True]


def test_a_card_that_belongs_to_someone_else_is_refused(desk, register, card_of):
    code = card_of(register())
    address = f"/patients/{register(given_name_fr='Salek', family_name_fr='Baba')}/card"
    page = desk.send(address, desk.get(address), code=code)
    assert page.status == 422
    assert "already belongs to another person" in page.alerts()[0]
    assert page.value("code") == code


@pytest.mark.parametrize("typed", ["Fatimetou", "العروسي", "0661234567", "fatimatou laroussi"])
def test_a_person_is_found_in_either_script_by_phone_and_by_ear(desk, register, typed):
    register()
    assert "Fatimetou Laaroussi" in desk.get(f"/patients?q={quote(typed)}").words()


def test_nobody_found_says_what_to_try(desk):
    page = desk.get("/patients?q=Nobody+Atall")
    assert "Nobody is found" in page.words()
    assert page.value("q") == "Nobody Atall"


@pytest.mark.parametrize("typed", ["ABDERAHMAN", "0661234567", "06612-34567"])
def test_a_name_or_a_phone_of_ten_signs_is_not_taken_for_a_card(desk, typed):
    assert desk.get(f"/patients?q={typed}").status == 200


def test_a_card_typed_wrong_in_the_search_is_said_as_such(desk):
    page = desk.get("/patients?q=ABCDE-12345")
    assert page.status == 422
    assert "wrong letter or digit" in page.alerts()[0]
    assert page.value("q") == "ABCDE-12345"


def test_someone_who_comes_back_another_day_gets_a_new_visit(desk, register, clock):
    patient_id = register()
    clock.move(days=1)
    page = desk.get(f"/patients/{patient_id}")
    assert "No visit open today" in page.words()
    done = desk.send(f"/patients/{patient_id}/visit", page)
    assert desk.follow(done).root.find(".//p[@class='num huge']").text == "1"
    assert "What is left today" in desk.get(f"/patients/{patient_id}").words()


def test_the_page_of_a_person_says_what_is_left_but_no_findings_to_a_volunteer(desk, register):
    words = desk.get(f"/patients/{register()}").words()
    assert all(station in words for station in ("Eye", "Dental", "Chronic"))


def test_numbers_are_kept_from_turning_round_in_arabic(sign_in, register):
    page = sign_in("volunteer", "ar").get(f"/patients/{register()}")
    assert {bdi.get("dir") for bdi in page.root.iter("bdi") if bdi.get("class") == "n"} == {"ltr"}
    assert "1959" in ["".join(bdi.itertext()) for bdi in page.root.iter("bdi")]


def test_the_desk_tells_the_volunteer_how_many_of_today_are_hers(desk, sign_in, register):
    register()
    fill(desk, given_name_fr="Salka", given_name_ar="السالكة", phone="0677000111")
    assert "By you: 2" in desk.get("/reception").words()
    assert "By you: 0" in sign_in("coordinator").get("/reception").words()
