"""A real survey of 10,537 people comes in whole, and every count agrees to the unit with one made apart."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import col, func, select

from caravan.services.caravans import NewSite, start_caravan
from caravan.services.datasets import Filters
from caravan.services.exporting import export_list, export_report
from caravan.services.house import House, make_house, open_house
from caravan.services.importing import ImportReport, Order, import_file, read_map
from caravan.settings import Settings
from caravan.storage.tables import Finding, Patient, Revision, Screening, Visit
from caravan.web.messages import sentence

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ARCHIVE = Path(__file__).parents[1] / "data" / "nhanes_2009_2010.csv.gz"
MAP = Path(__file__).parents[2] / "docs" / "examples" / "nhanes_2009_2010.toml"
PEOPLE = 10_537
BP_NAMES = {
    "Normal pressure": "normal",
    "High-normal pressure": "high_normal",
    "Raised pressure, grade 1 (to confirm)": "grade_1",
    "Raised pressure, grade 2 (to confirm)": "grade_2",
    "Very high pressure (recheck now)": "crisis_range",
    "Low pressure (to confirm)": "low",
    "Pressure not classified (age)": "not_classified",
}
BMI_NAMES = {
    "Severe thinness (to confirm)": "thin_3",
    "Moderate thinness": "thin_2",
    "Mild thinness": "thin_1",
    "Normal weight": "normal",
    "Overweight": "overweight",
    "Obesity, class 1": "obese_1",
    "Obesity, class 2": "obese_2",
    "Obesity, class 3": "obese_3",
    "Not classified (age or pregnancy)": "not_classified",
}


@dataclass
class Import:
    """The survey imported: the file it came from, the house it is in, and what the import said."""

    file: Path
    house: House
    report: ImportReport


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Import]:
    folder = tmp_path_factory.mktemp("survey")
    file = folder / "nhanes_2009_2010.csv"
    file.write_bytes(gzip.decompress(ARCHIVE.read_bytes()))
    settings = Settings(data=folder / "data")
    make_house(settings, encrypted=False)
    with open_house(settings) as house:
        start_caravan(house, name="Survey", sites=[NewSite("Guelmim")])
        yield Import(file, house, bring(house, file))


def bring(house: House, file: Path) -> ImportReport:
    return import_file(house, file, Order("chronic", read_map(MAP), language="en"), sentence=sentence)


# The count made apart: the csv module, whole numbers and fractions, and the thresholds written out once more.


@pytest.fixture(scope="module")
def people() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gzip.decompress(ARCHIVE.read_bytes()).decode("utf-8"))))


def pressure_class(person: dict[str, str]) -> str | None:
    readings = [(person[f"BPSys{n}"], person[f"BPDia{n}"]) for n in (1, 2, 3)]
    complete = [(Fraction(top), Fraction(low)) for top, low in readings if top and low and Fraction(low) >= 40]
    if not complete:
        return None
    if int(person["Age"]) < 18:
        return "not_classified"
    last = complete[-2:]
    top, low = sum(pair[0] for pair in last) / len(last), sum(pair[1] for pair in last) / len(last)
    starts = (180, 110, "crisis_range"), (160, 100, "grade_2"), (140, 90, "grade_1"), (130, 85, "high_normal")
    for high_top, high_low, name in starts:
        if top >= high_top or low >= high_low:
            return name
    return "low" if top < 90 else "normal"


def size_class(person: dict[str, str]) -> str | None:
    if not person["Weight"] or not person["Height"]:
        return None
    if int(person["Age"]) < 19 or person["PregnantNow"] == "Yes":
        return "not_classified"
    bmi = Fraction(person["Weight"]) * 10_000 / Fraction(person["Height"]) ** 2
    ends = ("16", "thin_3"), ("17", "thin_2"), ("18.5", "thin_1"), ("25", "normal"), ("30", "overweight")
    for end, name in (*ends, ("35", "obese_1"), ("40", "obese_2")):
        if bmi < Fraction(end):
            return name
    return "obese_3"


@pytest.fixture(scope="module")
def expected(people: list[dict[str, str]]) -> dict[str, Counter[str]]:
    """The persons of each class, by finding."""
    made = {"bp_class": map(pressure_class, people), "bmi_class": map(size_class, people)}
    return {code: Counter(value for value in values if value) for code, values in made.items()}


def test_the_count_made_apart_is_not_empty(people, expected):
    assert len(people) == PEOPLE
    assert set(expected["bp_class"]) == set(BP_NAMES.values())
    assert set(expected["bmi_class"]) == set(BMI_NAMES.values())
    assert sum(expected["bp_class"].values()) > 7000
    assert sum(expected["bmi_class"].values()) > 9000


def test_every_row_came_in_and_blanked_pressures_were_told(survey, people):
    report = survey.report
    assert (report.rows, report.added, report.already_there, report.refused) == (PEOPLE, PEOPLE, 0, 0)
    low = sum(bool(p[f"BPDia{n}"]) and float(p[f"BPDia{n}"]) < 40 for p in people for n in (1, 2, 3))
    assert len(report.notes) == low
    assert {note.question for note in report.notes} == {f"diastolic_{n}_mmhg" for n in (1, 2, 3)}


def test_the_finding_rows_agree_to_the_unit(survey, expected):
    with survey.house.database.read() as session:
        query = select(Finding.code, Finding.value, func.count()).group_by(col(Finding.code), col(Finding.value))
        found: dict[str, Counter[str]] = {code: Counter() for code in expected}
        for code, value, count in session.exec(query).all():
            if code in found:
                found[code][value] = count
    assert found == expected


def test_everyone_is_an_anonymous_person_with_one_visit_and_one_screening(survey):
    with survey.house.database.read() as session:
        nameless = session.exec(select(func.count()).select_from(Patient).where(col(Patient.is_anonymous))).one()
        visits, numbers = session.exec(select(func.count(), func.max(Visit.number)).select_from(Visit)).one()
        screenings = session.exec(select(func.count()).select_from(Screening)).one()
    assert (nameless, visits, numbers, screenings) == (PEOPLE, PEOPLE, PEOPLE, PEOPLE)


def test_the_report_agrees_to_the_unit(survey, expected):
    content = export_report(survey.house, None, lang="en", filters=Filters())
    book = load_workbook(io.BytesIO(content), read_only=True)
    figures = {
        sheet: [tuple(row[:2]) for row in book[sheet].iter_rows(values_only=True) if row and row[0]]
        for sheet in ("Summary", "Chronic disease")
    }
    chronic = Counter(
        dict(reversed(figures["Chronic disease"]))
    )  # the classes of other schemes have the same words, after
    assert {code: chronic[name] for name, code in BP_NAMES.items()} == expected["bp_class"]
    assert {code: chronic[name] for name, code in BMI_NAMES.items()} == expected["bmi_class"]
    raised = sum(expected["bp_class"][name] for name in ("grade_1", "grade_2", "crisis_range"))
    assert chronic["Raised blood pressure (140/90 or more)"] == raised
    summary = dict(figures["Summary"])
    assert {summary[name] for name in ("Persons registered", "Anonymous persons", "Beneficiaries (persons seen)")} == {
        PEOPLE
    }


def test_the_list_agrees_to_the_unit_and_row_by_row(survey, people, expected):
    content = export_list(survey.house, None, form_id="chronic", lang="en", filters=Filters())
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    lines = sheet.iter_rows(values_only=True)
    header = list(next(lines))
    next(lines)
    places = [header.index(name) for name in ("bp_class", "bmi_class", "sex", "age_years", "weight_kg")]
    rows = [tuple(line[place] if place < len(line) else None for place in places) for line in lines]
    assert len(rows) == PEOPLE
    for place, code in enumerate(("bp_class", "bmi_class")):
        assert Counter(row[place] for row in rows if row[place]) == expected[code]
    apart = [
        (pressure_class(p), size_class(p), p["Gender"], int(p["Age"]), float(p["Weight"]) if p["Weight"] else None)
        for p in people
    ]
    assert Counter(rows) == Counter(apart)


def test_a_second_import_of_the_same_file_adds_nothing(survey):
    def size() -> int:
        with survey.house.database.read() as session:
            return int(session.exec(select(func.count()).select_from(Revision)).one())

    before = size()
    again = bring(survey.house, survey.file)
    assert (again.rows, again.added, again.already_there, again.refused) == (PEOPLE, 0, PEOPLE, 0)
    assert size() == before
