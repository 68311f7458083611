"""The live figures of a site's day, by the same definitions as the evening's workbook (a test holds them together)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.caravans import get_caravan
from caravan.services.datasets import Filters
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import boards, caravans


@dataclass(frozen=True, slots=True)
class StationCount:
    """One station today: persons done, visits waiting."""

    form_id: str
    done: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DayBoard:
    """A site's day in figures."""

    persons_registered: int
    persons_seen: int
    visits: int
    screenings: int
    waiting: int
    urgent_open: int
    per_station: tuple[StationCount, ...]
    site_id: UUID
    site: str
    site_ar: str | None
    day: date


def day_board(house: House, site_id: UUID | None = None, day: date | None = None) -> DayBoard:
    """Count a site's day; the open site and today unless said otherwise. Raises CaravanError("site.none")."""
    caravan = get_caravan(house)
    wanted = site_id or (caravan.open_site.id if caravan.open_site else None)
    site = next((each for each in caravan.sites if each.id == wanted), None)
    if site is None:
        raise CaravanError("site.none")
    here = site.id, day or house.today
    with house.database.read() as session:
        visits, persons = boards.count_visits(session, *here)
        screenings, seen = boards.count_screenings(session, *here)
        done, waiting = boards.count_done(session, *here), boards.count_waiting(session, *here)
        return DayBoard(
            persons_registered=persons,
            persons_seen=seen,
            visits=visits,
            screenings=screenings,
            waiting=boards.count_waiting_persons(session, *here),
            urgent_open=boards.count_urgent(session, *here),
            per_station=tuple(StationCount(s, done.get(s, 0), waiting.get(s, 0)) for s in caravan.stations),
            site_id=site.id,
            site=site.name,
            site_ar=site.name_ar,
            day=here[1],
        )


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """What a workbook of some days and sites will hold: visits, distinct persons, screenings of each form."""

    visits: int
    persons: int
    screenings: Mapping[str, int]


def count_period(house: House, filters: Filters) -> PeriodCount:
    """Count what the report of these filters counts. Raises NotFoundError: "caravan.unknown", "site.unknown"."""
    with house.database.read() as session:
        caravan = caravans.get_one(session, filters.caravan) if filters.caravan else caravans.get_current(session)
        sites = caravans.list_sites(session, caravan.id)
        wanted = [site.id for site in sites if filters.site in (None, site.name, site.name_ar)]
        if not wanted:
            raise NotFoundError("site.unknown")
        days = {"from_day": filters.from_day, "to_day": filters.to_day}
        return PeriodCount(*boards.count_period(session, wanted, **days))


def list_days(house: House, caravan_id: UUID | None = None) -> list[tuple[date, int]]:
    """Return the days on which someone came to a site of the caravan (today's unless said otherwise), with their
    visits, the latest first.
    """
    with house.database.read() as session:
        sites = caravans.list_sites(session, caravan_id or caravans.get_current(session).id)
        return list(boards.count_days(session, [site.id for site in sites]))


def registered_today(house: House, operator: Operator) -> int:
    """Return how many persons this member of the staff registered today at the open site."""
    with house.database.read() as session:
        site_id = caravans.get_current(session).open_site_id
        return boards.count_registered_by(session, site_id, house.today, staff_id=operator.staff_id) if site_id else 0
