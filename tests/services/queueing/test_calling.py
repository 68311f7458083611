"""Calling: once, by one, only who is free, and only from the states that allow it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.calling import BY_HAND, TRANSITIONS, Asked, act, call_next
from caravan.services.queueing import (
    BUSY_FOR,
    get_line,
    station_queue,
)
from caravan.storage.queues import OPEN
from caravan.storage.tables import QueueEntry
from tests.refusals import refused
from tests.services.queueing.conftest import numbers

STATES = {"waiting", "called", "absent", "left", "moved", "done"}


def put(house, entry_id, **fields):
    """Write what no screen would."""
    house.database.write(lambda unit: unit.ledger.change("queue_entry", entry_id, **fields), at=house.now())


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


@pytest.mark.parametrize("verb", ["save", "void", "sing"])
def test_only_the_verbs_of_the_screens_are_asked_for(register, desk, verb):
    entry = desk.entry(register())
    with refused("queue.unknown", NotFoundError):
        desk.say(entry, verb)
