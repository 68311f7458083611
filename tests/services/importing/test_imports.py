"""An import: good rows come in once, bad rows are told by number, and nothing is written on a dry run."""

import pytest

from caravan.domain.dates import local_day
from caravan.domain.errors import NotFoundError
from caravan.services.caravans import get_caravan
from caravan.services.datasets import Filters, load_dataset
from caravan.services.importing import Order, import_file, imports, read_map
from caravan.services.patients import get_patient, search_patients
from caravan.storage.tables import Finding, Operation, Patient, Referral, Revision, Screening, Visit
from caravan.web.messages import sentence
from tests.refusals import refused

MAP = """
form = "chronic"
source = "registry"
key = "ID"
site = "Tata"
day = 2026-03-02
[registration]
sex = { column = "Sexe", values = { H = "male", F = "female" } }
age_years = "Age"
[answers]
systolic_1_mmhg = "TAS"
diastolic_1_mmhg = { column = "TAD", invalid = "blank" }
glucose_value = { column = "Glycemie_mg", factor = 0.01, decimals = 2 }
glucose_unit = { constant = "g_l", when = "Glycemie_mg" }
glucose_context = { constant = "fasting", when = "Glycemie_mg" }
"""
HEADER = "ID,Sexe,Age,TAS,TAD,Glycemie_mg\n"
GOOD = "1,F,60,150.0,95,126\n2,H,41,118,76,\n"


@pytest.fixture
def bring(house, tmp_path):
    """Import a table written here; ``plan`` is the text of a map."""

    def do(table, *, plan=MAP, form_id="chronic", name="table.csv", **options):
        (tmp_path / name).write_text(table, "utf-8")
        (tmp_path / "map.toml").write_text(plan or "", "utf-8")
        order = Order(form_id, read_map(tmp_path / "map.toml") if plan else None, language="en", **options)
        report = import_file(house, tmp_path / name, order, sentence=sentence)
        assert report.rows == report.added + report.already_there + report.refused
        return report

    return do


def figures(report):
    return report.rows, report.added, report.already_there, report.refused


def reasons(report):
    return [(note.number, note.question, note.reason) for note in report.notes if note.is_refused]


def test_rows_become_people_visits_screenings_and_findings(house, bring, rows):
    assert figures(bring(HEADER + GOOD)) == (2, 2, 0, 0)
    first, second = sorted(rows(Patient), key=lambda row: row["source_ref"])
    assert (first["sex"], first["age_years"], first["birth_precision"]) == ("female", 60, "age_estimate")
    assert (first["source_ref"], second["source_ref"]) == ("registry:1", "registry:2")
    page = get_patient(house, first["id"])
    (visit,) = page.visits
    assert (visit.day.isoformat(), visit.number, visit.site) == ("2026-03-02", 1, "Tata")
    (screening,) = visit.screenings
    assert screening.answers["glucose_value"] == 1.26
    found = {finding.code: finding.value for finding in screening.findings}
    assert (found["bp_class"], found["bp_single"], found["glucose_class"]) == ("grade_1", "yes", "diabetes_range")
    (referral,) = rows(Referral)
    assert referral["patient_id"] == first["id"]
    assert {row["source"] for row in rows(Screening)} == {"import"}
    assert {local_day(row["performed_at"]).isoformat() for row in rows(Screening)} == {"2026-03-02"}


def test_a_new_site_is_made_once_and_todays_stays_open(house, bring):
    bring(HEADER + GOOD)
    bring(HEADER + "3,F,50,120,80,\n")
    caravan = get_caravan(house)
    assert [site.name for site in caravan.sites] == ["Guelmim", "Asrir", "Tata"]
    assert caravan.open_site.name == "Guelmim"


def test_people_without_names_are_anonymous_and_others_keep_theirs(bring, rows):
    plan = MAP.replace("[registration]", '[registration]\ngiven_name_fr = "Prenom"\nphone = "Tel"')
    bring(
        "Prenom,Tel," + HEADER + "Salka,0661234567,1,F,60,150,95,\n,,2,H,41,118,76,\n",
        plan=plan,
    )
    named, nameless = sorted(rows(Patient), key=lambda row: row["source_ref"])
    assert (named["given_name_fr"], named["is_anonymous"]) == ("Salka", False)
    assert (named["phone"], named["phone_as_written"]) == ("+212661234567", "0661234567")
    assert (nameless["given_name_fr"], nameless["is_anonymous"]) == (None, True)


def test_bad_rows_are_told_by_number_and_do_not_stop_the_rest(bring, rows):
    table = (
        HEADER + "1,F,60,150,95,\n2,X,41,118,76,\n3,F,40,tall,80,\n4,F,300,120,80,\n5,H,50,120,80,5\n6,F,22,110,70,\n"
    )
    report = bring(table)
    assert figures(report) == (6, 2, 0, 4)
    told = reasons(report)
    assert [(number, question) for number, question, _reason in told] == [
        (3, ""),
        (4, "systolic_1_mmhg"),
        (5, "age_years"),
        (6, "glucose_value"),
    ]
    assert told[0][2] == "Column Sexe: “X” is not among the values of the map. Add it there."
    assert told[1][2].startswith("tall: ")
    assert len(rows(Patient)) == len(rows(Screening)) == 2


def test_reasons_are_in_the_language_asked_for(house, tmp_path, bring):
    bring(HEADER + GOOD)
    (tmp_path / "table.csv").write_text(HEADER + "9,X,41,118,76,\n", "utf-8")
    order = Order("chronic", read_map(tmp_path / "map.toml"), language="ar")
    report = import_file(house, tmp_path / "table.csv", order, sentence=sentence)
    assert "العمود" in report.notes[0].reason or "خانة" in report.notes[0].reason


def test_a_value_that_the_map_lets_go_is_left_blank_with_a_note(bring, rows):
    report = bring(HEADER + "1,F,60,150,0,\n")
    assert figures(report) == (1, 1, 0, 0)
    (note,) = report.notes
    assert (note.number, note.question, note.is_refused) == (2, "diastolic_1_mmhg", False)
    assert note.reason.startswith("0: ")
    (screening,) = rows(Screening)
    assert screening["answers"] == {"systolic_1_mmhg": 150}


def test_unusual_values_come_in_as_confirmed_by_the_source(bring, rows):
    bring(HEADER + "1,F,60,230,120,\n")
    (screening,) = rows(Screening)
    assert screening["confirmed"] == ["diastolic_1_mmhg", "systolic_1_mmhg"]


def test_an_answer_that_the_form_does_not_ask_is_noted_and_never_lost_in_silence(bring, rows):
    header = "sex,age_years,wears_glasses,va_unaided_r,va_glasses_r\n"
    report = bring(header + "female,60,,v02,v08\nfemale,61,yes,v02,v08\n", plan=None, form_id="eye")
    ((number, question, reason),) = [(note.number, note.question, note.reason) for note in report.notes]
    assert (report.added, number, question) == (2, 2, "va_glasses_r")
    assert reason.startswith("v08: with the other answers of this row the form does not ask this")
    assert sorted("va_glasses_r" in row["answers"] for row in rows(Screening)) == [False, True]


def test_a_row_with_more_cells_than_columns_is_refused(bring):
    report = bring(HEADER + "1,F,60,150,95,1,05\n2,H,41,118,76,\n")
    assert figures(report) == (2, 1, 0, 1)
    assert reasons(report)[0][0] == 2


def test_a_second_import_adds_nothing_at_all(bring, rows):
    bring(HEADER + GOOD)
    tables = (Patient, Visit, Screening, Finding, Referral, Revision, Operation)
    before = [len(rows(table)) for table in tables]
    assert figures(bring(HEADER + GOOD)) == (2, 0, 2, 0)
    assert [len(rows(table)) for table in tables] == before


def test_the_same_rows_in_another_order_or_file_add_nothing(bring):
    bring(HEADER + GOOD)
    first, second = GOOD.splitlines()
    assert figures(bring(f"{HEADER}{second}\n{first}\n", name="sorted.csv")) == (2, 0, 2, 0)


def test_a_row_that_changed_since_is_told_and_not_written_over(bring, rows):
    bring(HEADER + GOOD)
    report = bring(HEADER + GOOD.replace("118", "128"))
    assert figures(report) == (2, 0, 1, 1)
    assert reasons(report) == [(3, "", "Row 2 was imported before with another content. Correct it by hand.")]
    assert 118 in {row["answers"]["systolic_1_mmhg"] for row in rows(Screening)}


@pytest.mark.parametrize("chunk", [200, 1])
def test_a_key_that_stands_twice_in_a_file_is_told_when_its_rows_differ(bring, monkeypatch, chunk):
    monkeypatch.setattr(imports, "CHUNK", chunk)
    table = HEADER + GOOD + "1,F,60,151,95,126\n2,H,41,118,76,\n"
    report = bring(table)
    assert figures(report) == (4, 2, 1, 1)
    assert [number for number, _question, _reason in reasons(report)] == [4]


@pytest.mark.parametrize("chunk", [200, 1])
def test_a_dry_run_says_what_would_come_and_writes_nothing(bring, rows, monkeypatch, chunk):
    monkeypatch.setattr(imports, "CHUNK", chunk)
    before = len(rows(Revision))
    report = bring(HEADER + GOOD + "2,H,41,118,76,\n3,X,1,1,1,\n", dry_run=True)
    assert figures(report) == (4, 2, 1, 1)
    assert (rows(Patient), rows(Operation), len(rows(Revision))) == ([], [], before)


def test_rows_without_a_key_in_the_map_are_told_apart_by_what_they_hold(bring, rows):
    plan = MAP.replace('key = "ID"', "")
    table = HEADER + "1,F,60,150,95,\n1,F,60,150,95,\n2,H,41,118,76,\n"
    assert figures(bring(table, plan=plan)) == (3, 3, 0, 0)
    assert figures(bring(table, plan=plan)) == (3, 0, 3, 0)
    assert len(rows(Patient)) == 3


def test_a_row_whose_key_is_blank_is_refused(bring):
    report = bring(HEADER + ",F,60,150,95,\n")
    assert figures(report) == (1, 0, 0, 1)


def test_a_person_imported_on_a_second_form_is_the_same_person_on_the_same_visit(bring, rows):
    bring(HEADER + GOOD)
    eye = 'source = "registry"\nkey = "ID"\nsite = "Tata"\nday = 2026-03-02\n[answers]\niop_r_mmhg = "TOD"\n'
    assert figures(bring("ID,TOD\n1,15\n9,30\n", plan=eye, form_id="eye")) == (2, 2, 0, 0)
    assert (len(rows(Patient)), len(rows(Visit)), len(rows(Screening))) == (3, 3, 4)
    assert sorted(visit["number"] for visit in rows(Visit)) == [1, 2, 3]


def test_a_day_comes_from_its_column_and_never_from_the_future(bring, rows):
    plan = MAP.replace("day = 2026-03-02", 'day_column = "Date"')
    lines = ["1,F,60,150,95,,2026-11-21", "2,F,60,150,95,,2026-11-22", "3,F,60,150,95,,21/11/2026", "4,F,60,150,95,,"]
    report = bring(HEADER.strip() + ",Date\n" + "\n".join(lines), plan=plan)
    assert figures(report) == (4, 1, 0, 3)
    assert [number for number, _question, _reason in reasons(report)] == [3, 4, 5]
    assert [visit["day"].isoformat() for visit in rows(Visit)] == ["2026-11-21"]


def test_a_table_whose_headers_are_our_names_needs_no_map(bring, rows):
    header = "given_name_fr,sex,birth_year,systolic_1_mmhg,diastolic_1_mmhg,danger_signs,other\n"
    table = header + "Salka,female,1960,150,95,none,x\n"
    assert figures(bring(table, plan=None)) == (1, 1, 0, 0)
    (patient,) = rows(Patient)
    assert (patient["given_name_fr"], patient["birth_year"], patient["is_anonymous"]) == ("Salka", 1960, False)
    (screening,) = rows(Screening)
    assert screening["answers"] == {"danger_signs": ["none"], "systolic_1_mmhg": 150, "diastolic_1_mmhg": 95}


@pytest.mark.parametrize(
    ("plan", "form_id", "code"),
    [
        (MAP.replace('"TAS"', '"Tension"'), "chronic", "import.no_column"),
        (MAP.replace('key = "ID"', 'key = "NoColumn"'), "chronic", "import.no_column"),
        (MAP.replace("systolic_1_mmhg", "systolic_one"), "chronic", "map.unknown_question"),
        (MAP.replace("age_years", "age"), "chronic", "map.unknown_question"),
        (MAP, "eye", "map.other_form"),
        (None, "chronic", "import.nothing_maps"),
    ],
)
def test_a_map_that_does_not_fit_stops_the_import_before_anything_is_written(bring, rows, plan, form_id, code):
    with refused(code):
        bring(HEADER + GOOD, plan=plan, form_id=form_id)
    assert rows(Patient) == []


@pytest.mark.parametrize("form_id", ["registration", "nose"])
def test_only_stations_take_imports(bring, form_id):
    with refused("form.unknown", NotFoundError):
        bring(HEADER + GOOD, form_id=form_id)


def test_imported_people_count_in_the_report_of_their_site_and_day(house, bring, register, screen):
    screen(register())
    bring(HEADER + GOOD)
    tata = load_dataset(house, Filters(site="Tata"))
    assert (len(tata.persons), len(tata.visits), len(tata.screenings)) == (2, 2, 2)
    assert {(row.is_anonymous, row.is_returning) for row in tata.persons} == {(True, False)}
    assert len(load_dataset(house, Filters()).persons) == 3


def test_an_anonymous_person_is_found_by_the_reference_of_the_source(house, bring):
    bring(HEADER + GOOD)
    assert [line.source_ref for line in search_patients(house, "registry:2")] == ["registry:2"]


def test_an_import_whose_rows_are_all_refused_adds_no_site(house, bring):
    assert figures(bring(HEADER + "1,X,60,150,95,\n")) == (1, 0, 0, 1)
    assert "Tata" not in {site.name for site in get_caravan(house).sites}
