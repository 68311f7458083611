"""Quick entry on the screens: the next sheet, whose it is, what is refused stays, and the report of a second typing."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from caravan.domain.codes import new_code
from caravan.services.accounts import add_staff
from caravan.services.campaigns import close_caravan
from caravan.services.caravans import get_caravan
from caravan.storage.tables import Card, Patient, Screening, SecondEntry
from tests.conftest import FATIMETOU
from tests.web.conftest import Browser


@pytest.fixture
def written(house, staff):
    site = str(get_caravan(house).sites[0].id)
    head = {"day": "2026-11-21", "time": "8:35", "by": str(staff["doctor"].staff_id), "site": site}
    return {f"written.{name}": value for name, value in head.items()}


@pytest.fixture
def typist(sign_in):
    return sign_in("volunteer")


def type_vitals(browser, code, written, **answers):
    address = f"/typing/{code}/vitals"
    return browser.send(address, browser.get(address), **written, **answers)


def test_a_scanned_sheet_leads_to_its_form_and_a_wrong_code_stays(typist, register, card_of):
    code = card_of(register())
    assert typist.get(f"/typing?code={code}/VITALS").location == f"/typing/{code}/vitals"
    wrong = typist.get("/typing?code=XXXXX-XXXXX/eye")
    assert wrong.status == 422
    assert wrong.value("code") == "XXXXX-XXXXX/eye"
    asked = typist.get(f"/typing?code={code}")
    assert "Which form is it?" in asked.words()


def test_each_choice_shows_the_key_that_is_printed_on_the_paper(typist, house, register, card_of):
    page = typist.get(f"/typing/{card_of(register())}/vitals")
    keys = [e.get("data-key") for e in page.root.iter("label") if e.get("data-key")]
    assert keys[:11] == list("1234567890a")
    numbers = [e.text for e in page.root.iter("span") if e.get("class") == "no"]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_a_typed_sheet_is_counted_and_the_head_is_remembered_without_the_time(typist, register, card_of, rows, written):
    code = card_of(register())
    assert type_vitals(typist, code, written, pulse_bpm="80").location == "/typing"
    assert rows(Screening)[0]["source"] == "paper"
    assert "1 sheet typed today" in typist.get("/typing").words("main")
    again = typist.get(f"/typing/{code}/eye")
    assert again.value("written.time") == ""
    assert again.value("written.day") == "2026-11-21"
    chosen = [e.get("value") for e in again.root.iter("option") if e.get("selected") is not None]
    assert written["written.by"] in chosen


def test_what_is_refused_stays_on_the_page(typist, register, card_of, rows, written):
    code = card_of(register())
    late = {**written, "written.day": "2026-11-22"}
    page = type_vitals(typist, code, late, pulse_bpm="80")
    assert page.status == 422
    assert any("in the future" in text for text in page.alerts())
    assert page.value("pulse_bpm") == "80"
    assert page.value("written.day") == "2026-11-22"
    page = type_vitals(typist, code, written, pulse_bpm="900")
    assert page.status == 422
    assert page.value("pulse_bpm") == "900"
    assert rows(Screening) == []


def test_a_sheet_that_nobody_has_asks_whose_it_is_and_is_given(typist, register, rows):
    patient_id, code = register(), new_code()
    page = typist.get(f"/typing/{code}/vitals?text=Laaroussi")
    assert "Whose sheet is it?" in page.words()
    done = typist.send(f"/typing/{code}/vitals/bind", page, patient=str(patient_id))
    assert done.location == f"/typing/{code}/vitals"
    assert rows(Card)[0]["code"] == code


def test_a_registration_sheet_registers_and_gives_the_code(typist, rows, written):
    code = new_code()
    address = f"/typing/{code}/registration"
    assert typist.send(address, typist.get(address), **written, **FATIMETOU).location == "/typing"
    assert rows(Card)[0]["code"] == code
    (person,) = rows(Patient)
    assert person["given_name_fr"] == "Fatimetou"
    shown = typist.get("/typing")
    assert "1 sheet typed today" in shown.words("main")
    assert f"/records/patients/{person['id']}/correct" in shown.text


def test_a_registration_of_someone_known_is_shown_before_it_is_saved(typist, register, rows, written):
    register()
    address = f"/typing/{new_code()}/registration"
    held = typist.send(address, typist.get(address), **written, **FATIMETOU)
    assert held.status == 422
    assert "Perhaps registered already" in held.words()
    apart = held.value("told_apart")
    fields = {**typist.get(address).hidden(), **written, **FATIMETOU, "told_apart": apart}
    assert typist.client.post(address, data=fields).status_code == 303
    assert len(rows(Patient)) == 2


def test_a_typist_corrects_and_cancels_a_sheet_from_the_list_of_those_just_typed(
    typist, register, card_of, rows, written
):
    type_vitals(typist, card_of(register()), written, pulse_bpm="80")
    correct, cancel = links_below(typist.get("/typing"), "/records/screenings/")
    page = typist.get(correct)
    assert page.value("pulse_bpm") == "80"
    assert "/history/" not in page.text
    done = typist.send(correct, page, pulse_bpm="84", **{"record.reason": "typing_error"})
    assert done.location == "/typing"
    assert rows(Screening)[0]["answers"]["pulse_bpm"] == 84
    page = typist.get(cancel)
    assert typist.send(cancel, page, **{"record.reason": "recorded_twice"}).location == "/typing"
    assert rows(Screening)[0]["voided_at"] is not None
    assert "No sheet was typed today." in typist.get("/typing").words("main")


def test_once_the_caravan_is_closed_a_typed_sheet_offers_its_typist_nothing_that_would_be_refused(
    typist, house, staff, register, card_of, written
):
    type_vitals(typist, card_of(register()), written, pulse_bpm="80")
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    page = typist.get("/typing")
    assert [e for e in page.root.iter("a") if "/records/screenings/" in e.get("href", "")] == []


def test_another_volunteer_is_told_who_may_correct_a_sheet(typist, app, house, register, card_of, rows, written):
    type_vitals(typist, card_of(register()), written, pulse_bpm="80")
    record = f"/records/screenings/{rows(Screening)[0]['id']}"
    other = Browser(app.test_client())
    added = add_staff(house, name="Samir", role="volunteer", pin="604183", language="ar")
    other.send(f"/login/{added}", pin="604183")
    other.speak("en")
    for address in (f"{record}/correct", f"{record}/cancel"):
        for page in (other.get(address), other.send(address, pulse_bpm="84")):
            assert page.status == 403
            assert "Who made this record, or typed it from paper, may change it" in page.words()
    assert rows(Screening)[0]["answers"]["pulse_bpm"] == 80
    assert typist.get(f"{record}/bring-back").status == 403


def links_below(page, start):
    return [e.get("href") for e in page.root.iter("a") if (e.get("href") or "").startswith(start)]


def test_a_second_typing_is_reported_and_settled(sign_in, typist, register, card_of, rows, written):
    type_vitals(typist, card_of(register()), written, pulse_bpm="80")
    (first,) = rows(Screening)
    coordinator = sign_in("coordinator")
    address = f"/typing/again/{first['id']}"
    page = coordinator.get(address)
    assert page.value("pulse_bpm") == ""
    assert coordinator.send(address, page, pulse_bpm="88").location == "/typing/again"
    report = coordinator.get("/admin/typing").words("main")
    assert "1 of 1 answers differ" in report
    book = load_workbook(BytesIO(coordinator.get("/admin/typing.xlsx").response.get_data()))
    assert [cell.value for cell in book.worksheets[1][2]][:2] == ["vitals", "Pulse"]
    (entry,) = rows(SecondEntry)
    assert coordinator.send(f"/admin/typing/{entry['id']}/settle").status == 303
    assert "Nothing to settle." in coordinator.get("/admin/typing").words("main")


def test_only_paper_is_typed_again(sign_in, register, card_of, rows):
    doctor, patient_id = sign_in("doctor"), register()
    doctor.send(f"/patients/{patient_id}/vitals", doctor.get(f"/patients/{patient_id}/vitals"), pulse_bpm="80")
    assert doctor.get(f"/typing/again/{rows(Screening)[0]['id']}").location == "/typing/again"


def test_a_stack_of_blank_sheets_is_printed_from_its_page_and_again(sign_in, house):
    coordinator = sign_in("coordinator")
    address = f"/admin/forms/vitals/{house.forms['vitals'].version}/paper"
    refused = coordinator.send(address, coordinator.get(address), count="many")
    assert refused.status == 422
    assert refused.value("count") == "many"
    done = coordinator.send(address, coordinator.get(address), count="2")
    page = coordinator.follow(done)
    (link,) = [
        e.get("href")
        for e in page.root.iter("a")
        if (e.get("href") or "").endswith(".pdf") and "paper/" in e.get("href")
    ]
    pdfs = [coordinator.get(link).response.get_data() for _time in range(2)]
    assert all(pdf.startswith(b"%PDF") for pdf in pdfs)


def test_a_person_without_a_card_gets_no_sheet(typist, register):
    patient_id = register()
    assert typist.get(f"/patients/{patient_id}/paper/eye.pdf").location == f"/patients/{patient_id}"
