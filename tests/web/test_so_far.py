"""What a form found so far: told while it is filled, in the reader's words, and written nowhere."""

import json
import sqlite3

import pytest

HIGH = {"systolic_1_mmhg": "186", "diastolic_1_mmhg": "112", "systolic_2_mmhg": "184", "diastolic_2_mmhg": "114"}


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def patient_id(register):
    return register()


def address_on(page):
    return next(e.get("data-so-far") for e in page.root.iter("form") if e.get("data-so-far"))


def ask(browser, patient_id, form_id, **answers):
    page = browser.get(f"/patients/{patient_id}/{form_id}")
    return browser.send(address_on(page), page, **answers)


def told(browser, patient_id, form_id, **answers):
    answer = ask(browser, patient_id, form_id, **answers)
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def test_the_urgency_and_the_findings_are_told_while_the_form_is_filled(doctor, patient_id):
    found = told(doctor, patient_id, "chronic", **HIGH)
    assert (found["urgency"], found["urgency_name"]) == ("u", "Urgent")
    assert found["referral"]
    assert found["findings"]["bp_mean_systolic"]["shown"] == "185 mmHg"
    assert found["findings"]["bp_class"]["urgency"] == "u"


def test_the_words_are_those_of_the_reader(sign_in, patient_id):
    assert told(sign_in("doctor", "ar"), patient_id, "chronic", **HIGH)["urgency_name"] == "مستعجل"


@pytest.mark.parametrize("form_id", ["vitals", "eye", "dental", "chronic"])
def test_nothing_typed_finds_nothing_at_any_station(doctor, patient_id, form_id):
    found = told(doctor, patient_id, form_id)
    assert (found["urgency"], found["referral"]) == ("n", "")


def test_an_answer_that_cannot_be_counts_as_not_given(doctor, patient_id):
    found = told(doctor, patient_id, "chronic", **{**HIGH, "systolic_1_mmhg": "many", "systolic_2_mmhg": "many"})
    assert "bp_mean_systolic" not in found["findings"]


def test_asking_writes_nothing(doctor, patient_id, settings):
    page = doctor.get(f"/patients/{patient_id}/chronic")

    def count():
        with sqlite3.connect(settings.database_file) as database:
            names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            return {name: database.execute(f'select count(*) from "{name}"').fetchone() for name in names}  # noqa: S608

    before = count()
    answer = doctor.send(address_on(page), page, **HIGH)
    assert answer.status == 200
    assert "Set-Cookie" not in answer.response.headers or "saved=" not in answer.response.headers["Set-Cookie"]
    assert count() == before


def test_the_page_has_room_for_it_beside_the_button_that_saves(doctor, patient_id):
    page = doctor.get(f"/patients/{patient_id}/chronic")
    actions = next(e for e in page.root.iter("div") if e.get("class") == "actions")
    box = next(e for e in actions.iter() if e.get("data-found") is not None)
    assert box.get("hidden") is not None


def test_a_volunteer_is_not_told(sign_in, patient_id):
    assert sign_in("volunteer").send(f"/so-far/{patient_id}/chronic", **HIGH).status == 403


def test_a_form_that_is_no_station_is_not_found(doctor, patient_id):
    assert doctor.send(f"/so-far/{patient_id}/registration").status == 404
