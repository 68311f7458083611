"""Questions nobody is asked, answers that are always refused, choices that are never offered."""

import pytest

from caravan.formdefs.checks import check_form

YES_NO = "list_name  name\nyn  yes\nyn  no"


@pytest.fixture
def told(form_of):
    def check(survey, choices=YES_NO, **more):
        problems = check_form(form_of(survey, choices, **{"messages": False} | more))
        return [str(problem) for problem in problems if "never" in problem.what or "every answer" in problem.what]

    return check


@pytest.mark.parametrize(
    "rule",
    [
        "false()",
        "1 = 2",
        "${age} > 18 and ${age} < 10",
        "${a} = 'yes' and ${a} = 'no'",
        "${b} = 'yes' and ${a} = 'no'",
        "${age} > 200",
        "count-selected(${a}) > 1",
        "contains(${a}, 'maybe')",
    ],
)
def test_rule_that_no_answers_make_true_is_told(told, rule):
    survey = f"""
    type  name  relevant  constraint
    integer  age  ~  . <= 120
    select_one yn  a
    select_one yn  b  ${{a}} = 'yes'
    text  c  {rule}
    """
    assert told(survey, messages=True) == [
        'torture.md, sheet survey, row 5, column relevant: the question "c" is never asked: no answers make its rule '
        "true; correct the rule or remove the question."
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "${age} = 17",
        "${b} = 'no'",
        "${age} + ${years} > 100",
        "${t} = 'x y'",
        "regex(${t}, '[0-9]+z')",
        "${day} = today()",
    ],
)
def test_rule_that_some_answers_make_true_is_in_order(told, rule):
    survey = f"""
    type  name  relevant
    integer  age
    integer  years
    text  t
    date  day
    select_one yn  a
    select_one yn  b  ${{a}} = 'yes'
    text  c  {rule}
    """
    assert told(survey) == []


def test_group_never_asked_is_told_once_and_its_questions_not_again(told):
    survey = "type  name  relevant\nselect_one yn  a\nbegin_group  g  1 > 2\nselect_one yn  b  ${a} = 'yes'\nend_group"
    (line,) = told(survey)
    assert 'the group "g" is never asked' in line


def test_constraint_that_refuses_every_answer_is_told(told):
    (line,) = told("type  name  constraint\ninteger  a  . > 10 and . < 5", messages=True)
    assert 'row 2, column constraint: every answer to "a" is refused; correct the constraint.' in line


def test_choice_that_the_filter_never_lets_in_is_told(told):
    choices = "list_name  name  side\nyn  yes  ~\nyn  no  ~\nteeth  t11  up\nteeth  t31  down\nteeth  t99  nowhere"
    survey = "type  name  choice_filter\nselect_one yn  up\nselect_one teeth  t  side = if(${up} = 'yes', 'up', 'down')"
    (line,) = told(survey, choices)
    assert 'sheet choices, row 6: the choice "t99" is never offered by "t"' in line
