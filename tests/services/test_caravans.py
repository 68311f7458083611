"""The life of caravans: closed, followed by the next one, archived, reopened; nothing is lost or changed on the way."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from caravan.domain.codes import new_code
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.accounts import find_operator, list_staff, log_in, pin_mark
from caravan.services.campaigns import (
    archive_caravan,
    close_caravan,
    foresee_closing,
    list_summaries,
    reopen_caravan,
    start_next,
    unarchive_caravan,
)
from caravan.services.caravans import NewSite, Plan, get_caravan, list_caravans
from caravan.services.counting import day_board, registered_today
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.patients import find_by_code, get_patient, search_patients
from caravan.services.registration import bind_card, open_visit
from caravan.services.staff import Details, add_member, bring_back, list_former, remove_member
from caravan.storage.revisions import REVISIONS, TABLES, rebuild
from caravan.storage.tables import Card, Finding, NameKey, Staff, Visit
from tests.conftest import PINS
from tests.refusals import refused

SPRING = Plan("Caravane du printemps", [NewSite("Tan-Tan", "طانطان", "10.521.01.01")], date(2026, 11, 21))


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


@pytest.fixture
def first(house):
    return get_caravan(house)


@pytest.fixture
def work(staff, register, screen, clock):
    """What happens in a caravan: who works in it, people registered and screened, time passing."""
    return SimpleNamespace(staff=staff, register=register, screen=screen, clock=clock)


@pytest.fixture
def go_on(house, boss, first):
    """Close the caravan that is going on and start the next one; returns its id."""

    def do(plan=SPRING, **more) -> UUID:
        close_caravan(house, boss, get_caravan(house).id)
        return start_next(house, boss, plan, **{"operation_id": new_id(), **more})

    return do


def rows_of(house, caravan_id):
    """Every row of every table that belongs to a caravan, but its staff: they go on with the next one."""
    tables = {**{name: table for name, table in TABLES.items() if name != "staff"}, "finding": Finding.__table__}
    with house.database.read() as session:
        return {
            name: sorted(map(repr, session.execute(select(table).where(table.c.caravan_id == caravan_id)).all()))
            for name, table in tables.items()
            if "caravan_id" in table.c
        }


def revisions_of(house, ids):
    with house.database.read() as session:
        rows = session.execute(select(REVISIONS).order_by(REVISIONS.c.device_sequence)).mappings().all()
    return [dict(row) for row in rows if row["entity_id"] in ids]


def dump(house):
    tables = [*TABLES.values(), Finding.__table__, NameKey.__table__]
    with house.database.read() as session:
        return {t.name: sorted(map(repr, session.execute(select(t)).all())) for t in tables}


def cells(content):
    """Every cell of a workbook but the sheet that says when it was made."""
    book = load_workbook(BytesIO(content))
    return {s.title: [[cell.value for cell in row] for row in s.iter_rows()] for s in book.worksheets}


def refuse_all(house, work, patient_id):
    """Each way to record something is refused with one clear sentence."""
    tries = (
        work.register,
        lambda: work.screen(patient_id),
        lambda: open_visit(house, work.staff["volunteer"], patient_id, new_id()),
        lambda: bind_card(
            house, work.staff["volunteer"], patient_id=patient_id, typed=new_code(), operation_id=new_id()
        ),
    )
    for attempt in tries:
        with refused("caravan.closed"):
            attempt()


def test_into_a_closed_caravan_nothing_goes(house, boss, first, work):
    patient_id = work.register()
    close_caravan(house, boss, first.id)
    refuse_all(house, work, patient_id)


def test_a_closed_caravan_is_still_read_searched_counted_and_exported(house, boss, first, work):
    patient_id = work.register()
    work.screen(patient_id)
    close_caravan(house, boss, first.id)
    assert get_caravan(house).is_closed
    assert log_in(house, boss.staff_id, PINS["Nadia"], address="192.168.1.20") == boss
    assert [line.id for line in search_patients(house, "Laaroussi")] == [patient_id]
    assert get_patient(house, patient_id).today is not None
    assert get_patient(house, patient_id).stations_left == ()
    assert (day_board(house).persons_seen, registered_today(house, work.staff["volunteer"])) == (1, 1)
    assert export_report(house, boss, lang="fr", filters=Filters())
    assert export_list(house, boss, form_id="vitals", lang="fr", filters=Filters())


def test_closing_says_what_it_leaves_behind(house, first, register, screen):
    screen(register(), "chronic", systolic_1_mmhg="200", diastolic_1_mmhg="125")
    register()
    closing = foresee_closing(house, first.id)
    assert (closing.waiting, closing.summary.urgent_open) == (2, 1)
    assert (closing.summary.persons, closing.summary.visits, closing.summary.screenings) == (2, 2, 1)


def test_closing_twice_writes_once_and_names_its_author(house, boss, first):
    close_caravan(house, boss, first.id)
    close_caravan(house, boss, first.id)
    told = revisions_of(house, {first.id})[-1]
    assert told["author_id"] == boss.staff_id
    assert "closed_at" in told["patch"]
    assert len([row for row in revisions_of(house, {first.id}) if "closed_at" in row["patch"]]) == 1


def test_the_next_caravan_has_the_same_staff_forms_and_stations(house, staff, first, go_on):
    before = list_staff(house)
    marks = {operator.staff_id: pin_mark(house, operator.staff_id) for operator in staff.values()}
    caravan_id = go_on()
    card = get_caravan(house)
    assert (card.id, card.name, card.stations, card.open_stations) == (
        caravan_id,
        "Caravane du printemps",
        first.stations,
        first.stations,
    )
    assert [site.name for site in card.sites if site.is_open] == ["Tan-Tan"]
    assert list_staff(house) == before
    for operator in staff.values():
        assert find_operator(house, operator.staff_id, pin_mark=marks[operator.staff_id]) == operator


def test_sites_are_copied_as_they_are_and_the_first_is_where_it_begins(house, first, go_on):
    go_on(copied=[site.id for site in first.sites])
    sites = get_caravan(house).sites
    assert [(site.name, site.name_ar, site.is_open) for site in sites] == [
        ("Guelmim", "كلميم", True),
        ("Asrir", "أسرير", False),
        ("Tan-Tan", "طانطان", False),
    ]
    assert not {site.id for site in sites} & {site.id for site in first.sites}


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan("  ", [NewSite("Tan-Tan")]), "caravan.incomplete"),
        (Plan("Printemps", []), "caravan.incomplete"),
        (Plan("Printemps", [NewSite("Tan-Tan"), NewSite("tan-tan")]), "site.twice"),
        (Plan("Printemps", [NewSite("Tan-Tan", None, "nowhere")]), "site.commune"),
        (Plan("Printemps", [NewSite("Tan-Tan")], date(2027, 4, 2), date(2027, 4, 1)), "caravan.dates"),
    ],
)
def test_a_next_caravan_that_is_not_complete_is_refused(house, go_on, plan, code):
    with refused(code):
        go_on(plan)
    assert get_caravan(house).is_closed
    assert len(list_caravans(house)) == 1


def test_one_caravan_goes_on_at_a_time(house, boss, first, go_on):
    with refused("caravan.exists"):
        start_next(house, boss, SPRING, operation_id=new_id())
    go_on()
    with refused("caravan.exists"):
        reopen_caravan(house, boss, first.id)


def test_a_start_sent_twice_starts_one_caravan(house, boss, go_on):
    operation_id = new_id()
    caravan_id = go_on(operation_id=operation_id)
    assert start_next(house, boss, SPRING, operation_id=operation_id) == caravan_id
    assert len(list_caravans(house)) == 2


def test_people_of_the_caravan_before_are_found_and_return(house, work, go_on):
    patient_id, code = work.register(), new_code()
    bind_card(house, work.staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    work.screen(patient_id)
    work.clock.move(days=150)
    go_on(Plan("Printemps", [NewSite("Tan-Tan")], date(2027, 4, 20)))
    assert [line.id for line in search_patients(house, "العروسي")] == [patient_id]
    assert find_by_code(house, code).today is None
    assert open_visit(house, work.staff["volunteer"], patient_id, new_id()) == 1
    work.screen(patient_id, "eye", va_unaided_r="v10", va_unaided_l="v10")
    page = find_by_code(house, code)
    assert [(visit.day, visit.site, len(visit.screenings)) for visit in page.visits] == [
        (date(2027, 4, 20), "Tan-Tan", 1),
        (date(2026, 11, 21), "Guelmim", 1),
    ]
    assert page.stations_left == ("vitals", "dental", "chronic")
    assert returning(cells(export_report(house, None, lang="en", filters=Filters()))) == 1


def returning(book):
    """The persons who had come before, as the report in English counts them."""
    return next(row[1] for sheet in book.values() for row in sheet if row and "eturning" in str(row[0]))


def test_a_second_caravan_changes_no_row_of_the_first(house, boss, first, work, rows):
    patient_id = work.register()
    bind_card(house, work.staff["volunteer"], patient_id=patient_id, typed=new_code(), operation_id=new_id())
    work.screen(patient_id)
    work.screen(work.register(given_name_fr="Aicha", phone="0611111111"), "eye", va_unaided_r="v01", va_unaided_l="v10")
    filters = Filters(caravan=first.id)
    close_caravan(house, boss, first.id)
    before, revisions = rows_of(house, first.id), revisions_of(house, {first.id})
    report = cells(export_report(house, boss, lang="fr", filters=filters))
    listed = cells(export_list(house, boss, form_id="vitals", lang="fr", filters=filters))
    work.clock.move(days=150)
    second = start_next(house, boss, SPRING, operation_id=new_id())
    archive_caravan(house, boss, first.id)
    bind_card(house, work.staff["volunteer"], patient_id=patient_id, typed=new_code(), operation_id=new_id())
    work.screen(patient_id)
    work.screen(work.register(given_name_fr="Mbarka", phone="0622222222"))
    assert rows_of(house, first.id) == before
    assert revisions_of(house, {first.id})[:-1] == revisions
    assert {row["caravan_id"] for row in rows(Staff)} == {second}
    assert len(rows(Visit, caravan_id=second)) == 2
    assert [row["caravan_id"] for row in rows(Card)] == [first.id, second]
    assert same_figures(cells(export_report(house, boss, lang="fr", filters=filters)), report)
    assert same_figures(cells(export_list(house, boss, form_id="vitals", lang="fr", filters=filters)), listed)


def same_figures(now, then):
    """Say whether two workbooks hold the same cells, but for the instant at which they were made."""
    assert list(now) == list(then)
    different = [(a, b) for sheet in now for x, y in zip(now[sheet], then[sheet], strict=True)
                 for a, b in zip(x, y, strict=True) if a != b]  # fmt: skip
    return all("2026" in str(old) and "2027" in str(new) for new, old in different)


def test_the_tables_of_two_caravans_are_the_fold_of_their_revisions(house, boss, first, work, go_on):
    work.screen(work.register())
    remove_member(house, boss, next(card.id for card in list_staff(house) if card.role == "doctor"), "left")
    go_on(copied=[site.id for site in first.sites])
    archive_caravan(house, boss, first.id)
    work.screen(work.register(given_name_fr="Mbarka"))
    before = dump(house)
    house.database.write(lambda unit: rebuild(unit.session.connection()), at=house.now())
    assert dump(house) == before


def test_the_report_of_each_caravan_bears_its_own_name_and_counts(house, first, register, screen, go_on):
    screen(register())
    second = go_on()
    for caravan_id, name, other in ((first.id, first.name, SPRING.name), (second, SPRING.name, first.name)):
        text = str(cells(export_report(house, None, lang="fr", filters=Filters(caravan=caravan_id))))
        assert name in text
        assert other not in text
    assert [(line.caravan.name, line.persons, line.screenings) for line in list_summaries(house)] == [
        (SPRING.name, 0, 0),
        (first.name, 1, 1),
    ]


def test_a_site_of_another_caravan_is_not_in_a_report(house, first, go_on):
    go_on()
    with refused("site.unknown", NotFoundError):
        export_report(house, None, lang="fr", filters=Filters(site="Guelmim"))
    assert export_report(house, None, lang="fr", filters=Filters(site="Guelmim", caravan=first.id))


def test_a_caravan_is_archived_once_closed_and_taken_out_again(house, boss, first):
    with refused("caravan.open"):
        archive_caravan(house, boss, first.id)
    close_caravan(house, boss, first.id)
    archive_caravan(house, boss, first.id)
    assert get_caravan(house).archived_at is not None
    assert [card.role for card in list_staff(house)] == ["coordinator", "doctor", "volunteer"]
    unarchive_caravan(house, boss, first.id)
    assert get_caravan(house).archived_at is None
    assert get_caravan(house).is_closed


def test_a_caravan_closed_by_mistake_goes_on_as_it_was(house, boss, first, register, screen):
    patient_id = register()
    close_caravan(house, boss, first.id)
    archive_caravan(house, boss, first.id)
    reopen_caravan(house, boss, first.id)
    assert get_caravan(house) == first
    assert screen(patient_id).screening_id


def test_reopening_an_older_caravan_takes_the_staff_back_there(house, boss, first, go_on):
    second = go_on()
    close_caravan(house, boss, second)
    reopen_caravan(house, boss, first.id)
    assert get_caravan(house).id == first.id
    assert len(list_staff(house)) == 3
    close_caravan(house, boss, first.id)
    assert get_caravan(house).id == first.id
    assert len(list_staff(house)) == 3


def test_someone_who_left_the_caravan_before_is_brought_back_into_this_one(house, boss, staff, go_on):
    remove_member(house, boss, staff["doctor"].staff_id, "left")
    go_on()
    assert [member.name for member in list_former(house)] == ["Dr Benali"]
    bring_back(house, boss, staff["doctor"].staff_id)
    assert "Dr Benali" in {card.name for card in list_staff(house)}


def test_staff_may_be_added_while_no_caravan_is_going_on(house, boss, first):
    close_caravan(house, boss, first.id)
    add_member(house, boss, Details("Samir", "volunteer"), pin="604183")
    assert len(list_staff(house)) == 4


@pytest.mark.parametrize("act", [close_caravan, reopen_caravan, archive_caravan, unarchive_caravan])
def test_a_caravan_that_never_was_is_not_found(house, boss, act):
    with refused("caravan.unknown", NotFoundError):
        act(house, boss, house.database.device_id)


def test_without_any_caravan_there_is_nothing_to_show(house, boss, first):
    house.database.write(lambda unit: unit.ledger.void("caravan", first.id, "for a test"), at=house.now())
    with refused("caravan.none", CaravanError):
        get_caravan(house)
