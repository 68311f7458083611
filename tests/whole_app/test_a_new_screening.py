"""A new screening is two files and a few lines: a form, its rules and its sheet, in the site's own folder."""

from dataclasses import replace
from io import BytesIO

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from caravan.cli import caravan
from caravan.domain.ids import new_id
from caravan.formdefs.sources import open_source
from caravan.reports.definition_reading import DefinitionError
from caravan.scoring.registry import stations
from caravan.scoring.site_modules import load_site_scorers
from caravan.services.caravans import NewSite, get_caravan, start_caravan
from caravan.services.checking import check_house
from caravan.services.counting import day_board
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.forms import add_form
from caravan.services.house import make_house, open_house
from caravan.services.outcomes import Filled
from caravan.services.screening import Saved, get_screening, record_screening
from tests.refusals import refused
from tests.whole_app.conftest import EXAMPLE

DISCHARGE = {"whisper_r": "not_heard", "whisper_l": "heard", "ear_r": "discharge", "ear_l": "normal"}


@pytest.fixture
def patient_id(register):
    return register()


def screen(house, staff, patient_id, **answers):
    filled = Filled(answers or DISCHARGE, new_id())
    saved = record_screening(house, staff["doctor"], patient_id=patient_id, form_id="hearing", filled=filled)
    assert isinstance(saved, Saved)
    return saved


def test_the_example_stays_small():
    lines = (EXAMPLE / "scoring" / "hearing.py").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) < 25


def test_the_station_stands_in_the_menus_and_its_queue_counts(house, staff, sign_in, patient_id):
    assert get_caravan(house).stations == ("vitals", "eye", "dental", "chronic", "hearing")
    waiting = {station.form_id: station.waiting for station in day_board(house).per_station}
    assert waiting["hearing"] == 1
    doctor = sign_in("doctor")
    assert "Hearing1 person waiting" in doctor.get("/stations").words()
    assert "Hearing" in doctor.get("/tablet").words()
    screen(house, staff, patient_id)
    assert "Hearing0 people waiting" in doctor.get("/stations").words()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ("السمع", "الأذن اليمنى", "إفراز من الأذن", "أولوية")),
        ("fr", ("Audition", "Oreille droite", "Écoulement de l’oreille", "Prioritaire")),
        ("en", ("Hearing", "Right ear", "Discharge from the ear", "Priority")),
    ],
)
def test_the_page_and_what_it_found_speak_three_languages(sign_in, patient_id, language, said):
    title, right, found, urgency = said
    doctor = sign_in("doctor", language)
    address = f"/patients/{patient_id}/hearing"
    page = doctor.get(address)
    assert page.words("h1") == title
    assert right in page.words("main")
    saved = doctor.follow(doctor.send(address, page, **DISCHARGE)).words("main")
    assert found in saved
    assert urgency in saved


def test_findings_urgency_and_referral_are_kept_with_their_rule(house, staff, patient_id):
    saved = screen(house, staff, patient_id)
    assert {finding.code: finding.value for finding in saved.findings} == {
        "ear_sign": "discharge",
        "hearing": "one_ear",
    }
    assert (saved.urgency, saved.referral_to) == ("p", "ent")
    assert get_screening(house, saved.screening_id).form_version == "2026112101"


def test_the_list_has_a_column_for_each_question_and_finding(house, staff, patient_id):
    screen(house, staff, patient_id)
    content = export_list(house, staff["coordinator"], form_id="hearing", lang="fr", filters=Filters())
    names, labels, row = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))[:3]
    cells = dict(zip(names, zip(labels, row, strict=True), strict=True))
    assert cells["whisper_r"] == ("Oreille droite", "not_heard")
    assert cells["ear_sign"] == ("Signe à l’oreille", "discharge")
    assert cells["hearing"][1] == "one_ear"


@pytest.mark.parametrize(("lang", "title"), [("ar", "السمع"), ("fr", "Audition"), ("en", "Hearing")])
def test_the_report_has_its_sheet_after_the_other_stations(house, staff, patient_id, lang, title):
    screen(house, staff, patient_id)
    book = load_workbook(BytesIO(export_report(house, staff["coordinator"], lang=lang, filters=Filters())))
    definition = {spec.key: spec.titles[lang] for spec in house.report.sheets}
    assert book.sheetnames.index(title) == book.sheetnames.index(definition["chronic"]) + 1
    figures = {str(row[0]).strip(): row[1] for row in book[title].iter_rows(values_only=True)}
    labels = {one.key: one.labels[lang] for one in house.report.indicators}
    assert figures[labels["hearing.persons"]] == 1
    assert figures[labels["hearing.does_not_hear"]] == 1


def test_the_command_line_names_it(site):
    done = CliRunner().invoke(caravan, ["forms", "list", "--data", str(site), "--lang", "en"])
    assert done.exit_code == 0
    assert "hearing\t2026112101\t5\tHearing" in done.output


def test_a_house_keeps_its_own_rules_to_itself(house):
    assert set(house.scorers) == {"hearing"}
    assert "hearing" not in stations()


def test_a_caravan_that_goes_on_gets_the_station_too(settings, clock):
    make_house(settings, encrypted=False)
    with open_house(settings, now=clock) as opened:
        start_caravan(opened, name="Caravane", sites=[NewSite("Tata")])
        add_form(opened, None, open_source(EXAMPLE / "forms" / "hearing.md"))
    with open_house(settings, now=clock) as again:
        assert get_caravan(again).stations[-1] == "hearing"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def findings(answers, person:", "SyntaxError"),
        ("import caravan.nothing", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("def findings(answers, person): return []", "no FORM_ID"),
        ("FORM_ID = 'hearing'", "no function findings"),
        ("FORM_ID = 'hearing'\ndef findings(answers): return []", "must take (answers, person)"),
        ("FORM_ID = 'hearing'\ndef findings(answers, person): return None", "a list of Finding"),
        ("FORM_ID = 'hearing'\ndef findings(answers, person): return answers['x']", "KeyError"),
    ],
)
def test_a_module_that_cannot_score_stops_the_start_with_one_sentence(site, settings, text, why):
    (site / "scoring" / "hearing.py").write_text(text, "utf-8")
    with refused("scoring.unusable") as caught, open_house(settings):
        pass
    assert caught.value.params["file"] == "hearing.py"
    assert why in str(caught.value.params["why"])
    assert not list((site / "scoring").glob("__pycache__"))


def test_two_modules_for_one_form_are_refused(site, settings):
    (site / "scoring" / "other.py").write_text((site / "scoring" / "hearing.py").read_text("utf-8"), "utf-8")
    with refused("scoring.twice"), open_house(settings):
        pass


def test_rules_that_fail_on_an_answer_keep_the_page_as_it_was_filled(site, settings, house, sign_in, patient_id):
    fragile = "FORM_ID = 'hearing'\ndef findings(answers, person):\n    return [1 / 0] if answers else []\n"
    (site / "scoring" / "hearing.py").write_text(fragile, "utf-8")
    broken = replace(house, scorers=load_site_scorers(site / "scoring"))
    doctor = sign_in("doctor", house=broken)
    address = f"/patients/{patient_id}/hearing"
    page = doctor.send(address, doctor.get(address), **DISCHARGE, notes="pain")
    assert page.status == 422
    assert "nothing was saved" in " ".join(page.alerts())
    assert page.value("notes") == "pain"
    assert day_board(house).screenings == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sheet]", "hearing.toml cannot be read as TOML"),
        ("[words]\ntotal = 3", "'words': a site's definition may only add"),
        ('[[sheet]]\nkey = "eye"\nkind = "station"\nform = "eye"', "sheet 'eye': it is defined twice"),
        ('[[sheet]]\nkey = "hearing"\nkind = "stations"', "'stations' is unknown"),
        ('[[indicator]]\nkey = "x"\nsheet = "nowhere"\nbasis = "persons"', "there is no such sheet"),
    ],
)
def test_a_definition_that_cannot_be_used_stops_the_start_naming_the_file(site, settings, text, said):
    (site / "exports" / "hearing.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught, open_house(settings):
        pass
    assert said in str(caught.value)
    assert all(problem.startswith("hearing.toml") for problem in caught.value.problems)
    done = CliRunner().invoke(caravan, ["check", "--data", str(site)])
    assert done.exit_code != 0


def test_a_house_check_says_which_rules_and_sheets_have_no_form(site, settings):
    (site / "forms" / "hearing.md").unlink()
    with open_house(settings) as opened:
        start_caravan(opened, name="Caravane", sites=[NewSite("Tata")])
        told = {line.what: line.detail for line in check_house(opened) if not line.is_good}
    assert "hearing" in told["scoring"]
    assert "hearing" in told["report"]
