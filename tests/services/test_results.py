"""What a person takes home, as it stands now: the latest visit, the referrals still open, what was given."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled
from caravan.services.results import get_results, list_referred
from caravan.services.screening import Saved, record_screening, void_screening
from caravan.storage.tables import Referral

RAISED = {"systolic_1_mmhg": "166", "diastolic_1_mmhg": "104"}
CRISIS = {"systolic_1_mmhg": "192", "diastolic_1_mmhg": "114"}
BLIND = {"wears_glasses": "no", "va_unaided_r": "hm", "va_unaided_l": "v01", "lens_r": "obvious_opacity",
         "cataract_list": "yes", "glasses_type": "reading", "glasses_status": "ordered"}  # fmt: skip


@pytest.fixture
def record(house, staff):
    def do(patient_id, form_id, answers):
        form = house.forms[form_id]
        confirmed = [name for name, question in form.questions.items() if question.soft_constraint]
        filled = Filled(answers, new_id(), confirmed)
        saved = record_screening(house, staff["doctor"], patient_id=patient_id, form_id=form_id, filled=filled)
        assert isinstance(saved, Saved), saved.outcome.errors
        return saved.screening_id

    return do


def change_referral(house, screening_id, **fields):
    def write(unit):
        found = unit.session.exec(select(Referral).where(Referral.screening_id == screening_id)).one()
        unit.ledger.change("referral", found.id, **fields)

    house.database.write(write, at=house.now())


def test_results_hold_the_visit_its_screenings_referrals_and_supplies(house, register, record):
    patient_id = register()
    record(patient_id, "chronic", RAISED)
    record(patient_id, "eye", BLIND)
    results = get_results(house, patient_id)
    assert (results.number, results.day, results.site, results.caravan) == (
        1,
        house.today,
        "Guelmim",
        "Caravane du Sud",
    )
    assert [screening.form_id for screening in results.screenings] == ["chronic", "eye"]
    assert {referral.destination for referral in results.referrals} == {"cardiology", "ophthalmology"}
    assert {(supply.kind, supply.status) for supply in results.supplies} == {
        ("glasses", "ordered"),
        ("cataract_surgery", "listed"),
    }
    assert (results.who.names["fr"], results.who.age_years, results.who.birth.precision) == (
        "Fatimetou Laaroussi",
        67,
        "year",
    )


@pytest.mark.parametrize("status", ["cancelled", "attended"])
def test_a_referral_that_is_settled_is_on_no_paper(house, register, record, status):
    patient_id = register()
    screening_id = record(patient_id, "chronic", RAISED)
    change_referral(house, screening_id, status=status)
    results = get_results(house, patient_id)
    assert (results.referrals, results.urgency, len(results.screenings)) == ((), "n", 1)
    assert list_referred(house) == []


def test_a_referral_that_a_doctor_changed_is_told_as_it_stands_now(house, register, record):
    patient_id = register()
    screening_id = record(patient_id, "chronic", RAISED)
    change_referral(house, screening_id, status="changed", destination="hospital_emergency", urgency="e")
    results = get_results(house, patient_id)
    assert [(each.destination, each.urgency) for each in results.referrals] == [("hospital_emergency", "e")]
    assert results.urgency == "e"


def test_a_cancelled_screening_takes_its_referral_and_supplies_off_the_paper(house, staff, register, record):
    patient_id = register()
    screening_id = record(patient_id, "eye", BLIND)
    void_screening(house, staff["doctor"], screening_id, "mistake")
    results = get_results(house, patient_id)
    assert (results.screenings, results.referrals, results.supplies) == ((), (), ())


def test_on_a_later_day_the_latest_visit_is_told(house, register, record, clock):
    patient_id = register()
    record(patient_id, "chronic", RAISED)
    day = house.today
    clock.move(days=3)
    results = get_results(house, patient_id)
    assert (results.day, len(results.screenings)) == (day, 1)
    assert list_referred(house) == []


def test_who_was_referred_today_stands_by_urgency_then_by_number(house, register, record):
    people = [
        register(given_name_fr=name, given_name_ar="", phone="") for name in ("Aicha", "Brahim", "Chama", "Driss")
    ]
    for patient_id, answers in zip(
        people, (RAISED, {"systolic_1_mmhg": "118", "diastolic_1_mmhg": "76"}, CRISIS, RAISED), strict=True
    ):
        record(patient_id, "chronic", answers)
    assert list_referred(house) == [people[2], people[0], people[3]]


def test_someone_unknown_has_no_results(house):
    with pytest.raises(NotFoundError, match=r"patient\.unknown"):
        get_results(house, uuid4())
