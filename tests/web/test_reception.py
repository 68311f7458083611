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
    assert links == ["#q-sex-1"]
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
        pytest.param(wrong(new_code()), "has a wrong letter or digit", id="wrong check"),
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


def own_count(page):
    """The counter of the day of who looks, at the desk."""
    card = next(e for e in page.root.iter("section") if e.get("aria-labelledby") == "own-count")
    return "".join(card.find("b").itertext())


def test_the_desk_and_the_form_tell_the_volunteer_how_many_of_today_are_hers(desk, sign_in, register):
    register()
    fill(desk, given_name_fr="Salka", given_name_ar="السالكة", phone="0677000111")
    assert own_count(desk.get("/reception")) == "2"
    assert "Registered by you today: 2" in desk.get("/reception/register").words()
    assert own_count(sign_in("coordinator").get("/reception")) == "0"


def test_the_desk_shows_only_ones_own_last_registrations(desk, sign_in, register):
    register()
    assert "Fatimetou Laaroussi" in desk.get("/reception").words()
    assert "Fatimetou" not in sign_in("coordinator").get("/reception").words("main")


def test_what_is_typed_is_answered_by_a_part_of_a_page(desk, register, clock):
    register()
    part = desk.get("/patients/found?q=fatim")
    assert "<html" not in part.text
    assert "1 person found" in part.text
    assert "New visit today" not in part.text
    clock.move(days=1)
    assert "New visit today" in desk.get("/patients/found?q=fatim").text
    assert desk.get("/patients/found?q=").text.strip() == ""


def test_a_doctor_finds_people_but_opens_no_visit(sign_in, register, clock):
    register()
    clock.move(days=1)
    text = sign_in("doctor").get("/patients/found?q=fatim").text
    assert "Fatimetou" in text
    assert "New visit today" not in text
    assert "Register" not in text


def test_a_known_person_gets_todays_visit_in_one_tap_from_the_search(desk, register, clock):
    patient_id = register()
    clock.move(days=1)
    page = desk.get("/patients?q=Laaroussi")
    done = desk.send(f"/patients/{patient_id}/visit", page)
    assert desk.follow(done).root.find(".//p[@class='num huge']").text == "1"


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("Salka Boussif", {"given_name_fr": "Salka", "family_name_fr": "Boussif"}),
        ("محمد سالم العروسي", {"given_name_ar": "محمد سالم", "family_name_ar": "العروسي"}),
        ("Brahim Ould El Mokhtar", {"given_name_fr": "Brahim", "family_name_fr": "Ould El Mokhtar"}),
        ("فاطمة أيت أوسى", {"given_name_ar": "فاطمة", "family_name_ar": "أيت أوسى"}),
        ("Ben Moussa", {"given_name_fr": "Ben", "family_name_fr": "Moussa"}),
        ("Salka", {"given_name_fr": "Salka"}),
    ],
)
def test_a_name_that_nobody_has_is_taken_into_the_form(desk, typed, fields):
    page = desk.get(f"/patients?q={quote(typed)}")
    links = [a.get("href") for a in page.root.find(".//main").iter("a") if "register" in a.get("href", "")]
    form = desk.get(links[0])
    assert {name: form.value(name) for name in fields} == fields


def test_a_number_that_nobody_has_is_no_name(desk):
    page = desk.get("/patients?q=0612345678")
    assert 'href="/reception/register"' in page.text


def test_a_card_of_letters_alone_leads_to_its_person(desk, house, staff, register):
    patient_id, code = register(), next(c for c in iter(new_code, "") if c.isalpha())
    address = f"/patients/{patient_id}/card"
    desk.send(address, desk.get(address), code=code)
    assert desk.get(f"/patients?q={code}").location == f"/patients/{patient_id}"


def held(desk, **answers):
    """Fill the form for someone very like Fatimetou."""
    return fill(desk, **{"given_name_ar": "", "family_name_ar": "", "family_name_fr": "El Aroussi", **answers})


def typed_again(page):
    return [(e.get("name"), e.get("value")) for e in page.root.iter("input") if e.get("name") not in (None, "next")]


def test_a_likely_duplicate_is_shown_beside_what_was_typed_and_nothing_is_saved(desk, register):
    register()
    page = held(desk, phone="0677000111")
    assert page.status == 200
    assert "Is it the same person?" in page.words("h1")
    words = page.words("main")
    said = ("Fatimetou El Aroussi", "فاطمتو العروسي", "Fatimetou Laaroussi", "0661234567")
    assert [part for part in said if part not in words] == []
    assert "Today, number 1" in words
    assert own_count(desk.get("/reception")) == "1"


def test_another_person_is_saved_with_what_was_typed(desk, register):
    patient_id = register()
    page = held(desk, guardian_name="", locality="Tagadirt")
    assert ("told_apart", str(patient_id)) in typed_again(page)
    sent = dict(typed_again(page))
    done = desk.send("/reception/register", page, **{name: sent[name] for name in sent if name != "csrf_token"})
    assert desk.follow(done).root.find(".//p[@class='num huge']").text == "2"


def test_the_way_back_to_the_form_loses_nothing(desk, register):
    register()
    page = held(desk, locality="Tagadirt")
    sent = {name: value for name, value in typed_again(page) if name != "csrf_token"}
    form = desk.send("/reception/register", page, **{**sent, "change": "yes"})
    assert form.status == 200
    assert (form.value("family_name_fr"), form.value("locality")) == ("El Aroussi", "Tagadirt")
    assert form.value("operation_id") == sent["operation_id"]


def test_it_is_this_person_opens_todays_visit_and_may_take_the_new_phone(desk, house, register, clock):
    patient_id = register()
    clock.move(days=1)
    page = held(desk, phone="0677000111")
    done = desk.send(f"/patients/{patient_id}/same", page, phone="0677000111", take_phone="yes")
    assert desk.follow(done).root.find(".//p[@class='num huge']").text == "1"
    assert "0677000111" in desk.get("/patients?q=Laaroussi").words()


def test_the_known_phone_stays_unless_asked(desk, register):
    patient_id = register()
    desk.send(f"/patients/{patient_id}/same", held(desk, phone="0677000111"), phone="0677000111")
    assert "0661234567" in desk.get("/patients?q=Laaroussi").words()


def test_ids_that_are_none_are_refused(desk):
    assert fill(desk, told_apart="x").status == 400


def test_who_may_be_the_same_is_told_while_the_form_is_filled(desk, register):
    register()
    page = desk.get("/reception/register")
    typed = {"given_name_fr": "Fatimatou", "family_name_fr": "Laarousi", "sex": "female", "age_years": "67"}
    likely = desk.send("/reception/alike", page, **typed)
    assert "Perhaps registered already" in likely.text
    kin = desk.send("/reception/alike", page, given_name_fr="Brahim", phone="0661234567")
    assert "Perhaps of the same family" in kin.text
    assert desk.send("/reception/alike", page, given_name_fr="Zouhair").text.strip() == ""


def test_a_registration_is_undone_from_its_card_page_and_from_the_desk(desk, register, clock):
    for address in ("/patients/{}/card", "/reception"):
        patient_id = register()
        page = desk.get(address.format(patient_id))
        assert "Undo 2:00" in page.words("main")
        done = desk.send(f"/patients/{patient_id}/undo", page)
        assert "is undone" in desk.follow(done).words("main")
        assert desk.get(f"/patients/{patient_id}").status == 404


def test_after_two_minutes_there_is_nothing_to_undo(desk, register, clock):
    patient_id = register()
    page = desk.get("/reception")
    clock.move(minutes=2)
    assert "Undo" not in desk.get("/reception").words("main")
    late = desk.send(f"/patients/{patient_id}/undo", page)
    assert late.status == 422
    assert "for 2 minutes only" in late.words()


def test_a_colleague_does_not_undo(sign_in, desk, register):
    patient_id = register()
    coordinator = sign_in("coordinator")
    assert "Undo" in coordinator.get(f"/patients/{patient_id}/card").words("main")
    assert coordinator.send(f"/patients/{patient_id}/undo", coordinator.get("/reception/register")).status == 303


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("ar", "given_name_ar", "given_name_fr"), ("fr", "given_name_fr", "given_name_ar")],
)
def test_the_names_are_asked_first_in_the_script_of_the_page(sign_in, language, first, second):
    page = sign_in("volunteer", language).get("/reception/register")
    folded = {e.get("name") for part in page.root.iter("details") for e in part.iter("input")}
    assert second in folded
    assert first not in folded


def test_a_form_without_a_name_says_it_once_in_the_script_of_the_page(sign_in):
    desk = sign_in("volunteer", "en")
    page = fill(desk, given_name_fr="", given_name_ar="", family_name_ar="", family_name_fr="")
    links = [a.get("href") for a in page.root.find(".//div[@id='problems']").iter("a")]
    assert links == ["#q-given_name_fr", "#q-family_name_fr"]


def test_someone_without_a_name_is_registered(desk, house):
    nameless = dict.fromkeys(("given_name_fr", "given_name_ar", "family_name_ar", "family_name_fr"), "")
    assert "No name given" in desk.follow(fill(desk, no_name="yes", **nameless)).words("main")


def test_a_commune_is_known_in_the_other_script_too_and_the_usual_ones_are_named(desk):
    menu = desk.get("/reception/register").field("commune")
    assert menu.get("data-picker").split()[0] == "10.261.01.03"
    other = {o.get("value"): o.get("data-also") for o in menu.iter("option")}
    assert other["11.221.01.01"] == "السمارة"
