"""Until when a referral may wait: the last day that its urgency leaves, by the table ``rules/delays.toml`` (mark L)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from caravan.scoring.tables import read_rules

DELAYS: Final = read_rules("delays")["A0.delays"]
MONTHS_A_YEAR: Final = 12


def latest_day(urgency: str, day: date) -> date | None:
    """The last day on which someone found that urgent on ``day`` should be seen; None where nothing asks for it."""
    days = DELAYS.limits.get(f"{urgency}_days")
    if days is not None:
        return day + timedelta(days=days)
    months = DELAYS.limits.get(f"{urgency}_months")
    return None if months is None else months_later(day, int(months))


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
