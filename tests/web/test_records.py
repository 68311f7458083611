"""Records corrected, cancelled and brought back from their pages, and their history in plain words."""

import re

import pytest

from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled
from caravan.services.patients import get_patient
from caravan.services.receiving import receive_late
from caravan.services.screening import Saved, record_screening, void_screening
from tests.conftest import FATIMETOU
from tests.web.conftest import Page

EYE = {"va_unaided_r": "v10", "va_unaided_l": "v10", "iop_r_mmhg": "28", "iop_l_mmhg": "15", "iop_method": "rebound"}
UUID_OR_COLUMN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\b[a-z]+_[a-z_]+\b|[{}\[\]]")


@pytest.fixture
def eye(house, staff, register):
    """An eye screening of Fatimetou by Dr Benali, its pressure of 28 confirmed; returns the ids of both."""

    def do(**answers):
        patient_id = register()
        filled = Filled({**EYE, **answers}, new_id(), tuple(house.forms["eye"].questions))
        saved = record_screening(house, staff["doctor"], patient_id=patient_id, form_id="eye", filled=filled)
        assert isinstance(saved, Saved)
        return patient_id, saved.screening_id

    return do


def fields(page: Page) -> dict[str, str | list[str]]:
    """Everything that the page would send as it stands."""
    found: dict[str, list[str]] = {}
    for field in page.root.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag not in ("input", "select", "textarea"):
            continue
        if kind in ("radio", "checkbox") and field.get("checked") is None:
            continue
        found.setdefault(name, []).append(_value(field))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(field) -> str:
    if field.tag == "textarea":
        return (field.text or "").strip()
    if field.tag == "select":
        return next((o.get("value", "") for o in field.iter("option") if o.get("selected") is not None), "")
    return field.get("value", "")


def send(browser, address, page, **changes) -> Page:
    return Page(browser.client.post(address, data={**fields(page), **changes}))


WHY = {"record.reason": "typing_error", "record.why": ""}


def test_the_form_comes_back_filled_and_the_correction_is_told_on_the_page_of_the_person(sign_in, eye, clock):
    (patient_id, screening_id), doctor = eye(notes="Dit mal voir"), sign_in("doctor")
    address = f"/records/screenings/{screening_id}/correct"
    page = doctor.get(address)
    sent = fields(page)
    assert (sent["iop_r_mmhg"], sent["va_unaided_r"], sent["notes"]) == ("28", "v10", "Dit mal voir")
    assert sent["confirmed"] == "iop_r_mmhg"
    clock.move(minutes=23)
    done = send(doctor, address, page, iop_r_mmhg="18", **WHY)
    assert (done.status, done.location) == (303, f"/patients/{patient_id}")
    shown = doctor.follow(done).words()
    assert "The correction is saved." in shown
    assert "Corrected at 10:23 by Dr Benali" in shown


def test_the_history_says_it_in_plain_words_in_the_language_of_the_reader(house, sign_in, eye):
    (patient_id, screening_id), nadia = eye(), sign_in("coordinator")
    address = f"/records/screenings/{screening_id}/correct"
    send(nadia, address, nadia.get(address), iop_r_mmhg="18", **{**WHY, "record.why": "read 28 for 18"})
    for record in (f"screening/{screening_id}", f"patient/{patient_id}"):
        words = nadia.get(f"/history/{record}").words("main")
        assert "Corrected: Eye, done at 10:00" in words, words
        assert "Eye pressure, right eye28 mmHg → now 18 mmHg" in words
        assert "Reason: Typing error (read 28 for 18)" in words
        assert "Nadia · Coordinator" in words
    for language, said in (("fr", "Motif : Erreur de saisie"), ("ar", "السبب: خطأ في الكتابة")):
        nadia.speak(language)
        page = nadia.get(f"/history/patient/{patient_id}")
        assert said in page.words("main").replace("\u00a0", " ")
        assert UUID_OR_COLUMN.findall(page.words("main")) == []


def test_a_refused_correction_keeps_what_was_typed_and_says_what_is_missing(sign_in, eye):
    (_patient_id, screening_id), doctor = eye(), sign_in("doctor")
    address = f"/records/screenings/{screening_id}/correct"
    page = doctor.get(address)
    no_reason = send(doctor, address, page, iop_r_mmhg="18")
    assert no_reason.status == 422
    assert no_reason.alerts() == ["Choose or write why this is corrected."]
    assert no_reason.value("iop_r_mmhg") == "18"
    impossible = send(doctor, address, page, iop_r_mmhg="900", **WHY)
    assert (impossible.status, impossible.value("iop_r_mmhg")) == (422, "900")
    nothing = send(doctor, address, page, **WHY)
    assert (nothing.status, "Nothing was changed" in nothing.words("main")) == (422, True)


def test_another_unusual_value_is_asked_about_although_the_first_was_confirmed(sign_in, eye):
    (_patient_id, screening_id), doctor = eye(), sign_in("doctor")
    address = f"/records/screenings/{screening_id}/correct"
    asked = send(doctor, address, doctor.get(address), iop_r_mmhg="38", **WHY)
    assert asked.status == 422
    assert "I confirm" in asked.words("main")
    done = send(doctor, address, asked, confirmed="iop_r_mmhg")
    assert done.status == 303


def test_the_second_of_two_keeps_what_was_typed_and_sees_what_the_first_did(sign_in, eye):
    (_patient_id, screening_id), doctor, nadia = eye(), sign_in("doctor"), sign_in("coordinator")
    address = f"/records/screenings/{screening_id}/correct"
    page = doctor.get(address)
    assert send(nadia, address, nadia.get(address), iop_l_mmhg="16", **WHY).status == 303
    late = send(doctor, address, page, iop_r_mmhg="18", **WHY)
    assert (late.status, late.value("iop_r_mmhg")) == (409, "18")
    assert "Nadia changed this record at 10:00, while you were typing." in late.words("main")
    assert "15 mmHg → now 16 mmHg" in late.words("main")
    assert send(doctor, address, late).status == 303


def test_a_screening_is_cancelled_and_brought_back_with_a_reason(sign_in, eye):
    (patient_id, screening_id), doctor = eye(), sign_in("doctor")
    address = f"/records/screenings/{screening_id}/cancel"
    page = doctor.get(address)
    assert "The person goes back to the queue of this station." in page.words("main")
    refused = send(doctor, address, page)
    assert (refused.status, refused.alerts()) == (422, ["Choose or write why this is cancelled."])
    assert send(doctor, address, page, **{"record.reason": "recorded_twice"}).status == 303
    person = doctor.get(f"/patients/{patient_id}")
    assert "Cancelled records" in person.words()
    assert "Recorded twice" in person.words()
    back = f"/records/screenings/{screening_id}/bring-back"
    assert f'href="{back}"' in person.text
    assert send(doctor, back, doctor.get(back), **{"record.why": "it was right"}).status == 303
    assert "Cancelled records" not in doctor.get(f"/patients/{patient_id}").words()
    assert doctor.get(back).status == 302


def test_who_may_not_change_a_record_sees_no_link_and_is_refused_in_one_sentence(house, staff, sign_in, eye, clock):
    (patient_id, screening_id), doctor, khadija = eye(), sign_in("doctor"), sign_in("volunteer")
    assert f"/history/screening/{screening_id}" not in khadija.get(f"/patients/{patient_id}").text
    assert khadija.get(f"/history/screening/{screening_id}").status == 403
    seen = khadija.get(f"/history/patient/{patient_id}").words("main")
    assert "Registration" in seen
    assert "Eye" not in seen
    clock.move(days=1)
    assert f"/records/screenings/{screening_id}/correct" not in doctor.get(f"/patients/{patient_id}").text
    page = doctor.get(f"/records/screenings/{screening_id}/correct")
    assert (page.status, "may change it the same day" in page.words("main")) == (403, True)
    assert khadija.get(f"/records/patients/{patient_id}/correct").status == 403
    assert sign_in("coordinator").get(f"/records/screenings/{screening_id}/correct").status == 200


def test_a_registration_is_corrected_in_its_form(sign_in, register):
    patient_id, khadija = register(birth_year="", birth_date="1959-02-28"), sign_in("volunteer", "fr")
    address = f"/records/patients/{patient_id}/correct"
    page = khadija.get(address)
    sent = fields(page)
    assert (sent["given_name_fr"], sent["birth_date"], sent["phone"]) == ("Fatimetou", "28/02/1959", "0661234567")
    refused = send(khadija, address, page, age_years="20", confirmed="birth_date", **WHY)
    assert (refused.status, refused.value("age_years")) == (422, "20")
    assert send(khadija, address, page, given_name_fr="Fatma", **WHY).status == 303
    assert "Fatma Laaroussi" in khadija.get(f"/patients/{patient_id}").words()


def test_a_person_is_cancelled_with_what_goes_along_and_brought_back_from_the_list(sign_in, eye):
    (patient_id, _screening_id), nadia = eye(), sign_in("coordinator")
    address = f"/records/patients/{patient_id}/cancel"
    page = nadia.get(address)
    assert "1 visit · 1 screening" in page.words("main")
    done = send(nadia, address, page, **{"record.reason": "registered_twice"})
    assert "This record is cancelled" in nadia.follow(done).words("main")
    assert nadia.get(f"/patients/{patient_id}").status == 404
    assert "Registered twice" in nadia.get("/records/cancelled").words("main")
    back = f"/records/patients/{patient_id}/bring-back"
    assert (
        send(nadia, back, nadia.get(back), **{"record.reason": "checked_again"}).location == f"/patients/{patient_id}"
    )
    assert "Nobody was cancelled." in nadia.get("/records/cancelled").words("main")


def test_who_may_be_registered_twice_is_shown_beside_the_other_and_told_apart(house, staff, sign_in, register):
    known = register()
    late = receive_late(house, staff["volunteer"], Filled(FATIMETOU, new_id())).patient_id
    nadia = sign_in("coordinator")
    assert "1 person to look at" in nadia.get("/admin").words("main")
    assert "1 person may be registered twice" in nadia.get("/dashboard").words("main")
    page = nadia.get("/records/perhaps-twice")
    assert page.words("main").count("Fatimetou Laaroussi") == 2
    assert {f"/patients/{known}", f"/patients/{late}"} <= {link.get("href") for link in page.root.iter("a")}
    send(nadia, f"/records/patients/{late}/told-apart", page)
    assert "Nobody seems to be registered twice." in nadia.get("/records/perhaps-twice").words("main")
    assert "Nobody to look at" in nadia.get("/admin").words("main")


def test_a_visit_is_cancelled_only_while_it_is_empty(house, sign_in, register, eye):
    empty, (full, _screening_id), khadija = register(given_name_fr="Salka"), eye(), sign_in("volunteer")
    address = f"/records/visits/{get_patient(house, empty).today.id}/cancel"
    assert f'href="{address}"' in khadija.get(f"/patients/{empty}").text
    assert send(khadija, address, khadija.get(address), **{"record.reason": "by_mistake"}).status == 303
    assert "No visit open today" in khadija.get(f"/patients/{empty}").words()
    page = khadija.get(f"/records/visits/{get_patient(house, full).today.id}/cancel")
    assert "Something was recorded at this visit. Cancel those records first." in page.words("main")


def test_a_card_is_taken_away_for_one_of_two_reasons(sign_in, register, card_of):
    patient_id, khadija = register(), sign_in("volunteer")
    code = card_of(patient_id)
    address = f"/records/cards/{code}/cancel"
    page = khadija.get(address)
    refused = send(khadija, address, page, **{"record.why": "because"})
    assert (refused.status, refused.value("record.why")) == (422, "because")
    assert send(khadija, address, page, **{"record.reason": "lost"}).status == 303
    assert "told lost" in khadija.get(f"/p/{code}").words("main")


def test_the_history_of_the_staff_never_shows_a_pin(house, staff, sign_in):
    nadia = sign_in("coordinator")
    page = nadia.get(f"/history/staff/{staff['doctor'].staff_id}")
    assert "Added to the staff list" in page.words("main")
    assert "argon2" not in page.text
    assert sign_in("doctor").get(f"/history/staff/{staff['doctor'].staff_id}").status == 403
    assert nadia.get(f"/history/finding/{new_id()}").status == 404


def test_earlier_visits_show_their_screenings_to_the_coordinator(house, staff, sign_in, eye, clock):
    patient_id, screening_id = eye()
    clock.move(days=2)
    page = sign_in("coordinator").get(f"/patients/{patient_id}")
    assert f"/records/screenings/{screening_id}/correct" in page.text
    assert "Done on 21/11/2026 at 10:00 by Dr Benali" in page.words()
    void_screening(house, staff["coordinator"], screening_id, "trial")
    assert "It was a trial" in sign_in("doctor").get(f"/patients/{patient_id}").words()


def test_a_tooth_and_several_choices_are_told_by_their_labels(house, staff, sign_in, register):
    answers = {"tooth_18": "1", "treatments": ["exam"], "decayed_count": "1"}
    filled = Filled(answers, new_id(), tuple(house.forms["dental"].questions))
    saved = record_screening(house, staff["doctor"], patient_id=register(), form_id="dental", filled=filled)
    assert isinstance(saved, Saved), saved.outcome.errors
    doctor, address = sign_in("doctor", "fr"), f"/records/screenings/{saved.screening_id}/correct"
    changed = send(doctor, address, doctor.get(address), treatments=["exam", "scal"], tooth_18="", **WHY)
    assert changed.status == 303, changed.alerts()
    words = doctor.get(f"/history/screening/{saved.screening_id}").words("main")
    assert "Dents permanentes 18" in words
    assert "maintenant sans réponse" in words
    assert UUID_OR_COLUMN.findall(words) == []
