"""The forms that travel with Caravan: readable here and by other XLSForm tools, and fit to be filled."""

from datetime import date

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.catalogue import form_files, load_catalogue
from caravan.formdefs.checks import check_form
from caravan.formdefs.model import LANGUAGES, UNANSWERED
from caravan.formdefs.reader import read_form
from caravan.paths import shipped

TODAY = date(2026, 11, 21)
FILES = form_files(shipped("forms"))
CONTEXT = {"patient_age_years": "45", "patient_sex": "female", "patient_pregnant": "no"}
ADULT = {
    "systolic_1_mmhg": "١٢٤",
    "diastolic_1_mmhg": "78",
    "systolic_2_mmhg": "122",
    "diastolic_2_mmhg": "76",
    "weight_kg": "71,5",
    "height_cm": "165",
    "danger_signs": ["none"],
}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(shipped("forms"))


def test_the_five_forms_travel_with_caravan(catalogue):
    assert {"registration", "vitals", "eye", "dental", "chronic"} <= catalogue.keys()
    assert not catalogue["registration"].is_station
    assert {"vitals", "eye", "dental", "chronic"} <= {form.id for form in catalogue.stations}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_form_has_no_fault(path):
    assert [str(problem) for problem in check_form(read_form(path))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_form_converts_for_other_tools(path):
    from pyxform.xls2xform import convert  # noqa: PLC0415

    result = convert(path)
    form = read_form(path)
    assert f'id="{form.id}"' in result.xform
    assert f'version="{form.version}"' in result.xform


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_blank_form_is_refused_only_for_answers_that_are_required(path):
    outcome = submit(read_form(path), {}, context=CONTEXT, today=TODAY)
    assert {refusal.code for refusal in outcome.errors.values()} <= {"answer.required"}
    assert outcome.to_confirm == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nonsense_in_every_field_is_refused_field_by_field(path):
    form = read_form(path)
    raw = dict.fromkeys(form.questions, "؟!")
    outcome = submit(form, raw, context=CONTEXT, today=TODAY)
    shown = {name for name in outcome.answers if form.questions[name].type not in {*UNANSWERED, "text", "barcode"}}
    assert shown == set()
    for refusal in outcome.errors.values():
        assert all(refusal.labels[lang].strip() for lang in LANGUAGES)


def test_normal_vitals_are_accepted_as_typed_on_an_arabic_keyboard(catalogue):
    outcome = submit(catalogue["vitals"], ADULT, context=CONTEXT, today=TODAY)
    assert outcome.is_accepted, (outcome.errors, outcome.to_confirm)
    assert outcome.answers["systolic_1_mmhg"] == 124
    assert outcome.answers["weight_kg"] == 71.5


@pytest.mark.parametrize("form_id", ["vitals", "chronic"])
def test_impossible_pressure_is_refused_and_unusual_pressure_asked_again(catalogue, form_id):
    form = catalogue[form_id]
    impossible = submit(form, ADULT | {"systolic_1_mmhg": "500"}, context=CONTEXT, today=TODAY)
    assert impossible.errors["systolic_1_mmhg"].code == "answer.constraint"
    unusual = ADULT | {"systolic_1_mmhg": "230"}
    assert "systolic_1_mmhg" in submit(form, unusual, context=CONTEXT, today=TODAY).to_confirm
    confirmed = submit(form, unusual, context=CONTEXT, confirmed=["systolic_1_mmhg"], today=TODAY)
    assert "systolic_1_mmhg" in confirmed.confirmed


def test_eye_and_dental_answers_keep_their_codes(catalogue):
    eye = submit(catalogue["eye"], {"va_unaided_r": "v10", "va_unaided_l": "v05"}, context=CONTEXT, today=TODAY)
    assert (eye.answers["va_unaided_r"], eye.answers["va_unaided_l"]) == ("v10", "v05")
    dental = submit(catalogue["dental"], {"decayed_count": "3", "pain": "0"}, context=CONTEXT, today=TODAY)
    assert dental.answers["decayed_count"] == 3


def test_every_finding_has_a_label_in_every_language(catalogue):
    for form in catalogue.stations:
        for code in form.finding_codes():
            assert all(form.finding_label(code, lang) for lang in LANGUAGES)


def test_every_station_asks_for_danger_signs_first(catalogue):
    """A danger sign is one tap away wherever a person is seen, before anything else is typed."""
    for form in catalogue.stations:
        asked = [name for name, question in form.questions.items() if question.type not in UNANSWERED]
        assert asked[0] == "danger_signs", form.id
        assert "danger_signs" in form.finding_codes(), form.id
