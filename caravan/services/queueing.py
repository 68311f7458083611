"""The queues of a site's day, as the screens show them.

The order in which people are called: first who needs help at once (urgency "e" of an open referral of today), then who
is urgent ("u"), then everyone else; within each, by the place that they got when they came into the queue
(``queued_at``). Being called again, being absent and coming back keep that place. Who is at another station now keeps
it too, but "call next" passes them over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlmodel import Session

from caravan.domain.dates import age_on
from caravan.services.house import House
from caravan.services.patients import display_names
from caravan.services.registration import birth_of
from caravan.storage import caravans, queues, throughput
from caravan.storage.database import Database
from caravan.storage.queues import Call, Place, Queue, Wait
from caravan.storage.tables import Site

LONG_WAIT = timedelta(minutes=30)
VERY_LONG_WAIT = timedelta(minutes=60)
BUSY_FOR = timedelta(minutes=45)
"""So long a called person is held to be at that station; after that the call was forgotten, and others may call."""
ROWS_SHOWN = 12
CALLS_SHOWN = 30
CALLS_ON_THE_WALL = 3
T = TypeVar("T")
SEEN: WeakKeyDictionary[Database, dict[str, tuple[object, Any]]] = WeakKeyDictionary()
"""What each queue looked like last: thirty tablets ask for the same few lists again and again."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a person is now instead of waiting here."""

    station: str
    since: datetime


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One person of a queue. ``urgency`` is "e", "u" or ""; ``called_by`` is empty before the first call."""

    id: UUID
    patient_id: UUID
    station: str
    status: str
    number: int
    names: dict[str, str]
    sex: str
    age_years: int | None
    urgency: str
    queued_at: datetime
    called_at: datetime | None
    called_by: str
    times_called: int
    elsewhere: Elsewhere | None


@dataclass(frozen=True, slots=True)
class StationQueue:
    """A station's queue: who was called, who is absent, the first of those who wait, and how many wait in all."""

    station: str
    called: tuple[QueueLine, ...]
    absent: tuple[QueueLine, ...]
    next: tuple[QueueLine, ...]
    waiting: int

    @property
    def callable(self) -> tuple[QueueLine, ...]:
        """Those shown whom "call next" would call, in order."""
        return tuple(line for line in self.next if line.elsewhere is None)


@dataclass(frozen=True, slots=True)
class StationWait:
    """A station's open entries by state, and the minutes that those not yet called have waited until now."""

    waiting: int = 0
    called: int = 0
    absent: int = 0
    longest_minutes: int = 0
    median_minutes: int = 0

    @property
    def open(self) -> int:
        """All who are not yet seen: the figure "waiting" of the day's board."""
        return self.waiting + self.called + self.absent


@dataclass(frozen=True, slots=True)
class WallCall:
    """A called number on the wall."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WallStation:
    """A station on the wall: the newest calls first, and how many wait."""

    station: str
    calls: tuple[WallCall, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Wall:
    """What the wall screen shows: numbers, never names."""

    site: str
    site_ar: str | None
    stations: tuple[WallStation, ...]


def station_waits(house: House) -> Mapping[str, StationWait]:
    """Return for each station of the caravan how many wait, and the longest and median wait in minutes, now.

    Raises CaravanError: "caravan.none", "site.none".
    """
    now = house.now()
    with house.database.read() as session:
        place = queues.find_place(session, house.today)
        counts, beginnings = queues.count_open(session, place), queues.list_beginnings(session, place)
    minutes: dict[str, list[float]] = {}
    for station, queued_at in beginnings:
        minutes.setdefault(station, []).append((now - queued_at).total_seconds() / 60)
    return {station: _station_wait(station, counts, minutes.get(station, [])) for station in _known(house, place)}


def count_waiting(house: House) -> Mapping[str, int]:
    """Return how many wait, not yet called, at each station of the caravan: one light query."""

    def count(session: Session) -> dict[str, int]:
        place = queues.find_place(session, house.today)
        counts = queues.count_open(session, place)
        return {station: counts.get((station, "waiting"), 0) for station in _known(house, place)}

    return _kept(house, "#counts", count)


def station_queue(house: House, station: str) -> StationQueue:
    """Return a station's queue of today at the open site. Raises CaravanError: "caravan.none", "site.none"."""
    return _kept(house, station, lambda session: _station_queue(house, session, station))


def get_line(house: House, entry_id: UUID) -> QueueLine:
    """Return one person of today's queues, whatever became of them. Raises NotFoundError("queue.unknown")."""
    with house.database.read() as session:
        place = queues.find_place(session, house.today)
        wait = queues.get_wait(session, place, entry_id)
        calls = queues.list_calls(session, place)
        return queue_line(house, session, wait, busy(calls, wait.entry.station, house.now()))


def wall(house: House) -> Wall:
    """Return what the wall screen shows: the open stations, and those that closed after they had called someone.

    Raises CaravanError: "caravan.none", "site.none".
    """
    return _kept(house, "#wall", lambda session: _wall(house, session))


def busy(calls: Sequence[Call], station: str, now: datetime) -> dict[UUID, Elsewhere]:
    """Return, by visit, where people are who were called to another station and should still be there."""
    here = (call for call in reversed(calls) if call.station != station and now - call.at < BUSY_FOR)
    return {call.visit_id: Elsewhere(call.station, call.at) for call in here}


def queue_line(house: House, session: Session, wait: Wait, elsewhere: Mapping[UUID, Elsewhere]) -> QueueLine:
    """Return an entry as the screens show it."""
    entry = wait.entry
    return QueueLine(
        id=entry.id,
        patient_id=wait.patient.id,
        station=entry.station,
        status=entry.status,
        number=wait.number,
        names=display_names(wait.patient),
        sex=wait.patient.sex,
        age_years=age_on(birth_of(wait.patient), house.today),
        urgency=wait.urgency,
        queued_at=entry.queued_at,
        called_at=entry.called_at,
        called_by=caravans.find_staff_name(session, entry.called_by),
        times_called=entry.times_called,
        elsewhere=elsewhere.get(entry.visit_id),
    )


def _kept(house: House, name: str, look: Callable[[Session], T]) -> T:
    """Return what was seen before, while nothing was changed since and the minute is the same; else look again."""
    with house.database.read() as session:
        moment = throughput.last_change(session, house.database.device_id), house.now().replace(second=0, microsecond=0)
        known = SEEN.setdefault(house.database, {})
        if name not in known or known[name][0] != moment:
            known[name] = moment, look(session)
        seen: T = known[name][1]
        return seen


def _station_queue(house: House, session: Session, station: str) -> StationQueue:
    place = queues.find_place(session, house.today)
    calls = queues.list_calls(session, place)
    elsewhere = busy(calls, station, house.now())

    def lines(status: str, limit: int) -> tuple[QueueLine, ...]:
        waits = queues.list_waits(session, place, Queue(station, status), limit=limit)
        return tuple(queue_line(house, session, wait, elsewhere) for wait in waits)

    called, absent, waiting = lines("called", CALLS_SHOWN), lines("absent", CALLS_SHOWN), lines("waiting", ROWS_SHOWN)
    counts = queues.count_open(session, place) if len(waiting) == ROWS_SHOWN else {}
    return StationQueue(station, called, absent, waiting, counts.get((station, "waiting"), len(waiting)))


def _wall(house: House, session: Session) -> Wall:
    place, caravan = queues.find_place(session, house.today), caravans.get_current(session)
    calls, counts = queues.list_calls(session, place), queues.count_open(session, place)
    site = session.get_one(Site, place.site_id)
    called, are_open = {call.station for call in calls}, set(caravans.open_stations(caravan))
    shown = [station for station in _known(house, place) if station in are_open | called]
    return Wall(site.name, site.name_ar, tuple(_wall_station(house, station, calls, counts) for station in shown))


def _station_wait(station: str, counts: Mapping[tuple[str, str], int], minutes: Sequence[float]) -> StationWait:
    waiting, called, absent = (counts.get((station, status), 0) for status in queues.OPEN)
    return StationWait(waiting, called, absent, int(max(minutes, default=0)), int(median(minutes)) if minutes else 0)


def _known(house: House, place: Place) -> list[str]:
    """The stations of the circuit whose form is in use."""
    return [station for station in place.stations if station in house.forms]


def _wall_station(
    house: House, station: str, calls: Sequence[Call], counts: Mapping[tuple[str, str], int]
) -> WallStation:
    own = [WallCall(call.number, call.at) for call in calls if call.station == station and _is_fresh(house, call)]
    return WallStation(station, tuple(own[:CALLS_ON_THE_WALL]), counts.get((station, "waiting"), 0))


def _is_fresh(house: House, call: Call) -> bool:
    return house.now() - call.at < BUSY_FOR
