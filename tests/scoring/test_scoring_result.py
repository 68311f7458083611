"""The result of a screening: stations found by themselves, the highest urgency, its reasons, and blank-safe reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import caravan.scoring
from caravan.scoring.findings import Scored
from caravan.scoring.reading import given as given_numbers
from caravan.scoring.reading import number, tidy, word, words
from caravan.scoring.registry import score, stations
from caravan.scoring.urgency import ORDER, highest, rank

STATIONS = ("vitals", "eye", "dental", "chronic")
DESTINATIONS = {
    "ophthalmology", "optician", "dentist", "oral_surgery", "cardiology", "endocrinology", "nephrology",
    "general_medicine", "hospital_emergency", "obstetrics", "paediatrics", "none",
}  # fmt: skip
CODES = {
    "vitals": """danger_signs vital_signs bp_mean_systolic bp_mean_diastolic bp_class bp_single arm_difference bmi
        bmi_class waist_class""",
    "eye": """danger_signs red_flags eye_signs vision_category vision_r vision_l monocular_blindness near_impairment
        presenting_logmar_r glaucoma_suspect iop_repeat refraction_need refractive_need trachoma_sign trachoma_signal
        referable_retinopathy retina_return cataract_r operated_vision_r vision_cause spherical_equivalent_r
        spherical_equivalent_l refractive_error_r refractive_error_l astigmatism_r astigmatism_l anisometropia
        ready_made_distance""",
    "dental": """danger_signs dental_urgency dmft dmft_28 d_teeth m_teeth f_teeth dmft_primary pufa pufa_primary
        pufa_ratio_percent pufa_primary_ratio_percent cpi_1997 attachment_loss cpi_bleeding_teeth cpi_pocket_4_teeth
        cpi_pocket_6_teeth ohi_s ohi_s_class dean_index extraction_stop stop_pressure stop_glucose stop_anticoagulant
        stop_bisphosphonate stop_allergy stop_pregnancy""",
}
CODES["chronic"] = f"""{CODES["vitals"]} glucose_class glucose_mg_dl second_test hba1c_class hba1c_mmol_mol
    cholesterol_class cholesterol_mg_dl egfr creatinine_mg_dl ckd_stage proteinuria findrisc findrisc_class
    cvd_risk_percent cvd_risk_band cvd_caution cvd_on_treatment hypertension_status diabetes_status diabetes_by_random
    airways ald_file"""

FULL = {
    "systolic_1_mmhg": 165, "diastolic_1_mmhg": 95, "systolic_other_arm_mmhg": 150, "spo2_percent": 91,
    "weight_kg": 110, "height_cm": 165, "waist_cm": 110, "danger_signs": ["chest_pain"], "glucose_value": 1.5,
    "glucose_unit": "g_l", "glucose_context": "fasting", "diabetes_symptoms": ["none"], "hba1c_percent": 7.5,
    "cholesterol_value": 6.5, "creatinine_value": 14, "creatinine_unit": "mg_l", "urine_protein": "2",
    "smoking": "daily", "known_hypertension": "yes", "bp_medicine": "yes", "known_diabetes": "no",
    "active_daily": "no", "vegetables_daily": "no", "ever_high_glucose": "no", "family_diabetes": "close",
    "breathing_symptoms": ["wheeze"], "ald_open": "no",
    "va_unaided_r": "v04", "va_unaided_l": "npl", "va_pinhole_r": "v05", "near_vision": "n12", "iop_r_mmhg": 28,
    "iop_method": "air", "trachoma_r": ["tf"], "retinopathy_r": "2", "red_flags": ["trauma"], "pterygium_r": 3,
    "lens_r": "pseudophakia_pco", "cause_r": "catc", "sphere_r": -1.5, "sphere_l": 2, "cylinder_l": -1, "axis_l": 90,
    "tooth_11": "1", "tooth_54": "B", "pufa_p": "11 54", "pain": 8, "cpi_sextant_1": "3", "loss_sextant_2": "1",
    "bleeding_teeth": "11", "pocket_4_teeth": "16", "pocket_6_teeth": "0", "debris_16": 1, "debris_11": 2,
    "calculus_16": 0, "calculus_11": 1, "fluorosis": "2", "anticoagulant": "no", "bisphosphonate": "no",
    "allergy": "yes",
}  # fmt: skip
CHOLESTEROL = {"cholesterol_unit": "mmol_l"}
WITHOUT_CHOLESTEROL = {"vitals": (), "eye": (), "dental": (), "chronic": ("cvd_caution",)}
"""The caution is said only where the laboratory chart could not be entered."""


@pytest.mark.parametrize("form_id", STATIONS)
def test_a_full_form_finds_every_code_of_its_station_once(scored, form_id):
    codes = [finding.code for finding in scored(form_id, FULL | CHOLESTEROL).findings]
    assert sorted({*codes, *WITHOUT_CHOLESTEROL[form_id]}) == sorted(CODES[form_id].split())
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("form_id", STATIONS)
def test_an_empty_form_finds_nothing(scored, form_id):
    assert scored(form_id, {}) == Scored()


@pytest.mark.parametrize("form_id", STATIONS)
def test_every_finding_names_its_rule_version_source_and_mark(scored, form_id):
    for finding in scored(form_id, FULL).findings:
        assert finding.rule_id
        assert finding.rule_version
        assert finding.source
        assert finding.mark in {"S", "K", "L"}
        assert finding.urgency in ORDER
        assert finding.refer_to in DESTINATIONS


@pytest.mark.parametrize("form_id", STATIONS)
@pytest.mark.parametrize("age", [3, 12, 30, None])
def test_whatever_is_referred_has_a_destination(scored, form_id, age):
    for finding in scored(form_id, FULL, age=age).findings:
        assert (finding.refer_to == "none") == (finding.urgency == "n")


def test_a_form_without_a_station_scores_to_nothing(scored):
    assert scored("registration", {**FULL, "danger_signs": ["none"]}) == Scored((), "n", None, ())


def test_a_form_without_rules_still_obeys_the_danger_signs(outcome):
    assert outcome("registration", FULL) == ("e", "hospital_emergency", ("danger_signs",))


def test_a_house_s_own_rules_are_led_by_the_danger_signs(person):
    site = {"hearing": lambda answers, who: []}
    result = score("hearing", {"danger_signs": ["chest_pain"]}, person(), site)
    assert (result.urgency, result.reasons) == ("e", ("danger_signs",))


def test_a_rule_module_is_not_a_station():
    assert set(stations()) == set(STATIONS)


def test_a_new_station_is_one_new_module(tmp_path, monkeypatch, person):
    (tmp_path / "hearing.py").write_text(
        "from caravan.scoring.findings import Rule\n"
        "FORM_ID = 'hearing'\n"
        "RULE = Rule('H1.whisper', '1', 'Whisper test', 'L')\n"
        "def findings(answers, person):\n"
        "    return [RULE.finds('hearing_loss', 'yes', 'r', 'general_medicine')]\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(caravan.scoring, "__path__", [*caravan.scoring.__path__, str(tmp_path)])
    stations.cache_clear()
    try:
        result = score("hearing", {}, person())
    finally:
        stations.cache_clear()
    assert (result.urgency, result.referral_to, result.reasons) == ("r", "general_medicine", ("hearing_loss",))


def test_the_first_of_equally_urgent_findings_chooses_the_destination(outcome):
    answers = {"va_unaided_r": "v02", "va_pinhole_r": "v02", "near_vision": "n12"}
    assert outcome("eye", answers) == ("r", "ophthalmology", ("vision_r", "near_impairment"))


@pytest.mark.parametrize(("age", "destination"), [(14, "paediatrics"), (15, "general_medicine")])
def test_a_child_goes_to_paediatrics_where_an_adult_goes_to_general_medicine(outcome, age, destination):
    assert outcome("vitals", {"temperature_c": 40}, age=age)[:2] == ("u", destination)


def test_a_child_with_tooth_decay_still_goes_to_the_dentist(outcome):
    assert outcome("dental", {"tooth_55": "B"}, age=6)[:2] == ("p", "dentist")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (28, 28.0), (28.5, 28.5), ("28", 28.0), (" 3 ", 3.0), ("", None), ("HI", None), ("nan", None), ("inf", None),
        (True, None), (["1"], None), (None, None), (0, 0.0),
    ],
)  # fmt: skip
def test_a_number_is_read_or_is_blank(value, read):
    assert number({"x": value}, "x") == read


@pytest.mark.parametrize(
    ("value", "read"), [("NPL", "npl"), (3, "3"), (3.0, "3"), (0.5, "0.5"), (["a"], ""), (None, ""), (" ", "")]
)
def test_a_word_is_read_in_lower_case_or_is_blank(value, read):
    assert word({"x": value}, "x") == read


@pytest.mark.parametrize(
    ("value", "read"), [(["TF", " ti "], ("tf", "ti")), (["", " "], ()), ("tf ti", ("tf", "ti")), (None, ())]
)
def test_a_list_is_read_from_a_list_or_from_words(value, read):
    assert words({"x": value}, "x") == read


def test_given_drops_blanks_but_keeps_zero():
    assert given_numbers(None, 0, 1.5, None) == [0, 1.5]


@pytest.mark.parametrize(("value", "kept"), [(141.0, 141), (139.5, 139.5), (24.2214, 24.2)])
def test_a_whole_number_is_recorded_whole(value, kept):
    assert tidy(value) == kept
    assert isinstance(tidy(141.0), int)


def test_the_highest_urgency_wins():
    assert (highest("r", "e", "p"), highest("n"), highest()) == ("e", "n", "n")
    assert [rank(level) for level in "nrpue"] == [0, 1, 2, 3, 4]


def test_a_word_off_the_scale_is_an_error():
    with pytest.raises(ValueError, match="x"):
        rank("x")


@given(st.sets(st.sampled_from(sorted(FULL))), st.sampled_from(STATIONS), st.sampled_from([3, 15, 50, None]))
@settings(max_examples=100, deadline=None)
def test_any_subset_of_answers_scores_and_names_each_code_once(scored, names, form_id, age):
    result = scored(form_id, {name: FULL[name] for name in names}, age=age)
    codes = [finding.code for finding in result.findings]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(CODES[form_id].split())
    assert result.urgency == highest(*(finding.urgency for finding in result.findings))
    assert (result.referral_to is None) == (result.urgency == "n") == (not result.reasons)
