"""How fast a site's day goes: arrivals and persons done by hour, the last hour, and the waits that ended in it.

The hours of a station add up to the persons that the board and the workbook count there, since a person counts once,
at the first screening of the day; what bears the hour of another day (an import) stands in no hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

from caravan.domain.dates import local_day
from caravan.services.house import House
from caravan.storage import throughput

LAST_HOUR = timedelta(hours=1)
"""What "the last hour" means for rates and waits: the sixty minutes before now, not the hour of the clock."""

Hours = dict[datetime, int]
"""Persons of each hour of the day, by the hour's beginning (UTC), in order, with no hour missing between."""


@dataclass(frozen=True, slots=True)
class StationPace:
    """One station: persons by hour and in the last hour, when the first and the last was done, and the median of the
    waits that ended in the last hour, in whole minutes.
    """

    by_hour: Hours = field(default_factory=dict)
    last_hour: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    waited_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DayPace:
    """A site's day by hour. Every dict of hours has the same hours, so that rows and charts stand under each other."""

    arrivals: Hours
    stations: dict[str, StationPace]
    this_hour: datetime | None

    @property
    def hours(self) -> list[datetime]:
        return list(self.arrivals)


@dataclass(slots=True)
class _Counted:
    """What is counted of a station while the rows are read."""

    by_hour: dict[datetime, int] = field(default_factory=dict)
    last_hour: int = 0
    times: list[datetime] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


def day_pace(house: House, site_id: UUID, day: date, stations: Sequence[str]) -> DayPace:
    """Count a site's day by hour, from the first hour in which something happened to the hour of now (or the last)."""
    now, counted = house.now(), defaultdict[str, _Counted](_Counted)
    since = now - LAST_HOUR
    with house.database.read() as session:
        arrivals = dict(throughput.arrivals_by_hour(session, site_id, day))
        for station, hour, persons, recent, first, last in throughput.done_by_hour(session, site_id, day, since=since):
            own = counted[station]
            own.by_hour[hour] = persons
            own.last_hour += recent
            own.times += (first, last)
        for station, began, ended in throughput.list_waited(session, site_id, day, since=since):
            counted[station].waited.append((ended - began).total_seconds() / 60)
    this_hour = _hour_of(now) if local_day(now) == day else None
    hours = _hours(day, [arrivals, *(own.by_hour for own in counted.values())], this_hour)
    paces = {station: _pace(counted[station], hours) for station in stations}
    return DayPace({hour: arrivals.get(hour, 0) for hour in hours}, paces, this_hour)


def _pace(own: _Counted, hours: Sequence[datetime]) -> StationPace:
    return StationPace(
        by_hour={hour: own.by_hour.get(hour, 0) for hour in hours},
        last_hour=own.last_hour,
        first_at=min(own.times, default=None),
        last_at=max(own.times, default=None),
        waited_minutes=_median(own.waited),
    )


def _hours(day: date, counts: Iterable[Hours], this_hour: datetime | None) -> list[datetime]:
    """Return the hours to show, none missing between the first and the last."""
    of_day = {hour for count in counts for hour in count if local_day(hour) == day}
    if not of_day:
        return []
    first, last = min(of_day), max(of_day | ({this_hour} if this_hour else set()))
    return [first + timedelta(hours=step) for step in range(int((last - first) / LAST_HOUR) + 1)]


def _hour_of(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _median(minutes: Iterable[float]) -> int | None:
    """Return the median in whole minutes; a wait that ends before it begins (typed later from paper) is none."""
    real = [each for each in minutes if each >= 0]
    return int(median(real)) if real else None
