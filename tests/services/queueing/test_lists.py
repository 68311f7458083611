"""Who waits where, in which order, how long, and what the wall shows."""

from functools import partial

from sqlalchemy import event

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.calling import call_next
from caravan.services.caravans import get_caravan, open_site
from caravan.services.queueing import (
    CALLS_ON_THE_WALL,
    ROWS_SHOWN,
    StationWait,
    count_waiting,
    get_line,
    station_queue,
    station_waits,
    wall,
)
from caravan.services.screening import void_screening
from tests.refusals import refused
from tests.services.queueing.conftest import STATIONS, URGENT, numbers


def test_a_person_who_arrives_waits_at_each_station(house, register):
    register()
    assert count_waiting(house) == dict.fromkeys(STATIONS, 1)
    assert [numbers(station_queue(house, station).next) for station in STATIONS] == [[1]] * 4


def test_nobody_is_queued_for_a_station_that_is_closed(house, register, shut):
    shut("dental")
    register()
    assert count_waiting(house) == {"vitals": 1, "eye": 1, "dental": 0, "chronic": 1}


def test_the_first_to_arrive_is_the_first_to_be_called(house, doctors, register, clock):
    for _ in range(3):
        register()
        clock.move(minutes=5)
    assert numbers(station_queue(house, "eye").next) == [1, 2, 3]
    assert [get_line(house, call_next(house, doctors[0], "eye", new_id())).number for _ in range(3)] == [1, 2, 3]
    assert call_next(house, doctors[0], "eye", new_id()) is None


def test_an_immediate_case_comes_before_an_urgent_one_and_both_before_the_others(house, register, screen, clock):
    people = []
    for _ in range(4):
        people.append(register())
        clock.move(minutes=1)
    screen(people[2], "vitals", **URGENT)
    screen(people[3], "chronic", danger_signs=["chest_pain"])
    lines = station_queue(house, "eye").next
    assert [(line.number, line.urgency) for line in lines] == [(4, "e"), (3, "u"), (1, ""), (2, "")]


def test_an_urgency_that_was_voided_puts_nobody_first(house, staff, register, screen):
    register()
    saved = screen(register(), "vitals", **URGENT)
    assert numbers(station_queue(house, "eye").next) == [2, 1]
    void_screening(house, staff["doctor"], saved.screening_id, "wrong person")
    assert numbers(station_queue(house, "eye").next) == [1, 2]


def test_an_absent_person_who_returns_has_the_place_they_had(house, register, desk, clock):
    first = desk.entry(register())
    clock.move(minutes=10)
    register()
    desk.say(first, "call")
    desk.say(first, "absent")
    assert numbers(station_queue(house, "eye").next) == [2]
    assert numbers(station_queue(house, "eye").absent) == [1]
    desk.say(first, "back")
    assert numbers(station_queue(house, "eye").next) == [1, 2]


def test_only_the_queue_of_today_at_the_open_site_is_called(house, staff, register, desk, clock):
    entry = desk.entry(register())
    site = get_caravan(house).open_site
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    assert call_next(house, staff["doctor"], "eye", new_id()) is None
    with refused("queue.unknown", NotFoundError):
        desk.say(entry, "call")
    open_site(house, staff["coordinator"], site.id)
    clock.move(days=1)
    with refused("queue.unknown", NotFoundError):
        desk.say(entry, "call")
    assert sum(count_waiting(house).values()) == 0


def test_nobody_who_was_voided_waits(house, register, desk):
    patient_id = register()
    entry = desk.entry(patient_id)
    house.database.write(lambda unit: unit.ledger.void("patient", patient_id, "entered twice"), at=house.now())
    assert station_queue(house, "eye").next == ()
    with refused("queue.unknown", NotFoundError):
        desk.say(entry, "call")


def test_the_waits_are_of_those_not_yet_called(house, register, desk, clock):
    entries = []
    for _ in range(4):
        entries.append(desk.entry(register()))
        clock.move(minutes=10)
    desk.say(entries[0], "call")
    clock.move(minutes=2)
    waits = station_waits(house)
    assert list(waits) == list(STATIONS)
    assert waits["eye"] == StationWait(waiting=3, called=1, absent=0, longest_minutes=32, median_minutes=22)
    assert waits["eye"].open == 4
    clock.move(days=1)
    assert set(station_waits(house).values()) == {StationWait()}


def test_the_rows_are_few_and_the_count_is_whole(house, register):
    for _ in range(ROWS_SHOWN + 2):
        register()
    queue = station_queue(house, "eye")
    assert (len(queue.next), queue.waiting) == (ROWS_SHOWN, ROWS_SHOWN + 2)


def test_the_wall_shows_the_newest_calls_of_each_open_station(house, doctors, register, shut, clock):
    for _ in range(6):
        register()
    shut("chronic")
    for _ in range(CALLS_ON_THE_WALL + 1):
        call_next(house, doctors[0], "eye", new_id())
        clock.move(minutes=1)
    shown = {station.station: station for station in wall(house).stations}
    assert list(shown) == ["vitals", "eye", "dental"]
    assert [call.number for call in shown["eye"].calls] == [4, 3, 2]
    assert (shown["eye"].waiting, shown["dental"].calls, shown["dental"].waiting) == (2, (), 6)
    clock.move(minutes=60)
    assert wall(house).stations[1].calls == ()


def test_a_closed_station_stays_on_the_wall_while_someone_is_called_there(house, doctors, register, shut):
    register()
    call_next(house, doctors[0], "eye", new_id())
    shut("eye", "dental")
    assert [station.station for station in wall(house).stations] == ["vitals", "eye", "chronic"]


def test_the_lists_of_a_day_are_found_by_indexes(house, register):
    register()
    asked = []
    with house.database.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    for look in (partial(station_queue, house, "eye"), partial(wall, house), partial(station_waits, house)):
        look()
    reads = [(query, values) for query, values in asked if query.startswith("SELECT")]
    with house.database.read() as session:
        connection = session.connection().connection.dbapi_connection
        plans = [row[3] for query, values in reads for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    scanned = [plan for plan in plans if plan.startswith("SCAN") and not plan.startswith("SCAN caravan")]
    assert scanned == [], "only the caravans, one row or two, are read without an index"
    assert any("ix_queue_entry_station_status" in plan for plan in plans)
    assert any("ix_referral_visit_id" in plan for plan in plans)
