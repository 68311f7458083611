"""The history of a record tells who changed what, when and why, to those who may read it."""

import pytest

from caravan.domain.codes import new_code
from caravan.domain.errors import NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.cancelling import cancel_card, cancel_person, restore_person
from caravan.services.caravans import get_caravan
from caravan.services.correcting import Correction, correct_screening, open_screening, raw_of
from caravan.services.outcomes import Filled
from caravan.services.record_marks import list_cancelled_persons, person_marks
from caravan.services.registration import bind_card
from caravan.services.screening import restore_screening, void_screening
from caravan.services.telling import tell_history
from tests.refusals import refused

EYE = {"va_unaided_r": "v10", "va_unaided_l": "v10", "iop_r_mmhg": "28", "iop_l_mmhg": "15", "iop_method": "rebound"}


@pytest.fixture
def life(house, staff, *, register, screen, clock):
    """A person registered, given a card, screened, corrected, cancelled and brought back; returns both ids."""
    patient_id, code = register(), new_code()
    clock.move(minutes=1)
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    clock.move(minutes=10)
    screening_id = screen(patient_id, "eye", **EYE).screening_id
    clock.move(minutes=10)
    opened = open_screening(house, staff["coordinator"], screening_id)
    filled = Filled({**raw_of(opened), "iop_r_mmhg": "18"}, new_id(), (), opened.form.version)
    correct_screening(house, staff["coordinator"], screening_id, Correction(filled, "typing_error", opened.mark))
    clock.move(minutes=10)
    void_screening(house, staff["doctor"], screening_id, "wrong_person")
    clock.move(minutes=1)
    restore_screening(house, staff["doctor"], screening_id, "cancelled_by_mistake: read the card again")
    clock.move(minutes=1)
    cancel_card(house, staff["volunteer"], code, "lost")
    return patient_id, screening_id


def told(history):
    """Each moment in short: who did what to which records."""
    return [(m.author, [(fact.entity, fact.action) for fact in m.facts]) for m in history.moments]


def test_the_history_of_a_person_tells_everything_newest_first(house, staff, life):
    history = tell_history(house, staff["coordinator"], "patient", life[0])
    waits = [("queue_entry", "created")] * 4
    assert told(history) == [
        ("Khadija", [("card", "cancelled")]),
        ("Dr Benali", [("screening", "restored"), ("queue_entry", "changed")]),
        ("Dr Benali", [("screening", "cancelled"), ("queue_entry", "changed")]),
        ("Nadia", [("screening", "changed"), ("referral", "cancelled")]),
        ("Dr Benali", [("screening", "created"), ("referral", "created"), ("queue_entry", "changed")]),
        ("Khadija", [("card", "created")]),
        ("Khadija", [("patient", "created"), ("visit", "created"), *waits]),
    ]
    assert [m.role for m in history.moments][:2] == ["volunteer", "doctor"]
    assert history.moments == tuple(sorted(history.moments, key=lambda moment: moment.at, reverse=True))
    assert history.names == {"fr": "Fatimetou Laaroussi", "ar": "فاطمتو العروسي"}


def test_a_correction_keeps_the_earlier_values_readable(house, staff, life):
    (correction,) = [
        fact
        for moment in tell_history(house, staff["doctor"], "screening", life[1]).moments
        for fact in moment.facts
        if (fact.entity, fact.action) == ("screening", "changed")
    ]
    assert (correction.before["answers"]["iop_r_mmhg"], correction.after["answers"]["iop_r_mmhg"]) == (28, 18)
    assert (correction.before["urgency"], correction.after["urgency"]) != ("n", "n")
    assert correction.reason == "typing_error"
    assert correction.state["performed_at"].isoformat() == "2026-11-21T09:11:00+00:00"


def test_a_clock_that_was_put_back_does_not_turn_the_history_around(house, staff, *, register, screen, clock):
    patient_id = register()
    clock.move(minutes=-30)
    screen(patient_id, "eye", **EYE)
    assert [author for author, _facts in told(tell_history(house, staff["doctor"], "patient", patient_id))] == [
        "Dr Benali",
        "Khadija",
    ]


def test_the_person_page_says_who_corrected_last(house, staff, life):
    marks = person_marks(house, staff["doctor"], life[0])
    assert (marks.corrected[life[1]].by, marks.own) == ("Nadia", {life[1]})
    assert person_marks(house, staff["volunteer"], life[0]).corrected == {}


def test_a_volunteer_reads_the_registration_and_nothing_of_the_stations(house, staff, life):
    history = tell_history(house, staff["volunteer"], "patient", life[0])
    assert {fact.entity for moment in history.moments for fact in moment.facts} == {"patient", "visit", "card"}
    with refused("history.not_yours", NotAllowedError):
        tell_history(house, staff["volunteer"], "screening", life[1])


def test_records_of_the_caravan_are_told_to_the_coordinator(house, staff):
    caravan = get_caravan(house)
    ids = {"staff": staff["doctor"].staff_id, "site": caravan.sites[0].id, "caravan": caravan.id}
    for entity, record_id in ids.items():
        history = tell_history(house, staff["coordinator"], entity, record_id)
        assert history.moments[-1].facts[0].action == "created"
        assert history.title
        with refused("history.not_yours", NotAllowedError):
            tell_history(house, staff["doctor"], entity, record_id)


@pytest.mark.parametrize("entity", ["patient", "finding", "operation", "screening"])
def test_what_does_not_exist_has_no_history(house, staff, entity):
    with refused("record.unknown", NotFoundError):
        tell_history(house, staff["coordinator"], entity, new_id())


def test_a_cancelled_person_is_listed_and_their_history_offers_the_return(house, staff, life):
    cancel_person(house, staff["coordinator"], life[0], "registered_twice: see the other card")
    (gone,) = list_cancelled_persons(house)
    assert (gone.patient_id, gone.by, gone.reason) == (life[0], "Nadia", "registered_twice: see the other card")
    assert tell_history(house, staff["coordinator"], "patient", life[0]).may_restore
    assert not tell_history(house, staff["doctor"], "patient", life[0]).may_restore
    restore_person(house, staff["coordinator"], life[0], "checked_again")
    assert list_cancelled_persons(house) == []
