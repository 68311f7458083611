"""What the coordinator watches besides people: the tablets seen, the copies of the data, the room on the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import UUID

from caravan.domain.dates import local_day
from caravan.services.checking import LEAST_FREE_BYTES
from caravan.services.house import House
from caravan.storage import throughput

MOST_TABLETS = 100
"""Tablets kept in memory; the one not seen for longest makes room. The largest caravan has thirty."""

QUIET_AFTER = timedelta(minutes=5)
"""A tablet that asked for nothing for so long may be asleep: its lamp is no longer green."""

LOST_AFTER = timedelta(minutes=15)
"""A tablet that asked for nothing for so long is worth a walk: switched off, out of reach, or lost."""

BACKUP_LATE_AFTER = timedelta(minutes=15)
"""Copies come every few minutes: after a quarter of an hour one is late."""

MIGRATION_COPY = "before-"
"""How the copies begin that are made before the tables change; they are no backup of a day's work."""


CLOCK_OFF_AFTER = timedelta(minutes=2)
"""A tablet's clock that differs by more is said to be wrong."""


def clock_error(ahead: timedelta) -> timedelta | None:
    """Return how far a clock is ahead, to the minute; None for one that is as good as right."""
    return timedelta(minutes=round(ahead / timedelta(minutes=1))) if abs(ahead) > CLOCK_OFF_AFTER else None


@dataclass(frozen=True, slots=True)
class SeenTablet:
    """A tablet that asked for a page; ``person`` is who is signed in ("" for nobody). Never anything of a patient.

    ``ahead`` is how far its clock is before the laptop's, None when it did not say.
    """

    id: UUID
    station: str | None
    person: str
    address: str
    at: datetime
    ahead: timedelta | None = None

    @property
    def is_clock_off(self) -> bool:
        """Tell whether its clock is wrong, by the laptop's."""
        return self.clock_error is not None

    @property
    def clock_error(self) -> timedelta | None:
        """How far its clock is ahead, to the minute; None when it is right or not known."""
        return None if self.ahead is None else clock_error(self.ahead)

    def age(self, now: datetime) -> timedelta:
        return max(now - self.at, timedelta())

    def lamp(self, now: datetime) -> str:
        """Return ok, late or off."""
        age = self.age(now)
        return "ok" if age < QUIET_AFTER else "late" if age < LOST_AFTER else "off"


class Tablets:
    """The tablets seen by this process, in memory only; threads may share it."""

    def __init__(self, most: int = MOST_TABLETS) -> None:
        self._most, self._lock = most, Lock()
        self._seen: dict[UUID, SeenTablet] = {}

    def see(self, tablet: SeenTablet) -> None:
        """Keep that this tablet was seen; the dict stays in the order of being seen, the latest last."""
        with self._lock:
            before = self._seen.pop(tablet.id, None)
            known = tablet if tablet.ahead is not None or before is None else replace(tablet, ahead=before.ahead)
            self._seen[tablet.id] = known
            while len(self._seen) > self._most:
                del self._seen[next(iter(self._seen))]

    def list_today(self, now: datetime) -> list[SeenTablet]:
        """Return the tablets seen today, the latest first."""
        with self._lock:
            seen = sorted(self._seen.values(), key=lambda tablet: tablet.at, reverse=True)
        return [tablet for tablet in seen if local_day(tablet.at) == local_day(now)]


@dataclass(frozen=True, slots=True)
class Safety:
    """How safe the data are: when they were last copied (None: never), and the bytes left on the disk."""

    copied_at: datetime | None
    free_bytes: int

    @property
    def is_disk_low(self) -> bool:
        return self.free_bytes < LEAST_FREE_BYTES

    def lamp(self, now: datetime) -> str:
        """Return ok, late or off (no copy at all)."""
        if self.copied_at is None:
            return "off"
        return "ok" if now - self.copied_at < BACKUP_LATE_AFTER else "late"


def look_at_safety(house: House) -> Safety:
    """Look for the newest copy among the backups, and at the disk that the data are on."""
    return Safety(_newest_copy(house.data / "backups", house.now()), shutil.disk_usage(house.data).free)


def last_change(house: House) -> int:
    """Return a number that grows with every change made on this laptop: while it stays, so do the figures."""
    with house.database.read() as session:
        return throughput.last_change(session, house.database.device_id)


def _newest_copy(folder: Path, now: datetime) -> datetime | None:
    """Return when the newest copy that is not empty was finished."""
    names = [file for file in folder.glob("*") if not file.name.startswith((MIGRATION_COPY, "."))]
    times = [time for time in map(_finished_at, names) if time is not None]
    return datetime.fromtimestamp(max(times), now.tzinfo) if times else None


def _finished_at(file: Path) -> float | None:
    """Return when a file with something in it was last written; None for a folder, or a file just taken away."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime if file.is_file() and status.st_size else None
