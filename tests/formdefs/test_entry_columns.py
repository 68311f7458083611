"""The columns that say how a question is answered in few taps: what they take, and what is said of what they do not."""

import pytest

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.model import Entry

YES_NO = "list_name  name\nyn  yes\nyn  no"
HEAD = "type  name  appearance  step  start  normal\n"


def test_a_stepper_has_its_step_its_start_and_its_normal_answer(form_of):
    form = form_of(
        HEAD + "decimal  a  stepper  0.25  -1,5  0\ninteger  b  stepper  ~  ~  ~\nselect_one yn  c  ~  ~  ~  no", YES_NO
    )
    assert form.questions["a"].entry == Entry(0.25, -1.5, "0")
    assert form.questions["b"].entry == Entry(1.0, None, "")
    assert form.questions["c"].entry.normal == "no"


def test_how_a_question_is_entered_does_not_change_the_shape_of_its_form(form_of):
    plain = form_of("type  name\ninteger  a")
    assert form_of(HEAD + "integer  a  stepper  5  10  20").shape_hash == plain.shape_hash


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
        ("integer  a  ~  ~  ~  many", "normal", '"many" is no answer to this question'),
        ("select_one yn  a  ~  ~  ~  maybe", "normal", '"maybe" is no answer to this question'),
        ("note  a  ~  ~  ~  yes", "normal", 'a row of type "note" is not answered'),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_so_is_told_with_its_place(problems_of, row, column, said):
    [problem] = problems_of(HEAD + row, YES_NO)
    assert (problem.sheet, problem.row, problem.column, problem.what) == ("survey", 2, column, said)


@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        (". >= 0 and . <= 80", (0, 80)),
        (". >= -30 and . <= 30 and (. * 4) mod 1 = 0", (-30, 30)),
        (". >= 1 and . >= 5", (5, None)),
        (". >= 0 or . <= 80", (None, None)),
        (". > 0 and ${a} <= 3", (None, None)),
        ("~", (None, None)),
    ],
)
def test_the_bounds_of_a_constraint_are_those_that_hold_for_every_answer(form_of, rule, bounds):
    form = form_of(f"type  name  constraint\ninteger  a\ndecimal  b  {rule}")
    assert bounds_of(form.questions["b"]) == bounds
