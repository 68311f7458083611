"""Submitting a form: what was typed becomes answers, refusals in three languages, or values to confirm."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caravan.formdefs.answers import submit
from caravan.formdefs.model import LANGUAGES
from caravan.formdefs.reader import read_form
from caravan.formdefs.sentences import SENTENCES
from caravan.formdefs.typed_values import value_of
from tests.formdefs.torture_forms import markdown

TODAY = date(2026, 11, 21)
CHOICES = """
list_name  name  region
yn  yes
yn  no
signs  pain
signs  fever
signs  none
region  south
region  north
town  smara  south
town  fes  north
"""
SURVEY = """
type  name  required  relevant  constraint  soft_constraint  calculation  choice_filter
hidden  patient_age_years
hidden  patient_sex
integer  systolic  yes  ~  . >= 70 and . <= 300  . >= 90 and . <= 220
integer  diastolic  ${systolic} > 0  ~  . < ${systolic}
decimal  weight
text  remark
date  born  ~  ~  . <= today()
select_one yn  smokes
select_multiple signs  signs  ~  ~  not(selected(., 'none')) or count-selected(.) = 1
begin_group  women  ~  ${patient_sex} = 'female'
select_one yn  pregnant  yes
begin_group  more  ~  ${pregnant} = 'yes'
integer  weeks  yes
note  advice
end_group
end_group
select_one region  region
select_one town  town  ~  ~  ~  ~  ~  region = ${region}
select_multiple town  towns  ~  ~  ~  ~  ~  region = ${region}
barcode  tube
calculate  mean  ~  ~  ~  ~  (${systolic} + ${diastolic}) div 2
calculate  said  ~  ~  ~  ~  concat(${remark}, '!')
calculate  raised  ~  ~  ~  ~  ${systolic} > 140
calculate  warned  ~  ~  ~  ~  if(${raised}, 'high', 'normal')
calculate  seen_on  ~  ~  ~  ~  today()
calculate  endless  ~  ~  ~  ~  1 div (${systolic} - ${systolic})
calculate  smoker  ~  ~  ~  ~  jr:choice-name(${smokes}, '${smokes}')
calculate  for_women  ~  ${patient_sex} = 'female'  ~  ~  1 + 1
"""
NORMAL = {"systolic": "120", "diastolic": "80"}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    path = tmp_path_factory.mktemp("forms") / "torture.md"
    path.write_text(markdown(SURVEY, CHOICES), encoding="utf-8")
    return read_form(path)


@pytest.fixture
def outcome(form):
    def of(context=None, confirmed=(), **raw):
        return submit(form, NORMAL | raw, context=context or {}, confirmed=confirmed, today=TODAY)

    return of


def codes(refusals):
    return {name: refusal.code for name, refusal in refusals.items()}


def test_good_answers_are_accepted_and_calculations_stored(outcome):
    found = outcome(weight="71,5", remark=" ok ", smokes="no", signs=["fever", "pain"])
    assert found.is_accepted
    assert found.confirmed == ()
    assert found.answers == {
        "systolic": 120,
        "diastolic": 80,
        "weight": 71.5,
        "remark": "ok",
        "smokes": "no",
        "signs": ["pain", "fever"],
        "mean": 100,
        "said": "ok!",
        "raised": "false",
        "warned": "normal",
        "seen_on": "2026-11-21",
        "smoker": "no fr",
    }
    assert list(found.answers)[:3] == ["systolic", "diastolic", "weight"]


def test_calculated_yes_or_no_is_one_for_the_other_rules(outcome):
    assert outcome(systolic="150").answers["warned"] == "high"
    assert outcome(systolic="120").answers["warned"] == "normal"


def test_hidden_values_serve_the_rules_and_are_not_stored(outcome):
    found = outcome({"patient_sex": "female", "patient_age_years": "34"}, pregnant="no", patient_sex="male")
    assert found.is_accepted
    assert found.answers["pregnant"] == "no"
    assert found.answers["for_women"] == 2
    assert not {"patient_sex", "patient_age_years"} & found.answers.keys()


def test_irrelevant_answers_are_cleared_and_not_judged(outcome):
    found = outcome({"patient_sex": "male"}, pregnant="perhaps", weeks="abc")
    assert found.is_accepted
    assert not {"pregnant", "weeks", "for_women"} & found.answers.keys()


def test_answer_in_a_group_inside_an_irrelevant_group_is_cleared(outcome):
    assert "weeks" not in outcome({"patient_sex": "female"}, pregnant="no", weeks="12").answers
    assert outcome({"patient_sex": "female"}, pregnant="yes", weeks="12").answers["weeks"] == 12


def test_cleared_answer_no_longer_decides_another(outcome):
    found = outcome({"patient_sex": "male"}, pregnant="yes", weeks="12")
    assert "weeks" not in found.answers


def test_notes_carry_no_answer(outcome):
    assert "advice" not in outcome({"patient_sex": "female"}, pregnant="yes", weeks="3", advice="x").answers


def test_typed_calculations_are_not_believed(outcome):
    assert outcome(mean="1").answers["mean"] == 100


def test_calculation_without_a_finite_result_is_blank(outcome):
    assert "endless" not in outcome().answers
    assert "mean" not in outcome(diastolic="").answers


def test_required_answers_are_asked_for(outcome):
    found = outcome({"patient_sex": "female"}, systolic="  ", diastolic="", pregnant="")
    assert codes(found.errors) == {"systolic": "answer.required", "pregnant": "answer.required"}
    assert not found.is_accepted


def test_required_may_depend_on_another_answer(outcome):
    assert codes(outcome(diastolic="").errors) == {"diastolic": "answer.required"}
    assert codes(outcome(systolic="", diastolic="").errors) == {"systolic": "answer.required"}


def test_every_refusal_is_told_and_none_is_stored(outcome):
    found = outcome(
        systolic="abc", diastolic="80.5", weight="x", born="31/02/2020", smokes="maybe", signs=["none", "pain"]
    )
    assert codes(found.errors) == {
        "systolic": "answer.not_a_number",
        "diastolic": "answer.not_whole",
        "weight": "answer.not_a_number",
        "born": "answer.not_a_date",
        "smokes": "answer.unknown_choice",
        "signs": "answer.constraint",
    }
    assert list(found.errors) == ["systolic", "diastolic", "weight", "born", "smokes", "signs"]
    assert not found.errors.keys() & found.answers.keys()


def test_refused_constraint_speaks_the_message_of_the_form(outcome):
    refusal = outcome(systolic="301").errors["systolic"]
    assert refusal.code == "answer.constraint"
    assert refusal.labels == {"ar": "systolic ar", "fr": "systolic fr", "en": "systolic en"}


def test_constraint_may_look_at_another_answer_and_at_today(outcome):
    assert codes(outcome(diastolic="130").errors) == {"diastolic": "answer.constraint"}
    assert codes(outcome(born="22/11/2026").errors) == {"born": "answer.constraint"}
    assert outcome(born="21/11/2026").is_accepted


def test_constraint_does_not_judge_a_blank_answer(outcome):
    assert outcome(signs=[], born="").is_accepted


def test_unusual_value_waits_for_confirmation(outcome):
    found = outcome(systolic="240")
    assert not found.is_accepted
    assert found.errors == {}
    assert found.to_confirm["systolic"].code == "answer.to_confirm"
    assert found.to_confirm["systolic"].labels["fr"] == "systolic fr"
    assert found.answers["systolic"] == 240
    assert found.confirmed == ()


def test_confirmed_unusual_value_is_accepted_and_recorded(outcome):
    found = outcome(systolic="240", confirmed=["systolic", "weight"])
    assert found.is_accepted
    assert found.confirmed == ("systolic",)
    assert found.to_confirm == {}


def test_confirmation_does_not_lift_a_hard_limit(outcome):
    found = outcome(systolic="400", confirmed=["systolic"])
    assert codes(found.errors) == {"systolic": "answer.constraint"}
    assert found.confirmed == ()


def test_choices_outside_the_filter_are_refused(outcome):
    assert outcome(region="south", town="smara", towns="smara").is_accepted
    found = outcome(region="north", town="smara", towns=["fes", "smara"])
    assert codes(found.errors) == {"town": "answer.unknown_choice", "towns": "answer.unknown_choice"}


def test_calculation_may_use_a_later_answer_and_another_calculation(form_of, submitted):
    survey = (
        "type  name  calculation  relevant\ncalculate  bmi  round(${kg} div pow(${m}, 2), 1)\ndecimal  kg\ndecimal  m\n"
        "calculate  heavy  if(${bmi} >= 30, 'yes', 'no')\ntext  diet  ~  ${heavy} = 'yes'"
    )
    form = form_of(survey)
    answers = submitted(form, {"kg": "100", "m": "1,7", "diet": "less"}).answers
    assert answers == {"bmi": 34.6, "kg": 100.0, "m": 1.7, "heavy": "yes", "diet": "less"}
    assert "diet" not in submitted(form, {"kg": "60", "m": "1,7", "diet": "less"}).answers


def test_day_minus_day_is_a_number_of_days(form_of, submitted):
    form = form_of("type  name  calculation\ndate  d\ncalculate  days  today() - ${d}")
    assert submitted(form, {"d": "01/11/2026"}).answers["days"] == 20


def test_value_seen_by_the_rules_has_the_kind_of_the_question():
    assert value_of("date", "2026-11-21") == TODAY
    assert value_of("text", "2026-11-21") == "2026-11-21"
    assert value_of("integer", None) == ""


def test_default_sentences_are_whole_sentences_in_three_languages():
    for code, labels in SENTENCES.items():
        assert labels.keys() == LANGUAGES.keys(), code
        for text in labels.values():
            assert text.endswith(".")
            assert not any(digit in text for digit in "٠١٢٣٤٥٦٧٨٩")
        assert "\u00a0:" in labels["fr"]
        assert " :" not in labels["fr"]


TYPED = (
    st.text(max_size=30)
    | st.lists(st.text(max_size=8), max_size=4)
    | st.sampled_from(["yes", "120", "21/11/2026", "1e9"])
)
NAMES = [line.split("  ")[1] for line in SURVEY.strip().splitlines()[1:] if "  " in line]


@given(
    raw=st.dictionaries(st.sampled_from(NAMES), TYPED),
    context=st.dictionaries(st.sampled_from(["patient_sex", "patient_age_years"]), st.text(max_size=8)),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_answers_at_all_are_judged_and_not_stumbled_over(form, raw, context):
    found = submit(form, raw, context=context, today=TODAY)
    assert found == submit(form, raw, context=context, today=TODAY)
    assert not found.errors.keys() & found.answers.keys()
    assert found.answers.keys() <= form.questions.keys()
    for value in found.answers.values():
        assert value not in ("", [])
    again = {name: value if isinstance(value, list) else str(value) for name, value in found.answers.items()}
    kept = submit(form, again, context=context, today=TODAY).answers
    assert {name: kept.get(name) for name in found.answers if name != "said"} == {
        name: value for name, value in found.answers.items() if name != "said"
    }
