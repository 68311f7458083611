"""Sites: added, renamed, closed, reopened, and what moving to one means."""

import pytest

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.caravans import NewSite, get_caravan, open_site
from caravan.services.sites import add_site, change_site, close_site, foresee_move, get_site, reopen_site
from caravan.storage.tables import Revision
from tests.refusals import refused


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


@pytest.fixture
def asrir(house):
    return next(site for site in get_caravan(house).sites if site.name == "Asrir")


def test_a_site_is_added_with_its_commune(house, boss, rows):
    site_id = add_site(house, boss, NewSite(" Tighmert ", "تغمرت", "10.071.01.01"), new_id())
    site = get_site(house, site_id)
    assert (site.name, site.name_ar, site.commune, site.is_open) == ("Tighmert", "تغمرت", "10.071.01.01", False)
    assert rows(Revision, entity_id=site_id)[0]["author_id"] == boss.staff_id


@pytest.mark.parametrize(
    ("site", "code"),
    [
        (NewSite("  "), "site.name"),
        (NewSite("asrir"), "site.twice"),
        (NewSite("Tighmert", None, "no such commune"), "site.commune"),
    ],
)
def test_a_site_that_cannot_be_added_is_refused(house, boss, site, code):
    with refused(code):
        add_site(house, boss, site, new_id())
    assert len(get_caravan(house).sites) == 2


def test_a_renamed_site_keeps_its_visits(house, boss, register):
    register()
    here = get_caravan(house).open_site
    assert here is not None
    change_site(house, boss, here.id, NewSite("Guelmim, Dar Chabab", "كلميم، دار الشباب"))
    assert get_site(house, here.id).label("ar") == "كلميم، دار الشباب"
    assert foresee_move(house, here.id).first_number == 2


def test_a_site_cannot_take_the_name_of_another(house, boss, asrir):
    with refused("site.twice"):
        change_site(house, boss, asrir.id, NewSite("GUELMIM"))
    change_site(house, boss, asrir.id, NewSite("Asrir", None))
    assert get_site(house, asrir.id).name_ar is None


def test_the_site_where_the_caravan_stands_is_not_closed(house, boss):
    here = get_caravan(house).open_site
    assert here is not None
    with refused("site.stands_here"):
        close_site(house, boss, here.id)


def test_the_caravan_does_not_move_to_a_closed_site_until_it_is_reopened(house, boss, asrir):
    close_site(house, boss, asrir.id)
    assert get_site(house, asrir.id).is_closed
    with refused("site.closed"):
        open_site(house, boss, asrir.id)
    reopen_site(house, boss, asrir.id)
    open_site(house, boss, asrir.id)
    assert get_site(house, asrir.id).is_open


def test_a_move_is_foreseen_with_the_numbers_and_with_those_left_behind(house, boss, asrir, register, screen):
    patient_id = register()
    register()
    screen(patient_id, "vitals", weight_kg="70")
    move = foresee_move(house, asrir.id)
    assert (move.first_number, move.waiting) == (1, 2)
    assert move.per_station == (("vitals", 1), ("eye", 2), ("dental", 2), ("chronic", 2))
    assert move.leaving is not None
    assert move.leaving.name == "Guelmim"
    open_site(house, boss, asrir.id)
    register()
    assert foresee_move(house, asrir.id).first_number == 2


def test_a_site_of_no_caravan_is_not_found(house, boss):
    for act in (close_site, reopen_site, open_site):
        with refused("site.unknown", NotFoundError):
            act(house, boss, house.database.device_id)
