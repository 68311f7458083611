"""Migrations: the newest one equals the models, data survives, a copy is made before."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
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
