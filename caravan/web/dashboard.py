"""The dashboard's picture of the day: what the template draws, in the reader's language and direction."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from caravan.services.advising import LONG_WAIT
from caravan.services.alerting import UrgentPerson
from caravan.services.form_editing import form_as_filled
from caravan.services.overseeing import Overview, oversee
from caravan.services.pacing import Hours
from caravan.services.watching import last_change, look_at_safety
from caravan.web.charts import Chart, hour_chart
from caravan.web.findings import FindingWords, finding_lines
from caravan.web.house import current_house
from caravan.web.referral_names import by_hand
from caravan.web.speech import current_language
from caravan.web.tablet import seen_tablets
from caravan.web.wording import place_name, station_title

EVERY_SECONDS = 10
"""How often the dashboard asks whether something changed."""

FULL_HOURS = 3
"""How many whole hours stand beside the current rate of a station."""

URGENT_SHOWN = 8
"""How many urgent people are shown before the rest is folded."""


@dataclass(frozen=True, slots=True)
class UrgentCard:
    """An urgent person in words: where it was found, what was found, and where else the person is sent to."""

    person: UrgentPerson
    station: str | Markup
    findings: list[FindingWords]
    destination: str
    waits_at: list[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the live part of the dashboard draws; ``most`` is the number of the stations' tallest bar."""

    overview: Overview
    urgent: list[UrgentCard]
    arrivals: Chart
    stations: dict[str, Chart]
    recent: dict[str, Hours]
    most: int
    long_wait: int = LONG_WAIT
    urgent_shown: int = URGENT_SHOWN


def state() -> Hashable:
    """Return what the picture depends on: the last change, the minute, the tablets and the copies of the data."""
    house = current_house()
    now, safety = house.now(), look_at_safety(house)
    tablets = frozenset((t.id, t.station, t.person, t.lamp(now), t.clock_error) for t in seen_tablets().list_today(now))
    return last_change(house), now.replace(second=0, microsecond=0), tablets, safety.copied_at, safety.is_disk_low


def draw() -> Picture:
    """Look at the day and lay it out. Raises CaravanError: "caravan.none", "site.none"."""
    overview = oversee(current_house(), seen_tablets())
    direction, pace = current_language().direction, overview.pace
    most = max((n for station in pace.stations.values() for n in station.by_hour.values()), default=0)
    return Picture(
        overview=overview,
        urgent=[_urgent_card(person) for person in overview.urgent],
        arrivals=hour_chart(pace.arrivals, direction=direction, this_hour=pace.this_hour),
        stations={
            form_id: hour_chart(station.by_hour, direction=direction, this_hour=pace.this_hour, most=most)
            for form_id, station in pace.stations.items()
        },
        recent={form_id: _full_hours(station.by_hour, pace.this_hour) for form_id, station in pace.stations.items()},
        most=most,
    )


def _full_hours(by_hour: Hours, this_hour: datetime | None) -> Hours:
    """Return the last whole hours, the oldest first."""
    whole = (hour for hour in reversed(by_hour) if this_hour is None or hour < this_hour)
    return {hour: by_hour[hour] for hour in sorted(islice(whole, FULL_HOURS))}


def _urgent_card(person: UrgentPerson) -> UrgentCard:
    lang = current_language().code
    form = form_as_filled(current_house(), person.form_id, person.form_version) if person.form_id else None
    place = place_name(person.destination, lang) if person.destination != "none" else ""
    station = form.titles[lang] if form else by_hand(person.origin, person.note, lang)
    return UrgentCard(
        person=person,
        station=station,
        findings=finding_lines(form, person.findings, lang) if form else [],
        destination="" if place == station else place,
        waits_at=[station_title(station, lang) for station in person.never_called_at],
    )
