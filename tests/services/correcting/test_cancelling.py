"""Screenings, persons, visits and cards cancelled and brought back; the counts agree to the unit."""

from caravan.domain.codes import new_code
from caravan.domain.errors import NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.cancelling import cancel_card, cancel_person, cancel_visit, person_at_stake, restore_person
from caravan.services.correcting import open_screening
from caravan.services.counting import day_board
from caravan.services.datasets import Filters, load_dataset
from caravan.services.patients import find_by_code, get_patient, search_patients
from caravan.services.record_marks import person_marks
from caravan.services.registration import bind_card, open_visit
from caravan.services.screening import restore_screening, void_screening
from caravan.storage.tables import Card, Finding, QueueEntry, Referral, Supply
from tests.refusals import refused
from tests.services.correcting.conftest import CATARACT, EYE, assert_rebuilds, living


def figures(house):
    """The dashboard's figures, after checking that the report's rows say the same to the unit."""
    board, data = day_board(house), load_dataset(house, Filters())
    assert board.visits == len(data.visits)
    assert board.persons_registered == len(data.persons)
    assert board.screenings == len(data.screenings)
    assert board.persons_seen == len({row.patient_id for row in data.screenings})
    assert board.urgent_open == len({row.patient_id for row in data.referrals if row.urgency in "eu"})
    return board.persons_registered, board.screenings, board.urgent_open


def test_a_cancelled_screening_comes_back_with_its_referral_and_the_wait_ends_again(
    house, staff, *, register, screen, rows, clock
):
    patient_id = register()
    saved = screen(patient_id, "eye", **CATARACT, red_flags=["sudden_loss"])
    before = figures(house)
    assert before == (1, 1, 1)
    void_screening(house, staff["doctor"], saved.screening_id, "wrong_person")
    assert figures(house) == (1, 0, 0)
    (cancelled,) = person_marks(house, staff["doctor"], patient_id).cancelled
    assert (cancelled.by, cancelled.reason, cancelled.may_restore) == ("Dr Benali", "wrong_person", True)
    clock.move(minutes=5)
    with refused("restore.reason"):
        restore_screening(house, staff["doctor"], saved.screening_id, " ")
    for _twice in range(2):
        restore_screening(house, staff["doctor"], saved.screening_id, "cancelled_by_mistake")
    assert figures(house) == before
    assert rows(Finding) != []
    assert len(living(rows(Supply))) == 2
    assert next(row for row in rows(QueueEntry) if row["station"] == "eye")["status"] == "done"
    assert get_patient(house, patient_id).stations_left == ("vitals", "dental", "chronic")
    assert_rebuilds(house)


def test_what_was_cancelled_before_does_not_come_back_with_the_screening(
    house, staff, *, register, screen, correct, rows, clock
):
    saved = screen(register(), "eye", **EYE)
    correct(saved.screening_id, iop_r_mmhg="18")  # its referral goes
    clock.move(minutes=1)
    void_screening(house, staff["doctor"], saved.screening_id, "trial")
    restore_screening(house, staff["doctor"], saved.screening_id, "checked_again")
    assert living(rows(Referral)) == []


def test_a_cancelled_screening_is_not_corrected(house, staff, register, screen, correct):
    saved = screen(register(), "eye", **EYE)
    opened = open_screening(house, staff["doctor"], saved.screening_id)
    void_screening(house, staff["coordinator"], saved.screening_id, "trial")
    with refused("screening.cancelled"):
        correct(saved.screening_id, opened=opened, iop_r_mmhg="18")


def test_counts_agree_to_the_unit_after_corrections_cancellations_and_returns(
    house, staff, *, register, screen, correct, correct_registration, clock
):
    people = [register(given_name_fr=name, phone="") for name in ("Salka", "Rkia", "Hind", "Omar")]
    saved = [screen(person, "eye", **EYE) for person in people]
    screen(people[0], systolic_1_mmhg="200", diastolic_1_mmhg="130")
    clock.move(minutes=9)
    assert figures(house)[:2] == (4, 5)
    correct(saved[1].screening_id, red_flags=["sudden_loss"])
    void_screening(house, staff["doctor"], saved[2].screening_id, "recorded_twice")
    cancel_person(house, staff["coordinator"], people[0], "registered_twice")
    correct_registration(people[3], birth_year="1990", coverage_scheme="aucune")
    assert figures(house) == (3, 2, 1)
    clock.move(minutes=9)
    restore_person(house, staff["coordinator"], people[0], "checked_again")
    restore_screening(house, staff["doctor"], saved[2].screening_id, "checked_again")
    assert figures(house)[:2] == (4, 5)
    row = next(row for row in load_dataset(house, Filters()).visits if row.patient_id == str(people[3]))
    assert (row.age_years, row.coverage) == (36, "aucune")
    assert_rebuilds(house)


def test_a_cancelled_person_is_out_of_lists_and_counts_and_comes_back_whole(house, staff, register, screen, clock):
    patient_id, code = register(), new_code()
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    screen(patient_id, "eye", **EYE)
    before = figures(house)
    with refused("record.coordinator_only", NotAllowedError):
        cancel_person(house, staff["volunteer"], patient_id, "trial")
    with refused("void.reason"):
        cancel_person(house, staff["coordinator"], patient_id, "")
    stake = person_at_stake(house, staff["coordinator"], patient_id)
    assert (stake.visits, stake.screenings, stake.cards, stake.is_cancelled) == (1, 1, (code,), False)
    for _twice in range(2):
        cancel_person(house, staff["coordinator"], patient_id, "registered_twice")
    assert figures(house) == (0, 0, 0)
    assert search_patients(house, "Fatimetou") == []
    with refused("patient.unknown", NotFoundError):
        get_patient(house, patient_id)
    with refused("card.unbound"):
        find_by_code(house, code)
    clock.move(minutes=3)
    assert restore_person(house, staff["coordinator"], patient_id, "checked_again") == ()
    assert figures(house) == before
    assert find_by_code(house, code).line.id == patient_id
    assert_rebuilds(house)


def test_a_card_given_to_another_meanwhile_stays_with_the_other(house, staff, register):
    first, second, code = register(), register(given_name_fr="Salka"), new_code()
    bind_card(house, staff["volunteer"], patient_id=first, typed=code, operation_id=new_id())
    cancel_person(house, staff["coordinator"], first, "registered_twice")
    bind_card(house, staff["volunteer"], patient_id=second, typed=code, operation_id=new_id())
    assert restore_person(house, staff["coordinator"], first, "checked_again") == (code,)
    assert find_by_code(house, code).line.id == second


def test_a_visit_opened_by_mistake_is_cancelled_with_its_waits_unless_something_was_recorded(
    house, staff, *, register, screen, rows, clock
):
    patient_id = register()
    visit = get_patient(house, patient_id).today
    screen(patient_id, "eye", **EYE)
    with refused("visit.not_empty"):
        cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")
    clock.move(days=1)
    open_visit(house, staff["volunteer"], patient_id, new_id())
    visit = get_patient(house, patient_id).today
    assert person_marks(house, staff["volunteer"], patient_id).visits_to_cancel == {visit.id}
    with refused("void.reason"):
        cancel_visit(house, staff["volunteer"], visit.id, "")
    with refused("visit.not_yours", NotAllowedError):
        cancel_visit(house, staff["doctor"], visit.id, "by_mistake")
    for _twice in range(2):
        assert cancel_visit(house, staff["volunteer"], visit.id, "by_mistake") == patient_id
    assert get_patient(house, patient_id).today is None
    assert day_board(house).waiting == 0
    assert open_visit(house, staff["volunteer"], patient_id, new_id()) == visit.number + 1
    clock.move(days=1)
    with refused("visit.not_yours", NotAllowedError):
        cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")


def test_a_screening_of_a_cancelled_visit_does_not_come_back(house, staff, register, screen):
    patient_id = register()
    saved, visit = screen(patient_id, "eye", **EYE), get_patient(house, patient_id).today
    void_screening(house, staff["doctor"], saved.screening_id, "trial")
    cancel_visit(house, staff["volunteer"], visit.id, "by_mistake")
    with refused("screening.visit_cancelled"):
        restore_screening(house, staff["doctor"], saved.screening_id, "checked_again")


def test_a_card_of_the_wrong_person_is_blank_again_and_a_lost_one_never(house, staff, register, rows):
    first, second, code = register(), register(given_name_fr="Salka"), new_code()

    def give(patient_id):
        bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())

    give(first)
    with refused("card.reason"):
        cancel_card(house, staff["volunteer"], code, "tired of it")
    with refused("record.reception_only", NotAllowedError):
        cancel_card(house, staff["doctor"], code, "lost")
    for _twice in range(2):
        assert cancel_card(house, staff["volunteer"], code, "wrong_person") == first
    give(second)
    assert find_by_code(house, code).line.id == second
    cancel_card(house, staff["volunteer"], code, "lost: at the market")
    for patient_id in (first, second):
        with refused("card.lost"):
            give(patient_id)
    with refused("card.lost"):
        find_by_code(house, code)
    with refused("card.unbound"):
        cancel_card(house, staff["volunteer"], new_code(), "lost")
    assert living(rows(Card)) == []
