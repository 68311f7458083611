"""The coordinator's view of the day: the board, each station's pace and waits, the urgent, the tablets, and advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from caravan.services.advising import Advice, Situation, StationState, advise, people_to_come
from caravan.services.alerting import UrgentPerson, list_urgent
from caravan.services.caravans import get_caravan
from caravan.services.card_stock import count_left
from caravan.services.counting import DayBoard, day_board
from caravan.services.doubles import count_perhaps_twice
from caravan.services.house import House
from caravan.services.pacing import DayPace, StationPace, day_pace
from caravan.services.queueing import StationWait, station_waits
from caravan.services.watching import LOST_AFTER, Safety, SeenTablet, Tablets, look_at_safety

FORGOTTEN_AFTER = timedelta(hours=2)
"""A tablet not seen for so long was put away on purpose: no advice speaks of it any more."""


@dataclass(frozen=True, slots=True)
class StationRow:
    """One station of the dashboard: the persons done, who waits, how fast it goes."""

    form_id: str
    done: int
    wait: StationWait
    pace: StationPace
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the dashboard shows, at one moment."""

    now: datetime
    board: DayBoard
    stations: tuple[StationRow, ...]
    pace: DayPace
    urgent: tuple[UrgentPerson, ...]
    tablets: tuple[SeenTablet, ...]
    safety: Safety
    advice: tuple[Advice, ...]


def oversee(house: House, tablets: Tablets) -> Overview:
    """Look at today at the open site. Raises CaravanError: "caravan.none", "caravan.closed", "site.none"."""
    caravan, waits = get_caravan(house), station_waits(house)
    board = day_board(house)
    pace = day_pace(house, board.site_id, board.day, caravan.stations)
    rows = tuple(
        StationRow(
            form_id=station.form_id,
            done=station.done,
            wait=waits.get(station.form_id, StationWait()),
            pace=pace.stations[station.form_id],
            is_closed=station.form_id not in caravan.open_stations,
        )
        for station in board.per_station
    )
    urgent = tuple(list_urgent(house, board.site_id, board.day))
    now, seen, safety = house.now(), tuple(tablets.list_today(house.now())), look_at_safety(house)
    situation = Situation(
        now=now,
        stations=tuple(_state(row) for row in rows),
        urgent_not_called=sum(bool(person.never_called_at) for person in urgent),
        is_disk_low=safety.is_disk_low,
        backup_minutes=_minutes(now - safety.copied_at) if safety.copied_at else None,
        tablets_lost=sum(_is_lost(tablet, now) for tablet in seen),
        cards_left=count_left(house),
        people_to_come=people_to_come(
            now, came=board.persons_registered, since=next(iter(pace.arrivals), None), expected=caravan.people_per_day
        ),
        perhaps_twice=count_perhaps_twice(house),
    )
    return Overview(now, board, rows, pace, urgent, seen, safety, tuple(advise(situation)))


def _state(row: StationRow) -> StationState:
    return StationState(
        form_id=row.form_id,
        waiting=row.wait.waiting,
        wait_minutes=row.wait.median_minutes,
        longest_minutes=row.wait.longest_minutes,
        last_hour=row.pace.last_hour,
        first_at=row.pace.first_at,
        last_at=row.pace.last_at,
        is_closed=row.is_closed,
    )


def _is_lost(tablet: SeenTablet, now: datetime) -> bool:
    """Say whether someone works at a tablet that was not seen for long, and did not put it away."""
    return bool(tablet.person) and LOST_AFTER <= tablet.age(now) < FORGOTTEN_AFTER


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
