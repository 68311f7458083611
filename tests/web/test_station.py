"""The stations: a card opens the tablet's form, a save says what it found, what is wrong is said in one sentence."""

import pytest

from caravan.domain.codes import new_code

PRESSURE = {"systolic_1_mmhg": "162", "diastolic_1_mmhg": "98", "systolic_2_mmhg": "158", "diastolic_2_mmhg": "96"}


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def code(register, card_of):
    return card_of(register())


def save(doctor, address, **answers):
    return doctor.send(address, doctor.get(address), **answers)


@pytest.mark.parametrize("form_id", ["vitals", "eye", "dental", "chronic"])
def test_a_card_opens_the_form_of_this_tablet_s_station(doctor, code, form_id):
    doctor.choose_station(form_id)
    page = doctor.get(f"/q/{code}")
    assert page.status == 200
    assert page.root.find(".//form[@novalidate]") is not None
    assert "Fatimetou Laaroussi" in page.words("aside")


def test_the_code_typed_any_way_opens_the_station_of_the_page(doctor, code):
    page = doctor.get(f"/q?code={code[:5].lower()}+{code[5:].lower()}&form=dental")
    assert page.location == f"/q/{code}/dental"
    assert doctor.get(f"/q?code={code}/eye&form=dental").location == f"/q/{code}/eye"


def test_a_tablet_without_a_station_shows_the_person(doctor, code):
    assert doctor.get(f"/q/{code}").location.startswith("/patients/")


def test_a_volunteer_s_scan_shows_the_person(sign_in, code):
    assert sign_in("volunteer").get(f"/q/{code}/eye").location.startswith("/patients/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ABCDE-12345", "wrong letter or digit"), ("??", "is not a card code"), ("", "No code was typed")],
)
def test_a_wrong_code_stays_in_the_field_with_one_sentence(doctor, typed, said):
    page = doctor.get(f"/q?code={typed}&form=eye")
    assert page.status == 422
    assert page.value("code") == typed
    assert [said in alert for alert in page.alerts()] == [True]
    assert page.value("form") == "eye"


def test_a_card_given_to_no_one_sends_the_person_to_the_reception(doctor):
    code = new_code()
    page = doctor.get(f"/q/{code}/eye")
    assert page.status == 422
    assert "Send the person to the reception." in page.alerts()[0]
    assert page.value("code") == code


def test_a_save_says_what_it_found_and_waits_for_the_next_card(doctor, code):
    page = doctor.follow(save(doctor, f"/q/{code}/chronic", **PRESSURE))
    words = page.words()
    assert "160 mmHg" in words
    assert "Proposed referral" in words
    assert "Priority" in words
    assert page.field("code").get("autofocus") is not None
    assert page.value("form") == "chronic"


def test_a_systolic_below_the_diastolic_is_refused_and_stays(doctor, code):
    page = save(doctor, f"/q/{code}/chronic", systolic_1_mmhg="80", diastolic_1_mmhg="120")
    assert page.status == 422
    assert (page.value("systolic_1_mmhg"), page.value("diastolic_1_mmhg")) == ("80", "120")
    assert page.field("diastolic_1_mmhg").get("aria-invalid") == "true"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_letter_for_a_number_is_said_in_each_language(sign_in, code, language):
    page = save(sign_in("doctor", language), f"/q/{code}/vitals", weight_kg="heavy")
    assert page.status == 422
    assert page.value("weight_kg") == "heavy"
    assert "".join(page.root.find(".//p[@id='e-weight_kg']").itertext())


def test_an_unusual_value_is_saved_once_it_is_confirmed(doctor, code):
    address = f"/q/{code}/vitals"
    asked = save(doctor, address, weight_kg="190", height_cm="190")
    assert asked.status == 422
    boxes = [e for e in asked.root.iter("input") if e.get("name") == "confirmed" and e.get("type") == "checkbox"]
    assert "weight_kg" in [box.get("value") for box in boxes]
    names = [box.get("value") for box in boxes]
    assert doctor.send(address, asked, weight_kg="190", height_cm="190", confirmed=names).status == 303


def test_a_confirmation_is_not_asked_again_when_another_answer_is_refused(doctor, code):
    address = f"/q/{code}/vitals"
    asked = save(doctor, address, weight_kg="190", height_cm="190")
    page = doctor.send(address, asked, weight_kg="190", height_cm="tall", confirmed=["weight_kg"])
    kept = [e for e in page.root.iter("input") if e.get("name") == "confirmed" and e.get("type") == "hidden"]
    assert [e.get("value") for e in kept] == ["weight_kg"]


def test_a_form_posted_twice_is_stored_once(doctor, code):
    address = f"/q/{code}/chronic"
    page = doctor.get(address)
    first = doctor.send(address, page, **PRESSURE)
    second = doctor.send(address, page, **PRESSURE)
    assert first.location == second.location


def test_an_unusual_value_is_asked_again_until_it_is_confirmed(doctor, code):
    address = f"/q/{code}/vitals"
    asked = save(doctor, address, weight_kg="190", height_cm="190")
    assert doctor.send(address, asked, weight_kg="190", height_cm="190").status == 422


def test_an_empty_form_is_not_saved(doctor, code):
    page = save(doctor, f"/q/{code}/vitals")
    assert page.status == 422
    assert "Nothing was answered" in page.alerts()[0]


def test_a_second_visit_of_the_same_station_looks_different_at_once(doctor, code):
    save(doctor, f"/q/{code}/chronic", **PRESSURE)
    assert "Already done today at this station" in doctor.get(f"/q/{code}/chronic").words()


def test_other_stations_see_what_was_found(doctor, code):
    save(doctor, f"/q/{code}/chronic", **PRESSURE)
    assert "160 mmHg" in doctor.get(f"/q/{code}/eye").words("aside")


def test_a_person_without_a_card_is_recorded_from_their_page(doctor, register):
    address = f"/patients/{register()}/chronic"
    assert save(doctor, address, **PRESSURE).location.startswith("/screenings/")


def test_a_station_that_does_not_exist_is_not_found(doctor, code):
    assert doctor.get(f"/q/{code}/hearing").status == 404
    assert doctor.get("/station/registration").status == 404


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_right_eye_stands_on_the_left_of_the_screen(sign_in, code, language):
    page = sign_in("doctor", language).get(f"/q/{code}/eye")
    names = [e.get("name") for e in page.root.iter("input") if (e.get("name") or "").startswith("va_unaided")]
    assert names[0] == "va_unaided_r"
    pair = next(e for e in page.root.iter("div") if e.get("class") == "eyes")
    assert next(field.get("name") for field in pair.iter("input")) == "va_unaided_r"


def test_the_waiting_count_of_a_station_goes_down_when_it_is_done(doctor, code):
    before = doctor.get("/station/chronic").words()
    save(doctor, f"/q/{code}/chronic", **PRESSURE)
    assert "1 person waiting" in before
    assert "0 people waiting" in doctor.get("/station/chronic").words()
