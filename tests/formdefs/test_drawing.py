"""Groups drawn as one thing: what belongs together is found by the names of the questions."""

import pytest

from caravan.formdefs.drawing import (
    kind_of,
    measure_of,
    measured_by,
    missing_of,
    readings_of,
    taps_of,
    told_beside,
)
from caravan.formdefs.reader import read_form
from caravan.paths import shipped

CHOICES = """
list_name  name
units  mg_dl
reasons  refused
yn  yes
yn  no
"""


@pytest.fixture(scope="module")
def chronic():
    return read_form(shipped("forms") / "chronic.md")


def names(questions):
    return [question.name for question in questions]


def test_readings_are_rows_in_the_order_of_their_numbers(chronic):
    readings = readings_of(chronic.groups["pressure"])
    assert [names(row) for row in readings.rows] == [
        [f"systolic_{turn}_mmhg", f"diastolic_{turn}_mmhg"] for turn in (1, 2, 3)
    ]
    assert names(readings.rest) == ["systolic_other_arm_mmhg"]
    assert readings.missing.name == "pressure_missing"
    assert readings.pause_seconds == 60


def test_readings_of_any_form_may_have_one_figure_each(form_of):
    form = form_of("type  name  appearance\nbegin_group  g  readings\ninteger  iop_1\ninteger  iop_2\nend_group")
    readings = readings_of(form.groups["g"])
    assert [names(row) for row in readings.rows] == [["iop_1"], ["iop_2"]]
    assert (readings.missing, readings.pause_seconds) == (None, 0)


def test_a_value_stands_with_its_unit_and_what_is_asked_with_it(chronic):
    glucose = measure_of(chronic.groups["glucose"])
    assert (glucose.value.name, glucose.unit.name) == ("glucose_value", "glucose_unit")
    assert (glucose.off_scale.name, glucose.missing.name) == ("glucose_off_scale", "glucose_missing")
    assert names(glucose.asked) == ["glucose_context", "hours_since_meal", "diabetes_symptoms"]
    assert names(glucose.folded) == ["glucose_sample", "meter_id"]
    assert measure_of(chronic.groups["body"]) is None


def test_a_tap_answers_the_questions_of_its_group_in_their_order(chronic):
    taps = {tap.choice.name: tap.answers for tap in taps_of(chronic, chronic.groups["diabetes"])}
    assert taps["no"] == {"known_diabetes": "no", "diabetes_medicine": "no"}
    assert taps["treated"] == {"known_diabetes": "yes", "diabetes_medicine": "yes"}
    assert list(taps) == ["no", "untreated", "treated", "unknown"]


def test_a_tap_may_leave_a_question_blank(form_of):
    survey = (
        "type  name  appearance  taps\nbegin_group  g  one-tap  quick\nselect_one yn  a\nselect_one yn  b\nend_group"
    )
    form = form_of(survey, "list_name  name  answers\nyn  yes\nyn  no\nquick  only_a  yes -")
    (tap,) = taps_of(form, form.groups["g"])
    assert tap.answers == {"a": "yes"}


def test_findings_told_beside_a_group_may_come_as_a_pair(chronic):
    told = list(told_beside(chronic.groups["pressure"]))
    assert told[:2] == [("bp_mean_systolic", "bp_mean_diastolic"), ("bp_class",)]
    assert list(told_beside(chronic.groups["history"])) == []


def test_a_question_is_drawn_with_the_reason_for_its_blank(form_of):
    survey = (
        "type  name\ndecimal  weight_kg\nselect_one reasons  weight_kg_missing\ndecimal  glucose_value\n"
        "select_one reasons  glucose_missing\nbegin_group  eyes\nselect_one reasons  eyes_missing\nend_group"
    )
    form = form_of(survey, CHOICES)
    questions = form.questions
    assert missing_of(form, questions["weight_kg"]).name == "weight_kg_missing"
    assert missing_of(form, questions["glucose_value"]).name == "glucose_missing"
    assert measured_by(form, questions["glucose_missing"]).name == "glucose_value"
    assert measured_by(form, questions["eyes_missing"]) is None
    assert measured_by(form, questions["weight_kg"]) is None


def test_a_word_that_only_holds_the_name_of_a_kind_is_no_kind(form_of):
    form = form_of("type  name  appearance\nbegin_group  g  field-list measured\ninteger  a\nend_group")
    assert kind_of(form.groups["g"]) is None
