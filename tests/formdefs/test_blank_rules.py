"""Rules whose outcome flips when a number is left blank are told; rules that ask for the blank are not."""

import pytest

from caravan.formdefs.checks import check_form


@pytest.fixture
def told(form_of):
    def check(survey, choices=""):
        problems = check_form(form_of(survey, choices, messages="constraint" in survey.splitlines()[0]))
        return [str(problem) for problem in problems if "blank" in problem.what]

    return check


def calculated(expression):
    return f"type  name  calculation\ndecimal  right\ndecimal  left\ncalculate  suspect  {expression}"


@pytest.mark.parametrize(
    "expression",
    [
        "if(${right} - ${left} > 4, 1, 0)",
        "if(${right} >= 24 or ${left} >= 24, 'suspect', 'not suspect')",
        "if(max(${right}, ${left}) >= 24, 'suspect', 'not suspect')",
        "if(not(${left} < 24), 1, 0)",
        "if(${right} != '' and ${right} - ${left} > 4, 1, 0)",
    ],
)
def test_left_pressure_left_blank_must_not_read_not_suspect(told, expression):
    assert any('when "left" is' in line and "left blank" in line for line in told(calculated(expression)))


@pytest.mark.parametrize(
    "expression",
    [
        "if(${right} = '' or ${left} = '', 'not known', if(${right} - ${left} > 4, 1, 0))",
        "if(coalesce(${right}, 0) - coalesce(${left}, 0) > 4, 1, 0)",
        "if((${right} != '' and ${right} >= 24) or (${left} != '' and ${left} >= 24), 1, 0)",
        "${right} - ${left}",
        "max(${right}, ${left})",
    ],
)
def test_rule_that_says_what_a_blank_means_is_in_order(told, expression):
    assert told(calculated(expression)) == []


def test_finding_is_one_sentence_with_row_and_remedy(told):
    assert told("type  name  relevant\ninteger  age\nnote  adult  ${age} >= 18") == [
        'torture.md, sheet survey, row 3, column relevant: "adult" is asked when "age" is 18, but not asked when that '
        "is left blank; say in the rule what a blank means, as ${age} != '' and … or if(${age} = '', …), "
        'or make "age" required.'
    ]


def test_required_number_is_never_blank(told):
    assert told("type  name  required  relevant\ninteger  age  yes\nnote  adult  ~  ${age} >= 18") == []


def test_number_that_one_of_three_must_give_is_never_blank(told):
    survey = """
    type  name  required  calculation  relevant
    integer  age  ${year} = ''
    integer  year
    calculate  years  ~  if(${age} != '', ${age}, 2026 - ${year})
    note  minor  ~  ~  ${years} < 18
    """
    assert told(survey) == []


def test_blank_is_followed_through_a_calculation(told):
    survey = """
    type  name  calculation  relevant
    decimal  right
    decimal  left
    calculate  difference  ${right} - ${left}
    note  suspect  ~  ${difference} > 4
    """
    lines = told(survey)
    assert [line.split('when "')[1].split('"')[0] for line in lines] == ["right", "left"]
    assert all("row 5, column relevant" in line for line in lines)


def test_constraint_that_refuses_because_another_number_is_blank_is_told(told):
    survey = "type  name  constraint\ninteger  high\ninteger  low  . < ${high}"
    (line,) = told(survey)
    assert "row 3, column constraint: with low" in line
    assert '"low" is taken when "high" is' in line
    assert "but refused when that is left blank" in line
    assert told(survey.replace(". <", "${high} = '' or . <")) == []


def test_group_that_hangs_on_an_unknown_age_is_told(told):
    survey = "type  name  relevant\nhidden  patient_age_years\nbegin_group  g  not(${patient_age_years} < 18)\n"
    (line,) = told(survey + "text  a\nend_group")
    assert "row 3" in line
    assert "required" not in line


def test_grade_compared_as_a_number_is_told(told):
    lines = told("type  name  relevant\nselect_one grade  grade\nnote  refer  ${grade} >= 2", GRADES)
    assert len(lines) == 1


GRADES = "list_name  name\ngrade  1\ngrade  2\ngrade  3"
