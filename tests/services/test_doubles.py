"""Who was taken in late and may be registered already waits for a coordinator, who decides."""

import pytest

from caravan.domain.errors import NotAllowedError
from caravan.domain.ids import new_id
from caravan.services.cancelling import cancel_person
from caravan.services.doubles import count_perhaps_twice, list_perhaps_twice, tell_apart
from caravan.services.outcomes import Filled
from caravan.services.receiving import receive_late
from caravan.storage.tables import Patient, Revision
from tests.conftest import FATIMETOU


@pytest.fixture
def late(house, staff):
    """Register someone as a tablet does that was alone."""

    def do(**answers):
        return receive_late(house, staff["volunteer"], Filled({**FATIMETOU, **answers}, new_id())).patient_id

    return do


def test_someone_taken_in_late_stands_beside_those_who_look_alike(house, register, late):
    known, other = register(), late(given_name_fr="Fatimatou")
    late(
        given_name_fr="Brahim", given_name_ar="إبراهيم", family_name_fr="Ait Ali", family_name_ar="آيت علي", sex="male"
    )
    (pair,) = list_perhaps_twice(house)
    assert (pair.line.id, [line.id for line in pair.others]) == (other, [known])
    assert count_perhaps_twice(house) == 1


def test_told_apart_they_stay_two_and_the_list_is_empty(house, staff, register, late, rows):
    known, other = register(), late()
    for _time in range(2):
        tell_apart(house, staff["coordinator"], other)
    assert list_perhaps_twice(house) == []
    assert count_perhaps_twice(house) == 0
    (extra,) = [row["extra"] for row in rows(Patient) if row["id"] == other]
    assert extra["told_apart_from"] == [str(known)]
    assert len(rows(Revision, entity_id=other)) == 2, "taken in, and told apart once"


@pytest.mark.parametrize("who", ["first", "second"])
def test_whoever_is_cancelled_waits_no_more(house, staff, register, late, who):
    people = {"first": register(), "second": late()}
    cancel_person(house, staff["coordinator"], people[who], "registered_twice")
    assert list_perhaps_twice(house) == []
    assert count_perhaps_twice(house) == 0


def test_only_a_coordinator_decides(house, staff, register, late):
    register()
    with pytest.raises(NotAllowedError):
        tell_apart(house, staff["volunteer"], late())
