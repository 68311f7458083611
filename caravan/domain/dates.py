"""Dates of birth as people know them, ages in completed years, age bands, and the calendar day in Morocco."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from caravan.domain.errors import CaravanError

# UTC+1, and UTC+0 during Ramadan (tz database). Instants are stored in UTC; a day is always a day in this zone.
CASABLANCA = ZoneInfo("Africa/Casablanca")

OLDEST_AGE = 120
DAYS_OF_A_MONTH = 30.4375
Precision = Literal["day", "month", "year", "age_estimate", "unknown"]

# First age of each band, its name. Bands of the caravan's indicators; the last has no end.
_BAND_STARTS = (
    (70, "70_plus"),
    (60, "60_69"),
    (45, "45_59"),
    (30, "30_44"),
    (18, "18_29"),
    (15, "15_17"),
    (10, "10_14"),
    (5, "5_9"),
    (0, "0_4"),
)
AGE_BANDS = (*(name for _, name in reversed(_BAND_STARTS)), "unknown")

_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII),
)


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth as exactly as it is known, and no more exactly.

    ``date`` is set for the precisions "day" and "month" (then the first of the month: the day is not meant);
    ``year`` whenever a date or a year is known; ``age_years`` and ``age_on`` (the day it was said) for "age_estimate".
    """

    date: dt.date | None = None
    precision: Precision = "unknown"
    year: int | None = None
    age_years: int | None = None
    age_on: dt.date | None = None


def read_birth(birth_date: str | None, birth_year: int | None, age_years: int | None, today: dt.date) -> Birth:
    """Return the most exact of the three answers; all blank is a birth of unknown date.

    ``birth_date`` is ISO or day/month/year, or a month alone ("1950-03", "03/1950").
    Raises CaravanError "birth.malformed" (typed), "birth.future", "birth.too_old" (most), "birth.age_out_of_range"
    (least, most), or "birth.contradiction" when the answers given cannot all be true (a year of leeway for an age).
    """
    if age_years is not None and not 0 <= age_years <= OLDEST_AGE:
        raise CaravanError("birth.age_out_of_range", least=0, most=OLDEST_AGE)
    birth = _most_exact(birth_date, birth_year, age_years, today)
    _refuse_impossible(birth, today)
    _refuse_contradiction(birth, birth_year, age_years, today)
    return birth


def age_on(birth: Birth, day: dt.date) -> int | None:
    """Return the age in completed years on that day; None when unknown or when the person was not yet born.

    A year alone counts from 1 July, a month alone from its 15th. An estimated age stands for a year each way.
    """
    if birth.precision == "age_estimate" and birth.age_years is not None and birth.age_on is not None:
        return _age_from_estimate(birth.age_years, birth.age_on, day)
    born = _reckoned_date(birth)
    if born is None:
        return None
    if born > day:
        return 0 if _may_be_born_by(birth, day) else None
    return _completed_years(born, day)


def age_in_months(birth: Birth, day: dt.date) -> float | None:
    """Return the age in months, with decimals, when the day or the month of birth is known; None otherwise.

    A month is 30.4375 days, as in the growth tables of the WHO; a month alone counts from its 15th.
    """
    born = _reckoned_date(birth) if birth.precision in ("day", "month") else None
    return None if born is None or born > day else (day - born).days / DAYS_OF_A_MONTH


def age_band(age: int | None) -> str:
    """Return the name of the age band, one of AGE_BANDS."""
    if age is None:
        return "unknown"
    return next((name for start, name in _BAND_STARTS if age >= start), "unknown")


def local_day(instant: dt.datetime) -> dt.date:
    """Return the calendar day in Morocco of an instant; a time without its zone is a ValueError."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(CASABLANCA).date()


def _most_exact(birth_date: str | None, birth_year: int | None, age_years: int | None, today: dt.date) -> Birth:
    if birth_date and birth_date.strip():
        return _read_date(birth_date.strip())
    if birth_year is not None:
        return Birth(precision="year", year=birth_year)
    if age_years is not None:
        return Birth(precision="age_estimate", age_years=age_years, age_on=today)
    return Birth()


def _read_date(typed: str) -> Birth:
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(typed):
            parts = {name: int(digits) for name, digits in found.groupdict().items()}
            precision: Precision = "day" if "day" in parts else "month"
            try:
                date = dt.date(parts["year"], parts["month"], parts.get("day", 1))
            except ValueError:
                break
            return Birth(date=date, precision=precision, year=date.year)
    raise CaravanError("birth.malformed", typed=typed)


def _refuse_impossible(birth: Birth, today: dt.date) -> None:
    if birth.year is None:
        return
    if birth.year > today.year or (birth.date is not None and birth.date > today):
        raise CaravanError("birth.future")
    age = age_on(birth, today)
    if age is None or age > OLDEST_AGE:
        raise CaravanError("birth.too_old", most=OLDEST_AGE)


def _refuse_contradiction(birth: Birth, birth_year: int | None, age_years: int | None, today: dt.date) -> None:
    age = age_on(birth, today)
    years_differ = birth.year is not None and birth_year is not None and birth.year != birth_year
    ages_differ = age is not None and age_years is not None and abs(age - age_years) > 1
    if years_differ or ages_differ:
        raise CaravanError("birth.contradiction")


def _reckoned_date(birth: Birth) -> dt.date | None:
    """Return the day from which an age is counted when the true day may be unknown."""
    if birth.date is not None:
        return birth.date.replace(day=15) if birth.precision == "month" else birth.date
    if birth.year is not None and dt.MINYEAR <= birth.year <= dt.MAXYEAR:
        return dt.date(birth.year, 7, 1)
    return None


def _may_be_born_by(birth: Birth, day: dt.date) -> bool:
    """Say whether someone reckoned to be born later may have been born by that day: same year, or same month."""
    if birth.precision == "month" and birth.date is not None:
        return birth.date <= day
    return birth.precision == "year" and birth.year == day.year


def _age_from_estimate(age_years: int, said_on: dt.date, day: dt.date) -> int:
    """Add the whole years gone by since the age was said, or take off those before it."""
    later, earlier = max(said_on, day), min(said_on, day)
    years = _completed_years(earlier, later)
    return age_years + years if day >= said_on else max(0, age_years - years)


def _completed_years(start: dt.date, end: dt.date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
