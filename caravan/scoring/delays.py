"""Until when a referral or the next look at a retina may wait: the last day, by the table ``rules/delays.toml``."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("delays")
DELAYS: Final = TABLE["A0.delays"]
RETINA: Final = TABLE["B4.retina_delays"]
MONTHS_A_YEAR: Final = 12


def latest_day(urgency: str, day: date) -> date | None:
    """The last day on which someone found that urgent on ``day`` should be seen; None where nothing asks for it."""
    days = DELAYS.limits.get(f"{urgency}_days")
    if days is not None:
        return day + timedelta(days=days)
    months = DELAYS.limits.get(f"{urgency}_months")
    return None if months is None else months_later(day, int(months))


def latest_retina_day(when: str, day: date) -> date | None:
    """The last day for the next look at the retina by a value of ``retina_return``; None for one without a time."""
    months = RETINA.sets["months"].get(when)
    return None if months is None else months_later(day, int(months))


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
