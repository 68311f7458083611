"""The demonstration: three days, three sites, and the trouble of a real caravan; the same for the same seed."""

from collections import Counter

import pytest
from sqlmodel import select

from caravan.services.caravans import get_caravan
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.house import make_house, open_house
from caravan.settings import Settings
from caravan.storage.tables import Card, Patient, QueueEntry, Referral, Screening, Staff, Supply, Visit
from tests.conftest import MORNING

PEOPLE = 60


def table_rows(house):
    """Return all rows by table."""
    tables = (Patient, Card, Visit, Screening, Referral, Supply, QueueEntry, Staff)
    with house.database.read() as session:
        return {table: [row.model_dump() for row in session.exec(select(table)).all()] for table in tables}


def live(folder, people, **options):
    """Make a demonstration and return its rows by table."""
    settings = Settings(data=folder)
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings, now=lambda: MORNING.replace(hour=16)) as house:
        make_demonstration(house, people=people, **options)
        return table_rows(house)


@pytest.fixture(scope="module")
def found(demonstration):
    """The rows of the demonstration, by table."""
    return table_rows(demonstration[0])


def test_it_has_three_sites_with_arabic_names_on_three_days_and_stands_at_the_last(demonstration, found):
    caravan = get_caravan(demonstration[0])
    assert [site.is_open for site in caravan.sites] == [False, False, True]
    assert all(site.name_ar for site in caravan.sites)
    assert Counter((visit["day"].day) for visit in found[Visit]) == {19: 20, 20: 20, 21: 22}
    assert len({visit["site_id"] for visit in found[Visit]}) == 3


def test_everyone_asked_for_is_there_and_was_announced(demonstration, found):
    assert len(found[Patient]) == sum(demonstration[1]) == PEOPLE


def test_it_has_the_trouble_of_a_real_day(found):
    assert {"u", "p", "r"} <= {referral["urgency"] for referral in found[Referral]}
    assert 0 < PEOPLE - len(found[Card]) < PEOPLE / 3, "a few are without a card"
    waiting = {entry["visit_id"] for entry in found[QueueEntry] if entry["status"] == "waiting"}
    assert 3 <= len(waiting) < PEOPLE, "some visits are unfinished"
    names = Counter((p["given_name_fr"], p["family_name_fr"], p["given_name_ar"], p["phone"]) for p in found[Patient])
    assert max(names.values()) > 1, "someone is registered twice"
    assert any(supply["kind"] == "cataract_surgery" for supply in found[Supply])
    assert any(p["given_name_ar"] is None for p in found[Patient])
    assert any(p["given_name_fr"] is None for p in found[Patient])


def test_its_referrals_are_in_every_state_and_one_was_raised_as_an_alert(found):
    referrals = found[Referral]
    assert {"proposed", "accepted", "changed", "cancelled"} <= {referral["status"] for referral in referrals}
    assert {"attended", "closed"} & {referral["status"] for referral in referrals}
    assert {"rules", "doctor", "alert"} == {referral["origin"] for referral in referrals}
    assert any(referral["urgency"] == "e" and referral["status"] == "proposed" for referral in referrals)


def test_some_came_before_so_that_their_earlier_results_are_known(found):
    visits = Counter(visit["patient_id"] for visit in found[Visit])
    assert [count for count in visits.values() if count > 1] == [2, 2]


def test_every_station_was_at_work_and_nothing_lies_in_the_future(demonstration, found):
    caravan = get_caravan(demonstration[0])
    assert {screening["form_id"] for screening in found[Screening]} == set(caravan.stations)
    assert all(screening["performed_at"] <= MORNING.replace(hour=18) for screening in found[Screening])


def test_its_staff_is_the_printed_one(found):
    assert {row["name"] for row in found[Staff]} == {name for name, _role, _pin, _language in DEMO_STAFF}


def test_the_same_seed_invents_the_same_people_and_findings(tmp_path):
    def content(folder, seed):
        found = live(tmp_path / folder, people=12, seed=seed)
        screenings = [(s["form_id"], s["answers"], s["urgency"]) for s in found[Screening]]
        people = [(p["given_name_fr"], p["family_name_ar"], p["birth_year"], p["phone"]) for p in found[Patient]]
        return people, screenings

    first = content("first", 7)
    assert first == content("second", 7)
    assert first != content("third", 8)


@pytest.mark.parametrize("people", [1, 9])
def test_a_small_demonstration_has_screenings_too(tmp_path, people):
    found = live(tmp_path / "data", people=people)
    assert len(found[Patient]) == people
    assert found[Screening]
