"""Groups that are drawn as one thing but cannot be: each fault with its row and its remedy."""

import pytest

from caravan.formdefs.checks import check_form

CHOICES = """
list_name  name  answers
units  mg_dl
yn  yes
yn  no
findings  bp_class
bp_class  normal
"""


@pytest.fixture
def told(form_of):
    def check(survey, choices=CHOICES):
        return [str(problem) for problem in check_form(form_of(survey, choices, messages=False))]

    return check


def only(lines, part):
    found = [line for line in lines if part in line]
    assert len(found) == 1, lines
    return found[0]


def test_a_group_made_up_as_its_appearance_asks_has_no_fault(told):
    survey = (
        "type  name  appearance  pause  findings  taps\n"
        "begin_group  g  readings  60  bp_class\ninteger  a_1\ninteger  b_1\ninteger  a_2\ninteger  b_2\nend_group\n"
        "begin_group  h  one-tap  ~  ~  quick\nselect_one yn  c\nend_group\n"
    )
    assert [line for line in told(survey, CHOICES + "quick  n  no") if '"units"' not in line] == []


@pytest.mark.parametrize(
    ("questions", "said"),
    [("integer  a_1", "not alike, or fewer than two"), ("integer  a_1\ninteger  b_1\ninteger  a_2", "not alike")],
)
def test_readings_that_are_not_alike_are_told(told, questions, said):
    lines = told(f"type  name  appearance\nbegin_group  g  readings\n{questions}\nend_group")
    assert said in only(lines, "row 2, column appearance")


def test_a_rest_that_is_no_number_of_seconds_is_told(told):
    survey = "type  name  appearance  pause\nbegin_group  g  readings  soon\ninteger  a_1\ninteger  a_2\nend_group"
    assert 'row 2, column pause: "soon" is no number of seconds; write a number, as 60.' in only(told(survey), "pause")


def test_a_value_without_its_unit_is_told(told):
    survey = "type  name  appearance\nbegin_group  g  measure\ndecimal  sugar_value\nend_group"
    assert '"g" has no value with a unit; ask NAME_value and NAME_unit in it.' in only(
        told(survey), "column appearance"
    )


def test_a_finding_that_the_form_does_not_know_is_told(told):
    survey = "type  name  findings\nbegin_group  g  bp_clas\ninteger  a\nend_group"
    assert 'no finding of this form has the code "bp_clas"' in only(told(survey), "column findings")


def test_a_column_without_effect_is_told(told):
    survey = "type  name  pause\nbegin_group  g  60\ninteger  a\nend_group"
    line = only(told(survey), "column pause")
    assert '"pause" has no effect on this group; give the group the appearance readings, or empty the cell.' in line


def test_taps_without_a_list_are_told(told):
    survey = "type  name  appearance\nbegin_group  g  one-tap\nselect_one yn  a\nend_group"
    assert '"g" names no list of taps' in only(told(survey), "column taps")


def test_taps_of_an_unknown_list_are_told(told):
    survey = "type  name  appearance  taps\nbegin_group  g  one-tap  quik\nselect_one yn  a\nend_group"
    assert 'no list "quik"' in only(told(survey), "column taps")


@pytest.mark.parametrize(
    ("answers", "said"),
    [("maybe", '"maybe" is not a choice of "a"'), ("", '"n" gives 0 answers to the 1 questions of "g"')],
)
def test_a_tap_that_gives_no_answer_of_its_group_is_told(told, answers, said):
    survey = "type  name  appearance  taps\nbegin_group  g  one-tap  quick\nselect_one yn  a\nend_group"
    assert said in only(told(survey, CHOICES + f"quick  n  {answers}".rstrip()), "column answers")
