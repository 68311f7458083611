"""The database of a caravan: opened, migrated, read from, written to and closed as one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from caravan.storage.engines import make_engine
from caravan.storage.migrating import upgrade
from caravan.storage.revisions import Ledger
from caravan.storage.writer import Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a writing job gets: the session to look with and the ledger to change with."""

    session: Session
    ledger: Ledger
    at: datetime


class Database:
    """One open database. ``read`` cannot write; ``write`` is durable when it returns."""

    def __init__(
        self, *, device_id: UUID, file: Path | None = None, url: str | None = None, key: bytes | None = None
    ) -> None:
        self.device_id = device_id
        self._readers = make_engine(file, url=url, key=key, writes=False)
        self._writer = Writer(make_engine(file, url=url, key=key, writes=True))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on one consistent snapshot."""
        with Session(self._readers, autoflush=False) as session:
            yield session

    def write(self, job: Callable[[Unit], T], *, at: datetime, author_id: UUID | None = None) -> T:
        """Carry out ``job`` in the one queue of writes and return its result once it is on the disk."""

        def in_session(session: Session) -> T:
            ledger = Ledger(session, device_id=self.device_id, author_id=author_id, at=at)
            return job(Unit(session, ledger, at))

        return self._writer.run(in_session)

    def close(self) -> None:
        """Finish queued writes and let go of the file."""
        self._writer.close()
        self._readers.dispose()


def open_database(
    *, device_id: UUID, file: Path | None = None, url: str | None = None, key: bytes | None = None, backups: Path | None
) -> Database:
    """Bring the schema to the newest version (after a copy into ``backups``) and open the database."""
    engine = make_engine(file, url=url, key=key, writes=True)
    try:
        upgrade(engine, file=file, key=key, backups=backups)
    finally:
        engine.dispose()
    return Database(device_id=device_id, file=file, url=url, key=key)
