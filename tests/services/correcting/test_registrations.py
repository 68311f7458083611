"""Corrected registrations: names found anew, ages and results that follow, and what stays as it was known."""

import pytest

from caravan.domain.errors import ConflictError, NotAllowedError
from caravan.domain.ids import new_id
from caravan.services.campaigns import close_caravan
from caravan.services.caravans import get_caravan
from caravan.services.correcting_persons import open_person
from caravan.services.outcomes import Refused
from caravan.services.patients import get_patient, search_patients
from caravan.services.registration import open_visit
from caravan.storage.tables import Finding, Patient, Revision
from caravan.storage.tables import Visit as VisitTable
from tests.refusals import refused
from tests.services.correcting.conftest import EYE, assert_rebuilds, settle


def test_a_corrected_registration_is_found_under_its_new_name_and_no_more_under_the_old(
    house, register, correct_registration, rows
):
    patient_id = register()
    correct_registration(
        patient_id, given_name_fr="Zahra", given_name_ar="الزهرة", phone="0670 11 22 33", commune="10.261.01.03"
    )
    (row,) = rows(Patient)
    assert (row["given_name_fr"], row["phone"], row["phone_as_written"]) == ("Zahra", "+212670112233", "0670 11 22 33")
    assert row["commune"] == "10.261.01.03"
    assert [line.id for line in search_patients(house, "zahra")] == [patient_id]
    assert [line.id for line in search_patients(house, "الزهرة")] == [patient_id]
    assert search_patients(house, "Fatimetou") == []
    assert_rebuilds(house)


def test_only_what_changed_is_written(house, register, correct_registration, rows):
    patient_id = register(age_years="", locality="Dchira")
    correct_registration(patient_id, locality="")
    patch = rows(Revision, entity_id=patient_id)[-1]["patch"]
    assert patch == {"locality": None, "reason": "typing_error"}


@pytest.mark.parametrize(
    "birth",
    [{"birth_year": "", "age_years": "41"}, {"birth_year": "", "birth_date": "1960-03-09"}, {"birth_year": "1959"}],
)
def test_a_birth_that_is_not_corrected_stays_exactly_as_it_was_known(
    register, correct_registration, rows, clock, birth
):
    patient_id = register(**birth)
    (before,) = rows(Patient)
    clock.move(days=400)
    correct_registration(patient_id, role="coordinator", locality="Tagant")
    (after,) = rows(Patient)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"locality", "extra"}


def test_age_follows_on_every_visit_and_coverage_on_the_latest(
    house, staff, *, register, correct_registration, rows, clock
):
    patient_id = register()
    clock.move(days=1)
    open_visit(house, staff["volunteer"], patient_id, new_id())
    correct_registration(patient_id, role="coordinator", birth_year="1989", coverage_scheme="amo_tns")
    found = [(visit["age_years"], visit["coverage_scheme"]) for visit in rows(VisitTable)]
    assert found == [(37, "amo_tadamon"), (37, "amo_tns")]


def test_results_that_rest_on_the_age_are_worked_out_anew(house, register, screen, correct_registration, rows):
    patient_id = register(birth_year="2015", guardian_name="Salka")
    screen(patient_id, weight_kg="80", height_cm="160")
    done = correct_registration(patient_id, birth_year="1965", guardian_name="")
    assert done.rescored == 1
    assert {row["code"]: row["value"] for row in rows(Finding)}["bmi_class"] == "obese_1"
    assert correct_registration(patient_id, locality="Asrir").rescored == 0


def test_an_impossible_birth_or_a_missing_name_is_refused(register, correct_registration):
    patient_id = register()
    with refused("birth.contradiction"):
        correct_registration(patient_id, confirmed=["birth_year"], age_years="20")
    answer = correct_registration(patient_id, given_name_fr="", given_name_ar="")
    assert isinstance(answer, Refused)
    answer = correct_registration(patient_id, birth_year="")
    assert isinstance(answer, Refused)
    with refused("correct.nothing"):
        correct_registration(patient_id)


def test_the_reception_corrects_the_registrations_of_the_day_only(house, staff, register, correct_registration, clock):
    patient_id = register()
    with refused("patient.not_yours", NotAllowedError):
        open_person(house, staff["doctor"], patient_id)
    correct_registration(patient_id, locality="Asrir")
    clock.move(days=1)
    with refused("patient.not_yours", NotAllowedError):
        correct_registration(patient_id, locality="Tagant")
    correct_registration(patient_id, role="coordinator", locality="Tagant")


def test_two_who_correct_a_registration_at_once_do_not_overwrite_each_other(
    house, staff, register, correct_registration
):
    patient_id = register()
    opened, operation_id = open_person(house, staff["volunteer"], patient_id), new_id()
    for _twice in range(2):
        correct_registration(patient_id, opened=opened, operation_id=operation_id, locality="Asrir")
    with refused("record.changed", ConflictError):
        correct_registration(patient_id, opened=opened, phone="0661000000")


def test_a_document_number_outlives_the_authorisation_to_ask_for_it(house, staff, register, correct_registration, rows):
    patient_id = register()
    settle(house, "patient", patient_id, id_number="JB123456", id_type="cin")
    correct_registration(patient_id, locality="Asrir")
    assert rows(Patient)[0]["id_number"] == "JB123456"


def test_a_closed_caravan_is_corrected_too(house, staff, *, register, screen, correct, correct_registration):
    patient_id = register()
    saved = screen(patient_id, "eye", **EYE)
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    correct(saved.screening_id, role="coordinator", iop_r_mmhg="18")
    correct_registration(patient_id, role="coordinator", locality="Asrir")
    assert get_patient(house, patient_id).locality == "Asrir"
