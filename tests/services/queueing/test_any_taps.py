"""Whatever is tapped, in any order: no entry is lost, nobody waits twice, and the counts agree."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services.calling import BY_HAND, TRANSITIONS, call_next
from caravan.services.counting import day_board
from caravan.services.queueing import (
    count_waiting,
    station_queue,
    station_waits,
    wall,
)
from caravan.services.screening import void_screening
from caravan.storage.queues import OPEN
from caravan.storage.tables import QueueEntry
from tests.services.queueing.conftest import STATIONS, URGENT, Desk

ANSWERS = {"vitals": {}, "dental": {"pain": "3"}, "eye": {"va_unaided_r": "v05"}, "chronic": URGENT}
STEP = st.tuples(
    st.integers(0, 3),
    st.sampled_from(STATIONS),
    st.sampled_from([*BY_HAND, "next", "save", "void"]),
    st.sampled_from(["doctor", "coordinator"]),
)


@pytest.mark.slow
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],  # to make a failing list shorter would take many minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=10, max_size=40))
def test_whatever_is_tapped_no_entry_is_lost_and_no_one_waits_twice(house, desk, register, screen, steps):
    day = Day(desk, screen, [register() for _ in range(4)])
    for who, station, verb, by in steps:
        before = day.entries()
        try:
            day.tap(day.people[who], station, verb, by)
        except CaravanError as refusal:
            day.refusals.add(refusal.code)
        after = day.entries()
        assert before.keys() <= after.keys(), "an entry was lost"
        check_each_step(before, after)
    check_counts(house, after)
    assert day.refusals <= {"queue.too_late", "queue.called_first"}


@dataclass
class Day:
    """A day on which anything is tapped."""

    desk: Desk
    screen: Callable
    people: list
    saved: dict = field(default_factory=dict)
    refusals: set = field(default_factory=set)

    def entries(self):
        """All entries by id, also those of the days before in the same house."""
        return {row["id"]: row for row in self.desk.rows(QueueEntry)}

    def tap(self, patient_id, station, verb, by):
        """Do one thing that a screen can ask for."""
        saved = self.saved.setdefault((patient_id, station), [])
        if verb == "next":
            call_next(self.desk.house, self.desk.staff[by], station, new_id())
        elif verb == "save":
            saved.append(self.screen(patient_id, station, **ANSWERS[station]))
        elif verb == "void" and saved:
            void_screening(self.desk.house, self.desk.staff[by], saved.pop().screening_id, "by chance")
        elif verb in BY_HAND:
            to = STATIONS[(STATIONS.index(station) + 1) % 4]
            self.desk.say(self.desk.entry(patient_id, station), verb, to=to, by=by)


def check_each_step(before, after):
    """Each change is one of the table, and no visit waits twice at a station."""
    steps = {(state, transition.after) for transition in TRANSITIONS.values() for state in transition.before}
    changes = {(before[key]["status"], after[key]["status"]) for key in before}
    assert {(old, new) for old, new in changes if old != new} <= steps
    waiting = Counter((row["visit_id"], row["station"]) for row in after.values() if row["status"] in OPEN)
    assert max(waiting.values(), default=0) <= 1
    assert all((row["ended_at"] is None) == (row["status"] in OPEN) for row in after.values())
    assert all(row["called_at"] for row in after.values() if row["status"] == "called")


def check_counts(house, entries):
    """Every figure of the screens is that of the entries."""
    waits, waiting, board = station_waits(house), count_waiting(house), day_board(house)
    on_the_wall = {station.station: station.waiting for station in wall(house).stations}
    for station in board.per_station:
        states = Counter(row["status"] for row in entries.values() if row["station"] == station.form_id)
        found = waits[station.form_id]
        assert (found.waiting, found.called, found.absent) == tuple(states[state] for state in OPEN)
        assert waiting[station.form_id] == on_the_wall[station.form_id] == found.waiting
        assert station_queue(house, station.form_id).waiting == found.waiting
        assert station.waiting == found.open
