"""Reception: numbers that count up, one person for one save, births as known, and consent."""

from datetime import date

import pytest

from caravan.domain.errors import ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.caravans import get_caravan, open_site
from caravan.services.outcomes import Filled, Refused
from caravan.services.patients import get_patient
from caravan.services.registration import Registered, open_visit, patient_fields, register_patient
from caravan.storage.tables import Patient, QueueEntry, Visit
from tests.conftest import FATIMETOU
from tests.refusals import refused

TODAY = date(2026, 11, 21)


def send(house, staff, answers, operation_id=None, confirmed=()):
    return register_patient(house, staff["volunteer"], Filled(answers, operation_id or new_id(), confirmed))


def test_visit_numbers_count_up_at_each_site_and_day(house, staff, clock):
    first, second = send(house, staff, FATIMETOU), send(house, staff, FATIMETOU)
    assert (first.number, second.number) == (1, 2)
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    assert send(house, staff, FATIMETOU).number == 1
    open_site(house, staff["coordinator"], get_caravan(house).sites[0].id)
    assert send(house, staff, FATIMETOU).number == 3
    clock.move(days=1)
    assert send(house, staff, FATIMETOU).number == 1


def test_a_registration_opens_a_visit_that_waits_for_every_station(house, staff, rows):
    done = send(house, staff, FATIMETOU)
    (visit,) = rows(Visit)
    assert (visit["id"], visit["patient_id"], visit["day"]) == (done.visit_id, done.patient_id, TODAY)
    assert (visit["age_years"], visit["coverage_scheme"]) == (67, "amo_tadamon")
    assert {(q["station"], q["status"]) for q in rows(QueueEntry)} == {
        (station, "waiting") for station in ("vitals", "eye", "dental", "chronic")
    }


def test_the_same_save_sent_twice_is_one_person_and_one_reply(house, staff, rows):
    operation_id = new_id()
    first, again = (send(house, staff, FATIMETOU, operation_id) for _ in range(2))
    assert first == again
    assert len(rows(Patient)) == len(rows(Visit)) == 1


def test_the_same_save_with_other_answers_is_a_conflict(house, staff, rows):
    operation_id = new_id()
    send(house, staff, FATIMETOU, operation_id)
    with refused("operation.changed", ConflictError):
        send(house, staff, {**FATIMETOU, "birth_year": "1960"}, operation_id)
    assert len(rows(Patient)) == 1


def test_two_saves_of_the_same_answers_are_two_people(house, staff, rows):
    send(house, staff, FATIMETOU)
    send(house, staff, FATIMETOU)
    assert len(rows(Patient)) == 2


@pytest.mark.parametrize("question", ["consent_care", "consent_data"])
def test_without_consent_nothing_is_recorded(house, staff, rows, question):
    answer = send(house, staff, {**FATIMETOU, question: "no"})
    assert isinstance(answer, Refused)
    assert set(answer.outcome.errors) == {question}
    assert rows(Patient) == []


def test_an_unusual_phone_asks_for_confirmation_and_is_then_taken(house, staff):
    answers = {**FATIMETOU, "phone": "12345"}
    answer = send(house, staff, answers)
    assert isinstance(answer, Refused)
    assert (set(answer.outcome.errors), set(answer.outcome.to_confirm)) == (set(), {"phone"})
    assert isinstance(send(house, staff, answers, confirmed=["phone"]), Registered)


@pytest.mark.parametrize("answers", [{"birth_year": "2027"}, {"birth_date": "22/11/2026"}])
def test_a_birth_in_the_future_is_refused_by_its_question(house, staff, rows, answers):
    person = {name: value for name, value in FATIMETOU.items() if name != "birth_year"}
    answer = send(house, staff, {**person, **answers})
    assert isinstance(answer, Refused)
    assert set(answer.outcome.errors) == set(answers)
    assert rows(Patient) == []


def test_a_year_and_an_age_that_cannot_both_be_true_are_refused_even_when_confirmed(house, staff, rows):
    with refused("birth.contradiction"):
        send(house, staff, {**FATIMETOU, "age_years": "12"}, confirmed=["birth_year"])
    assert rows(Patient) == []


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"birth_year": 1959}, (None, 1959, "year", None, None)),
        ({"birth_date": "1959-03-08"}, (date(1959, 3, 8), 1959, "day", None, None)),
        ({"age_years": 67}, (None, None, "age_estimate", 67, TODAY)),
        ({}, (None, None, "unknown", None, None)),
    ],
)
def test_a_birth_is_kept_exactly_as_it_is_known(answers, kept):
    fields = patient_fields(answers, today=TODAY)
    names = ("birth_date", "birth_year", "birth_precision", "age_years", "age_on")
    assert tuple(fields[name] for name in names) == kept


def test_a_registered_year_alone_stores_no_day(house, register, rows):
    register(birth_year="1959")
    (patient,) = rows(Patient)
    assert (patient["birth_date"], patient["birth_year"], patient["birth_precision"]) == (None, 1959, "year")


def test_a_phone_is_compared_in_one_form_and_kept_as_written(house, register, rows):
    register(phone="06 61-23.45 67")
    (patient,) = rows(Patient)
    assert (patient["phone"], patient["phone_as_written"]) == ("+212661234567", "06 61-23.45 67")


def test_document_and_insurance_numbers_are_kept_in_the_form_in_which_they_are_searched():
    fields = patient_fields({"id_number": "ja 1234-5", "insurance_number": "12 34/5"}, today=TODAY)
    assert (fields["id_number"], fields["insurance_number"]) == ("JA12345", "12345")


def test_answers_without_a_column_go_into_extra_and_never_into_columns_that_are_ours():
    answers = {"sex": "female", "tribe": "Ait Oussa", "height_cm": 160, "caravan_id": "x", "is_anonymous": "yes"}
    fields = patient_fields(answers, today=TODAY)
    assert fields["extra"] == {"tribe": "Ait Oussa", "height_cm": 160, "caravan_id": "x", "is_anonymous": "yes"}
    assert fields["sex"] == "female"
    assert "caravan_id" not in fields


def test_a_question_that_a_site_made_a_choice_of_several_fits_its_column():
    assert (
        patient_fields({"special_needs": ["wheelchair", "escort"]}, today=TODAY)["special_needs"] == "wheelchair escort"
    )


def test_a_guardians_relation_is_kept_in_extra(house, register, rows):
    register(birth_year="2015", guardian_name="Salka", guardian_relation="mother")
    (patient,) = rows(Patient)
    assert (patient["guardian_name"], patient["extra"]["guardian_relation"]) == ("Salka", "mother")


def test_someone_who_comes_back_on_another_day_gets_a_new_number_once(house, staff, register, clock):
    patient_id = register()
    clock.move(days=1)
    register(given_name_fr="Salka")
    assert open_visit(house, staff["volunteer"], patient_id, new_id()) == 2
    assert open_visit(house, staff["volunteer"], patient_id, new_id()) == 2
    assert len(get_patient(house, patient_id).visits) == 2


def test_no_visit_is_opened_for_someone_unknown(house, staff):
    with refused("patient.unknown", NotFoundError):
        open_visit(house, staff["volunteer"], new_id(), new_id())
