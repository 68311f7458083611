"""What tablets kept arrives: each record once, under its author, answered for itself."""

from datetime import timedelta

import pytest

from caravan.domain.ids import new_id
from caravan.services.staff import remove_member, set_pin
from caravan.storage.tables import Operation, Patient, Screening, Visit
from tests.conftest import FATIMETOU, MORNING
from tests.services.conftest import PRESSURE_141_90
from tests.web.conftest import Page

OWN = {"X-Caravan-Outbox": "1", "Origin": "http://localhost"}


def word_of(tablet):
    """The signed word that a page gives of who is at the tablet."""
    word = tablet.get("/patients").root.find("body").get("data-author")
    assert word
    return word


@pytest.fixture
def send(app):
    """Send records from a tablet where nobody is signed in (or from one that is given); the answers by record."""

    def do(*records, at=None, headers=OWN, **around):
        client = at.client if at else app.test_client()
        answer = client.post("/api/ops", json={"ops": list(records), **around}, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        replies = answer.get_json()["replies"]
        assert [reply["id"] for reply in replies] == [str(record.get("id", "")) for record in records]
        return replies

    return do


@pytest.fixture
def kept(sign_in, house):
    """A record as a tablet keeps it, typed by someone of the role."""
    words = {}

    def do(kind, *, role="volunteer", fields=(), **parts):
        words.setdefault(role, word_of(sign_in(role)))
        return {
            "id": str(new_id()),
            "kind": kind,
            "author": words[role],
            "fields": [[name, value] for name, value in dict(fields).items()],
            **parts,
        }

    return do


@pytest.fixture
def registration(kept):
    return lambda **answers: kept("register", fields={**FATIMETOU, **answers})


@pytest.fixture
def pressures(kept, house):
    def do(**parts):
        typed = {**PRESSURE_141_90, "form_version": house.forms["vitals"].version}
        return kept("screening", role="doctor", fields=typed, form="vitals", **parts)

    return do


def test_a_record_is_stored_once_however_often_it_is_sent(send, registration, rows):
    record = registration()
    first, *again = (send(record)[0] for _ in range(3))
    assert (first["state"], first["status"], first["number"]) == ("done", 200, "1")
    assert again == [first, first]
    assert len(rows(Patient)) == len(rows(Visit)) == 1
    assert first["location"] == f"/patients/{rows(Patient)[0]['id']}/card"


def test_the_same_id_with_other_content_is_refused_and_nothing_changes(send, registration, rows):
    record = registration()
    send(record)
    (other,) = send({**registration(given_name_fr="Salka", given_name_ar="السالكة"), "id": record["id"]})
    assert (other["state"], other["status"]) == ("changed", 409)
    assert other["location"].startswith("/patients/")
    assert [row["given_name_fr"] for row in rows(Patient)] == ["Fatimetou"]


def test_the_page_and_the_outbox_are_one_save(send, sign_in, register, card_of, kept, rows):
    patient_id = register()
    doctor = sign_in("doctor")
    address = f"/q/{card_of(patient_id)}/vitals"
    page = doctor.get(address)
    posted = {**page.hidden(), **PRESSURE_141_90}
    assert doctor.client.post(address, data=posted).status_code == 303
    record = kept("screening", role="doctor", fields=posted, form="vitals", about={"patient": str(patient_id)}) | {
        "id": posted["operation_id"]
    }
    (reply,) = send(record)
    (stored,) = rows(Screening)
    assert (reply["state"], reply["location"]) == ("done", f"/screenings/{stored['id']}")


def test_each_record_answers_for_itself(send, registration, kept, rows):
    good, bad = registration(), registration(sex="")
    replies = send({"id": "no id"}, bad, kept("dance"), {"kind": "register"}, good)
    assert [reply["state"] for reply in replies] == ["unsigned", "refused", "refused", "unsigned", "done"]
    assert "Sex" in replies[1]["said"] or replies[1]["said"]
    assert len(rows(Patient)) == 1


def test_a_person_registered_and_screened_on_one_tablet_needs_no_order(send, registration, kept, pressures, rows):
    one = registration()
    code = "Q9VSM-EW2NR"
    card = kept("bind", fields={"code": code}, about={"registration": one["id"]})
    screening = pressures(about={"registration": one["id"]}, late=True)
    by_card = pressures(about={"card": code}, late=True)
    assert [reply["state"] for reply in send(by_card, screening, card)] == ["early"] * 3
    assert rows(Screening) == []
    assert [reply["state"] for reply in send(screening, card, one)] == ["early", "early", "done"]
    assert [reply["state"] for reply in send(by_card, card, screening, by_card)] == ["early", "done", "done", "done"]
    assert len(rows(Screening)) == 2
    assert {row["patient_id"] for row in rows(Screening)} == {row["id"] for row in rows(Patient)}


def test_a_blank_card_is_early_only_for_a_record_that_was_kept(send, pressures):
    (reply,) = send(pressures(about={"card": "Q9VSM-EW2NR"}))
    assert (reply["state"], reply["status"]) == ("refused", 422)
    assert reply["said"]


def test_a_record_keeps_its_author_when_another_signs_in_or_nobody_is(send, sign_in, register, pressures, staff, rows):
    record = pressures(about={"patient": str(register())})
    (reply,) = send(record, at=sign_in("coordinator"))
    assert reply["state"] == "done"
    assert rows(Screening)[0]["performed_by"] == staff["doctor"].staff_id


def test_a_record_of_someone_who_left_since_is_not_lost(send, house, staff, register, pressures, rows):
    record = pressures(about={"patient": str(register())})
    remove_member(house, staff["coordinator"], staff["doctor"].staff_id, "went home")
    assert send(record)[0]["state"] == "done"
    assert rows(Screening)[0]["performed_by"] == staff["doctor"].staff_id


def test_an_old_word_is_kept_until_someone_signs_in(send, sign_in, register, pressures, monkeypatch, rows):
    record = pressures(about={"patient": str(register())})
    monkeypatch.setattr("caravan.web.authors.FRESH_FOR", timedelta(seconds=-1))
    (reply,) = send(record)
    assert (reply["state"], reply["status"]) == ("unsigned", 401)
    assert rows(Screening) == []
    assert send(record, at=sign_in("volunteer"))[0]["state"] == "done"


def test_the_word_of_a_pin_that_was_changed_is_worth_nothing_until_someone_signs_in(
    send, sign_in, house, staff, register, pressures, rows
):
    record = pressures(about={"patient": str(register())})
    set_pin(house, staff["coordinator"], staff["doctor"].staff_id, pin="604183")
    assert send(record)[0]["state"] == "unsigned"
    assert rows(Screening) == []
    assert send(record, at=sign_in("volunteer"))[0]["state"] == "done"


@pytest.mark.parametrize("word", ["", "forged", "eyJhIjoxfQ.abc.def"])
def test_a_word_that_the_laptop_did_not_sign_is_worth_nothing(send, registration, sign_in, word):
    (reply,) = send({**registration(), "author": word}, at=sign_in("coordinator"))
    assert reply["state"] == "unsigned"


def test_a_volunteer_records_no_screening_and_a_doctor_registers_nobody(send, kept, register, rows):
    about = {"patient": str(register())}
    screening = kept("screening", fields=PRESSURE_141_90, form="vitals", about=about)
    replies = send(screening, kept("register", role="doctor", fields=FATIMETOU))
    assert [reply["state"] for reply in replies] == ["refused", "refused"]
    assert (len(rows(Screening)), len(rows(Patient))) == (0, 1)


@pytest.mark.parametrize("hours", [5, -5])
def test_a_tablet_hours_wrong_does_no_harm(send, register, pressures, clock, rows, hours):
    """It is the span that counts, by the tablet's own count, not the hour that its clock shows."""
    about = {"patient": str(register())}
    wrong = MORNING + timedelta(hours=hours)
    clock.move(minutes=20)
    record = pressures(about=about, typed_at=wrong.isoformat(), waited_ms=15 * 60_000, late=True)
    send(record, sent_at=(wrong + timedelta(minutes=15)).isoformat())
    (stored,) = rows(Screening)
    assert stored["performed_at"] == MORNING + timedelta(minutes=5)
    assert stored["recorded_at"] == MORNING + timedelta(minutes=20)
    said = next(row["clock"] for row in rows(Operation) if row["kind"] == "screening")
    assert said["typed_at"] == wrong.isoformat()


def test_a_span_that_no_clock_can_mean_counts_as_now(send, register, pressures, rows):
    send(pressures(about={"patient": str(register())}, waited_ms=400 * 24 * 3_600_000, late=True))
    assert rows(Screening)[0]["performed_at"] == MORNING


def test_a_record_of_yesterday_opens_the_visit_of_yesterday_and_no_queue(send, register, pressures, clock, rows):
    patient_id = register()
    clock.move(days=1)
    send(pressures(about={"patient": str(patient_id)}, waited_ms=23 * 3_600_000, late=True))
    assert [row["day"] for row in rows(Visit)] == [MORNING.date()]


def test_someone_who_may_be_known_is_held_now_and_taken_in_later(send, registration, register, rows):
    known = register()
    again = registration()
    assert send(again)[0]["state"] == "held"
    assert len(rows(Patient)) == 1
    assert send({**again, "late": True})[0]["state"] == "done"
    assert [row["extra"].get("may_be") for row in rows(Patient) if row["id"] != known] == [[str(known)]]


def test_what_another_doctor_recorded_meanwhile_holds_up_no_late_record(send, register, pressures, rows):
    about = {"patient": str(register())}
    early, later = pressures(about=about), pressures(about=about)
    for record in (early, later):
        record["fields"].append(["screenings.known", ""])
    assert [reply["state"] for reply in send(early, later)] == ["done", "refused"]
    assert send({**later, "late": True})[0]["state"] == "done"
    assert len(rows(Screening)) == 2


@pytest.mark.parametrize("headers", [{}, {"X-Caravan-Outbox": "1"}, {**OWN, "Origin": "http://elsewhere.example"}])
def test_another_site_cannot_send(app, registration, rows, headers):
    answer = app.test_client().post("/api/ops", json={"ops": [registration()]}, headers=headers)
    assert answer.status_code == 400
    assert rows(Patient) == []


@pytest.mark.parametrize("body", [[], {}, {"ops": {}}, {"ops": [{}] * 51}, "x"])
def test_what_is_no_list_of_records_is_refused_whole(app, body):
    assert Page(app.test_client().post("/api/ops", json=body, headers=OWN)).status == 400


def test_a_crash_keeps_the_record_and_lets_the_others_through(send, registration, monkeypatch, rows, caplog):
    from caravan.services import sending  # noqa: PLC0415

    broken = registration()
    register = sending.ACTS["register"]

    def act(house, operator, kept):
        if str(kept.id) == broken["id"]:
            raise RuntimeError(FATIMETOU["phone"])
        return register(house, operator, kept)

    monkeypatch.setattr(sending, "ACTS", {**sending.ACTS, "register": act})
    other = registration(given_name_ar="السالكة", given_name_fr="Salka", birth_year="1980")
    assert [reply["state"] for reply in send(broken, other)] == ["failed", "done"]
    assert len(rows(Patient)) == 1


def test_the_coordinator_sees_a_tablet_whose_clock_is_wrong(send, sign_in, app):
    tablet = sign_in("volunteer")
    send(at=tablet, sent_at=(MORNING + timedelta(hours=5)).isoformat())
    (seen,) = [one for one in app.extensions["caravan.tablets"].list_today(MORNING) if one.ahead is not None]
    assert seen.is_clock_off
    tablet.get("/reception")
    assert any(one.is_clock_off for one in app.extensions["caravan.tablets"].list_today(MORNING))


def test_a_tablet_with_nothing_to_send_tells_its_clock_and_hears_what_is_wrong_with_it(app, sign_in):
    """In the language of the person; a clock that is right by two minutes is not spoken of."""
    client = sign_in("volunteer").client

    def said(**ahead):
        sent_at = (MORNING + timedelta(**ahead)).isoformat()
        return client.post("/api/ops", json={"ops": [], "sent_at": sent_at}, headers=OWN).get_json()

    assert said(minutes=1) == {"now": MORNING.isoformat(), "replies": [], "clock": ""}
    assert said(minutes=3)["clock"] == "Clock 3 min ahead: set it"
    assert said(hours=-5)["clock"] == "Clock 5 h behind: set it"
    assert said(days=-400)["clock"] == "Clock wrong by a day or more: set it"
    assert client.post("/api/ops", json={"ops": []}, headers=OWN).get_json()["clock"] == ""
