"""What is looked at before a day begins: the room on the disk, the clock, the database, the last backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from caravan.domain.dates import CASABLANCA
from caravan.domain.errors import CaravanError
from caravan.services.house import House
from caravan.storage.tables import Revision

MEGABYTE = 1024**2
WARNED_BELOW_BYTES = 1024 * MEGABYTE
REFUSED_BELOW_BYTES = 200 * MEGABYTE  # a day of the largest caravan writes about a quarter of it, its backups the rest
BACKUP_OLD_AFTER = timedelta(days=1)
CLOCK_SLACK = timedelta(minutes=2)
RELEASED_ON = date(2026, 11, 28)  # no clock of a laptop that runs this version can be before it


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know at the start; the words are found by ``code`` where they are said."""

    code: str
    is_grave: bool
    figures: dict[str, Any]


def look_over(house: House) -> list[Note]:
    """Return what to say before serving, worst first.

    Raises CaravanError: "disk.full" when a day would not fit, "database.inconsistent" when the database is damaged:
    going on would lose what is recorded.
    """
    with house.database.read() as session:
        if not _is_sound(session):
            raise CaravanError("database.inconsistent")
        latest = _latest_record(house, session)
    notes = [*_disk(shutil.disk_usage(house.data).free), *_clock(house.now(), latest), *_backup(house)]
    return sorted(notes, key=lambda note: not note.is_grave)


def _is_sound(session: Session) -> bool:
    if session.get_bind().dialect.name != "sqlite":
        return True
    return str(session.connection().execute(text("PRAGMA quick_check(1)")).scalar_one()) == "ok"


def _latest_record(house: House, session: Session) -> datetime | None:
    """Return when this laptop recorded last: one look-up, since its revisions are numbered."""
    mine = select(Revision.at).where(Revision.device_id == house.database.device_id)
    return session.exec(mine.order_by(col(Revision.device_sequence).desc()).limit(1)).first()


def _disk(free_bytes: int) -> Iterator[Note]:
    free = free_bytes // MEGABYTE
    if free_bytes < REFUSED_BELOW_BYTES:
        raise CaravanError("disk.full", free=free)
    if free_bytes < WARNED_BELOW_BYTES:
        yield Note("disk.low", True, {"free": free})


def _clock(now: datetime, latest: datetime | None) -> Iterator[Note]:
    figures = {"now": _as_read(now)}
    if now.date() < RELEASED_ON:
        yield Note("clock.before_release", True, figures)
    elif latest is not None and now + CLOCK_SLACK < latest:
        yield Note("clock.before_records", True, figures | {"latest": _as_read(latest)})


def _as_read(at: datetime) -> str:
    return f"{at.astimezone(CASABLANCA):%Y-%m-%d %H:%M}"


def _backup(house: House) -> Iterator[Note]:
    """Say how old the newest copy is that this laptop holds itself."""
    copies = [file.stat().st_mtime for file in (house.data / "backups").glob("*") if file.is_file()]
    if not copies:
        yield Note("backup.none", False, {})
        return
    age = house.now() - datetime.fromtimestamp(max(copies), UTC)
    if age > BACKUP_OLD_AFTER:
        yield Note("backup.old", False, {"days": age.days})
    else:
        yield Note("backup.recent", False, {"hours": max(0, int(age.total_seconds() // 3600))})
