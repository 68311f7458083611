"""The live figures of a site's day, by the same definitions as the evening's workbook (a test holds them together)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caravan.domain.errors import CaravanError
from caravan.services.caravans import get_caravan
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
            site=site.name,
            site_ar=site.name_ar,
            day=here[1],
        )


def registered_today(house: House, operator: Operator) -> int:
    """Return how many persons this member of the staff registered today at the open site."""
    with house.database.read() as session:
        site = caravans.get_open_site(session)
        return boards.count_registered_by(session, site.id, house.today, staff_id=operator.staff_id)
