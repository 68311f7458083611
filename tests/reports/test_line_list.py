"""The line list, read back: stable names first, labels second, codes as values, a codebook that explains them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from caravan.formdefs.catalogue import load_catalogue
from caravan.paths import shipped
from caravan.reports.line_list import write_list
from tests.reports.report_rows import FIRST_DAY, LIST, MORNING, dataset, opened, person, rows_of, screening

# The names that forms, imports, exports and tests agree on.
FINDINGS = {
    "vitals": "bp_mean_systolic bp_mean_diastolic bp_class bp_single bmi bmi_class waist_class",
    "chronic": "bp_mean_systolic bp_mean_diastolic bp_class bp_single bmi bmi_class waist_class glucose_class"
    " hba1c_class cholesterol_class egfr ckd_stage findrisc findrisc_class cvd_risk_percent cvd_risk_band"
    " hypertension_status diabetes_status",
    "eye": "vision_category vision_r vision_l monocular_blindness near_impairment glaucoma_suspect refraction_need"
    " trachoma_sign referable_retinopathy"
    " presenting_logmar_r presenting_logmar_l cataract_r cataract_l operated_vision_r"
    " operated_vision_l spherical_equivalent_r spherical_equivalent_l refractive_error_r"
    " refractive_error_l astigmatism_r astigmatism_l vision_cause anisometropia ready_made_distance"
    " refractive_need iop_repeat trachoma_signal retina_return",
    "dental": "dmft dmft_28 d_teeth m_teeth f_teeth dmft_primary pufa dental_urgency"
    " pufa_primary pufa_ratio_percent pufa_primary_ratio_percent cpi_1997 attachment_loss cpi_bleeding_teeth"
    " cpi_pocket_4_teeth cpi_pocket_6_teeth dean_index ohi_s ohi_s_class extraction_stop stop_pressure stop_glucose"
    " stop_anticoagulant stop_bisphosphonate stop_pregnancy stop_allergy",
}


@pytest.fixture
def amina_row():
    return screening(
        person("amina"),
        answers={"systolic_1_mmhg": 150, "pain": "yes", "danger_signs": ["bleeding"], "seen_on": "2026-11-21"},
        findings={"bp_class": "grade_1", "bmi": 24.22, "danger_signs": "bleeding"},
        urgency="u",
        referral_to="cardiology",
        confirmed=("systolic_1_mmhg", "pain"),
    )


def listed(row, form, lang="fr"):
    sheet = opened(write_list(dataset(screenings=[row]), form, LIST, lang)).worksheets[0]
    names, labels, values = rows_of(sheet)
    return names, labels, dict(zip(names, values, strict=True))


def test_names_stand_in_row_one_labels_in_row_two_records_from_row_three(amina_row, form):
    names, labels, values = listed(amina_row, form)
    assert names[:3] == ["screening_id", "form_id", "form_version"]
    assert labels[names.index("systolic_1_mmhg")] == "Tension"
    assert values["systolic_1_mmhg"] == 150
    assert len(names) == len(set(names))
    assert None not in labels


def test_values_are_codes_and_real_types(amina_row, form):
    _, _, values = listed(amina_row, form)
    assert (values["pain"], values["bp_class"], values["urgency"], values["referral_to"]) == (
        "yes",
        "grade_1",
        "u",
        "cardiology",
    )
    assert values["bmi"] == 24.22
    assert values["seen_on"].date() == date(2026, 11, 21)
    assert values["day"].date() == FIRST_DAY
    assert values["confirmed"] == "systolic_1_mmhg pain"


def test_moments_are_clock_time_of_casablanca(amina_row, form):
    _, _, values = listed(amina_row, form)
    assert MORNING.isoformat() == "2026-11-21T09:30:00+00:00"
    assert values["performed_at"] == datetime(2026, 11, 21, 10, 30)


def test_several_choices_give_one_column_of_codes_and_a_flag_per_choice(amina_row, form):
    _, _, values = listed(amina_row, form)
    assert values["danger_signs"] == "bleeding"
    assert (values["danger_signs/bleeding"], values["danger_signs/chest_pain"]) == (1, 0)


def test_flags_of_a_question_without_an_answer_are_blank(form):
    _, _, values = listed(screening(person("amina")), form)
    assert (values["danger_signs"], values["danger_signs/bleeding"]) == (None, None)


def test_a_promised_finding_keeps_its_name_and_a_question_too(amina_row, form):
    names, _, values = listed(amina_row, form)
    assert {"bmi", "answer/bmi", "danger_signs", "finding/danger_signs"} <= set(names)
    assert values["finding/danger_signs"] == "bleeding"


@pytest.mark.parametrize("form_id", list(FINDINGS))
def test_the_list_of_a_shipped_form_holds_every_question_and_every_agreed_finding(form_id):
    form = load_catalogue(shipped("forms"))[form_id]
    names, labels, _ = listed(screening(person("amina"), form_id), form, "ar")
    asked = {question.name for question in form.questions.values() if question.type not in ("note", "hidden")}
    assert asked - set(names) <= {name.removeprefix("answer/") for name in names if name.startswith("answer/")}
    assert {*FINDINGS[form_id].split(), "urgency", "referral_to"} <= set(names)
    assert LIST.finding_columns[form_id] == tuple(FINDINGS[form_id].split())
    assert None not in labels


def test_the_codebook_explains_every_column_and_code(amina_row, form):
    book = opened(write_list(dataset(screenings=[amina_row]), form, LIST, "fr"))
    listing, codebook = rows_of(book.worksheets[0]), rows_of(book.worksheets[1])
    assert codebook[0] == ["column", "label", "kind", "unit", "code", "code_label"]
    assert {row[0] for row in codebook[2:]} == set(listing[0])
    assert ["bp_class", "Classe de tension", "résultat", None, "grade_1", "Grade 1"] in codebook
    assert ["systolic_1_mmhg", "Tension", "nombre entier", "mm[Hg]", None, None] in codebook


def test_only_the_screenings_of_the_form_are_listed_oldest_first(form):
    amina = person("amina")
    rows = [screening(amina, id="b"), screening(amina, id="a"), screening(amina, "eye", id="c")]
    sheet = opened(write_list(dataset(screenings=rows), form, LIST, "fr")).worksheets[0]
    assert [row[0] for row in rows_of(sheet)[2:]] == ["a", "b"]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_sheets_have_their_direction_frozen_headers_and_a_filter(amina_row, form, lang):
    book = opened(write_list(dataset(screenings=[amina_row]), form, LIST, lang))
    assert [sheet.title for sheet in book] == [spec.titles[lang] for spec in LIST.sheets]
    assert all(bool(sheet.sheet_view.rightToLeft) is (lang == "ar") for sheet in book)
    assert book.worksheets[0].freeze_panes == "C3"
    assert book.worksheets[0].auto_filter.ref.startswith("A2:")
    assert book.worksheets[0].page_setup.paperSize == 9
    assert all("&P" in sheet.oddFooter.right.text for sheet in book)


def test_an_empty_list_says_so(form):
    book = opened(write_list(dataset(), form, LIST, "fr"))
    assert len(rows_of(book.worksheets[0])) == 2
    assert LIST.words["empty"]["fr"] in [row[0] for row in rows_of(book.worksheets[2])]
