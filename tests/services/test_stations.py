"""The circuit: stations closed for a while, reopened, put in order, added and removed."""

import pytest

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.caravans import get_caravan
from caravan.services.counting import day_board
from caravan.services.patients import get_patient
from caravan.services.registration import open_visit
from caravan.services.stations import (
    add_station,
    close_station,
    get_circuit,
    get_station,
    move_station,
    open_station,
    remove_station,
)
from caravan.storage.tables import QueueEntry, Revision
from tests.refusals import refused

ALL = ("vitals", "eye", "dental", "chronic")


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


def names(house):
    return tuple(card.form_id for card in get_circuit(house).stations)


def waiting(house):
    return {station.form_id: station.waiting for station in day_board(house).per_station}


def test_a_closed_station_is_left_out_of_what_is_proposed(house, boss, register):
    patient_id = register()
    close_station(house, boss, "eye", keep_queue=True)
    card = get_caravan(house)
    assert card.stations == ALL
    assert card.open_stations == ("vitals", "dental", "chronic")
    assert get_patient(house, patient_id).stations_left == ("vitals", "dental", "chronic")


def test_a_new_visit_does_not_wait_for_a_closed_station(house, boss, register, rows):
    close_station(house, boss, "eye", keep_queue=True)
    register()
    assert {row["station"] for row in rows(QueueEntry)} == {"vitals", "dental", "chronic"}


def test_those_who_wait_keep_their_places_until_it_opens_again(house, boss, register):
    for _ in range(3):
        register()
    assert close_station(house, boss, "eye", keep_queue=True) == 3
    assert waiting(house)["eye"] == 3
    assert open_station(house, boss, "eye") == 0
    assert waiting(house)["eye"] == 3


def test_those_who_wait_may_leave_the_queue_without_care(house, boss, register, rows):
    register()
    assert close_station(house, boss, "eye", keep_queue=False) == 1
    left = rows(QueueEntry, station="eye")
    assert [(row["status"], row["ended_at"]) for row in left] == [("left", house.now())]
    assert waiting(house) == {"vitals": 1, "eye": 0, "dental": 1, "chronic": 1}
    told = rows(Revision, entity_id=left[0]["id"])[-1]
    assert told["patch"]["reason"] == "station closed"


def test_who_came_meanwhile_joins_the_queue_when_the_station_opens_again(house, boss, register, screen, clock):
    register()
    close_station(house, boss, "eye", keep_queue=True)
    meanwhile, gone = register(), register()
    for station in ("vitals", "dental", "chronic"):
        screen(gone, station, **ANSWERS[station])
    clock.move(minutes=50)
    assert open_station(house, boss, "eye") == 1
    assert waiting(house)["eye"] == 2
    assert "eye" in get_patient(house, meanwhile).stations_left


ANSWERS = {
    "vitals": {"weight_kg": "70"},
    "dental": {"decayed_count": "2"},
    "chronic": {"weight_kg": "70"},
}


def test_what_was_done_at_a_closed_station_is_still_counted(house, boss, register, screen):
    screen(register(), "vitals", weight_kg="70")
    close_station(house, boss, "vitals", keep_queue=True)
    assert {station.form_id: station.done for station in day_board(house).per_station}["vitals"] == 1


def test_a_page_that_was_open_when_its_station_closed_can_still_be_saved(house, boss, register, screen):
    patient_id = register()
    close_station(house, boss, "vitals", keep_queue=True)
    assert screen(patient_id, "vitals", weight_kg="70").screening_id


def test_closing_twice_and_opening_twice_write_once(house, boss, rows):
    before = len(rows(Revision))
    for _ in range(2):
        close_station(house, boss, "eye", keep_queue=True)
    for _ in range(2):
        open_station(house, boss, "eye")
    assert len(rows(Revision)) == before + 2
    assert {row["author_id"] for row in rows(Revision)[before:]} == {boss.staff_id}


@pytest.mark.parametrize(
    ("form_id", "direction", "order"),
    [
        ("eye", "earlier", ("eye", "vitals", "dental", "chronic")),
        ("eye", "later", ("vitals", "dental", "eye", "chronic")),
        ("vitals", "earlier", ALL),
        ("chronic", "later", ALL),
    ],
)
def test_a_station_moves_one_place_in_the_circuit(house, boss, form_id, direction, order):
    move_station(house, boss, form_id, direction)
    assert names(house) == order


def test_a_station_never_used_is_removed_with_its_queue_and_can_be_added_again(house, boss, register):
    register()
    remove_station(house, boss, "dental")
    assert names(house) == ("vitals", "eye", "chronic")
    assert get_circuit(house).others == ("dental",)
    assert day_board(house).waiting == 1
    assert add_station(house, boss, "dental") == 1
    assert names(house) == ("vitals", "eye", "chronic", "dental")
    assert waiting(house)["dental"] == 1


def test_a_station_that_was_used_is_closed_not_removed(house, boss, register, screen):
    screen(register(), "vitals", weight_kg="70")
    assert get_station(house, "vitals").is_used
    with refused("station.used"):
        remove_station(house, boss, "vitals")


def test_adding_a_station_twice_changes_nothing(house, boss):
    assert add_station(house, boss, "eye") == 0
    assert names(house) == ALL


@pytest.mark.parametrize("form_id", ["hearing", "registration"])
@pytest.mark.parametrize("act", [add_station, open_station, remove_station])
def test_what_is_no_station_is_not_found(house, boss, act, form_id):
    with refused("form.unknown", NotFoundError):
        act(house, boss, form_id)


def test_a_person_who_comes_back_the_same_day_keeps_the_queues_of_the_morning(house, boss, staff, register):
    patient_id = register()
    close_station(house, boss, "eye", keep_queue=True)
    assert open_visit(house, staff["volunteer"], patient_id, new_id()) == 1
    assert waiting(house)["eye"] == 1
