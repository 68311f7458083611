"""The last registration undone: by its author, within two minutes, before any station; nothing is deleted."""

import pytest

from caravan.domain.codes import new_code
from caravan.domain.errors import NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled
from caravan.services.patients import find_by_code, search_patients
from caravan.services.registration import bind_card, register_patient
from caravan.services.undoing import find_undo, undo_registration
from caravan.storage.tables import Card, Patient, QueueEntry, Visit
from tests.conftest import FATIMETOU
from tests.refusals import refused


@pytest.fixture
def undo(house, staff):
    def do(patient_id, role="volunteer", operation_id=None):
        return undo_registration(house, staff[role], patient_id, operation_id or new_id())

    return do


def test_an_undone_registration_is_voided_whole_and_nothing_is_deleted(house, undo, register, rows):
    patient_id = register()
    assert undo(patient_id) == 1
    found = [*rows(Patient), *rows(Visit), *rows(QueueEntry)]
    assert len(found) == 2 + 4
    assert {row["void_reason"] for row in found} == {"by_mistake"}
    assert search_patients(house, "Laaroussi") == []


def test_the_number_is_not_given_again_and_the_card_is_blank_again(house, staff, undo, register, rows):
    patient_id, code = register(), new_code()
    card = {"typed": code, "operation_id": new_id()}
    bind_card(house, staff["volunteer"], patient_id=patient_id, **card)
    undo(patient_id)
    with refused("card.unbound"):
        find_by_code(house, code)
    second = register(given_name_fr="Salka")
    bind_card(house, staff["volunteer"], patient_id=second, typed=code, operation_id=new_id())
    assert find_by_code(house, code).line.id == second
    assert find_by_code(house, code).line.number_today == 2
    assert len(rows(Card)) == 2


def test_undoing_twice_with_one_operation_is_done_once(undo, register):
    patient_id, operation_id = register(), new_id()
    assert undo(patient_id, operation_id=operation_id) == undo(patient_id, operation_id=operation_id) == 1
    with refused("patient.unknown", NotFoundError):
        undo(patient_id)


def test_the_time_left_is_told_and_ends_after_two_minutes(house, staff, undo, register, clock):
    patient_id = register()
    assert find_undo(house, staff["volunteer"], patient_id).seconds_left == 120
    clock.move(seconds=119)
    assert find_undo(house, staff["volunteer"], patient_id).seconds_left == 1
    clock.move(seconds=1)
    assert find_undo(house, staff["volunteer"], patient_id) is None
    with refused("undo.too_late"):
        undo(patient_id)


def test_only_the_author_or_a_coordinator_undoes(house, staff, undo, register):
    patient_id = register()
    assert find_undo(house, staff["doctor"], patient_id) is None
    with refused("undo.not_yours", NotAllowedError):
        undo(patient_id, "doctor")
    undo(patient_id, "coordinator")


def test_what_a_station_recorded_is_not_undone(house, undo, register, screen, rows):
    patient_id = register()
    screen(patient_id)
    with refused("undo.began"):
        undo(patient_id)
    assert rows(Patient)[0]["voided_at"] is None


def test_someone_who_was_called_is_not_undone(house, undo, register, rows):
    patient_id = register()
    entry = rows(QueueEntry)[0]["id"]
    called = {"status": "called", "called_at": house.now(), "times_called": 1}
    house.database.write(lambda unit: unit.ledger.change("queue_entry", entry, **called), at=house.now())
    with refused("undo.began"):
        undo(patient_id)


def test_the_page_of_an_undone_registration_cannot_save_it_again_by_itself(house, staff, undo, rows):
    filled = Filled(FATIMETOU, new_id())
    done = register_patient(house, staff["volunteer"], filled)
    undo(done.patient_id)
    with refused("registration.undone"):
        register_patient(house, staff["volunteer"], filled)
    assert len(rows(Patient)) == 1
