"""Schema changes: Alembic migrations carried out at start, after a copy of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from caravan.domain.errors import CaravanError
from caravan.storage.engines import copy_sqlite

SCRIPTS = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Return Alembic's configuration without any ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def current_version(engine: Engine) -> str | None:
    """Return the migration that the database is at, None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, *, file: Path | None = None, key: bytes | None = None, backups: Path | None = None) -> None:
    """Apply the missing migrations in one transaction, foreign keys off while tables are rebuilt and checked after.

    Raises CaravanError("database.newer") when the database was made by a newer Caravan.
    """
    script = ScriptDirectory.from_config(configuration())
    version, head = current_version(engine), script.get_current_head()
    if version == head:
        return
    if version is not None:
        if version not in {each.revision for each in script.walk_revisions()}:
            raise CaravanError("database.newer", version=version)
        if file is not None and backups is not None:
            backups.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            copy_sqlite(file, backups / f"before-{head}-{stamp}.sqlite3", key)
    _apply(engine)


def _apply(engine: Engine) -> None:
    config = configuration()
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection  # pragmas stand outside every transaction
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise CaravanError("database.inconsistent")
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys = ON")
