"""Advice in vectors: each rule at its threshold and just before it, gravest first, three at most, always the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from caravan.services import advising
from caravan.services.advising import Advice, Situation, StationState, advise, people_to_come

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)  # 12:00 in Morocco: six hours before the end
BUSY = {"last_hour": 12, "first_at": NOON - timedelta(hours=3), "last_at": NOON - timedelta(minutes=2)}


def station(form_id="eye", **known):
    return StationState(form_id, **{**BUSY, **known})


def codes(*stations, **known):
    return [advice.code for advice in advise(Situation(NOON, stations, **known))]


def test_a_calm_morning_needs_no_advice():
    assert codes() == []
    assert codes(station(waiting=4, wait_minutes=12, longest_minutes=15), station("dental"), backup_minutes=4) == []


def test_nothing_is_said_while_no_backup_was_ever_made():
    assert codes(backup_minutes=None) == []


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"urgent_not_called": 1}, "urgent.not_called"),
        ({"is_disk_low": True}, "disk.low"),
        ({"perhaps_twice": 2}, "persons.twice"),
        ({"backup_minutes": 30}, "backup.old"),
        ({"tablets_lost": 2}, "tablets.lost"),
        ({"cards_left": 29, "people_to_come": 30}, "cards.few"),
    ],
)
def test_what_stands_outside_the_stations_is_said(known, code):
    assert codes(**known) == [code]


@pytest.mark.parametrize(
    ("waiting", "idle", "longest", "is_said"),
    [(5, 20, 60, True), (5, 19, 60, False), (4, 20, 60, False), (12, 25, 10, False), (12, 60, 25, True)],
)
def test_a_station_stands_still_when_nobody_is_done_while_people_wait(waiting, idle, longest, is_said):
    still = station(waiting=waiting, longest_minutes=longest, last_at=NOON - timedelta(minutes=idle))
    assert ("station.still" in codes(still)) == is_said


def test_a_station_that_never_began_stands_still_since_its_first_person_waits():
    never = StationState("vitals", waiting=12, longest_minutes=25)
    assert advise(Situation(NOON, (never,))) == [
        Advice("station.still", size=25, stations=("vitals",), figures={"minutes": 25, "people": 12})
    ]


def test_the_station_that_stands_still_for_longest_is_said():
    first = station("eye", waiting=9, longest_minutes=90, last_at=NOON - timedelta(minutes=22))
    second = station("dental", waiting=9, longest_minutes=90, last_at=NOON - timedelta(minutes=31))
    said = advise(Situation(NOON, (first, second)))
    assert [(advice.code, advice.stations) for advice in said] == [("station.still", ("dental",))]


def test_a_closed_station_is_spoken_of_only_for_the_people_who_wait_there():
    shut = station("dental", waiting=30, wait_minutes=90, longest_minutes=90, is_closed=True, last_at=None)
    assert codes(shut) == ["station.closed"]
    assert codes(replace(shut, waiting=0)) == []


@pytest.mark.parametrize(
    ("slow", "calm", "code"),
    [
        ({"wait_minutes": 48, "waiting": 20}, {"wait_minutes": 5, "waiting": 3}, "wait.uneven"),
        ({"wait_minutes": 30, "waiting": 5}, {"wait_minutes": 10, "waiting": 3}, "wait.uneven"),
        ({"wait_minutes": 30, "waiting": 5}, {"wait_minutes": 11, "waiting": 3}, "wait.long"),
        ({"wait_minutes": 30, "waiting": 5}, {"wait_minutes": 5, "waiting": 3, "last_hour": 0}, "wait.long"),
        ({"wait_minutes": 30, "waiting": 5}, {"wait_minutes": 5, "is_closed": True}, "wait.long"),
        ({"wait_minutes": 29, "waiting": 20}, {"wait_minutes": 5, "waiting": 3}, None),
        ({"wait_minutes": 48, "waiting": 4}, {"wait_minutes": 5, "waiting": 3}, None),
    ],
)
def test_a_long_wait_asks_for_help_from_a_station_that_works_and_hardly_waits(slow, calm, code):
    assert codes(station("eye", **slow), station("dental", **calm)) == ([code] if code else [])


def test_help_goes_to_the_longest_wait_and_comes_from_the_calmest_station():
    stations = (
        station("vitals", wait_minutes=9, waiting=2),
        station("eye", wait_minutes=48, waiting=20),
        station("dental", wait_minutes=5, waiting=5),
        station("chronic", wait_minutes=35, waiting=11),
    )
    assert advise(Situation(NOON, stations)) == [
        Advice("wait.uneven", stations=("eye", "dental"), figures={"minutes": 48, "other_minutes": 5})
    ]


@pytest.mark.parametrize(
    ("waiting", "last_hour", "worked", "left"),
    [(82, 12, 180, 10), (81, 12, 180, None), (112, 12, 180, 40), (100, 5, 30, 40), (500, 5, 19, None)],
)
def test_who_is_not_seen_by_the_end_follows_from_the_pace_of_the_last_hour(waiting, last_hour, worked, left):
    busy = station(waiting=waiting, last_hour=last_hour, first_at=NOON - timedelta(minutes=worked))
    expected = [Advice("day.too_short", stations=("eye",), figures={"people": left, "hour": 18})] if left else []
    assert advise(Situation(NOON, (busy,))) == expected


def test_after_the_end_of_the_day_nobody_is_counted_as_left_over():
    evening = NOON + timedelta(hours=6)
    busy = station(waiting=400, last_at=evening - timedelta(minutes=1))
    assert advise(Situation(evening, (busy,))) == []


@pytest.mark.parametrize(("left", "to_come"), [(30, 30), (None, 30), (0, 0), (500, 30)])
def test_enough_cards_or_cards_that_were_never_counted_need_no_word(left, to_come):
    assert codes(cards_left=left, people_to_come=to_come) == []


@pytest.mark.parametrize(
    ("came", "hours", "expected", "to_come"),
    [
        (40, 3, 300, 260),
        (320, 3, 300, 0),
        (90, 3, None, 180),
        (90, 0.4, None, 0),
        (0, None, None, 0),
        (0, None, 300, 300),
    ],
)
def test_who_is_still_to_come_follows_from_what_was_said_or_from_the_pace_so_far(came, hours, expected, to_come):
    since = NOON - timedelta(hours=hours) if hours else None
    assert people_to_come(NOON, came=came, since=since, expected=expected) == to_come


def test_in_the_evening_nobody_is_expected_from_the_pace():
    assert people_to_come(NOON + timedelta(hours=6), came=90, since=NOON - timedelta(hours=3), expected=None) == 0


def test_the_three_gravest_are_said_in_the_order_of_gravity():
    slow = station("eye", wait_minutes=48, waiting=20, longest_minutes=60, last_at=NOON - timedelta(minutes=40))
    everything = Situation(NOON, (slow, station("dental", waiting=1)), 3, True, 45, 2)
    assert [advice.code for advice in advise(everything)] == ["urgent.not_called", "disk.low", "station.still"]
    assert advise(everything) == advise(everything)
    without = replace(everything, urgent_not_called=0, is_disk_low=False)
    assert [advice.code for advice in advise(without)] == ["station.still", "backup.old", "wait.uneven"]


def test_every_threshold_is_explained_in_the_module():
    assert all(rule.__doc__ for rule in advising.RULES)
