"""Starting a caravan once, and saying where it stands."""

import json
from datetime import date

import pytest

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.problems import FormError
from caravan.services.caravans import NewSite, get_caravan, open_site, start_caravan
from caravan.services.house import make_house, open_house
from caravan.settings import Settings
from tests.refusals import refused


@pytest.fixture
def empty_house(tmp_path, clock):
    settings = Settings(data=tmp_path / "empty")
    make_house(settings, encrypted=False)
    with open_house(settings, now=clock) as opened:
        yield opened


def test_a_caravan_stands_at_its_first_site_with_the_stations_in_walking_order(house):
    caravan = get_caravan(house)
    assert caravan.name == "Caravane du Sud"
    assert [(site.name, site.name_ar, site.is_open) for site in caravan.sites] == [
        ("Guelmim", "كلميم", True),
        ("Asrir", "أسرير", False),
    ]
    assert caravan.stations == ("vitals", "eye", "dental", "chronic")
    assert caravan.starts_on == date(2026, 11, 21)


def test_a_site_is_called_in_arabic_where_it_has_an_arabic_name(house):
    site = get_caravan(house).sites[0]
    assert (site.label("ar"), site.label("fr")) == ("كلميم", "Guelmim")


def test_a_caravan_starts_once(house):
    with refused("caravan.exists"):
        start_caravan(house, name="Another", sites=[NewSite("Tata")])


@pytest.mark.parametrize(
    ("name", "sites"), [("  ", [NewSite("Tata")]), ("Caravane", []), ("Caravane", [NewSite("Tata"), NewSite(" ")])]
)
def test_a_caravan_or_site_without_a_name_does_not_start(empty_house, name, sites):
    with refused("caravan.incomplete"):
        start_caravan(empty_house, name=name, sites=sites)
    with refused("caravan.none"):
        get_caravan(empty_house)


def test_the_first_day_may_lie_in_the_future(empty_house):
    start_caravan(empty_house, name="Caravane", sites=[NewSite("Tata")], starts_on=date(2026, 12, 5))
    assert get_caravan(empty_house).starts_on == date(2026, 12, 5)


def test_opening_a_site_closes_the_other(house, staff):
    asrir = get_caravan(house).sites[1]
    open_site(house, staff["coordinator"], asrir.id)
    open_site(house, staff["coordinator"], asrir.id)
    assert [site.is_open for site in get_caravan(house).sites] == [False, True]


def test_an_unknown_site_cannot_be_opened(house, staff):
    with refused("site.unknown", NotFoundError):
        open_site(house, staff["coordinator"], new_id())


def test_a_data_folder_is_made_once(settings, house):
    with refused("house.exists"):
        make_house(settings, encrypted=False)


def test_an_empty_folder_is_no_house(tmp_path):
    with refused("house.none"), open_house(Settings(data=tmp_path)):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"device_id": "x"}'])
def test_damaged_papers_are_told_from_a_missing_house(settings, house, content):
    (settings.data / "house.json").write_text(content)
    with refused("house.damaged"), open_house(settings):
        pass


@pytest.mark.parametrize("left", ["key.json", "caravan.sqlite3"])
def test_what_is_left_of_a_damaged_house_is_never_written_over(tmp_path, left):
    (tmp_path / left).write_bytes(b"the only copy")
    with refused("house.exists"):
        make_house(Settings(data=tmp_path, passphrase="a long passphrase"), encrypted=True)
    assert (tmp_path / left).read_bytes() == b"the only copy"


def test_a_house_that_could_not_be_made_leaves_nothing_that_stops_the_next_try(tmp_path):
    settings = Settings(data=tmp_path / "data")
    (settings.data / "forms").mkdir(parents=True)
    broken = settings.data / "forms" / "mine.md"
    broken.write_text("no form")
    with pytest.raises(FormError):
        make_house(settings, encrypted=False)
    broken.unlink()
    make_house(settings, encrypted=False)


def test_a_short_passphrase_makes_no_house(tmp_path):
    settings = Settings(data=tmp_path / "secret", passphrase="short")
    with refused("passphrase.short"):
        make_house(settings, encrypted=True)
    assert not (settings.data / "house.json").exists()


@pytest.mark.parametrize("key", [None, "", "{}", json.dumps({"salt": "zz"})])
def test_a_missing_or_damaged_key_file_is_said(tmp_path, key):
    settings = Settings(data=tmp_path / "secret", passphrase="a long passphrase")
    make_house(settings, encrypted=True)
    (settings.data / "key.json").unlink()
    if key is not None:
        (settings.data / "key.json").write_text(key)
    with refused("house.damaged"), open_house(settings):
        pass


def test_a_folder_whose_database_is_gone_is_refused_rather_than_begun_anew(settings, house):
    house.database.close()
    settings.database_file.unlink()
    with refused("database.missing"), open_house(settings):
        pytest.fail("an empty house was opened in place of the lost one")
    assert not settings.database_file.exists()


def test_two_sites_of_one_name_do_not_start(empty_house):
    with refused("site.twice"):
        start_caravan(empty_house, name="Caravane", sites=[NewSite("Guelmim"), NewSite(" Guelmim ")])
