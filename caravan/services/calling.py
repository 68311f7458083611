"""Calling people out of the queues: what may follow what, and who was first.

Everything is asked for by the id of an entry, never by its place in a list, and may be asked twice: the second time
changes nothing. Writes are carried out one at a time, so of two who call the same person one is first, and the other is
told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.queueing import busy
from caravan.services.registration import once
from caravan.storage import caravans, encounters, queues
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.queues import OPEN, Place, Queue, Wait
from caravan.storage.tables import QueueEntry


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a verb may be said, and the state that it leads to."""

    before: frozenset[str]
    after: str


TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {
        "call": Transition(frozenset({"waiting", "absent"}), "called"),
        "recall": Transition(frozenset({"called"}), "called"),
        "absent": Transition(frozenset({"called"}), "absent"),
        "back": Transition(frozenset({"called", "absent", "left"}), "waiting"),
        "leave": Transition(frozenset(OPEN), "left"),
        "move": Transition(frozenset(OPEN), "moved"),
        "save": Transition(frozenset({*OPEN, "left"}), "done"),
        "void": Transition(frozenset({"done"}), "waiting"),
    }
)
BY_HAND = ("call", "recall", "absent", "back", "leave", "move")
"""The verbs of the screens; "save" and "void" happen with a screening."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb for an entry. ``times_called`` is what the page showed (None: not said); ``to`` is the station of a move.

    When someone called since the page was drawn, the figure tells, and the verb is refused rather than said of another
    call than the one that was seen.
    """

    entry_id: UUID
    verb: str
    times_called: int | None = None
    to: str | None = None


def act(house: House, operator: Operator, asked: Asked) -> None:
    """Say a verb of an entry of today; what is already so is left so.

    Raises NotFoundError "queue.unknown" (not of today), "form.unknown" (moved to no station);
    CaravanError "queue.called_first" with ``name``, ``number`` and ``station`` when someone else called the person
    before, here or elsewhere; "queue.too_late" with ``number`` when the verb does not follow from the state,
    "queue.closed" with ``station`` when moved to a closed station.
    """
    if asked.verb not in BY_HAND:
        raise NotFoundError("queue.unknown")

    def do(unit: Unit) -> None:
        place = _place(unit, house)
        wait = queues.get_wait(unit.session, place, asked.entry_id)
        if _is_so(unit, wait.entry, asked, operator):
            return
        _check(unit, house, place, wait=wait, asked=asked)
        _carry_out(unit, wait.entry, asked, operator)

    house.database.write(do, at=house.now(), author_id=operator.staff_id)


def call_next(house: House, operator: Operator, station: str, operation_id: UUID) -> UUID | None:
    """Call the first who waits and is not at another station; returns the entry, or None when there is nobody.

    The same operation sent twice calls one person. Raises ConflictError("operation.changed").
    """

    def call(unit: Unit) -> dict[str, Any]:
        place = _place(unit, house)
        elsewhere = busy(queues.list_calls(unit.session, place), station, house.now())
        first = queues.list_waits(unit.session, place, Queue(station), limit=1, without=elsewhere.keys())
        if not first:
            return {"entry": None}
        entry = first[0].entry
        _carry_out(unit, entry, Asked(entry.id, "call"), operator)
        return {"entry": str(entry.id)}

    reply = once(house, operator, Request(operation_id, "call_next", {"station": station}), call)
    return UUID(reply["entry"]) if reply["entry"] else None


def verbs_of(status: str) -> frozenset[str]:
    """Return the verbs of the screens that may follow a state."""
    return frozenset(verb for verb in BY_HAND if status in TRANSITIONS[verb].before)


def end_wait(unit: Unit, visit_id: UUID, station: str, *, at: datetime | None = None) -> None:
    """End the wait of a visit for a station that has seen it; who had left without care was seen after all.

    ``at`` is when the station saw the person, None for now; a wait never ends before it began.
    """
    entries = [entry for entry in encounters.list_queue(unit.session, visit_id) if entry.station == station]
    waiting = [entry for entry in entries if entry.status in OPEN]
    for entry in waiting or [entry for entry in entries if entry.status in TRANSITIONS["save"].before]:
        ended_at = max(at or unit.at, entry.queued_at)
        unit.ledger.change("queue_entry", entry.id, status=TRANSITIONS["save"].after, ended_at=ended_at)


def wait_again(unit: Unit, visit_id: UUID, station: str) -> None:
    """Put a visit back to its place in a station's queue, as what was recorded there is void."""
    entries = [entry for entry in encounters.list_queue(unit.session, visit_id) if entry.station == station]
    ended = [entry for entry in entries if entry.status in TRANSITIONS["void"].before]
    if ended and not any(entry.status in OPEN for entry in entries):
        unit.ledger.change("queue_entry", ended[-1].id, status=TRANSITIONS["void"].after, ended_at=None)


def _place(unit: Unit, house: House) -> Place:
    caravans.get_open_site(unit.session)  # into a closed caravan nothing goes
    return queues.find_place(unit.session, house.today)


def _is_so(unit: Unit, entry: QueueEntry, asked: Asked, operator: Operator) -> bool:
    """Tell whether what is asked for was done already: the same tap twice."""
    if asked.verb == "call":
        return entry.status == "called" and entry.called_by == operator.staff_id
    if asked.verb == "recall":
        was_counted = asked.times_called is not None and entry.times_called > asked.times_called
        return entry.status == "called" and entry.called_by == operator.staff_id and was_counted
    if asked.verb == "back" and entry.status == "left":
        return queues.find_open(unit.session, entry.visit_id, entry.station) is not None
    return entry.status == TRANSITIONS[asked.verb].after


def _check(unit: Unit, house: House, place: Place, *, wait: Wait, asked: Asked) -> None:
    entry = wait.entry
    is_stale = asked.times_called is not None and asked.times_called != entry.times_called
    if entry.status == "called" and (asked.verb == "call" or is_stale):
        raise _called_first(unit, wait, entry.called_by, entry.station)
    if is_stale or entry.status not in TRANSITIONS[asked.verb].before:
        raise CaravanError("queue.too_late", number=wait.number)
    if asked.verb == "call":
        _check_is_free(unit, house, place, wait)
    if asked.verb == "move":
        _check_target(unit, entry, asked.to)


def _check_is_free(unit: Unit, house: House, place: Place, wait: Wait) -> None:
    calls = queues.list_calls(unit.session, place)
    at = busy(calls, wait.entry.station, house.now()).get(wait.entry.visit_id)
    if at is not None:
        by = next(call.by for call in calls if call.visit_id == wait.entry.visit_id and call.station == at.station)
        raise _called_first(unit, wait, by, at.station)


def _called_first(unit: Unit, wait: Wait, by: UUID | None, station: str) -> CaravanError:
    name = caravans.find_staff_name(unit.session, by)
    return CaravanError("queue.called_first", name=name, number=wait.number, station=station)


def _check_target(unit: Unit, entry: QueueEntry, to: str | None) -> None:
    caravan = caravans.get_caravan(unit.session)
    if to is None or to == entry.station or to not in caravan.stations:
        raise NotFoundError("form.unknown", form=to or "")
    if to not in caravans.open_stations(caravan):
        raise CaravanError("queue.closed", station=to)


def _carry_out(unit: Unit, entry: QueueEntry, asked: Asked, operator: Operator) -> None:
    unit.ledger.change("queue_entry", entry.id, **_changes(unit, entry, asked.verb, operator))
    if asked.verb == "move" and asked.to and queues.find_open(unit.session, entry.visit_id, asked.to) is None:
        place = {"caravan_id": entry.caravan_id, "visit_id": entry.visit_id}
        unit.ledger.create("queue_entry", **place, station=asked.to, queued_at=unit.at)


def _changes(unit: Unit, entry: QueueEntry, verb: str, operator: Operator) -> dict[str, Any]:
    after = TRANSITIONS[verb].after
    if after == "called":
        called = {"called_at": unit.at, "called_by": operator.staff_id}
        return {"status": after, **called, "times_called": entry.times_called + 1}
    if after in OPEN:
        return {"status": after, "ended_at": None}
    return {"status": after, "ended_at": unit.at}
