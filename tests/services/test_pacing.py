"""How fast the day goes: hours that add up to the board and the workbook, the last hour, and the waits that ended."""

from datetime import UTC, datetime

import pytest

from caravan.services.caravans import get_caravan
from caravan.services.counting import day_board
from caravan.services.pacing import day_pace
from caravan.services.screening import void_screening
from caravan.storage import encounters

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def pace(house):
    """The pace of today at the open site."""

    def do():
        caravan = get_caravan(house)
        return day_pace(house, caravan.open_site.id, house.today, caravan.stations)

    return do


def test_a_day_before_the_first_person_has_no_hours(pace):
    day = pace()
    assert (day.hours, day.arrivals, day.this_hour) == ([], {}, NINE)
    assert day.stations["eye"].last_hour == 0
    assert day.stations["eye"].waited_minutes is None


def test_hours_run_without_a_gap_from_the_first_arrival_to_now(pace, register, clock):
    register()
    clock.move(hours=3, minutes=10)
    register(given_name_fr="Salka")
    assert list(pace().arrivals.values()) == [1, 0, 0, 1]
    assert pace().hours[0] == NINE
    assert pace().this_hour == NINE.replace(hour=12)


def test_the_hours_of_every_site_and_day_add_up_to_the_board(demonstration):
    house, _steps = demonstration
    caravan = get_caravan(house)
    for site in caravan.sites:
        for number in (19, 20, 21):
            board = day_board(house, site.id, house.today.replace(day=number))
            day = day_pace(house, site.id, board.day, caravan.stations)
            assert sum(day.arrivals.values()) == board.persons_registered
            done = {station: sum(own.by_hour.values()) for station, own in day.stations.items()}
            assert done == {station.form_id: station.done for station in board.per_station}
            assert {tuple(own.by_hour) for own in day.stations.values()} == {tuple(day.arrivals)}


def test_a_person_screened_twice_counts_in_the_first_hour_only(pace, register, screen, clock):
    patient_id = register()
    screen(patient_id)
    clock.move(hours=1)
    screen(patient_id)
    assert list(pace().stations["vitals"].by_hour.values()) == [1, 0]
    assert sum(pace().stations["vitals"].by_hour.values()) == 1


def test_the_last_hour_is_the_sixty_minutes_before_now(pace, register, screen, clock):
    screen(register())
    clock.move(minutes=59)
    assert pace().stations["vitals"].last_hour == 1
    clock.move(minutes=2)
    assert pace().stations["vitals"].last_hour == 0
    assert pace().stations["vitals"].last_at == NINE


def test_a_wait_ends_with_the_screening_where_nobody_was_called(pace, register, screen, clock):
    people = [register(given_name_fr=name) for name in ("Salka", "Mariem", "Zahra")]
    for patient_id, minutes in zip(people, (10, 20, 30), strict=True):
        clock.at = NINE.replace(minute=minutes)
        screen(patient_id)
    assert pace().stations["vitals"].waited_minutes == 20
    clock.move(minutes=61)
    assert pace().stations["vitals"].waited_minutes is None


def test_a_wait_ends_with_the_call(house, pace, register, screen, clock):
    patient_id = register()
    with house.database.read() as session:
        visit = encounters.list_visits(session, [patient_id])[0]
        entry = next(e for e in encounters.list_queue(session, visit.id) if e.station == "vitals").id
    clock.move(minutes=12)
    called = {"status": "called", "called_at": clock.at, "times_called": 1}
    house.database.write(lambda unit: unit.ledger.change("queue_entry", entry, **called), at=clock.at)
    clock.move(minutes=9)
    screen(patient_id)
    assert pace().stations["vitals"].waited_minutes == 12


def test_paper_typed_later_has_no_wait_that_ends_before_it_begins(house, pace, register, screen, clock):
    saved = screen(register())
    early = {"performed_at": clock.at.replace(hour=8), "source": "paper"}
    house.database.write(lambda unit: unit.ledger.change("screening", saved.screening_id, **early), at=clock.at)
    day = pace()
    assert day.hours[0] == NINE.replace(hour=8)
    assert list(day.stations["vitals"].by_hour.values()) == [1, 0]
    assert day.stations["vitals"].waited_minutes is None


def test_a_void_and_a_voided_person_leave_the_hours(house, staff, pace, register, screen):
    patient_id = register()
    saved = screen(patient_id)
    void_screening(house, staff["doctor"], saved.screening_id, "wrong person")
    assert sum(pace().stations["vitals"].by_hour.values()) == 0
    assert sum(pace().arrivals.values()) == 1
    house.database.write(lambda unit: unit.ledger.void("patient", patient_id, "entered twice"), at=house.now())
    assert pace().hours == []


def test_what_bears_the_hour_of_another_day_stands_in_no_hour(house, pace, register, screen, clock):
    saved = screen(register())
    other = {"performed_at": clock.at.replace(day=20)}
    house.database.write(lambda unit: unit.ledger.change("screening", saved.screening_id, **other), at=clock.at)
    assert sum(pace().stations["vitals"].by_hour.values()) == 0
    assert pace().hours == [NINE]
