"""The database file: durable settings, encryption, copies, wrong keys."""

from __future__ import annotations

import os
import sqlite3

import pytest
from sqlalchemy import text

from caravan.domain.errors import CaravanError
from caravan.storage.engines import copy_sqlite, make_engine, open_sqlite
from caravan.storage.keys import make_wrapped_key, unwrap_key
from tests.storage.conftest import AT


def pragmas(engine):
    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names}


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
@pytest.mark.parametrize("writes", [True, False], ids=["writer", "readers"])
def test_every_connection_is_durable_and_checks_foreign_keys(tmp_path, key, writes):
    engine = make_engine(tmp_path / "a.sqlite3", key=key, writes=writes)
    try:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}
        assert pragmas(engine) == wanted
    finally:
        engine.dispose()


def test_an_encrypted_file_shows_nothing_without_its_key(open_at, tmp_path):
    key = os.urandom(32)
    database = open_at(key=key)
    database.write(lambda unit: unit.ledger.create("caravan", name="Laaroussi", starts_on=AT.date()), at=AT)
    database.close()
    content = (tmp_path / "a.sqlite3").read_bytes()
    assert b"Laaroussi" not in content
    assert b"SQLite format" not in content
    with pytest.raises(CaravanError, match=r"database\.unreadable"):
        open_sqlite(tmp_path / "a.sqlite3", None)
    with pytest.raises(CaravanError, match=r"database\.unreadable"):
        open_sqlite(tmp_path / "a.sqlite3", os.urandom(32))


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "a.sqlite3").write_bytes(b"\xff\xd8\xff\xe0 a picture" * 200)
    with pytest.raises(CaravanError, match=r"database\.unreadable"):
        open_sqlite(tmp_path / "a.sqlite3", None)


def test_a_copy_of_a_live_encrypted_database_opens_with_the_same_key(open_at, tmp_path):
    key = os.urandom(32)
    database = open_at(key=key)
    database.write(lambda unit: unit.ledger.create("caravan", name="Caravane", starts_on=AT.date()), at=AT)
    copy_sqlite(tmp_path / "a.sqlite3", tmp_path / "copy.sqlite3", key)
    connection = open_sqlite(tmp_path / "copy.sqlite3", key)
    assert connection.execute("select name from caravan").fetchall() == [("Caravane",)]
    connection.close()


def test_a_passphrase_gives_back_the_key_it_wrapped_and_no_other_does(tmp_path):
    key = make_wrapped_key("dunes et palmeraies", tmp_path / "key.json")
    assert unwrap_key("dunes et palmeraies", tmp_path / "key.json") == key
    assert key.hex() not in (tmp_path / "key.json").read_text()
    with pytest.raises(CaravanError, match=r"passphrase\.wrong"):
        unwrap_key("dunes et palmeraie", tmp_path / "key.json")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission bits")
def test_the_key_file_is_for_its_owner_only(tmp_path):
    make_wrapped_key("dunes et palmeraies", tmp_path / "key.json")
    assert (tmp_path / "key.json").stat().st_mode & 0o777 == 0o600


def test_a_short_passphrase_is_refused(tmp_path):
    with pytest.raises(CaravanError, match=r"passphrase\.short"):
        make_wrapped_key("court", tmp_path / "key.json")
    assert not (tmp_path / "key.json").exists()


def test_the_plain_file_is_an_ordinary_sqlite_file(open_at, tmp_path):
    open_at().close()
    connection = sqlite3.connect(tmp_path / "a.sqlite3")
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
