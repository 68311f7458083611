"""A house's own rules.toml and growth.csv: read at the start, refused with the line or the name that is wrong."""

from shutil import copytree

import pytest

from caravan.domain.ids import new_id
from caravan.formdefs.catalogue import Catalogue
from caravan.services.accounts import list_staff
from caravan.services.house import open_house
from caravan.services.next_steps import next_steps
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.patients import get_patient
from caravan.services.registration import register_patient
from caravan.services.screening import person_today, record_screening
from tests.conftest import FATIMETOU
from tests.refusals import refused

GROWTH = "indicator,sex,at,l,m,s\nbmi_for_age,male,61,-0.7387,15.2641,0.0839\nbmi_for_age,male,72,-1.0,15.3,0.09\n"


@pytest.fixture
def opened(prepared, settings, clock, shipped_forms, monkeypatch):
    """Open a copy of the house with these files in its data folder."""
    copytree(prepared, settings.data)
    own = Catalogue(shipped_forms, shipped_forms.sources)
    monkeypatch.setattr("caravan.services.house.load_catalogue", lambda *_folders: own)

    def do(**files):
        for name, text in files.items():
            (settings.data / name.replace("_", ".")).write_text(text, "utf-8")
        return open_house(settings, now=clock)

    return do


def test_without_files_the_house_follows_every_shipped_rule(opened):
    with opened() as house:
        assert (house.rules.off, house.rules.on, house.growth) == (frozenset(), frozenset(), None)


def test_a_rule_that_is_left_finds_nothing_any_more(opened, register_in):
    pressure = {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95"}
    with opened(rules_toml='off = ["N.eye_pressure"]\n') as house:
        assert house.rules.off == {"N.eye_pressure"}
        patient_id, doctor = register_in(house)
        record_screening(house, doctor, patient_id=patient_id, form_id="vitals", filled=Filled(pressure, new_id()))
        assert person_today(house, patient_id).rules.off == {"N.eye_pressure"}
        reasons = [code for step in next_steps(house, get_patient(house, patient_id)) for code in step.reasons]
        assert "eye_pressure_from_40" not in reasons
        assert "near_vision_from_35" in reasons


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('off = ["N.nothing"]', "rules.unknown"),
        ('off = ["D2.glucose"]', "rules.unknown"),
        ("off = [", "rules.unusable"),
        ('off = "N.eye_pressure"', "rules.unusable"),
        ("of = []", "rules.unusable"),
    ],
)
def test_a_file_of_rules_that_is_wrong_stops_the_start(opened, text, code):
    with refused(code), opened(rules_toml=text):
        pass


def test_the_growth_of_a_child_with_a_birth_date_is_judged(opened, register_in):
    with opened(growth_csv=GROWTH) as house:
        patient_id, doctor = register_in(house, sex="male", birth_date="2021-06-21", birth_year="", guardian_name="A")
        person = person_today(house, patient_id)
        assert person.age_months == pytest.approx(65.02, abs=0.05)
        size = {"weight_kg": "18.5", "height_cm": "110"}
        saved = record_screening(house, doctor, patient_id=patient_id, form_id="vitals", filled=Filled(size, new_id()))
        assert "bmi_z" in [finding.code for finding in saved.findings]


def test_a_table_of_growth_that_is_wrong_stops_the_start_and_names_the_line(opened):
    with refused("growth.unusable") as refusal, opened(growth_csv=GROWTH.replace("72,-1.0", "72,many")):
        pass
    assert "line 3" in str(refusal.value.params["why"])


@pytest.fixture
def register_in():
    """Register someone in a house; returns the person's id and the doctor."""

    def do(house, **answers):
        staff = {card.role: Operator(card.id, card.name, card.role, card.language) for card in list_staff(house)}
        raw = {name: value for name, value in {**FATIMETOU, **answers}.items() if value}
        return register_patient(house, staff["volunteer"], Filled(raw, new_id())).patient_id, staff["doctor"]

    return do
