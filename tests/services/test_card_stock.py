"""The stock of cards: batches are recorded, numbered on, counted, printed again; codes are known at once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from caravan.domain.codes import new_code, printed
from caravan.domain.errors import ConflictError, NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.printing.cards import write_cards
from caravan.services.campaigns import close_caravan, start_next
from caravan.services.cancelling import cancel_card
from caravan.services.caravans import NewSite, Plan, get_caravan
from caravan.services.card_batches import ALL, LEFT, Order, cards_of, get_batch, record_batch, record_reprint, sheet_of
from caravan.services.card_stock import (
    bring_back,
    count_left,
    expect_people,
    find_code,
    look_at_stock,
    look_up,
    throw_away,
)
from caravan.services.letterhead import drop_logo, find_logo, keep_logo
from caravan.services.patients import find_by_code, get_patient
from caravan.services.person_cards import PRINTED, card_of_person, give_printed_card
from caravan.services.registration import bind_card
from caravan.services.scanning import Asked, what_is
from caravan.storage.revisions import rebuild
from caravan.storage.tables import Audit, CardBatch, PrintedCode
from tests.pictures import make_logo
from tests.refusals import refused


@pytest.fixture
def printing(house, staff):
    """Record a printing and return the batch's id."""

    def do(count=10, layout="a4-40", operation_id=None, **more):
        return record_batch(house, staff["coordinator"], Order(count, layout, **more), operation_id or new_id())

    return do


@pytest.fixture
def bind(house, staff):
    def do(patient_id, code):
        bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())

    return do


def codes_of(house, batch_id, which=ALL):
    return [card.code for card in cards_of(house, batch_id, which)]


def test_a_batch_tells_who_printed_what_and_when_and_its_numbers_go_on(house, staff, printing, clock):
    first = printing(count=25, sentence_ar="قافلة", sentence_fr="Caravane", layout="card-85x54")
    clock.move(hours=1)
    second = printing(count=10)
    old, new = get_batch(house, first), get_batch(house, second)
    assert (old.number, old.first, old.last, old.count) == (1, 1, 25, 25)
    assert (new.number, new.first, new.last) == (2, 26, 35)
    assert (old.printed_by, old.caravan, old.times_printed) == (staff["coordinator"].name, "Caravane du Sud", 1)
    assert old.order == Order(25, "card-85x54", "قافلة", "Caravane")
    assert new.printed_at == clock.at
    assert [batch.number for batch in look_at_stock(house).batches] == [2, 1]
    assert [card.number for card in cards_of(house, second, ALL)] == list(range(26, 36))
    assert len({*codes_of(house, first), *codes_of(house, second)}) == 35


def test_the_same_printing_sent_twice_is_one_batch(house, printing):
    operation_id = new_id()
    assert printing(operation_id=operation_id) == printing(operation_id=operation_id)
    assert look_at_stock(house).printed == 10
    with refused("operation.changed", ConflictError):
        printing(count=11, operation_id=operation_id)


def test_the_stock_is_counted_to_the_unit(house, staff, printing, bind, register):
    batch_id = printing(count=10)
    codes = codes_of(house, batch_id)
    patient_id = register()
    for code in [*codes[:4], new_code()]:
        bind(patient_id, code)
    cancel_card(house, staff["volunteer"], codes[0], "lost: in the sand")
    cancel_card(house, staff["volunteer"], codes[1], "lost")
    cancel_card(house, staff["volunteer"], codes[2], "wrong_person")
    stock = look_at_stock(house)
    assert (stock.printed, stock.bound, stock.lost, stock.left, stock.elsewhere) == (10, 1, 2, 7, 1)
    batch = get_batch(house, batch_id)
    assert (batch.bound, batch.lost, batch.left) == (1, 2, 7)
    assert count_left(house) == 7


def test_before_the_first_printing_nothing_is_said_of_what_is_left(house):
    assert count_left(house) is None


def test_a_batch_is_printed_again_with_the_same_codes_all_or_those_left(house, staff, printing, bind, register):
    batch_id = printing(count=5)
    codes = codes_of(house, batch_id)
    bind(register(), codes[1])
    assert codes_of(house, batch_id, LEFT) == [codes[0], *codes[2:]]
    assert codes_of(house, batch_id, ALL) == codes
    operation_id = new_id()
    for _twice in range(2):
        record_reprint(house, staff["coordinator"], batch_id, operation_id)
    batch = get_batch(house, batch_id)
    assert (batch.times_printed, batch.reprinted_by) == (2, staff["coordinator"].name)
    assert look_at_stock(house).printed == 5


def test_a_batch_of_which_nothing_is_left_says_so(house, printing, bind, register):
    batch_id = printing(count=1)
    bind(register(), codes_of(house, batch_id)[0])
    with refused("batch.none_left"):
        cards_of(house, batch_id, LEFT)


def test_a_batch_that_does_not_exist_is_not_found(house, staff):
    for act in (
        lambda: get_batch(house, new_id()),
        lambda: cards_of(house, new_id(), ALL),
        lambda: record_reprint(house, staff["coordinator"], new_id(), new_id()),
    ):
        with refused("batch.unknown", NotFoundError):
            act()


def test_a_code_is_known_as_blank_bound_lost_or_never_seen(house, staff, printing, bind, register):
    codes = codes_of(house, printing(count=3))
    foreign, patient_id = new_code(), register()
    for code in (codes[1], codes[2], foreign):
        bind(patient_id, code)
    cancel_card(house, staff["volunteer"], codes[2], "lost")
    blank, bound, lost, other = (look_up(house, printed(code)) for code in (*codes, foreign))
    assert (blank.state, blank.number, blank.batch.number, blank.patient_id) == ("blank", 1, 1, None)
    assert (bound.state, bound.number, bound.patient_id) == ("bound", 2, patient_id)
    assert (lost.state, lost.number, lost.patient_id) == ("lost", 3, None)
    assert (other.state, other.batch, other.patient_id) == ("bound", None, patient_id)
    assert look_up(house, new_code()).state == "unknown"
    with house.database.read() as session:
        assert find_code(session, codes[0]).number == 1
        assert find_code(session, new_code()) is None


def test_the_blank_cards_of_a_printing_are_thrown_away_and_those_given_keep_working(
    house, staff, printing, bind, register, clock
):
    other, batch_id = printing(count=3), printing(count=6)
    codes, patient_id = codes_of(house, batch_id), register()
    for code in codes[:4]:
        bind(patient_id, code)
    cancel_card(house, staff["volunteer"], codes[0], "lost")
    cancel_card(house, staff["volunteer"], codes[1], "wrong_person")
    clock.move(minutes=1)
    throw_away(house, staff["coordinator"], batch_id, "thrown_away: wet")
    clock.move(minutes=1)
    cancel_card(house, staff["volunteer"], codes[3], "wrong_person")  # it was in hands, not in the bin
    batch, stock = get_batch(house, batch_id), look_at_stock(house)
    assert (batch.bound, batch.lost, batch.thrown, batch.left) == (1, 1, 3, 1)
    assert (batch.thrown_at, batch.thrown_why) == (clock.at - timedelta(minutes=1), "thrown_away: wet")
    assert (stock.printed, stock.bound, stock.lost, stock.thrown, stock.left) == (9, 1, 1, 3, 4)
    assert count_left(house) == 4
    assert [look_up(house, code).state for code in codes] == ["lost", "thrown", "bound", "blank", "thrown", "thrown"]
    assert codes_of(house, batch_id) == [codes[0], codes[2], codes[3]]
    assert get_batch(house, other).left == 3
    assert find_by_code(house, codes[2]).line.id == patient_id


def test_a_card_that_was_thrown_away_opens_nothing_and_is_given_to_nobody_until_it_is_brought_back(
    house, staff, printing, bind, register, rows
):
    batch_id, patient_id = printing(count=2), register()
    code = codes_of(house, batch_id)[0]
    throw_away(house, staff["coordinator"], batch_id, "printed_badly")
    throw_away(house, staff["coordinator"], batch_id, "twice is no error")
    for asked in (Asked(), Asked("person"), Asked("bind", patient_id=patient_id)):
        found = what_is(house, printed(code), asked)
        assert (found.state, found.refusal.code) == ("lost", "card.thrown")
    with refused("card.thrown"):
        bind(patient_id, code)
    with refused("batch.none_left"):
        cards_of(house, batch_id, ALL)
    before = look_at_stock(house)
    house.database.write(lambda unit: rebuild(unit.session.connection()), at=house.now())
    assert look_at_stock(house) == before
    bring_back(house, staff["coordinator"], batch_id, "cancelled_by_mistake")
    bind(patient_id, code)
    batch = get_batch(house, batch_id)
    assert (batch.bound, batch.thrown, batch.left, batch.thrown_at) == (1, 0, 1, None)


def test_throwing_cards_away_takes_a_reason_something_blank_and_a_coordinator(house, staff, printing, bind, register):
    batch_id = printing(count=1)
    with refused("void.reason"):
        throw_away(house, staff["coordinator"], batch_id, " ")
    with refused("record.coordinator_only", NotAllowedError):
        throw_away(house, staff["volunteer"], batch_id, "thrown_away")
    with refused("batch.unknown", NotFoundError):
        throw_away(house, staff["coordinator"], new_id(), "thrown_away")
    bind(register(), codes_of(house, batch_id)[0])
    with refused("batch.none_left"):
        throw_away(house, staff["coordinator"], batch_id, "thrown_away")


def test_only_a_coordinator_prints_a_stock(house, staff, printing):
    batch_id = printing()
    for act in (
        lambda: record_batch(house, staff["volunteer"], Order(5, "a4-40"), new_id()),
        lambda: record_reprint(house, staff["doctor"], batch_id, new_id()),
        lambda: keep_logo(house, staff["volunteer"], b""),
    ):
        with refused("record.coordinator_only", NotAllowedError):
            act()


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order(0, "a4-40"), "cards.count"),
        (Order(5001, "a4-40"), "cards.count"),
        (Order(5, "a4-41"), "label.unknown"),
        (Order(5, "12x12"), "label.too_small"),
        (Order(5, "a4-40", sentence_fr="Bonjour"), "label.no_room"),
        (Order(5, "card-85x54", has_logo=True), "logo.none"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_anything_is_recorded(house, staff, order, code):
    with refused(code):
        record_batch(house, staff["coordinator"], order, new_id())
    assert look_at_stock(house).batches == ()


def test_the_tables_are_the_fold_of_the_revisions(house, staff, printing):
    batch_id = printing(count=12)
    record_reprint(house, staff["coordinator"], batch_id, new_id())
    before = look_at_stock(house), codes_of(house, batch_id)
    house.database.write(lambda unit: rebuild(unit.session.connection()), at=house.now())
    assert (look_at_stock(house), codes_of(house, batch_id)) == before


def test_blank_cards_of_an_earlier_caravan_are_still_stock_and_may_be_given(house, staff, printing, bind, register):
    code = codes_of(house, printing(count=3))[0]
    close_caravan(house, staff["coordinator"], get_caravan(house).id)
    plan = Plan("Caravane du Nord", [NewSite("Asrir")])
    start_next(house, staff["coordinator"], plan, copied=[], operation_id=new_id())
    assert count_left(house) == 3
    patient_id = register()
    bind(patient_id, code)
    assert find_by_code(house, code).line.id == patient_id
    assert look_at_stock(house).batches[0].caravan == "Caravane du Sud"


def test_a_card_of_a_person_is_printed_again_with_the_name_only_when_it_is_wanted(
    house, staff, printing, register, rows
):
    code, patient_id = codes_of(house, printing(count=2))[1], register()
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    plain = card_of_person(house, staff["volunteer"], patient_id, code, with_name=False)
    named = card_of_person(house, staff["volunteer"], patient_id, printed(code), with_name=True)
    assert (plain.code, plain.number, plain.name_ar, plain.name_fr) == (code, 2, "", "")
    assert (named.name_ar, named.name_fr) == ("فاطمتو العروسي", "Fatimetou Laaroussi")
    lines = [line for line in rows(Audit) if line["action"] == PRINTED]
    assert [(line["staff_id"], line["detail"]) for line in lines] == [(staff["volunteer"].staff_id, code)] * 2


def test_nobody_prints_the_card_of_someone_else(house, staff, printing, bind, register):
    codes = codes_of(house, printing(count=2))
    bind(register(), codes[0])
    other = register(given_name_fr="Salka")
    for code in codes:
        with refused("card.not_theirs"):
            card_of_person(house, staff["volunteer"], other, code, with_name=True)
    with refused("record.reception_only", NotAllowedError):
        card_of_person(house, staff["doctor"], other, codes[0], with_name=True)


def test_a_second_card_is_made_and_given_at_once_and_the_first_keeps_working(house, staff, bind, register, rows):
    patient_id, first, operation_id = register(), new_code(), new_id()
    bind(patient_id, first)
    order = Order(1, "card-85x54")
    code = give_printed_card(house, staff["volunteer"], patient_id, order, operation_id)
    assert give_printed_card(house, staff["volunteer"], patient_id, order, operation_id) == code
    assert set(get_patient(house, patient_id).cards) == {first, code}
    assert [len(rows(table)) for table in (CardBatch, PrintedCode)] == [1, 1]
    assert look_up(house, code).number == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_logo_is_kept_and_taken_away(house, staff, printing, kind):
    keep_logo(house, staff["coordinator"], make_logo(kind))
    assert find_logo(house).startswith(b"\x89PNG")
    batch_id = printing(count=2, layout="card-85x54", has_logo=True)
    assert sheet_of(house, get_batch(house, batch_id).order).design.logo == find_logo(house)
    drop_logo(house, staff["coordinator"])
    assert find_logo(house) is None
    with refused("logo.none"):
        sheet_of(house, get_batch(house, batch_id).order)


@pytest.mark.parametrize("content", [b"", b"a letter", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"x" * (3 * 1024 * 1024 + 1)])
def test_what_is_no_picture_is_no_logo(house, staff, content):
    with refused("logo.unreadable"):
        keep_logo(house, staff["coordinator"], content)
    assert find_logo(house) is None


def test_how_many_people_are_expected_is_kept_and_forgotten(house, staff):
    expect_people(house, staff["coordinator"], " 300 ")
    assert look_at_stock(house).people_per_day == 300
    expect_people(house, staff["coordinator"], "")
    assert look_at_stock(house).people_per_day is None
    for typed in ("0", "many", "-3", "100001", "٣٠٠", "3.5"):
        with refused("cards.people"):
            expect_people(house, staff["coordinator"], typed)


def test_5000_cards_are_recorded_and_counted_quickly(house, printing, tmp_path):
    batch_id = printing(count=5000)
    assert get_batch(house, batch_id).left == 5000
    with house.database.read() as session:
        assert len(session.exec(select(PrintedCode.code).distinct()).all()) == 5000
    write_cards(tmp_path / "one.pdf", cards_of(house, batch_id, ALL)[:1])
