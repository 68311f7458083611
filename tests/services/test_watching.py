"""Tablets seen in memory, copies of the data by their age, the mark of the last change, and the coordinator's view."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from caravan.services import watching
from caravan.services.caravans import get_caravan
from caravan.services.overseeing import oversee
from caravan.services.screening import void_screening
from caravan.services.stations import close_station
from caravan.services.watching import SeenTablet, Tablets, last_change, look_at_safety
from tests.conftest import MORNING
from tests.refusals import refused


def tablet(number, person="Dr Benali", minutes=0):
    return SeenTablet(UUID(int=number), "eye", person, "192.168.1.20", MORNING - timedelta(minutes=minutes))


def test_a_tablet_is_kept_once_as_it_was_seen_last():
    seen = Tablets()
    seen.see(tablet(1, minutes=30))
    seen.see(tablet(2, minutes=4))
    seen.see(tablet(1, person="Dr Amina"))
    assert [(each.id.int, each.person) for each in seen.list_today(MORNING)] == [(1, "Dr Amina"), (2, "Dr Benali")]


def test_what_was_seen_another_day_is_not_shown():
    seen = Tablets()
    seen.see(tablet(1, minutes=24 * 60))
    assert seen.list_today(MORNING) == []


def test_the_memory_is_bounded_and_the_one_not_seen_for_longest_goes():
    seen = Tablets(most=3)
    for number in (1, 2, 3, 1, 4):
        seen.see(tablet(number))
    assert {each.id.int for each in seen.list_today(MORNING)} == {1, 3, 4}


def test_thirty_tablets_may_be_seen_at_once():
    seen = Tablets()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: seen.see(tablet(number % 30)), range(3000)))
    assert len(seen.list_today(MORNING)) == 30


@pytest.mark.parametrize(
    ("minutes", "lamp"), [(0, "ok"), (4, "ok"), (5, "late"), (14, "late"), (15, "off"), (-3, "ok")]
)
def test_the_lamp_of_a_tablet_tells_how_long_it_was_silent(minutes, lamp):
    assert tablet(1, minutes=minutes).lamp(MORNING) == lamp


def test_a_copy_made_before_a_migration_is_no_backup(house, settings):
    settings.backups.mkdir(exist_ok=True)
    (settings.backups / "before-0002-20261121T080000Z.sqlite3").write_bytes(b"copy")
    (settings.backups / "half.sqlite3").write_bytes(b"")
    (settings.backups / ".part").write_bytes(b"copy")
    (settings.backups / "older").mkdir()
    assert look_at_safety(house).copied_at is None
    assert look_at_safety(house).lamp(MORNING) == "off"


def test_the_newest_copy_says_how_old_the_backup_is(house, settings):
    settings.backups.mkdir(exist_ok=True)
    for name, minutes in (("a.sqlite3", 50), ("b.sqlite3", 9)):
        file = settings.backups / name
        file.write_bytes(b"copy")
        at = (MORNING - timedelta(minutes=minutes)).timestamp()
        os.utime(file, (at, at))
    safety = look_at_safety(house)
    assert safety.copied_at == MORNING - timedelta(minutes=9)
    assert [safety.lamp(MORNING + timedelta(minutes=later)) for later in (0, 5, 6)] == ["ok", "ok", "late"]


def test_a_disk_with_little_room_is_told(house, monkeypatch):
    assert not look_at_safety(house).is_disk_low
    monkeypatch.setattr(watching.shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": 10**9}))
    assert look_at_safety(house).is_disk_low


def test_the_mark_of_the_last_change_grows_with_each_change_and_not_by_looking(house, register):
    before = last_change(house)
    oversee(house, Tablets())
    assert last_change(house) == before
    register()
    assert last_change(house) > before


@pytest.fixture
def urgent(register, screen):
    """A person whose pressure asks for care today, and the screening that said so."""
    patient_id = register()
    return patient_id, screen(patient_id, systolic_1_mmhg="190", diastolic_1_mmhg="115").screening_id


def test_the_urgent_are_listed_with_where_what_and_since_when(house, urgent, clock):
    clock.move(minutes=7)
    (person,) = oversee(house, Tablets()).urgent
    assert (person.patient_id, person.number, person.urgency, person.form_id) == (urgent[0], 1, "u", "vitals")
    assert person.names == {"ar": "فاطمتو العروسي", "fr": "Fatimetou Laaroussi"}
    assert [(found.code, found.value, found.urgency) for found in person.findings] == [
        ("bp_class", "crisis_range", "u")
    ]
    assert person.since == MORNING
    assert person.never_called_at == ("eye", "dental", "chronic")


def test_each_urgent_person_is_listed_once_the_gravest_first(house, urgent, register, screen, clock):
    clock.move(minutes=5)
    graver = register(given_name_fr="Salka")
    screen(graver, "chronic", danger_signs=["chest_pain"])
    screen(graver, "vitals", systolic_1_mmhg="190", diastolic_1_mmhg="115")
    view = oversee(house, Tablets())
    assert [(person.patient_id, person.urgency) for person in view.urgent] == [(graver, "e"), (urgent[0], "u")]
    assert view.board.urgent_open == len(view.urgent)


def test_who_was_urgent_by_a_voided_screening_is_urgent_no_more(house, staff, urgent):
    void_screening(house, staff["doctor"], urgent[1], "wrong person")
    view = oversee(house, Tablets())
    assert (view.urgent, view.board.urgent_open) == ((), 0)


def test_the_figures_of_the_view_are_those_of_the_board(demonstration):
    house, _steps = demonstration
    view = oversee(house, Tablets())
    for row, station in zip(view.stations, view.board.per_station, strict=True):
        assert (row.form_id, row.done, row.wait.open) == (station.form_id, station.done, station.waiting)
        assert sum(row.pace.by_hour.values()) == station.done
    assert sum(view.pace.arrivals.values()) == view.board.persons_registered
    assert len(view.urgent) == view.board.urgent_open


def test_a_closed_station_is_shown_as_closed_with_who_still_waits_there(house, staff, register):
    register()
    close_station(house, staff["coordinator"], "dental", keep_queue=True)
    view = oversee(house, Tablets())
    assert [row.form_id for row in view.stations if row.is_closed] == ["dental"]
    assert [(advice.code, advice.stations) for advice in view.advice] == [("station.closed", ("dental",))]


def test_only_tablets_at_which_someone_works_are_missed_and_not_for_ever(house):
    seen = Tablets()
    for number, person, minutes in ((1, "Dr Benali", 20), (2, "Khadija", 14), (3, "", 40), (4, "Samir", 130)):
        seen.see(tablet(number, person=person, minutes=minutes))
    (advice,) = oversee(house, seen).advice
    assert (advice.code, advice.figures) == ("tablets.lost", {"tablets": 1})


def test_without_an_open_site_there_is_no_view(house):
    caravan = get_caravan(house)
    house.database.write(lambda unit: unit.ledger.change("caravan", caravan.id, open_site_id=None), at=house.now())
    with refused("site.none"):
        oversee(house, Tablets())
