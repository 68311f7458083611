"""Double entry: the same paper typed by two people, what differs, and what is settled."""

import pytest

from caravan.domain.codes import new_code
from caravan.domain.errors import CaravanError, NotAllowedError
from caravan.domain.ids import new_id
from caravan.services import double_entry, typing_in
from caravan.services.caravans import get_caravan
from caravan.services.outcomes import Filled, Refused
from caravan.services.registration import bind_card
from caravan.services.typing_in import Written
from caravan.storage.tables import Screening, SecondEntry

FIRST = {"pulse_bpm": "80", "temperature_c": "37.1", "danger_signs": ["none"]}


@pytest.fixture
def paper(house, staff, register):
    """A vitals sheet that the volunteer typed; the id of its screening."""
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=register(), typed=code, operation_id=new_id())
    site = str(get_caravan(house).sites[0].id)
    performed = typing_in.read_written(house, Written("2026-11-21", "8:35", str(staff["doctor"].staff_id), site))
    found = typing_in.find_sheet(house, f"{code}/vitals")
    filled = Filled(FIRST, new_id(), performed=performed)
    return typing_in.record_sheet(house, staff["volunteer"], found, filled).screening_id


def again(house, operator, paper, operation=None, **changed):
    return double_entry.record_second(house, operator, paper, Filled({**FIRST, **changed}, operation or new_id()))


def test_two_typings_that_agree_leave_nothing_to_settle(house, staff, paper):
    assert again(house, staff["doctor"], paper) == ()
    report = double_entry.report(house)
    assert (report.compared, report.differing, report.open_entries) == (3, 0, ())


def test_what_differs_is_told_and_the_first_typing_stays(house, staff, paper, rows):
    found = again(house, staff["doctor"], paper, pulse_bpm="88", spo2_percent="97")
    assert [(one.name, one.first, one.second) for one in found] == [("pulse_bpm", 80, 88), ("spo2_percent", None, 97)]
    assert rows(Screening)[0]["answers"]["pulse_bpm"] == 80
    report = double_entry.report(house)
    counts = {one.name: (one.compared, one.differing, one.percent) for one in report.questions}
    assert counts["pulse_bpm"] == (1, 1, 100.0)
    assert counts["temperature_c"] == (1, 0, 0.0)
    assert report.percent == pytest.approx(50.0)


def test_whoever_typed_a_sheet_does_not_type_it_again(house, staff, paper):
    with pytest.raises(CaravanError, match=r"second\.own"):
        again(house, staff["volunteer"], paper)


def test_a_sheet_is_typed_again_once_and_the_same_save_sent_twice_is_one(house, staff, paper, rows):
    operation = new_id()
    assert again(house, staff["doctor"], paper, operation) == again(house, staff["doctor"], paper, operation)
    with pytest.raises(CaravanError, match=r"second\.twice"):
        again(house, staff["coordinator"], paper)
    assert len(rows(SecondEntry)) == 1


def test_the_second_typing_obeys_the_form_too(house, staff, paper, rows):
    assert isinstance(again(house, staff["doctor"], paper, pulse_bpm="900"), Refused)
    assert rows(SecondEntry) == []


def test_the_sample_is_for_others_and_shrinks_as_it_is_typed(house, staff, paper):
    assert [line.id for line in double_entry.list_sample(house, staff["doctor"], 1)] == [paper]
    assert double_entry.list_sample(house, staff["volunteer"], 1) == []
    again(house, staff["doctor"], paper)
    assert double_entry.list_sample(house, staff["coordinator"], 1) == []


def test_the_coordinator_settles_what_differs(house, staff, paper):
    again(house, staff["doctor"], paper, pulse_bpm="88")
    (entry,) = double_entry.report(house).open_entries
    with pytest.raises(NotAllowedError):
        double_entry.settle(house, staff["doctor"], entry.id)
    double_entry.settle(house, staff["coordinator"], entry.id)
    report = double_entry.report(house)
    assert report.open_entries == ()
    assert report.differing == 1
