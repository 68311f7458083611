"""What is looked at before a day begins, and what stops it."""

import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from caravan.services import readiness
from caravan.services.house import open_house
from caravan.services.readiness import RELEASED_ON, look_over
from caravan.settings import Settings
from tests.conftest import MORNING
from tests.refusals import refused

MB = 1024**2
Usage = namedtuple("Usage", "total used free")
LATER = datetime(RELEASED_ON.year + 1, 3, 1, 8, 0, tzinfo=UTC)


def codes(house):
    return [note.code for note in look_over(house)]


@pytest.fixture
def today(house):
    """The house on a day when its clock is right and a copy of it was just made."""
    house = replace(house, now=lambda: LATER)
    (house.data / "backups").mkdir(exist_ok=True)
    copy = house.data / "backups" / "copy.sqlite3"
    copy.write_bytes(b"")
    os.utime(copy, (LATER.timestamp(), LATER.timestamp()))
    return house


@pytest.fixture
def free(monkeypatch):
    return lambda size: monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10 * size, 9 * size, size))


def test_a_house_in_order_says_when_it_was_last_copied_and_nothing_else(today):
    assert codes(today) == ["backup.recent"]


@pytest.mark.parametrize(
    ("size", "expected"), [(1024 * MB, []), (1024 * MB - 1, ["disk.low"]), (200 * MB, ["disk.low"])]
)
def test_little_room_on_the_disk_is_said(today, free, size, expected):
    free(size)
    assert codes(today) == [*expected, "backup.recent"]


def test_a_disk_on_which_a_day_would_not_fit_stops_the_start(today, free):
    free(200 * MB - 1)
    with refused("disk.full"):
        look_over(today)


def test_a_clock_before_the_release_cannot_be_right(today):
    assert "clock.before_release" in codes(replace(today, now=lambda: datetime(2015, 1, 1, tzinfo=UTC)))


def test_a_clock_before_what_was_recorded_is_said(today, register, monkeypatch):
    register()
    monkeypatch.setattr(readiness, "RELEASED_ON", MORNING.date() - timedelta(days=9))
    assert "clock.before_records" in codes(replace(today, now=lambda: MORNING - timedelta(hours=2)))
    assert "clock.before_records" not in codes(replace(today, now=lambda: MORNING + timedelta(hours=2)))


def test_a_house_that_was_never_copied_is_told(house):
    assert "backup.none" in codes(replace(house, now=lambda: LATER))


def test_an_old_copy_is_told_with_its_age(today):
    notes = look_over(replace(today, now=lambda: LATER + timedelta(days=3, hours=1)))
    assert [(note.code, note.figures) for note in notes] == [("backup.old", {"days": 3})]


def test_the_worst_is_said_first(house, free):
    free(300 * MB)
    notes = look_over(replace(house, now=lambda: datetime(2015, 1, 1, tzinfo=UTC)))
    assert [note.is_grave for note in notes] == [True, True, False]


def test_a_damaged_database_stops_the_start(prepared, tmp_path):
    """One table that opening does not read: its cells now point nowhere."""
    settings = Settings(data=shutil.copytree(prepared, tmp_path / "data"))
    with closing(sqlite3.connect(settings.database_file)) as database:
        page_size = database.execute("pragma page_size").fetchone()[0]
        page = database.execute("select rootpage from sqlite_master where name = 'staff'").fetchone()[0]
    with settings.database_file.open("r+b") as file:
        file.seek((page - 1) * page_size + 8)
        file.write(b"\xff" * 32)
    with open_house(settings) as house, refused("database.inconsistent"):
        look_over(house)
