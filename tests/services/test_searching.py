"""Finding a person by card, phone, number or name, and what their page says."""

import pytest

from caravan.domain.codes import new_code, printed
from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.services.caravans import get_caravan, open_site
from caravan.services.patients import get_patient, search_patients
from caravan.services.registration import bind_card
from tests.refusals import refused

BRAHIM = {
    "given_name_fr": "Brahim",
    "family_name_fr": "Rguibi",
    "given_name_ar": "",
    "family_name_ar": "",
    "sex": "male",
    "birth_year": "1980",
    "phone": "0670000001",
}
MARIEM = {
    "given_name_fr": "",
    "family_name_fr": "",
    "given_name_ar": "مريم",
    "family_name_ar": "السعيدي",
    "birth_year": "1990",
    "phone": "+34 699 888 777",
}


@pytest.fixture
def people(register):
    """Fatimetou Laaroussi in both scripts, Brahim in Latin letters only, Mariem in Arabic only."""
    return {"fatimetou": register(), "brahim": register(**BRAHIM), "mariem": register(**MARIEM)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0661234567", "fatimetou"),
        ("+212 661 23 45 67", "fatimetou"),
        ("661-234567", "fatimetou"),
        ("٠٦٦١٢٣٤٥٦٧", "fatimetou"),
        ("4567", "fatimetou"),
        ("0661 23", "fatimetou"),
        ("٢٣٤٥", "fatimetou"),
        ("699888777", "mariem"),
        ("0034699888777", "mariem"),
        ("Fatimetou Laaroussi", "fatimetou"),
        ("laaroussi", "fatimetou"),
        ("LAAR", "fatimetou"),
        ("العروسي", "fatimetou"),
        ("فاطمتو", "fatimetou"),
        ("laarousi fatimatou", "fatimetou"),
        ("Fatimato", "fatimetou"),
        ("إبراهيم", "brahim"),
        ("الركيبي", "brahim"),
        ("ابراهيم الرگيبي", "brahim"),
        ("Ibrahim Rgaibi", "brahim"),
        ("Meryem", "mariem"),
        ("Saidi", "mariem"),
        ("Maryam Essaidi", "mariem"),
    ],
)
def test_a_person_is_found_first_by(house, people, text, name):
    found = search_patients(house, text)
    assert found, text
    assert found[0].id == people[name]


@pytest.mark.parametrize("text", ["Zouhair", "Xyz", "9999", "123", "السملالي", "%", "_", "'; drop table patient"])
def test_nobody_is_found_by_what_is_like_no_one(house, people, text):
    assert search_patients(house, text) == []


@pytest.mark.parametrize("blank", ["", "   ", "\t"])
def test_a_blank_search_gives_the_newest_first(house, people, blank):
    assert [line.id for line in search_patients(house, blank)] == [
        people[name] for name in ("mariem", "brahim", "fatimetou")
    ]


def test_no_more_are_given_than_asked_for(house, people):
    assert len(search_patients(house, "", limit=2)) == 2


def test_a_scanned_or_typed_card_finds_its_person_alone(house, staff, people):
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=people["brahim"], typed=code, operation_id=new_id())
    for typed in (code, printed(code), code.lower()):
        assert [line.id for line in search_patients(house, typed)] == [people["brahim"]]


def test_a_household_that_shares_a_phone_is_found_whole(house, people, register):
    daughter = register(given_name_fr="Hind")
    assert {line.id for line in search_patients(house, "0661234567")} == {people["fatimetou"], daughter}


def test_an_insurance_number_finds_its_person_however_it_is_spaced(house, people, register):
    insured = register(given_name_fr="Hind", insurance_number="123 456 78")
    assert [line.id for line in search_patients(house, "12345678")] == [insured]
    assert [line.id for line in search_patients(house, "1234 5678")] == [insured]


def test_a_voided_person_is_found_by_nothing(house, staff, people):
    code, gone = new_code(), people["brahim"]
    bind_card(house, staff["volunteer"], patient_id=gone, typed=code, operation_id=new_id())
    house.database.write(lambda unit: unit.ledger.void("patient", gone, "entered twice"), at=house.now())
    for text in (code, "0670000001", "Brahim Rguibi", ""):
        assert gone not in {line.id for line in search_patients(house, text)}
    with refused("patient.unknown", NotFoundError):
        get_patient(house, gone)


def test_a_line_shows_names_age_phone_as_written_number_and_card(house, staff, people):
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=people["fatimetou"], typed=code, operation_id=new_id())
    (line,) = search_patients(house, "0661234567")
    assert line.names == {"fr": "Fatimetou Laaroussi", "ar": "فاطمتو العروسي"}
    assert (line.sex, line.age_years, line.birth_year, line.phone) == ("female", 67, 1959, "0661234567")
    assert (line.number_today, line.card_code, line.last_visit_on) == (1, code, house.today)


def test_a_page_tells_what_is_done_and_what_is_left(house, people, screen):
    before = get_patient(house, people["brahim"])
    assert (before.stations_left, before.urgency) == (("vitals", "eye", "dental", "chronic"), "n")
    screen(people["brahim"], "vitals", systolic_1_mmhg="190", diastolic_1_mmhg="115")
    screen(people["brahim"], "dental", decayed_count="0", missing_count="0", filled_count="0")
    after = get_patient(house, people["brahim"])
    assert after.stations_left == ("eye", "chronic")
    assert after.urgency == "u"
    assert [line.form_id for line in after.today.screenings] == ["vitals", "dental"]
    assert after.today.screenings[0].performed_by == "Dr Benali"


def test_yesterdays_work_is_shown_but_not_counted_as_todays(house, people, screen, clock):
    screen(people["brahim"])
    clock.move(days=1)
    page = get_patient(house, people["brahim"])
    assert (page.today, page.line.number_today, page.urgency) == (None, None, "n")
    assert page.stations_left == ("vitals", "eye", "dental", "chronic")
    assert [len(visit.screenings) for visit in page.visits] == [1]


def test_work_at_another_site_the_same_day_leaves_this_sites_stations_open(house, staff, people, screen):
    screen(people["brahim"])
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    assert get_patient(house, people["brahim"]).stations_left == ("vitals", "eye", "dental", "chronic")


def test_an_unknown_person_has_no_page(house):
    with refused("patient.unknown", NotFoundError):
        get_patient(house, new_id())
