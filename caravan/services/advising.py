"""Advice to the coordinator: what to do next, and why, from the figures of now. Pure rules, gravest first.

A rule looks at the situation and gives no advice or some; the words are found at the edge, by code. The thresholds are
the project's own, to be judged by coordinators: none is clinical.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from caravan.domain.dates import CASABLANCA

MOST_SHOWN = 3
"""More than three sentences are not read in a crowd."""

STALLED_AFTER = 20
"""Minutes without anyone done at a station where people wait: its doctor is away, or its tablet does not work."""

STALLED_WAITING = 5
"""People who must wait before a station that stands still is spoken of: a doctor may rest when nobody waits."""

LONG_WAIT = 30
"""Minutes of median wait from which a station asks for help."""

SHORT_WAIT = 10
"""Minutes of median wait up to which a station can give help."""

LEAST_HELPED = 5
"""People who must wait for help to be worth a move."""

END_OF_DAY = time(18)
"""When a caravan's day ends, in Morocco."""

LEAST_LEFT_OVER = 10
"""People who would not be seen today before it is said: fewer are seen in the last minutes."""

LEAST_WATCHED = 20
"""Minutes that a station must have worked before its pace is believed."""

BACKUP_OLD = 30
"""Minutes since the last copy of the data from which the loss of the laptop would cost too much work."""

LEAST_HOURS = 0.5
"""Hours that people must have come before the pace at which they come is believed."""

MINUTES = 60


@dataclass(frozen=True, slots=True)
class StationState:
    """A station now: people who wait, median and longest wait in minutes, persons done in the last hour."""

    form_id: str
    waiting: int = 0
    wait_minutes: int | None = None
    longest_minutes: int | None = None
    last_hour: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rules look at. ``backup_minutes`` is None while no copy was ever made.

    ``cards_left`` are the blank cards in stock, None where no printing was recorded; ``people_to_come`` are those still
    expected today; ``perhaps_twice`` are those taken in late who may be in the register already.
    """

    now: datetime
    stations: tuple[StationState, ...] = ()
    urgent_not_called: int = 0
    is_disk_low: bool = False
    backup_minutes: int | None = None
    tablets_lost: int = 0
    cards_left: int | None = None
    people_to_come: int = 0
    perhaps_twice: int = 0

    @property
    def open_stations(self) -> tuple[StationState, ...]:
        return tuple(station for station in self.stations if not station.is_closed)


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: which, about which stations, and its figures. The largest ``size`` of a kind is said."""

    code: str
    size: int = 0
    stations: tuple[str, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)


def advise(situation: Situation) -> list[Advice]:
    """Return the gravest pieces of advice, one of a kind, at most three, the same for the same situation."""
    found = [max(rule(situation), key=lambda advice: advice.size, default=None) for rule in RULES]
    return [advice for advice in found if advice is not None][:MOST_SHOWN]


def urgent_not_called(now: Situation) -> Iterator[Advice]:
    """Urgent people who still wait at a station and were never called."""
    if now.urgent_not_called:
        yield Advice("urgent.not_called", figures={"people": now.urgent_not_called})


def disk_is_full(now: Situation) -> Iterator[Advice]:
    """Little room is left on the disk: soon nothing can be saved."""
    if now.is_disk_low:
        yield Advice("disk.low")


def station_stands_still(now: Situation) -> Iterator[Advice]:
    """Nobody was done for a while at an open station where people wait."""
    for station in now.open_stations:
        idle = _idle_minutes(station, now.now)
        if station.waiting >= STALLED_WAITING and idle >= STALLED_AFTER:
            figures = {"minutes": idle, "people": station.waiting}
            yield Advice("station.still", size=idle, stations=(station.form_id,), figures=figures)


def closed_with_people(now: Situation) -> Iterator[Advice]:
    """A closed station for which people still wait."""
    for station in now.stations:
        if station.is_closed and station.waiting:
            figures = {"people": station.waiting}
            yield Advice("station.closed", size=station.waiting, stations=(station.form_id,), figures=figures)


def backup_is_old(now: Situation) -> Iterator[Advice]:
    """Copies were made, and none for too long."""
    if now.backup_minutes is not None and now.backup_minutes >= BACKUP_OLD:
        yield Advice("backup.old", figures={"minutes": now.backup_minutes})


def wait_is_uneven(now: Situation) -> Iterator[Advice]:
    """One station waits long; another works and hardly waits, so it can give someone (else help comes from outside)."""
    slow = [s for s in now.open_stations if (s.wait_minutes or 0) >= LONG_WAIT and s.waiting >= LEAST_HELPED]
    if not slow:
        return
    longest = max(slow, key=lambda station: station.wait_minutes or 0)
    free = [s for s in now.open_stations if s.last_hour and (s.wait_minutes or 0) <= SHORT_WAIT]
    if not free:
        figures = {"minutes": longest.wait_minutes or 0, "people": longest.waiting}
        yield Advice("wait.long", stations=(longest.form_id,), figures=figures)
        return
    calmest = min(free, key=lambda station: (station.wait_minutes or 0, station.waiting))
    figures = {"minutes": longest.wait_minutes or 0, "other_minutes": calmest.wait_minutes or 0}
    yield Advice("wait.uneven", stations=(longest.form_id, calmest.form_id), figures=figures)


def too_many_for_today(now: Situation) -> Iterator[Advice]:
    """At the pace of the last hour, people who wait now are not seen before the end of the day; the worst station."""
    left = [(_left_over(station, now.now), station.form_id) for station in now.open_stations]
    most, form_id = max(left, default=(0, ""))
    if most >= LEAST_LEFT_OVER:
        yield Advice("day.too_short", stations=(form_id,), figures={"people": most, "hour": END_OF_DAY.hour})


def cards_are_few(now: Situation) -> Iterator[Advice]:
    """Fewer blank cards are left than people are still expected today."""
    if now.cards_left is not None and now.cards_left < now.people_to_come:
        yield Advice("cards.few", figures={"cards": now.cards_left, "people": now.people_to_come})


def tablets_are_lost(now: Situation) -> Iterator[Advice]:
    """Tablets at which someone works were not seen for long."""
    if now.tablets_lost:
        yield Advice("tablets.lost", figures={"tablets": now.tablets_lost})


def people_may_be_twice(now: Situation) -> Iterator[Advice]:
    """People taken in while nobody could be asked look like others of the register."""
    if now.perhaps_twice:
        yield Advice("persons.twice", figures={"people": now.perhaps_twice})


Rule = Callable[[Situation], Iterator[Advice]]
RULES: tuple[Rule, ...] = (
    urgent_not_called,
    disk_is_full,
    station_stands_still,
    closed_with_people,
    backup_is_old,
    wait_is_uneven,
    too_many_for_today,
    cards_are_few,
    tablets_are_lost,
    people_may_be_twice,
)
"""Gravest first: harm to a person, loss of the data, people who wait for nothing, people who wait long."""


def people_to_come(now: datetime, *, came: int, since: datetime | None, expected: int | None) -> int:
    """Return how many people are still to come today: those ``expected`` less those who came.

    Where nobody said how many, as many as come in the hours left at the pace so far (``since`` the first); 0 when that
    cannot be said.
    """
    if expected is not None:
        return max(expected - came, 0)
    local = now.astimezone(CASABLANCA)
    hours_left = (_end_of_day(local) - local).total_seconds() / 3600
    hours = (now - since).total_seconds() / 3600 if since else 0.0
    return round(came / hours * hours_left) if hours >= LEAST_HOURS and hours_left > 0 else 0


def _end_of_day(local: datetime) -> datetime:
    return local.replace(hour=END_OF_DAY.hour, minute=END_OF_DAY.minute, second=0, microsecond=0)


def _idle_minutes(station: StationState, now: datetime) -> int:
    """Minutes for which someone waited and nobody was done: no longer than the longest wait."""
    waited = station.longest_minutes or 0
    if station.last_at is None:
        return waited
    return min(waited, _minutes(now - station.last_at))


def _left_over(station: StationState, now: datetime) -> int:
    """People who wait now and are not seen by the end of the day, at the pace of the last hour; 0 when not known."""
    local = now.astimezone(CASABLANCA)
    ends = _end_of_day(local)
    if station.first_at is None or ends <= local:
        return 0
    watched = min(MINUTES, _minutes(now - station.first_at))
    if watched < LEAST_WATCHED:
        return 0
    return station.waiting - station.last_hour * _minutes(ends - local) // watched


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // MINUTES)
