"""The lines that open every sheet and its footer: caravan, period, place, and the moment the figures were frozen."""

from __future__ import annotations

from datetime import date, datetime

from caravan.domain.dates import CASABLANCA
from caravan.reports.dataset import Dataset
from caravan.reports.labels import Words, isolated


def caravan_line(dataset: Dataset, words: Words) -> str:
    """The caravan's name and the site, when one was chosen."""
    return f"{isolated(dataset.caravan_name, words.lang)} · {site_line(dataset, words)}"


def site_line(dataset: Dataset, words: Words) -> str:
    """Which site the figures are of."""
    site = dataset.filters.get("site", "")
    return words.word("site_one", site=site) if site else words.word("site_all")


def period_line(dataset: Dataset, words: Words) -> str:
    """Which days the figures are of: as asked, else the days that were recorded."""
    start, end = _asked_day(dataset, "from_day"), _asked_day(dataset, "to_day")
    if start and end:
        return words.word("period_between", start=_day(start, words), end=_day(end, words))
    if start:
        return words.word("period_from", start=_day(start, words))
    if end:
        return words.word("period_until", end=_day(end, words))
    days = {row.day for row in dataset.visits} | {row.day for row in dataset.screenings}
    if not days:
        return words.word("period_none")
    return words.word("period_all", start=_day(min(days), words), end=_day(max(days), words))


def snapshot_line(dataset: Dataset, words: Words) -> str:
    """When the figures were frozen, in the time of Casablanca."""
    local = dataset.snapshot_at.astimezone(CASABLANCA)
    return words.word("snapshot", day=_day(local.date(), words), time=local.strftime("%H:%M"))


def heading_lines(dataset: Dataset, words: Words) -> tuple[str, ...]:
    """The three lines under every title."""
    return caravan_line(dataset, words), period_line(dataset, words), snapshot_line(dataset, words)


def footer(dataset: Dataset, words: Words) -> tuple[str, str, str]:
    """Caravan, moment, and the page count (its places are filled when printed)."""
    return dataset.caravan_name, snapshot_line(dataset, words), words.definition.words["page"][words.lang]


def local_moment(instant: datetime) -> datetime:
    """The clock time in Casablanca, without zone, as a spreadsheet cell needs it."""
    return instant.astimezone(CASABLANCA).replace(tzinfo=None, microsecond=0)


def _asked_day(dataset: Dataset, key: str) -> date | None:
    text = dataset.filters.get(key, "")
    return date.fromisoformat(text) if text else None


def _day(day: date, words: Words) -> str:
    return day.strftime(words.definition.words["day_format"][words.lang])
