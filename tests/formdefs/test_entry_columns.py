"""The columns that say how a question is answered in few taps: what they take, and what is said of what they do not."""

import pytest

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.model import Entry
from tests.formdefs.torture_forms import SETTINGS

YES_NO = "list_name  name\nyn  yes\nyn  no"
HEAD = "type  name  appearance  step  start  normal\n"
TAPPED = SETTINGS.replace(
    "| station |", "| station | normal::العربية (ar) | normal::Français (fr) | normal::English (en) |"
)
TAPPED = TAPPED.replace("| yes |", "| yes | عادي | Normal | Normal |")


def test_a_stepper_has_its_step_its_start_and_its_normal_answer(form_of):
    rows = "decimal  a  stepper  0.25  -1,5  0\ninteger  b  stepper  ~  ~  ~\nselect_one yn  c  ~  ~  ~  no"
    form = form_of(HEAD + rows, YES_NO, settings=TAPPED)
    assert form.questions["a"].entry == Entry(0.25, -1.5, ["str", "0"])
    assert form.questions["b"].entry == Entry(1.0, None, None)
    assert form.questions["c"].entry.normal == ["str", "no"]
    assert form.normal is not None
    assert form.normal.labels == {"ar": "عادي", "fr": "Normal", "en": "Normal"}


def test_a_normal_answer_may_depend_on_another_one(form_of):
    rows = "select_one yn  c  ~  ~  ~  no\ninteger  a  ~  ~  ~  if(${c} = 'yes', '', 4)"
    form = form_of(HEAD + rows, YES_NO, settings=TAPPED)
    assert form.questions["a"].entry.normal == ["if", ["=", ["ref", "c"], ["str", "yes"]], ["str", ""], ["num", 4]]


def test_how_a_question_is_entered_does_not_change_the_shape_of_its_form(form_of):
    plain = form_of("type  name\ninteger  a")
    assert form_of(HEAD + "integer  a  stepper  5  10  20", settings=TAPPED).shape_hash == plain.shape_hash


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("text  a  stepper  ~  ~  ~", "appearance", 'a question of type "text" has no steps'),
        ("integer  a  ~  5  ~  ~", "step", '"step" is for a stepper alone'),
        ("integer  a  ~  ~  5  ~", "start", '"start" is for a stepper alone'),
        ("integer  a  stepper  few  ~  ~", "step", '"few" is no number'),
        ("integer  a  stepper  0  ~  ~", "step", "a step of 0 leads nowhere"),
        ("decimal  a  stepper  -1  ~  ~", "step", "a step of -1 leads nowhere"),
        ("integer  a  stepper  0.5  ~  ~", "step", "0.5 is no whole number, and the question takes no other"),
        ("integer  a  stepper  ~  1.5  ~", "start", "1.5 is no whole number, and the question takes no other"),
    ],
)
def test_what_cannot_be_stepped_is_told_with_its_place(problems_of, row, column, said):
    [problem] = problems_of(HEAD + row, YES_NO)
    assert (problem.sheet, problem.row, problem.column, problem.what) == ("survey", 2, column, said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("integer  a  ~  ~  ~  many", '"many" is no answer to this question'),
        ("select_one yn  a  ~  ~  ~  maybe", '"maybe" is no answer to this question'),
        ("note  a  ~  ~  ~  yes", 'a row of type "note" is not answered'),
        ("integer  a  ~  ~  ~  if(${gone} = 1, 2, 3)", 'no question is named "gone"'),
    ],
)
def test_what_is_no_normal_answer_is_told_with_its_place(problems_of, row, said):
    [problem] = problems_of(HEAD + "integer  first  ~  ~  ~  1\n" + row, YES_NO, settings=TAPPED)
    assert (problem.sheet, problem.row, problem.column, problem.what) == ("survey", 3, "normal", said)


def test_normal_answers_want_a_tap_and_a_tap_wants_normal_answers(problems_of):
    [untapped] = problems_of(HEAD + "integer  a  ~  ~  ~  1")
    assert untapped.what == '"a" has a normal answer, but no tap is worded that gives it'
    [empty] = problems_of(HEAD + "integer  a", settings=TAPPED)
    assert empty.what == "the tap for all that is normal gives no answer"


def test_the_tap_is_worded_in_every_language_or_not_at_all(problems_of):
    [problem] = problems_of(HEAD + "integer  a  ~  ~  ~  1", settings=TAPPED.replace("| عادي |", "| |"))
    assert (problem.sheet, problem.column) == ("settings", "normal::العربية (ar)")


@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        (". >= 0 and . <= 80", (0, 80)),
        (". >= -30 and . <= 30 and (. * 4) mod 1 = 0", (-30, 30)),
        (". >= 1 and . >= 5", (5, None)),
        (". >= 0 or . <= 80", (None, None)),
        (". > 0 and ${a} <= 3", (None, None)),
        (". >= ${a} and . <= 9", (None, 9)),
        ("~", (None, None)),
    ],
)
def test_the_bounds_of_a_constraint_are_those_that_hold_for_every_answer(form_of, rule, bounds):
    form = form_of(f"type  name  constraint\ninteger  a\ndecimal  b  {rule}")
    assert bounds_of(form.questions["b"]) == bounds
