"""A desk that taps the verbs of a queue, doctors, and a station that is closed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from caravan.services.calling import Asked, act
from caravan.services.caravans import get_caravan
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.queueing import (
    get_line,
)
from caravan.storage.tables import QueueEntry, Visit

STATIONS = ("vitals", "eye", "dental", "chronic")
URGENT = {"systolic_1_mmhg": "190", "diastolic_1_mmhg": "115"}


@pytest.fixture
def doctors(staff):
    """Two who call at the same time."""
    return staff["doctor"], staff["coordinator"]


@dataclass
class Desk:
    """Someone who taps the verbs of the queues."""

    house: House
    staff: dict[str, Operator]
    rows: Callable[..., list]

    def entry(self, patient_id, station="eye"):
        """The id of the newest entry of a person at a station."""
        (visit,) = self.rows(Visit, patient_id=patient_id)
        return max(row["id"] for row in self.rows(QueueEntry, visit_id=visit["id"], station=station))

    def say(self, entry_id, verb, *, seen=None, to=None, by="doctor"):
        """Say a verb of an entry, and look at what became of it."""
        act(self.house, self.staff[by], Asked(entry_id, verb, times_called=seen, to=to))
        return get_line(self.house, entry_id)

    def states(self, station):
        """How many entries of a station are in each state."""
        return Counter(row["status"] for row in self.rows(QueueEntry, station=station))


@pytest.fixture
def desk(house, staff, rows):
    return Desk(house, staff, rows)


@pytest.fixture
def shut(house):
    """Close a station."""

    def do(*stations):
        caravan = get_caravan(house)
        house.database.write(
            lambda unit: unit.ledger.change("caravan", caravan.id, closed_stations=list(stations)), at=house.now()
        )

    return do


def numbers(lines):
    return [line.number for line in lines]
