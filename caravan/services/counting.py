"""The coordinator's live figures: the same rows and the same counting as the evening's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caravan.reports.indicators import count_indicators
from caravan.services.caravans import get_caravan
from caravan.services.datasets import Filters, load_dataset
from caravan.services.exporting import report_definition
from caravan.services.house import House
from caravan.storage import encounters


@dataclass(frozen=True, slots=True)
class StationCount:
    """One station today: people done, people waiting."""

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
    site: str | None
    day: date


def day_board(house: House, site_id: UUID | None = None, day: date | None = None) -> DayBoard:
    """Count a site's day; the open site and today unless said otherwise."""
    caravan = get_caravan(house)
    wanted = site_id or (caravan.open_site.id if caravan.open_site else None)
    site = next((each for each in caravan.sites if each.id == wanted), caravan.sites[0])
    on = day or house.today
    dataset = load_dataset(house, Filters(from_day=on, to_day=on, site=site.name))
    counted = count_indicators(dataset, report_definition())
    with house.database.read() as session:
        waiting = encounters.count_waiting(session, site.id, on)
        waiting_visits = encounters.count_waiting_visits(session, site.id, on)
    done = {
        station: len({row.patient_id for row in dataset.screenings if row.form_id == station})
        for station in caravan.stations
    }
    return DayBoard(
        persons_registered=counted["persons"].n,
        persons_seen=counted["persons_seen"].n,
        visits=counted["visits"].n,
        screenings=counted["screenings"].n,
        waiting=waiting_visits,
        urgent_open=len({r.patient_id for r in dataset.referrals if r.urgency in ("e", "u") and r.status == "proposed"}),
        per_station=tuple(
            StationCount(station, done[station], waiting.get(station, 0)) for station in caravan.stations
        ),
        site=site.name,
        day=on,
    )
