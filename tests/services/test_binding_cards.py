"""A card stands for one person; whatever else is scanned gets its own refusal."""

import pytest

from caravan.domain.codes import check_character, new_code, printed
from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.patients import find_by_code, get_patient
from caravan.services.registration import bind_card
from caravan.storage.tables import Card
from tests.refusals import refused

CODE = "ABCDEFGHJ" + check_character("ABCDEFGHJ")
WRONG = CODE[:9] + ("2" if CODE[9] != "2" else "3")


@pytest.fixture
def bind(house, staff):
    def do(patient_id, typed=CODE, operation_id=None):
        operation_id = operation_id or new_id()
        return bind_card(house, staff["volunteer"], patient_id=patient_id, typed=typed, operation_id=operation_id)

    return do


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), printed(CODE), f" {CODE[:5]} {CODE[5:]} ", f"{CODE}/eye"])
def test_a_bound_card_leads_to_its_person_however_it_is_typed(house, register, bind, typed):
    patient_id = register()
    assert bind(patient_id).code == CODE
    assert find_by_code(house, typed).line.id == patient_id
    assert get_patient(house, patient_id).cards == (CODE,)


@pytest.mark.parametrize(
    ("typed", "code"), [("  ", "card.empty"), ("ABC", "card.malformed"), (WRONG, "card.check_wrong")]
)
def test_what_is_no_code_is_refused_at_binding_and_at_scanning(house, register, bind, typed, code):
    patient_id = register()
    for act in (lambda: bind(patient_id, typed), lambda: find_by_code(house, typed)):
        with refused(code):
            act()
    assert get_patient(house, patient_id).cards == ()


def test_a_card_of_someone_else_is_refused_and_stays_theirs(house, register, bind):
    first, second = register(), register(given_name_fr="Salka")
    bind(first)
    with refused("card.bound_to_other"):
        bind(second)
    assert find_by_code(house, CODE).line.id == first
    assert get_patient(house, second).cards == ()


def test_binding_a_card_twice_to_the_same_person_is_no_error(register, bind, rows):
    patient_id = register()
    assert bind(patient_id) == bind(patient_id)
    assert len(rows(Card)) == 1


def test_the_same_binding_sent_twice_is_done_once_and_never_for_another_card(register, bind, rows):
    patient_id, operation_id = register(), new_id()
    assert bind(patient_id, operation_id=operation_id) == bind(patient_id, operation_id=operation_id)
    with refused("operation.changed", ConflictError):
        bind(patient_id, new_code(), operation_id)
    assert len(rows(Card)) == 1


def test_a_second_card_stands_for_the_same_person(house, register, bind):
    patient_id, other = register(), new_code()
    bind(patient_id)
    bind(patient_id, other)
    assert {find_by_code(house, code).line.id for code in (CODE, other)} == {patient_id}


def test_a_card_that_no_one_has_is_told_with_what_was_typed(house):
    with refused("card.unbound") as caught:
        find_by_code(house, printed(CODE))
    assert caught.value.params == {"typed": printed(CODE)}


def test_no_card_is_bound_to_someone_unknown(house, bind, rows):
    with refused("patient.unknown", NotFoundError):
        bind(new_id())
    assert rows(Card) == []


def test_a_refused_binding_may_be_sent_again_with_a_blank_card(house, register, bind):
    first, second, operation_id, blank = register(), register(), new_id(), new_code()
    bind(first)
    with pytest.raises(CaravanError):
        bind(second, CODE, operation_id)
    assert bind(second, blank, operation_id).code == blank
