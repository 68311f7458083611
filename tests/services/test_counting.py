"""The live figures of a day are the figures of the evening's workbook, to the unit, also after voids and returns."""

from collections import Counter

import pytest

from caravan.reports.indicators import count_indicators
from caravan.services.alerting import list_urgent
from caravan.services.caravans import get_caravan, open_site
from caravan.services.counting import count_period, day_board, list_days, registered_today
from caravan.services.datasets import Filters, load_dataset
from caravan.services.demonstration.caravan import COME_AGAIN
from caravan.services.screening import void_screening
from tests.refusals import refused


@pytest.fixture(scope="module")
def demo(demonstration):
    """The sixty people of the demonstration."""
    return demonstration[0]


def report_counts(house, site, day):
    dataset = load_dataset(house, Filters(from_day=day, to_day=day, site=site))
    return {key: counted.n for key, counted in count_indicators(dataset, house.report).items()}


def assert_board_is_report(house, site, day):
    board, counts = day_board(house, site.id, day), report_counts(house, site.name, day)
    assert board.persons_registered == counts["persons"]
    assert board.persons_seen == counts["persons_seen"]
    assert board.visits == counts["visits"]
    assert board.screenings == counts["services"]
    assert {station.form_id: station.done for station in board.per_station} == {
        station: counts[f"{station}.persons"] for station in get_caravan(house).stations
    }
    assert board.urgent_open == len(list_urgent(house, site.id, day)) == counts["urgent_open"]
    return board


def test_the_board_of_each_site_and_day_is_the_report_to_the_unit(demo):
    days = [demo.today.replace(day=day) for day in (19, 20, 21)]
    boards = {
        (site.name, day): assert_board_is_report(demo, site, day) for site in get_caravan(demo).sites for day in days
    }
    assert sum(board.persons_registered for board in boards.values()) == 60 + COME_AGAIN
    assert sum(board.visits > 0 for board in boards.values()) == 3
    assert any(board.urgent_open for board in boards.values())
    assert any(station.waiting for board in boards.values() for station in board.per_station)


def test_who_waits_is_who_is_not_done(demo):
    for site in get_caravan(demo).sites:
        for day in (19, 20, 21):
            board = day_board(demo, site.id, demo.today.replace(day=day))
            assert all(station.done + station.waiting == board.visits for station in board.per_station)
            assert board.waiting >= max(station.waiting for station in board.per_station)


def test_the_board_is_of_the_open_site_and_today_unless_said(house, staff, register, screen):
    screen(register())
    board = day_board(house)
    assert (board.site, board.site_ar, board.day) == ("Guelmim", "كلميم", house.today)
    assert (board.persons_registered, board.persons_seen, board.screenings, board.waiting) == (1, 1, 1, 1)
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    assert (day_board(house).site, day_board(house).visits) == ("Asrir", 0)


def test_a_person_screened_twice_at_a_station_counts_once_there_and_twice_in_services(house, register, screen):
    patient_id = register()
    screen(patient_id)
    screen(patient_id)
    board = assert_board_is_report(house, get_caravan(house).open_site, house.today)
    assert (board.persons_seen, board.screenings, board.per_station[0].done) == (1, 2, 1)


def test_a_void_leaves_board_and_report_alike(house, staff, register, screen):
    saved = screen(register(), systolic_1_mmhg="190", diastolic_1_mmhg="115")
    site = get_caravan(house).open_site
    assert day_board(house).urgent_open == report_counts(house, site.name, house.today)["urgent_persons"] == 1
    void_screening(house, staff["doctor"], saved.screening_id, "wrong person")
    board = assert_board_is_report(house, get_caravan(house).open_site, house.today)
    assert (board.persons_registered, board.persons_seen, board.urgent_open) == (1, 0, 0)


def test_a_voided_person_is_out_of_board_and_report(house, register, screen):
    gone = register()
    screen(gone)
    register(given_name_fr="Salka")
    house.database.write(lambda unit: unit.ledger.void("patient", gone, "entered twice"), at=house.now())
    board = assert_board_is_report(house, get_caravan(house).open_site, house.today)
    assert (board.persons_registered, board.visits, board.screenings, board.waiting) == (1, 1, 0, 1)


def test_a_returning_person_is_counted_on_both_days_and_once_in_all(house, register, screen, clock):
    patient_id = register()
    screen(patient_id)
    clock.move(days=1)
    screen(patient_id)
    site = get_caravan(house).open_site
    assert_board_is_report(house, site, house.today)
    whole = load_dataset(house, Filters())
    assert (len(whole.persons), len(whole.visits), len(whole.screenings)) == (1, 2, 2)


def test_each_volunteer_sees_their_own_registrations_of_the_day(house, staff, register, clock):
    register()
    assert registered_today(house, staff["volunteer"]) == 1
    assert registered_today(house, staff["doctor"]) == 0
    clock.move(days=1)
    assert registered_today(house, staff["volunteer"]) == 0


def test_a_site_that_is_not_of_this_caravan_has_no_board(house, staff):
    with refused("site.none"):
        day_board(house, site_id=staff["doctor"].staff_id)


def test_what_a_file_will_hold_is_told_before_it_is_made(demo):
    day = demo.today
    sites = [site.name for site in get_caravan(demo).sites]
    days = (None, None), (day, day), (day.replace(day=19), day.replace(day=20)), (day.replace(day=20), None)
    for from_day, to_day in days:
        for site in (None, *sites, get_caravan(demo).sites[0].name_ar):
            filters = Filters(from_day=from_day, to_day=to_day, site=site)
            told, made = count_period(demo, filters), load_dataset(demo, filters)
            assert (told.visits, told.persons) == (len(made.visits), len(made.persons))
            assert dict(told.screenings) == Counter(row.form_id for row in made.screenings)


def test_a_returning_person_is_two_visits_and_one_person_in_what_is_told(house, register, screen, clock):
    patient_id = register()
    screen(patient_id)
    clock.move(days=1)
    screen(patient_id)
    told = count_period(house, Filters())
    assert (told.visits, told.persons, told.screenings) == (2, 1, {"vitals": 2})
    assert [(day.day, visits) for day, visits in list_days(house)] == [(22, 1), (21, 1)]


def test_the_days_to_choose_from_are_those_on_which_someone_came(demo, house):
    assert [(day.day, visits) for day, visits in list_days(demo)] == [
        (21, 20 + COME_AGAIN),
        (20, 20),
        (19, 20),
    ]
    assert list_days(house) == []


def test_a_voided_person_is_in_no_day_and_in_no_file(house, register):
    gone = register()
    house.database.write(lambda unit: unit.ledger.void("patient", gone, "entered twice"), at=house.now())
    assert list_days(house) == []
    assert count_period(house, Filters()).visits == 0


def test_a_site_that_nobody_knows_is_refused_before_the_download_too(house):
    with refused("site.unknown"):
        count_period(house, Filters(site="Tan-Tan"))
