"""How a wait ends: moved, saved, left; and how a void brings it back."""

from caravan.domain.errors import NotFoundError
from caravan.services.queueing import (
    count_waiting,
    get_line,
    station_queue,
)
from caravan.services.screening import void_screening
from caravan.storage.tables import QueueEntry
from tests.refusals import refused


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
