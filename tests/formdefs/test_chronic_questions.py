"""What the chronic, the vital and the registration forms ask when, and what they hand to the rules."""

from datetime import date

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.catalogue import load_catalogue
from caravan.paths import shipped
from caravan.scoring.findings import Person
from caravan.scoring.registry import score

TODAY = date(2026, 11, 28)
WOMAN = {"patient_age_years": "60", "patient_sex": "female", "patient_pregnant": "no"}


@pytest.fixture(scope="module")
def forms():
    return load_catalogue(shipped("forms"))


@pytest.fixture(scope="module")
def sent(forms):
    def send(form_id, context=WOMAN, **raw):
        return submit(forms[form_id], raw, context=context, today=TODAY)

    return send


@pytest.fixture(scope="module")
def found(sent):
    """Urgency and findings of a form that is filled as at the desk."""

    def score_it(form_id, age=60, **raw):
        outcome = sent(form_id, {**WOMAN, "patient_age_years": str(age)}, **raw)
        assert outcome.is_accepted, (outcome.errors, outcome.to_confirm)
        result = score(form_id, outcome.answers, Person(age_years=age, sex="female", pregnant="no", on_day=TODAY))
        return result.urgency, {finding.code: finding.value for finding in result.findings}

    return score_it


def test_a_glucose_wants_its_unit_and_when_it_was_measured(sent):
    outcome = sent("chronic", glucose_value="126")
    assert set(outcome.errors) == {"glucose_unit", "glucose_context"}


def test_hours_since_the_meal_stand_for_when_it_was_measured(sent, found):
    assert sent("chronic", glucose_value="126", glucose_unit="mg_dl", hours_since_meal="8").is_accepted
    fasting = found("chronic", glucose_value="126", glucose_unit="mg_dl", hours_since_meal="8")
    assert fasting[1]["glucose_class"] == "diabetes_range"
    random = found("chronic", glucose_value="126", glucose_unit="mg_dl", hours_since_meal="2")
    assert random[1]["glucose_class"] == "normal"


def test_the_moment_that_was_chosen_outranks_the_hours(found):
    raw = {"glucose_value": "126", "glucose_unit": "mg_dl", "glucose_context": "random", "hours_since_meal": "9"}
    assert found("chronic", **raw)[1]["glucose_class"] == "normal"


@pytest.mark.parametrize(("shown", "named", "urgency"), [("lo", "hypo_2", "e"), ("hi", "very_high", "u")])
def test_a_meter_off_its_scale_needs_nothing_else(found, shown, named, urgency):
    level, findings = found("chronic", glucose_off_scale=shown)
    assert (level, findings["glucose_class"]) == (urgency, named)


def test_a_value_takes_off_scale_and_reason_away(sent):
    raw = {"glucose_value": "98", "glucose_unit": "mg_dl", "glucose_context": "fasting"}
    kept = sent("chronic", **raw, glucose_off_scale="hi", glucose_missing="refused").answers
    assert set(kept) == set(raw)
    assert set(sent("chronic", glucose_off_scale="hi", glucose_missing="refused").answers) == {"glucose_off_scale"}


def test_drowsiness_with_a_very_high_glucose_is_an_emergency(found):
    raw = {"glucose_value": "350", "glucose_unit": "mg_dl", "glucose_context": "random"}
    assert found("chronic", **raw)[0] == "u"
    assert found("chronic", **raw, diabetes_symptoms=["drowsy"])[0] == "e"


def test_ketones_of_the_strip_count_with_a_very_high_glucose(found):
    raw = {"glucose_value": "3,5", "glucose_unit": "g_l", "glucose_context": "random"}
    assert found("chronic", **raw, urine_ketones="1")[0] == "e"
    assert found("chronic", **raw, urine_ketones="trace", urine_blood="2")[0] == "u"


def test_symptoms_and_none_exclude_each_other(sent):
    raw = {"glucose_value": "98", "glucose_unit": "mg_dl", "glucose_context": "fasting"}
    assert "diabetes_symptoms" in sent("chronic", **raw, diabetes_symptoms=["none", "drowsy"]).errors
    assert "breathing_symptoms" in sent("chronic", breathing_symptoms=["none", "wheeze"]).errors


def test_wheeze_at_60_with_smoke_at_home_may_be_copd(found):
    assert found("chronic", breathing_symptoms=["wheeze"], smoke_exposure="yes")[1]["airways"] == "copd_possible"


def test_arms_that_differ_by_15_are_told(found):
    arms = {"systolic_1_mmhg": "130", "diastolic_1_mmhg": "80", "systolic_other_arm_mmhg": "146"}
    for form_id in ("vitals", "chronic"):
        assert found(form_id, **arms)[1]["arm_difference"] == "yes"


def test_the_file_of_a_long_term_condition_is_asked_with_a_known_disease(sent, found):
    assert "ald_open" not in sent("chronic", known_diabetes="no", ald_open="yes").answers
    assert "ald_open" not in sent("chronic", ald_open="yes").answers
    assert found("chronic", known_heart_failure="yes", ald_open="yes")[1]["ald_file"] == "open"
    assert found("chronic", known_diabetes="yes", ald_open="no")[1]["ald_file"] == "eligible_without_file"


def test_since_when_is_asked_of_a_known_disease_up_to_this_year(sent):
    known = {"known_diabetes": "yes", "diabetes_since_year": "2026"}
    assert sent("chronic", **known).answers["diabetes_since_year"] == 2026
    assert "diabetes_since_year" in sent("chronic", **{**known, "diabetes_since_year": "2027"}).errors
    assert "diabetes_since_year" not in sent("chronic", **{**known, "known_diabetes": "no"}).answers


@pytest.mark.parametrize(("age", "asked"), [("0", True), ("4", True), ("5", False), ("", False)])
def test_the_arm_of_a_child_under_5_is_measured(sent, age, asked):
    outcome = sent("vitals", {**WOMAN, "patient_age_years": age}, muac_mm="118")
    assert ("muac_mm" in outcome.answers) is asked


def test_a_thin_arm_is_classed(found):
    assert found("vitals", age=3, muac_mm="114")[1]["muac_class"] == "severe"
    assert found("vitals", age=3, muac_mm="125")[1]["muac_class"] == "normal"


def test_one_great_difficulty_is_a_disability(found):
    assert found("vitals", difficulty_walking="3")[1]["disability"] == "yes"
    domains = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
    assert found("vitals", **{f"difficulty_{name}": "1" for name in domains})[1]["disability"] == "no"


def test_the_week_is_asked_of_a_pregnancy(forms):
    person = {
        "given_name_fr": "Hind",
        "family_name_fr": "Zahir",
        "sex": "female",
        "age_years": "25",
        "consent_care": "yes",
        "consent_data": "yes",
        "consent_method": "signed",
    }

    def weeks(**raw):
        return submit(forms["registration"], {**person, **raw}, context={"id_number_enabled": "no"}, today=TODAY)

    assert weeks(pregnant="yes", pregnancy_weeks="٢٠").answers["pregnancy_weeks"] == 20
    assert "pregnancy_weeks" not in weeks(pregnant="no", pregnancy_weeks="20").answers
    assert "pregnancy_weeks" in weeks(pregnant="yes", pregnancy_weeks="46").errors
    assert "pregnancy_weeks" in weeks(pregnant="yes", pregnancy_weeks="0").errors
