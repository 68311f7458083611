"""Which rows a report gets: by day and by site, living ones only, each person described at their first visit."""

from datetime import timedelta

import pytest

from caravan.domain.codes import new_code
from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.caravans import get_caravan, open_site
from caravan.services.datasets import Filters, load_dataset
from caravan.services.exporting import export_list, export_report
from caravan.services.registration import bind_card
from caravan.storage.tables import Audit
from tests.refusals import refused


@pytest.fixture
def three_days(house, staff, register, screen, clock):
    """Guelmim on the 21st (two people), Asrir on the 22nd (one new, one back), Asrir on the 23rd (one)."""
    first = [register(), register(given_name_fr="Salka")]
    screen(first[0])
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    clock.move(days=1)
    register(given_name_fr="Hind")
    screen(first[0], "dental", decayed_count="1", missing_count="0", filled_count="0")
    clock.move(days=1)
    register(given_name_fr="Ghalia")
    return house.today - timedelta(days=2)


def size(house, **filters):
    dataset = load_dataset(house, Filters(**filters))
    return len(dataset.persons), len(dataset.visits), len(dataset.screenings)


def test_without_filters_everything_counts(house, three_days):
    assert size(house) == (4, 5, 2)


def test_both_ends_of_a_period_are_in_it(house, three_days):
    day = three_days
    assert size(house, from_day=day, to_day=day) == (2, 2, 1)
    assert size(house, from_day=day + timedelta(days=1)) == (3, 3, 1)
    assert size(house, to_day=day + timedelta(days=1)) == (3, 4, 2)
    assert size(house, from_day=day + timedelta(days=2), to_day=day) == (0, 0, 0)


@pytest.mark.parametrize("site", ["Asrir", "أسرير"])
def test_a_site_is_named_in_either_script(house, three_days, site):
    assert size(house, site=site) == (3, 3, 1)


def test_an_unknown_site_is_refused(house, three_days):
    with refused("site.unknown", NotFoundError):
        load_dataset(house, Filters(site="Paris"))


def test_rows_say_the_site_in_the_language_of_the_report(house, three_days):
    assert {row.site for row in load_dataset(house, Filters(), language="ar").visits} == {"كلميم", "أسرير"}
    assert {row.site for row in load_dataset(house, Filters(), language="en").visits} == {"Guelmim", "Asrir"}


def test_a_dataset_tells_its_filters_and_when_it_was_taken(house, three_days):
    dataset = load_dataset(house, Filters(from_day=three_days, site="Asrir"))
    assert dataset.filters == {"from_day": three_days.isoformat(), "to_day": "", "site": "Asrir"}
    assert (dataset.snapshot_at, dataset.caravan_name) == (house.now(), "Caravane du Sud")


def test_a_screening_row_names_the_person_the_card_and_the_rules(house, staff, register, screen):
    patient_id = register()
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
    screen(patient_id)
    dataset = load_dataset(house, Filters())
    (row,) = dataset.screenings
    assert (row.patient_name, row.card_code, row.performed_by) == ("Fatimetou Laaroussi", code, "Dr Benali")
    assert (row.age_years, row.age_band, row.sex, row.coverage) == (67, "60_69", "female", "amo_tadamon")
    assert dataset.rules["bp_class"] == ("D1.class 1",)


def test_a_person_from_a_known_commune_has_its_milieu_and_others_none(house, register):
    register(commune="10.261.01.03")
    register(given_name_fr="Salka")
    assert {row.milieu for row in load_dataset(house, Filters()).persons} == {"urban", "unknown"}


def test_an_export_leaves_one_line_in_the_audit_without_anyones_name(house, staff, three_days, rows):
    export_report(house, staff["coordinator"], lang="fr", filters=Filters())
    export_list(house, None, form_id="vitals", lang="ar", filters=Filters())
    lines = [(row["action"], row["staff_id"], row["detail"]) for row in rows(Audit)]
    assert lines == [("export_report", staff["coordinator"].staff_id, "fr"), ("export_list", None, "vitals")]


@pytest.mark.parametrize("form_id", ["registration", "nose"])
def test_only_a_station_has_a_list(house, form_id):
    with refused("form.unknown", NotFoundError):
        export_list(house, None, form_id=form_id, lang="fr", filters=Filters())
