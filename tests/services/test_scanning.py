"""What a code means where it was read: each kind of card is told apart, and nothing is written."""

import pytest

from caravan.domain.codes import ALPHABET, new_code, printed
from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services.campaigns import close_caravan, start_next
from caravan.services.cancelling import cancel_card
from caravan.services.caravans import NewSite, Plan, get_caravan
from caravan.services.card_batches import ALL, Order, cards_of, record_batch
from caravan.services.outcomes import Filled
from caravan.services.registration import bind_card, open_visit
from caravan.services.scanning import Asked, one_card, what_is
from caravan.services.screening import record_screening

AT_EYE = Asked("station", "eye")


@pytest.fixture
def person(register):
    return register()


@pytest.fixture
def card(house, staff, person):
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=person, typed=code, operation_id=new_id())
    return code


def with_wrong_end(code):
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


def test_a_given_card_opens_the_form_of_the_station(house, card, person):
    found = what_is(house, printed(card).lower(), AT_EYE)
    assert (found.state, found.code, found.form_id, found.does_open) == ("open", card, "eye", True)
    assert found.person.id == person
    assert found.person.number_today == 1


def test_the_code_of_a_sheet_opens_the_form_of_the_sheet(house, card):
    assert what_is(house, f"{card}/DENTAL", AT_EYE).form_id == "dental"


def test_the_code_of_a_registration_sheet_opens_the_form_of_the_station(house, card):
    assert what_is(house, f"{card}/registration", AT_EYE).form_id == "eye"


def test_a_sheet_of_a_form_that_is_not_used_any_more_is_told_apart(house, card):
    found = what_is(house, f"{card}/hearing", AT_EYE)
    assert (found.state, found.refusal.params["form"]) == ("old_sheet", "hearing")


def test_a_card_screened_here_today_tells_when_and_by_whom(house, staff, card, person):
    filled = Filled({"va_unaided_r": "v10", "va_unaided_l": "v10"}, new_id())
    record_screening(house, staff["doctor"], patient_id=person, form_id="eye", filled=filled)
    found = what_is(house, card, AT_EYE)
    assert (found.state, found.done_by, found.done_at) == ("done", "Dr Benali", house.now())
    assert what_is(house, card, Asked("station", "dental")).state == "open"


def test_what_was_done_another_day_is_not_done_today(house, staff, card, person, clock):
    filled = Filled({"va_unaided_r": "v10", "va_unaided_l": "v10"}, new_id())
    record_screening(house, staff["doctor"], patient_id=person, form_id="eye", filled=filled)
    clock.move(days=1)
    assert what_is(house, card, AT_EYE).state == "open"


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("", "empty"),
        ("  -  ", "empty"),
        ("ABC", "malformed"),
        ("https://example.org/ABCDE", "foreign"),
        ("WIFI:T:WPA;S:caravan;P:secret;;", "foreign"),
        ("BEGIN:VCARD", "foreign"),
        ("6111234567890" * 3, "foreign"),
    ],
)
def test_what_is_no_code_is_told_apart(house, typed, state):
    found = what_is(house, typed, AT_EYE)
    assert (found.state, found.does_open, found.person) == (state, False, None)


def test_a_wrong_check_is_told_apart_from_a_blank_card(house):
    code = new_code()
    assert what_is(house, with_wrong_end(code), AT_EYE).state == "wrong_check"
    assert what_is(house, code, AT_EYE).state == "unbound"


def test_a_card_that_was_told_lost_is_told_apart(house, staff, card):
    cancel_card(house, staff["volunteer"], card, "lost")
    assert what_is(house, card, AT_EYE).state == "lost"
    assert what_is(house, card, Asked("bind", patient_id=new_id())).state == "lost"


def test_a_blank_card_is_what_binding_asks_for_and_a_card_of_someone_else_is_not(house, card, person):
    assert what_is(house, new_code(), Asked("bind", patient_id=person)).state == "open"
    assert what_is(house, card, Asked("bind", patient_id=person)).state == "open"
    assert what_is(house, card, Asked("bind", patient_id=new_id())).state == "taken"


def test_a_card_given_in_an_earlier_caravan_is_told_apart_until_its_person_is_received(house, staff, card, person):
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    start_next(house, staff["coordinator"], Plan("Caravane Noun", [NewSite("Asrir", "أسرير")]), operation_id=new_id())
    found = what_is(house, card, AT_EYE)
    assert (found.state, found.refusal.params["name"]) == ("other_caravan", "Caravane du Sud")
    assert found.person.id == person
    assert what_is(house, card, Asked("person")).state == "open"
    open_visit(house, staff["volunteer"], person, new_id())
    assert what_is(house, card, AT_EYE).state == "open"


def test_where_the_stock_is_kept_a_code_that_was_never_printed_is_told_apart_from_a_blank_card(house, staff):
    batch = record_batch(house, staff["coordinator"], Order(3, "a4-40"), new_id())
    blank = cards_of(house, batch, ALL)[0].code
    assert what_is(house, blank, AT_EYE).state == "unbound"
    assert what_is(house, new_code(), AT_EYE).state == "unknown"
    assert what_is(house, new_code(), Asked("bind", patient_id=new_id())).state == "open"


def test_a_blank_card_that_was_printed_for_an_earlier_caravan_is_told_apart(house, staff):
    batch = record_batch(house, staff["coordinator"], Order(3, "a4-40"), new_id())
    blank = cards_of(house, batch, ALL)[0].code
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    start_next(house, staff["coordinator"], Plan("Caravane Noun", [NewSite("Asrir", "أسرير")]), operation_id=new_id())
    found = what_is(house, blank, AT_EYE)
    assert (found.state, found.person, found.refusal.params["name"]) == ("other_caravan", None, "Caravane du Sud")


def test_the_one_card_among_the_codes_of_a_picture_is_taken():
    code = new_code()
    assert one_card(["https://example.org", code]) == code
    assert one_card([code, f"{code}/eye"]) == f"{code}/eye"
    assert one_card(["https://example.org"]) == "https://example.org"


def test_two_cards_in_a_picture_are_refused_by_their_ends():
    first, second = sorted((new_code(), new_code()), key=lambda code: code[-5:])
    with pytest.raises(CaravanError) as refusal:
        one_card([second, first])
    assert refusal.value.code == "photo.two_cards"
    assert refusal.value.params == {"first": first[-5:], "second": second[-5:]}
