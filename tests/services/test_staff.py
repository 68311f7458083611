"""The staff list: who may be added, changed, taken off and brought back, and how someone locked out gets in again."""

import pytest

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.accounts import find_operator, list_staff, log_in, pin_mark
from caravan.services.patients import get_patient
from caravan.services.staff import (
    Details,
    add_member,
    bring_back,
    change_member,
    get_member,
    list_former,
    list_members,
    remove_member,
    set_pin,
    unlock,
)
from caravan.storage.tables import Audit, Revision, Staff
from tests.conftest import PINS
from tests.refusals import refused

TABLET = "192.168.1.20"
SAMIR = Details("Samir", "volunteer", "ar")


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


def lock_out(house, operator):
    for _ in range(5):
        with pytest.raises(CaravanError, match=r"pin\."):
            log_in(house, operator.staff_id, "000000", address=TABLET)


def test_someone_added_can_sign_in_and_the_revision_names_who_did_it(house, boss, rows):
    added = add_member(house, boss, Details("  Samir   Idrissi ", "volunteer", "ar"), pin="604183").id
    assert log_in(house, added, "604183", address=TABLET).name == "Samir Idrissi"
    assert [row["author_id"] for row in rows(Revision, entity_id=added)] == [boss.staff_id]


def test_a_page_sent_twice_adds_one_person_with_the_first_pin(house, boss):
    operation_id = new_id()
    first = add_member(house, boss, SAMIR, pin="604183", operation_id=operation_id)
    again = add_member(house, boss, SAMIR, pin="720461", operation_id=operation_id)
    assert (again.id, first.is_new, again.is_new) == (first.id, True, False)
    assert log_in(house, first.id, "604183", address=TABLET).name == "Samir"


@pytest.mark.parametrize("name", ["Khadija", " khadija ", "KHADIJA"])
def test_two_people_of_the_same_name_are_refused(house, boss, name):
    with refused("staff.exists"):
        add_member(house, boss, Details(name, "doctor"), pin="604183")


def test_a_language_that_no_screen_speaks_is_refused(house, boss):
    with refused("staff.language"):
        add_member(house, boss, Details("Samir", "doctor", "es"), pin="604183")


def test_a_name_a_role_and_a_language_are_changed_in_one_revision(house, boss, staff, rows):
    doctor = staff["doctor"].staff_id
    change_member(house, boss, doctor, Details("Dr Benali Amine", "volunteer", "ar"))
    member = get_member(house, doctor)
    assert (member.name, member.role, member.language) == ("Dr Benali Amine", "volunteer", "ar")
    last = rows(Revision, entity_id=doctor)[-1]
    assert last["patch"] == {"name": "Dr Benali Amine", "role": "volunteer", "language": "ar"}
    assert last["author_id"] == boss.staff_id


def test_saving_what_is_there_already_writes_nothing(house, boss, staff, rows):
    before = len(rows(Revision))
    change_member(house, boss, staff["doctor"].staff_id, Details("Dr Benali", "doctor", "fr"))
    assert len(rows(Revision)) == before


def test_a_name_cannot_become_that_of_someone_else(house, boss, staff):
    with refused("staff.exists"):
        change_member(house, boss, staff["doctor"].staff_id, Details("khadija", "doctor"))


def test_the_last_coordinator_is_neither_removed_nor_given_another_role(house, boss):
    with refused("staff.last_coordinator"):
        remove_member(house, boss, boss.staff_id, "goes home")
    with refused("staff.last_coordinator"):
        change_member(house, boss, boss.staff_id, Details("Nadia", "doctor", "en"))
    assert get_member(house, boss.staff_id).role == "coordinator"


def test_with_a_second_coordinator_the_first_may_leave(house, boss):
    second = add_member(house, boss, Details("Salma", "coordinator"), pin="604183").id
    remove_member(house, boss, boss.staff_id, "goes home")
    with refused("staff.last_coordinator"):
        change_member(house, boss, second, Details("Salma", "volunteer"))


def test_someone_removed_is_signed_out_and_their_records_stay_theirs(house, boss, staff, register, screen):
    patient_id = register()
    screen(patient_id)
    doctor = staff["doctor"].staff_id
    mark = pin_mark(house, doctor)
    remove_member(house, boss, doctor, "went back to Rabat")
    assert find_operator(house, doctor, pin_mark=mark) is None
    assert "Dr Benali" not in {card.name for card in list_staff(house)}
    with refused("staff.unknown", NotFoundError):
        log_in(house, doctor, PINS["Dr Benali"], address=TABLET)
    today = get_patient(house, patient_id).today
    assert today is not None
    assert today.screenings[0].performed_by == "Dr Benali"
    assert [(line.name, line.reason) for line in list_former(house)] == [("Dr Benali", "went back to Rabat")]


def test_someone_is_removed_with_a_reason(house, boss, staff):
    with refused("staff.reason"):
        remove_member(house, boss, staff["doctor"].staff_id, "  ")


def test_someone_brought_back_signs_in_with_the_same_pin(house, boss, staff):
    doctor = staff["doctor"].staff_id
    remove_member(house, boss, doctor, "by mistake")
    bring_back(house, boss, doctor)
    assert log_in(house, doctor, PINS["Dr Benali"], address=TABLET).role == "doctor"
    assert list_former(house) == []


def test_someone_is_not_brought_back_beside_another_of_the_same_name(house, boss, staff):
    remove_member(house, boss, staff["doctor"].staff_id, "left")
    add_member(house, boss, Details("Dr Benali", "doctor"), pin="604183")
    with refused("staff.exists"):
        bring_back(house, boss, staff["doctor"].staff_id)


def test_the_list_says_who_is_locked_out_and_when_each_signed_in_last(house, staff, clock):
    lock_out(house, staff["volunteer"])
    log_in(house, staff["doctor"].staff_id, PINS["Dr Benali"], address=TABLET)
    at = {member.role: (member.is_locked, member.last_login_at) for member in list_members(house)}
    assert at == {"volunteer": (True, None), "doctor": (False, clock.at), "coordinator": (False, None)}
    clock.move(minutes=5, seconds=1)
    assert not any(member.is_locked for member in list_members(house))


def test_someone_unlocked_signs_in_at_once_on_the_same_tablet(house, boss, staff, clock, rows):
    volunteer = staff["volunteer"]
    lock_out(house, volunteer)
    clock.move(seconds=1)
    unlock(house, boss, volunteer.staff_id)
    clock.move(seconds=1)
    assert not get_member(house, volunteer.staff_id).is_locked
    assert log_in(house, volunteer.staff_id, PINS["Khadija"], address=TABLET).name == "Khadija"
    assert [row["detail"] for row in rows(Audit, action="pin_unlock")] == [f"by {boss.staff_id}"]


def test_a_new_pin_lets_in_whoever_was_locked_out(house, boss, staff, clock):
    volunteer = staff["volunteer"]
    lock_out(house, volunteer)
    set_pin(house, boss, volunteer.staff_id, pin="604183")
    clock.move(seconds=1)
    assert log_in(house, volunteer.staff_id, "604183", address=TABLET).name == "Khadija"
    with refused("pin.wrong"):
        log_in(house, volunteer.staff_id, PINS["Khadija"], address=TABLET)


def test_no_pin_given_by_the_coordinator_is_stored_in_clear(house, boss, staff, rows):
    add_member(house, boss, SAMIR, pin="604183")
    set_pin(house, boss, staff["doctor"].staff_id, pin="720461")
    stored = "".join(str(row) for table in (Staff, Revision, Audit) for row in rows(table))
    assert "604183" not in stored
    assert "720461" not in stored


def test_a_weak_pin_changes_nothing(house, boss, staff):
    with refused("pin.weak"):
        set_pin(house, boss, staff["doctor"].staff_id, pin="1234")
    assert log_in(house, staff["doctor"].staff_id, PINS["Dr Benali"], address=TABLET).name == "Dr Benali"


@pytest.mark.parametrize("act", [get_member, lambda house, nobody: bring_back(house, None, nobody)])
def test_someone_who_was_never_here_is_not_found(house, act):
    with refused("staff.unknown", NotFoundError):
        act(house, house.database.device_id)
