"""The queues: who comes first, which verb may follow which state, who called first, and that no one is ever lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.calling import BY_HAND, TRANSITIONS, Asked, act, call_next
from caravan.services.caravans import get_caravan, open_site
from caravan.services.counting import day_board
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.queueing import (
    BUSY_FOR,
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
from caravan.storage.queues import OPEN
from caravan.storage.tables import QueueEntry, Visit
from tests.refusals import refused

STATIONS = ("vitals", "eye", "dental", "chronic")
STATES = {"waiting", "called", "absent", "left", "moved", "done"}
URGENT = {"systolic_1_mmhg": "190", "diastolic_1_mmhg": "115"}


@pytest.fixture
def doctors(staff):
    """Two who call at the same time."""
    return staff["doctor"], staff["coordinator"]


@dataclass
class Desk:
    """Someone who taps the verbs of the queues."""

    house: House
    staff: dict[str, Operator]
    rows: Callable[..., list]

    def entry(self, patient_id, station="eye"):
        """The id of the newest entry of a person at a station."""
        (visit,) = self.rows(Visit, patient_id=patient_id)
        return max(row["id"] for row in self.rows(QueueEntry, visit_id=visit["id"], station=station))

    def say(self, entry_id, verb, *, seen=None, to=None, by="doctor"):
        """Say a verb of an entry, and look at what became of it."""
        act(self.house, self.staff[by], Asked(entry_id, verb, times_called=seen, to=to))
        return get_line(self.house, entry_id)

    def states(self, station):
        """How many entries of a station are in each state."""
        return Counter(row["status"] for row in self.rows(QueueEntry, station=station))


@pytest.fixture
def desk(house, staff, rows):
    return Desk(house, staff, rows)


@pytest.fixture
def shut(house):
    """Close a station."""

    def do(*stations):
        caravan = get_caravan(house)
        house.database.write(
            lambda unit: unit.ledger.change("caravan", caravan.id, closed_stations=list(stations)), at=house.now()
        )

    return do


def put(house, entry_id, **fields):
    """Write what no screen would."""
    house.database.write(lambda unit: unit.ledger.change("queue_entry", entry_id, **fields), at=house.now())


def numbers(lines):
    return [line.number for line in lines]


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


def test_a_call_is_dated_signed_and_counted(house, staff, register, desk, clock):
    entry = desk.entry(register())
    clock.move(minutes=3)
    line = desk.say(entry, "call", seen=0)
    assert (line.status, line.called_at, line.called_by, line.times_called) == ("called", house.now(), "Dr Benali", 1)
    clock.move(minutes=2)
    again = desk.say(entry, "recall", seen=1, by="volunteer")
    assert (again.called_at, again.called_by, again.times_called) == (house.now(), "Khadija", 2)


@pytest.mark.parametrize(
    "case",
    [
        ([], "call", 0),
        (["call"], "recall", 1),
        (["call"], "absent", 1),
        (["call"], "back", 1),
        (["call", "absent"], "back", 1),
        ([], "leave", 0),
        (["call", "absent"], "leave", 1),
        (["leave"], "back", 0),
        (["call"], "move", 1),
    ],
)
def test_a_verb_tapped_twice_is_said_once(register, desk, rows, case):
    before, verb, seen = case
    entry = desk.entry(register())
    for earlier in before:
        desk.say(entry, earlier)
    once = desk.say(entry, verb, seen=seen, to="dental"), len(rows(QueueEntry))
    assert (desk.say(entry, verb, seen=seen, to="dental"), len(rows(QueueEntry))) == once
    assert once[0].status == TRANSITIONS[verb].after


def test_of_two_doctors_who_call_one_person_the_second_hears_who_was_first(house, register, desk):
    entry = desk.entry(register())
    desk.say(entry, "call", seen=0, by="doctor")
    with refused("queue.called_first") as caught:
        desk.say(entry, "call", seen=0, by="coordinator")
    assert caught.value.params == {"name": "Dr Benali", "number": 1, "station": "eye"}
    assert get_line(house, entry).times_called == 1


def test_a_person_called_to_another_station_is_not_called_here(house, register, desk, clock):
    patient_id = register()
    desk.say(desk.entry(patient_id, "dental"), "call")
    clock.move(minutes=4)
    with refused("queue.called_first") as caught:
        desk.say(desk.entry(patient_id, "eye"), "call", by="coordinator")
    assert caught.value.params == {"name": "Dr Benali", "number": 1, "station": "dental"}


def test_call_next_passes_over_who_is_at_another_station_and_the_row_says_where(house, doctors, register, clock):
    register()
    register()
    call_next(house, doctors[0], "dental", new_id())
    since = house.now()
    clock.move(minutes=4)
    queue = station_queue(house, "eye")
    assert [(line.number, line.elsewhere and line.elsewhere.station) for line in queue.next] == [
        (1, "dental"),
        (2, None),
    ]
    assert queue.next[0].elsewhere.since == since
    assert numbers(queue.callable) == [2]
    assert get_line(house, call_next(house, doctors[1], "eye", new_id())).number == 2
    assert call_next(house, doctors[1], "eye", new_id()) is None


def test_a_call_that_was_forgotten_holds_nobody_for_ever(house, doctors, register, desk, clock):
    patient_id = register()
    desk.say(desk.entry(patient_id, "dental"), "call")
    clock.move(minutes=BUSY_FOR.total_seconds() / 60)
    assert numbers(station_queue(house, "eye").callable) == [1]
    assert desk.say(desk.entry(patient_id, "eye"), "call").status == "called"


def test_who_is_done_elsewhere_can_be_called_again(house, doctors, register, screen):
    patient_id = register()
    call_next(house, doctors[0], "vitals", new_id())
    screen(patient_id, "vitals")
    assert numbers(station_queue(house, "eye").callable) == [1]


def test_call_next_sent_twice_calls_one_person(house, doctors, register):
    register()
    register()
    operation_id = new_id()
    first, again = (call_next(house, doctors[0], "eye", operation_id) for _ in range(2))
    assert first == again
    assert numbers(station_queue(house, "eye").called) == [1]
    with refused("operation.changed", ConflictError):
        call_next(house, doctors[0], "dental", operation_id)


def test_twenty_who_tap_call_next_at_once_call_twenty_persons(house, doctors, register):
    for _ in range(20):
        register()
    with ThreadPoolExecutor(8) as tablets:
        called = list(tablets.map(lambda turn: call_next(house, doctors[turn % 2], "eye", new_id()), range(22)))
    assert Counter(called)[None] == 2
    assert len(set(called)) == 21


def test_of_ten_who_call_one_person_at_once_one_is_first(house, doctors, register, desk):
    entry = desk.entry(register())

    def try_it(turn):
        try:
            return act(house, doctors[turn % 2], Asked(entry, "call", times_called=0))
        except CaravanError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as tablets:
        said = Counter(tablets.map(try_it, range(10)))
    assert said == {None: 5, "queue.called_first": 5}
    assert get_line(house, entry).times_called == 1


def test_a_verb_said_of_a_call_that_the_page_did_not_show_is_refused(house, register, desk):
    entry = desk.entry(register())
    desk.say(entry, "call", seen=0)
    desk.say(entry, "recall", seen=1, by="volunteer")
    with refused("queue.called_first"):
        desk.say(entry, "absent", seen=1)
    desk.say(entry, "back", seen=2)
    with refused("queue.too_late"):
        desk.say(entry, "leave", seen=1)


def test_every_verb_is_refused_from_the_states_it_does_not_follow(house, staff, register, desk):
    for status, verb in product(sorted(STATES), BY_HAND):
        entry = desk.entry(register())
        put(house, entry, status=status, called_by=staff["doctor"].staff_id)
        if status in TRANSITIONS[verb].before or status == TRANSITIONS[verb].after:
            assert desk.say(entry, verb, to="dental").status == TRANSITIONS[verb].after, (status, verb)
        else:
            with refused("queue.too_late"):
                desk.say(entry, verb, to="dental")
            assert get_line(house, entry).status == status


def test_the_table_knows_every_state_and_ends_nowhere_else():
    assert {transition.after for transition in TRANSITIONS.values()} == STATES
    assert set().union(*(transition.before for transition in TRANSITIONS.values())) == STATES - {"moved"}
    assert {"left", "moved", "done"} == STATES - set(OPEN)


def test_who_is_moved_waits_there_from_now_on(house, register, screen, desk, clock):
    patient_id = register()
    screen(patient_id, "vitals")
    clock.move(minutes=20)
    desk.say(desk.entry(patient_id, "eye"), "move", to="vitals")
    assert count_waiting(house) == {"vitals": 1, "eye": 0, "dental": 1, "chronic": 1}
    assert station_queue(house, "vitals").next[0].queued_at == house.now()
    (moved,) = desk.rows(QueueEntry, status="moved")
    assert (moved["station"], moved["ended_at"]) == ("eye", house.now())


def test_who_waits_there_already_is_not_queued_twice(house, register, desk, rows):
    patient_id = register()
    desk.say(desk.entry(patient_id, "eye"), "move", to="dental")
    assert len(rows(QueueEntry, station="dental")) == 1


def test_nobody_is_moved_to_nowhere_or_to_a_closed_station(register, desk, shut):
    entry = desk.entry(register())
    for to in (None, "eye", "hearing"):
        with refused("form.unknown", NotFoundError):
            desk.say(entry, "move", to=to)
    shut("dental")
    with refused("queue.closed"):
        desk.say(entry, "move", to="dental")


def test_a_save_ends_the_wait_also_of_who_was_called_absent_or_had_left(house, register, screen, desk):
    for verbs in ((), ("call",), ("call", "absent"), ("leave",)):
        patient_id = register()
        entry = desk.entry(patient_id, "vitals")
        for verb in verbs:
            desk.say(entry, verb)
        screen(patient_id, "vitals")
        assert get_line(house, entry).status == "done", verbs


def test_a_save_leaves_an_entry_that_was_moved_as_it_is(house, register, screen, desk):
    patient_id = register()
    entry = desk.entry(patient_id, "vitals")
    desk.say(entry, "move", to="eye")
    screen(patient_id, "vitals")
    assert get_line(house, entry).status == "moved"


def test_a_void_puts_back_once_who_came_twice(house, staff, register, screen, desk):
    patient_id = register()
    first = screen(patient_id, "vitals")
    desk.say(desk.entry(patient_id, "eye"), "move", to="vitals")
    second = screen(patient_id, "vitals")
    for saved in (first, second):
        void_screening(house, staff["doctor"], saved.screening_id, "wrong person")
    assert desk.states("vitals") == {"done": 1, "waiting": 1}


def test_who_had_left_and_comes_back_is_not_queued_twice(register, desk):
    patient_id = register()
    left = desk.entry(patient_id, "eye")
    desk.say(left, "leave")
    desk.say(desk.entry(patient_id, "dental"), "move", to="eye")
    desk.say(left, "back")
    assert desk.states("eye") == {"left": 1, "waiting": 1}


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


@pytest.mark.parametrize("verb", ["save", "void", "sing"])
def test_only_the_verbs_of_the_screens_are_asked_for(register, desk, verb):
    entry = desk.entry(register())
    with refused("queue.unknown", NotFoundError):
        desk.say(entry, verb)


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


ANSWERS = {"vitals": {}, "dental": {"pain": "3"}, "eye": {"va_unaided_r": "v05"}, "chronic": URGENT}
STEP = st.tuples(
    st.integers(0, 3),
    st.sampled_from(STATIONS),
    st.sampled_from([*BY_HAND, "next", "save", "void"]),
    st.sampled_from(["doctor", "coordinator"]),
)


@pytest.mark.slow
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],  # to make a failing list shorter would take many minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=10, max_size=40))
def test_whatever_is_tapped_no_entry_is_lost_and_no_one_waits_twice(house, desk, register, screen, steps):
    day = Day(desk, screen, [register() for _ in range(4)])
    for who, station, verb, by in steps:
        before = day.entries()
        try:
            day.tap(day.people[who], station, verb, by)
        except CaravanError as refusal:
            day.refusals.add(refusal.code)
        after = day.entries()
        assert before.keys() <= after.keys(), "an entry was lost"
        check_each_step(before, after)
    check_counts(house, after)
    assert day.refusals <= {"queue.too_late", "queue.called_first"}


@dataclass
class Day:
    """A day on which anything is tapped."""

    desk: Desk
    screen: Callable
    people: list
    saved: dict = field(default_factory=dict)
    refusals: set = field(default_factory=set)

    def entries(self):
        """All entries by id, also those of the days before in the same house."""
        return {row["id"]: row for row in self.desk.rows(QueueEntry)}

    def tap(self, patient_id, station, verb, by):
        """Do one thing that a screen can ask for."""
        saved = self.saved.setdefault((patient_id, station), [])
        if verb == "next":
            call_next(self.desk.house, self.desk.staff[by], station, new_id())
        elif verb == "save":
            saved.append(self.screen(patient_id, station, **ANSWERS[station]))
        elif verb == "void" and saved:
            void_screening(self.desk.house, self.desk.staff[by], saved.pop().screening_id, "by chance")
        elif verb in BY_HAND:
            to = STATIONS[(STATIONS.index(station) + 1) % 4]
            self.desk.say(self.desk.entry(patient_id, station), verb, to=to, by=by)


def check_each_step(before, after):
    """Each change is one of the table, and no visit waits twice at a station."""
    steps = {(state, transition.after) for transition in TRANSITIONS.values() for state in transition.before}
    changes = {(before[key]["status"], after[key]["status"]) for key in before}
    assert {(old, new) for old, new in changes if old != new} <= steps
    waiting = Counter((row["visit_id"], row["station"]) for row in after.values() if row["status"] in OPEN)
    assert max(waiting.values(), default=0) <= 1
    assert all((row["ended_at"] is None) == (row["status"] in OPEN) for row in after.values())
    assert all(row["called_at"] for row in after.values() if row["status"] == "called")


def check_counts(house, entries):
    """Every figure of the screens is that of the entries."""
    waits, waiting, board = station_waits(house), count_waiting(house), day_board(house)
    on_the_wall = {station.station: station.waiting for station in wall(house).stations}
    for station in board.per_station:
        states = Counter(row["status"] for row in entries.values() if row["station"] == station.form_id)
        found = waits[station.form_id]
        assert (found.waiting, found.called, found.absent) == tuple(states[state] for state in OPEN)
        assert waiting[station.form_id] == on_the_wall[station.form_id] == found.waiting
        assert station_queue(house, station.form_id).waiting == found.waiting
        assert station.waiting == found.open


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
    assert any("ix_screening_visit_id" in plan for plan in plans)
