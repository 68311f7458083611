"""A bare database for the storage tests, plain or encrypted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from caravan.domain.ids import new_id
from caravan.storage.database import Database, Unit, open_database

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Open a database in the temporary folder; all are closed after the test."""
    with ExitStack() as stack:

        def open_it(name: str = "a.sqlite3", *, key: bytes | None = None, device_id: UUID | None = None) -> Database:
            database = open_database(
                device_id=device_id or new_id(), file=tmp_path / name, key=key, backups=tmp_path / "backups"
            )
            return stack.enter_context(closing(database))

        yield open_it


@pytest.fixture
def database(open_at: Callable[..., Database]) -> Database:
    return open_at()


@pytest.fixture
def place(database: Database) -> dict[str, UUID]:
    """A caravan with one site: its two ids as patients want them."""

    def make(unit: Unit) -> dict[str, UUID]:
        caravan_id = unit.ledger.create("caravan", name="Caravane", starts_on=AT.date())
        return {
            "caravan_id": caravan_id,
            "site_id": unit.ledger.create("site", caravan_id=caravan_id, name="Guelmim"),
        }

    return database.write(make, at=AT)
