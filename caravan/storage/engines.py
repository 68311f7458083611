"""Connections: a reading engine that cannot write, and a writing engine whose transactions begin IMMEDIATE.

The only module that speaks SQLite's own language (pragmas, SQLCipher keys); PostgreSQL needs none of it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from caravan.domain.errors import CaravanError
from caravan.storage.columns import dump_json

BUSY_SECONDS = 15
READERS = 8


def make_engine(file: Path | None, *, url: str | None = None, key: bytes | None = None, writes: bool) -> Engine:
    """Return an engine for a SQLite ``file`` (encrypted when ``key`` is given) or for a PostgreSQL ``url``."""
    size = 1 if writes else READERS
    options: dict[str, Any] = {"pool_size": size, "max_overflow": 0, "hide_parameters": True}
    options["json_serializer"] = dump_json
    if url is not None:
        engine = create_engine(url, pool_pre_ping=True, **options)
        if not writes:
            event.listen(engine, "begin", _begin_reading_postgresql)
        return engine
    if file is None:
        raise ValueError("a SQLite engine needs its file")
    module = _module(key)
    engine = create_engine(
        "sqlite://", creator=lambda: open_sqlite(file, key), module=module, poolclass=QueuePool, **options
    )
    event.listen(engine, "connect", _reading_pragmas if not writes else _writing_pragmas)
    event.listen(engine, "begin", _begin_immediate if writes else _begin)
    return engine


def open_sqlite(file: Path, key: bytes | None) -> sqlite3.Connection:
    """Open one connection, with the key first. Raises CaravanError("database.unreadable") for a wrong key or file."""
    module = _module(key)
    connection = module.connect(str(file), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except module.DatabaseError as error:
        connection.close()
        raise CaravanError("database.unreadable", file=file.name) from error
    return connection  # type: ignore[no-any-return]


def copy_sqlite(file: Path, copy: Path, key: bytes | None) -> None:
    """Copy a live database with SQLite's backup interface, in one step, under the same key."""
    source, target = open_sqlite(file, key), open_sqlite(copy, key)
    try:
        source.backup(target, pages=-1)
    finally:
        target.close()
        source.close()


def _module(key: bytes | None) -> Any:
    if key is None:
        return sqlite3
    from sqlcipher3 import dbapi2  # noqa: PLC0415  only encrypted folders need the compiled library

    return dbapi2


def _common_pragmas(connection: Any) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _writing_pragmas(connection: Any, _record: object) -> None:
    _common_pragmas(connection)


def _reading_pragmas(connection: Any, _record: object) -> None:
    _common_pragmas(connection)
    connection.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_reading_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
