"""Migrations: the newest one equals the models, data survives, a copy is made before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from caravan.domain.errors import CaravanError
from caravan.storage.engines import make_engine, open_sqlite
from caravan.storage.migrating import configuration, current_version, upgrade


@pytest.fixture
def engine(tmp_path):
    made = make_engine(tmp_path / "a.sqlite3", writes=True)
    yield made
    made.dispose()


def test_the_newest_migration_equals_the_models(engine):
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrations_form_one_line():
    script = ScriptDirectory.from_config(configuration())
    assert len(script.get_heads()) == 1


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)
    version = current_version(engine)
    upgrade(engine)
    assert current_version(engine) == version


def test_a_database_of_a_newer_caravan_is_refused_and_left_as_it_is(engine, tmp_path):
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(CaravanError, match=r"database\.newer"):
        upgrade(engine, file=tmp_path / "a.sqlite3", backups=tmp_path / "backups")
    assert current_version(engine) == "9999"


def test_before_an_upgrade_of_a_used_database_a_copy_is_made(engine, tmp_path, monkeypatch):
    """Stands one migration behind by pretending that the newest is not applied yet."""
    upgrade(engine)
    script = ScriptDirectory.from_config(configuration())
    head = script.get_current_head()
    monkeypatch.setattr("caravan.storage.migrating.ScriptDirectory", _Ahead)
    monkeypatch.setattr(command, "upgrade", lambda _config, _target: None)
    upgrade(engine, file=tmp_path / "a.sqlite3", backups=tmp_path / "backups")
    (copy,) = (tmp_path / "backups").iterdir()
    connection = open_sqlite(copy, None)
    assert connection.execute("select version_num from alembic_version").fetchone() == (head,)
    connection.close()


class _Ahead:
    """A script directory with one migration more than the database has."""

    @classmethod
    def from_config(cls, config):
        ahead = cls()
        ahead.real = ScriptDirectory.from_config(config)
        return ahead

    def get_current_head(self):
        return "next"

    def walk_revisions(self):
        return self.real.walk_revisions()


CARAVAN, SITE, PATIENT, VISIT, ENTRY = (uuid4() for _ in range(5))
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_queue_of_the_first_version_keeps_its_rows_and_learns_new_states(engine):
    step_to(engine, "0001")
    with engine.begin() as connection:
        fill_first_version(connection)
    upgrade(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("select station, status, times_called, called_at from queue_entry")).one()
        closed = connection.execute(text("select closed_stations from caravan")).scalar_one()
    assert tuple(kept) == ("eye", "waiting", 0, None)
    assert closed == "[]"
    with engine.begin() as connection:
        connection.execute(text("update queue_entry set status = 'moved'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("update queue_entry set status = 'asleep'"))


def step_to(engine, version):
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def fill_first_version(connection):
    """One row of each table that a waiting person needs, written as version 0001 had them."""
    rows = (
        ("caravan", {"id": CARAVAN, "name": "South", "starts_on": NOW.date(), "stations": '["eye"]', "is_demo": False}),
        ("site", {"id": SITE, "caravan_id": CARAVAN, "name": "Guelmim"}),
        (
            "patient",
            {"id": PATIENT, "caravan_id": CARAVAN, "is_anonymous": True, "folded_names": "", "sex": "female",
             "birth_precision": "unknown", "extra": "{}", "registered_at": NOW},
        ),
        (
            "visit",
            {"id": VISIT, "caravan_id": CARAVAN, "site_id": SITE, "patient_id": PATIENT, "day": NOW.date(),
             "number": 1, "arrived_at": NOW},
        ),
        (
            "queue_entry",
            {"id": ENTRY, "caravan_id": CARAVAN, "visit_id": VISIT, "station": "eye", "status": "waiting",
             "queued_at": NOW},
        ),
    )  # fmt: skip
    for table, values in rows:
        plain = {k: v.hex if isinstance(v, UUID) else str(v) if isinstance(v, date) else v for k, v in values.items()}
        names = ", ".join(plain)
        marks = ", ".join(f":{name}" for name in plain)
        connection.execute(text(f"insert into {table} ({names}) values ({marks})"), plain)  # noqa: S608
