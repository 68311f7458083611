"""Typing in paper forms: whose sheet, which version, and the true time and author of what was written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from caravan.domain.codes import new_code
from caravan.domain.errors import CaravanError, NotAllowedError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.reader import read_source
from caravan.services import typing_in
from caravan.services.cancelling import cancel_person
from caravan.services.caravans import get_caravan
from caravan.services.card_batches import Order, record_batch
from caravan.services.card_stock import count_left, look_at_stock
from caravan.services.correcting import Correction, correct_screening, open_screening, raw_of
from caravan.services.outcomes import Filled
from caravan.services.paper_sheets import get_stack, list_stacks, record_stack
from caravan.services.receiving import Held
from caravan.services.registration import Registered, bind_card
from caravan.services.screening import Saved, get_screening, restore_screening, void_screening
from caravan.services.telling import tell_history
from caravan.services.typing_in import Written
from caravan.storage.tables import Card, Patient, QueueEntry, Screening, Visit
from tests.conftest import FATIMETOU
from tests.refusals import refused


@pytest.fixture
def print_sheets(house, staff):
    def do(form_id="vitals", count=2):
        named = (form_id, house.forms[form_id].version)
        return get_stack(
            house, record_stack(house, staff["coordinator"], form=named, count=count, operation_id=new_id())
        )

    return do


@pytest.fixture
def written(house, staff):
    site = get_caravan(house).sites[1]
    return Written("2026-11-21", "8:35", str(staff["doctor"].staff_id), str(site.id))


@pytest.fixture
def begun(house):
    """The caravan began two days ago, so that papers of yesterday can be typed."""

    def begin(unit):
        unit.ledger.change("caravan", get_caravan(house).id, starts_on=house.today - timedelta(days=2))

    house.database.write(begin, at=house.now())


def type_vitals(house, staff, found, written, operation=None, **answers):
    performed = typing_in.read_written(house, written)
    filled = Filled(
        answers or {"pulse_bpm": "80"}, operation or new_id(), form_version=found.version, performed=performed
    )
    return typing_in.record_sheet(house, staff["volunteer"], found, filled)


def test_a_sheet_of_a_stack_tells_its_form_and_the_version_that_was_printed(house, print_sheets):
    stack, sheets = print_sheets("vitals")
    found = typing_in.find_sheet(house, sheets[0].code)
    assert (found.form_id, found.version, found.page) == ("vitals", stack.version, None)
    assert typing_in.find_sheet(house, f"{sheets[1].code}/VITALS").form_id == "vitals"
    assert typing_in.find_sheet(house, new_code(), "eye").form_id == "eye"


def test_a_stack_is_recorded_once_and_numbered_on_after_the_cards(house, staff):
    record_batch(house, staff["coordinator"], Order(3, "a4-40"), new_id())
    operation, named = new_id(), ("eye", house.forms["eye"].version)
    twice = {
        record_stack(house, staff["coordinator"], form=named, count=2, operation_id=operation) for _time in range(2)
    }
    stack, sheets = get_stack(house, twice.pop())
    assert not twice
    assert ([sheet.number for sheet in sheets], stack.first, stack.last) == ([4, 5], 4, 5)
    assert [one.id for one in list_stacks(house, "eye")] == [stack.id]


def test_the_codes_of_paper_forms_are_no_cards_in_the_stock(house, staff, print_sheets):
    print_sheets()
    assert count_left(house) is None
    assert look_at_stock(house).batches == ()
    record_batch(house, staff["coordinator"], Order(3, "a4-40"), new_id())
    assert count_left(house) == 3


@pytest.mark.parametrize("count", [0, 1001])
def test_a_stack_of_none_or_of_too_many_is_refused(house, staff, count):
    with pytest.raises(CaravanError, match=r"sheets\.count"):
        record_stack(house, None, form=("eye", house.forms["eye"].version), count=count, operation_id=new_id())


def test_a_version_that_was_never_used_is_not_printed(house):
    with pytest.raises(NotFoundError, match=r"form\.unknown"):
        record_stack(house, None, form=("eye", "1999010101"), count=1, operation_id=new_id())


def test_a_paper_is_saved_with_its_own_time_author_and_place_and_with_who_typed_it(
    house, staff, register, rows, written
):
    code = bind(house, staff, register())
    saved = type_vitals(house, staff, typing_in.find_sheet(house, f"{code}/vitals"), written)
    assert isinstance(saved, Saved)
    row = rows(Screening)[0]
    assert row["performed_at"] == datetime(2026, 11, 21, 7, 35, tzinfo=UTC)
    assert (row["performed_by"], row["recorded_by"]) == (staff["doctor"].staff_id, staff["volunteer"].staff_id)
    assert (row["source"], row["site_id"]) == ("paper", UUID(written.site))
    assert row["recorded_at"] == house.now()


def test_a_paper_of_yesterday_makes_the_visit_of_yesterday_and_no_queue(house, staff, register, rows, written, begun):
    code = bind(house, staff, register())
    queued = len(rows(QueueEntry))
    yesterday = replace(written, day="2026-11-20")
    type_vitals(house, staff, typing_in.find_sheet(house, f"{code}/vitals"), yesterday)
    visits = sorted((str(row["day"]), row["arrived_at"].hour) for row in rows(Visit))
    assert visits[0] == ("2026-11-20", 7)
    assert len(rows(QueueEntry)) == queued


def test_a_wait_ends_when_the_paper_says_that_the_station_saw_the_person(house, staff, register, rows, clock, written):
    code = bind(house, staff, register())
    clock.move(hours=3)
    here = str(get_caravan(house).open_site.id)
    noon = replace(written, time="10:50", site=here)
    type_vitals(house, staff, typing_in.find_sheet(house, f"{code}/vitals"), noon)
    ended = [row["ended_at"] for row in rows(QueueEntry, station="vitals")]
    assert ended == [datetime(2026, 11, 21, 9, 50, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": "2026-11-22"}, "paper.future"),
        ({"day": "1999-01-01"}, "paper.before"),
        ({"day": "yesterday"}, "paper.day"),
        ({"time": "25:00"}, "paper.time"),
        ({"time": ""}, "paper.time"),
        ({"by": ""}, "paper.by"),
        ({"site": ""}, "site.unknown"),
    ],
)
def test_a_head_that_cannot_be_is_refused(house, written, change, code):
    with pytest.raises(CaravanError) as refused:
        typing_in.read_written(house, replace(written, **change))
    assert refused.value.code == code


def test_a_volunteer_fills_no_station_sheet_but_may_fill_a_registration(house, staff, written):
    by_volunteer = replace(written, by=str(staff["volunteer"].staff_id))
    with pytest.raises(CaravanError, match=r"paper\.by"):
        typing_in.read_written(house, by_volunteer)
    assert typing_in.read_written(house, by_volunteer, needs_doctor=False).by == staff["volunteer"].staff_id


@pytest.mark.parametrize("typed", ["8:35", "08:35", "835", "0835", "8h35", "8.35"])
def test_times_are_read_as_people_write_them(house, written, typed):
    at = typing_in.read_written(house, replace(written, time=typed)).at
    assert (at.hour, at.minute) == (7, 35)


def test_the_same_sheet_typed_twice_is_refused_but_sent_twice_is_one(house, staff, register, rows, written):
    code = bind(house, staff, register())
    found, operation = typing_in.find_sheet(house, f"{code}/vitals"), new_id()
    for _time in range(2):
        assert isinstance(type_vitals(house, staff, found, written, operation), Saved)
    with pytest.raises(CaravanError, match=r"paper\.twice"):
        type_vitals(house, staff, found, written)
    assert len(rows(Screening)) == 1


def test_a_sheet_is_typed_in_the_version_that_was_printed_also_after_a_new_one_is_used(
    house, staff, register, rows, written, print_sheets
):
    stack, sheets = print_sheets("vitals", 1)
    bind_card(house, staff["volunteer"], patient_id=register(), typed=sheets[0].code, operation_id=new_id())
    source = house.forms.sources["vitals"]
    newer = replace(source, content=source.content.replace(stack.version.encode(), b"2027010101"))
    house.forms.put(read_source(newer), newer)
    assert house.forms["vitals"].version != stack.version
    found = typing_in.find_sheet(house, sheets[0].code)
    assert typing_in.form_of_sheet(house, "vitals", found.version).version == stack.version
    type_vitals(house, staff, found, written)
    assert rows(Screening)[0]["form_version"] == stack.version


def test_a_registration_sheet_gives_its_code_to_the_person(house, staff, rows, written, print_sheets):
    _stack, sheets = print_sheets("registration", 1)
    performed = typing_in.read_written(house, written, needs_doctor=False)
    filled = Filled(FATIMETOU, new_id(), performed=performed)
    done = typing_in.register_sheet(house, staff["volunteer"], sheets[0].code, filled)
    assert isinstance(done, Registered)
    assert rows(Card)[0]["code"] == sheets[0].code
    patient = rows(Patient)[0]
    assert (patient["registered_by"], patient["registered_at"]) == (staff["doctor"].staff_id, performed.at)
    assert typing_in.find_sheet(house, sheets[0].code).page.line.id == done.patient_id


def test_a_registration_sheet_of_someone_known_waits_for_a_decision(house, staff, rows, register, written):
    known = register()
    performed = typing_in.read_written(house, written, needs_doctor=False)
    filled = Filled(FATIMETOU, new_id(), performed=performed)
    held = typing_in.register_sheet(house, staff["volunteer"], new_code(), filled)
    assert isinstance(held, Held)
    assert [one.line.id for one in held.candidates] == [known]
    assert rows(Card) == []


def test_a_typist_sees_how_many_sheets_they_typed_today(house, staff, register, clock, written):
    code = bind(house, staff, register())
    for minute in (10, 20, 30):
        at = replace(written, time=f"8:{minute}")
        type_vitals(house, staff, typing_in.find_sheet(house, f"{code}/vitals"), at)
    progress = typing_in.look_at_progress(house, staff["volunteer"])
    assert (progress.count, len(progress.latest)) == (3, 3)
    assert typing_in.look_at_progress(house, staff["doctor"]).count == 0
    clock.move(days=1)
    assert typing_in.look_at_progress(house, staff["volunteer"]).count == 0


def test_who_typed_a_sheet_as_a_volunteer_corrects_and_cancels_it_and_the_history_says_so(
    house, staff, register, rows, written, correct_typed, clock
):
    typist = staff["volunteer"]
    type_vitals(house, staff, typing_in.find_sheet(house, f"{bind(house, staff, register())}/vitals"), written)
    screening_id = rows(Screening)[0]["id"]
    clock.move(minutes=1)
    correct_typed(typist, pulse_bpm="84")
    assert rows(Screening)[0]["answers"]["pulse_bpm"] == 84
    clock.move(minutes=1)
    void_screening(house, typist, screening_id, "recorded_twice")
    assert typing_in.look_at_progress(house, typist).count == 0
    moments = tell_history(house, staff["coordinator"], "screening", screening_id).moments
    assert [(moment.author, moment.facts[0].action) for moment in moments[:2]] == [
        ("Khadija", "cancelled"),
        ("Khadija", "changed"),
    ]
    with refused("screening.not_yours", NotAllowedError):
        restore_screening(house, typist, screening_id, "cancelled_by_mistake")
    restore_screening(house, staff["coordinator"], screening_id, "cancelled_by_mistake")


def test_nobody_else_who_types_corrects_a_sheet_and_its_typist_not_on_another_day(
    house, staff, register, rows, written, correct_typed, clock
):
    type_vitals(house, staff, typing_in.find_sheet(house, f"{bind(house, staff, register())}/vitals"), written)
    other = replace(staff["volunteer"], staff_id=new_id())
    for operator in (other, staff["volunteer"]):
        with refused("screening.not_yours", NotAllowedError):
            correct_typed(operator, pulse_bpm="84")
        with refused("screening.not_yours", NotAllowedError):
            void_screening(house, operator, rows(Screening)[0]["id"], "recorded_twice")
        clock.move(days=1)


def test_a_typist_corrects_nothing_once_the_caravan_is_closed(house, staff, register, rows, written, correct_typed):
    type_vitals(house, staff, typing_in.find_sheet(house, f"{bind(house, staff, register())}/vitals"), written)
    house.database.write(
        lambda unit: unit.ledger.change("caravan", get_caravan(house).id, closed_at=house.now()), at=house.now()
    )
    with refused("screening.not_yours", NotAllowedError):
        correct_typed(staff["volunteer"], pulse_bpm="84")


def test_a_volunteer_corrects_nothing_that_was_recorded_at_a_station(house, staff, register, screen):
    saved = screen(register(), "vitals", pulse_bpm="80")
    assert get_screening(house, saved.screening_id).performed_by != staff["volunteer"].staff_id
    with refused("screening.not_yours", NotAllowedError):
        open_screening(house, staff["volunteer"], saved.screening_id)


@pytest.fixture
def correct_typed(house, rows):
    """Correct the only sheet as the page does: its answers as they were, and some of them changed."""

    def do(operator, **changes):
        screening_id = rows(Screening)[0]["id"]
        opened = open_screening(house, operator, screening_id)
        filled = Filled({**raw_of(opened), **changes}, new_id(), (), opened.form.version)
        return correct_screening(house, operator, screening_id, Correction(filled, "typing_error", opened.mark))

    return do


def test_a_registration_typed_from_paper_is_one_of_the_sheets_typed_today(house, staff, register, rows, written, clock):
    other = register()  # at a tablet, by the same volunteer
    typist = staff["volunteer"]
    performed = typing_in.read_written(house, replace(written, by=str(typist.staff_id)), needs_doctor=False)
    filled = Filled(FATIMETOU, new_id(), performed=performed)
    done = typing_in.register_sheet(house, typist, new_code(), filled, told_apart=frozenset({other}))
    row = next(row for row in rows(Patient) if row["id"] == done.patient_id)
    assert (row["source"], row["recorded_at"], row["recorded_by"]) == ("paper", house.now(), typist.staff_id)
    clock.move(minutes=1)
    type_vitals(house, staff, typing_in.find_sheet(house, f"{bind(house, staff, done.patient_id)}/vitals"), written)
    progress = typing_in.look_at_progress(house, typist)
    assert progress.count == 2
    assert [type(line).__name__ for line in progress.latest] == ["TypedScreening", "TypedRegistration"]
    assert progress.latest[0].may_change
    assert progress.latest[1].may_correct
    assert typing_in.look_at_progress(house, staff["doctor"]).count == 0
    cancel_person(house, staff["coordinator"], done.patient_id, "trial")
    assert typing_in.look_at_progress(house, typist).count == 1


def bind(house, staff, patient_id):
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    return code
