"""Faults of a form that can be read all the same."""

import pytest

from caravan.formdefs.checks import check_form
from caravan.formdefs.reader import read_form
from tests.formdefs.torture_forms import MESSAGES, markdown, table

CHOICES = """
list_name  name
yn  yes
yn  no
findings  bp_class
findings  bmi
bp_class  normal
referral_to  dentist
"""


@pytest.fixture
def checked(write):
    def check(survey, choices=CHOICES, change=lambda text: text):
        return [
            str(problem) for problem in check_form(read_form(write(change(markdown(survey, choices, messages=False)))))
        ]

    return check


def test_form_without_fault_has_no_problems(checked):
    assert (
        checked(
            "type  name  appearance\nselect_one yn  a\nbegin_group  g  pair\ninteger  right_r\ninteger  va_l\nend_group"
        )
        == []
    )


def test_list_that_nothing_uses_is_told(checked):
    assert checked("type  name\nselect_one yn  a", CHOICES + "old  x") == [
        'torture.md, sheet choices, row 8: no question uses the list "old"; remove it or correct the name of the list.'
    ]


def test_hint_in_one_language_only_is_told(checked):
    found = checked(
        "type  name\nselect_one yn  a",
        change=lambda text: text.replace("|  | type |", "|  | hint::Français (fr) | type |").replace(
            "|  | select_one yn |", "|  | Demandez | select_one yn |"
        ),
    )
    assert len(found) == 2
    assert found[0] == (
        'torture.md, sheet survey, row 2, column hint::العربية (ar): the hint of "a" is missing in this language; '
        "translate it, or empty it in all languages."
    )


def test_message_without_a_rule_is_told(write):
    text = markdown("type  name\ninteger  a")
    problems = [str(problem) for problem in check_form(read_form(write(text)))]
    assert problems[0] == (
        'torture.md, sheet survey, row 2, column constraint: "a" has a message for a constraint that it does not have; '
        "write the rule or empty the message."
    )
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("${a} = 'yess'", True),
        ("'yess' != ${a}", True),
        ("selected(${a}, 'yess')", True),
        ("not(1 = 2 and ${a} = 'yess')", True),
        ("${a} = 'yes'", False),
        ("${a} = ''", False),
        ("${t} = 'yess'", False),
        ("${a} = ${t}", False),
        ("contains(${a}, 'ye')", False),
    ],
)
def test_rule_that_waits_for_a_choice_never_offered_is_told(checked, rule, told):
    found = checked(f"type  name  relevant\nselect_one yn  a\ntext  t\ninteger  b  {rule}")
    told_sentence = (
        'torture.md, sheet survey, row 4, column relevant: the rule waits for "yess", which is not a choice of "a"; '
        'correct the choice (perhaps "yes").'
    )
    assert found == ([told_sentence] if told else [])


def test_group_that_waits_for_a_choice_never_offered_is_told(checked):
    found = checked("type  name  relevant\nselect_one yn  a\nbegin_group  g  ${a} = 'oui'\ninteger  b\nend_group")
    assert 'row 3, column relevant: the rule waits for "oui"' in found[0]


def test_calculated_yes_or_no_is_told(checked):
    found = checked("type  name  calculation\nselect_one yn  a\ncalculate  c  ${a} = 'yes'")
    assert 'row 3, column calculation: "c" calculates a yes or no' in found[0]


def test_empty_group_is_told(checked):
    found = checked("type  name\nselect_one yn  a\nbegin_group  g\nend_group")
    assert found == ['torture.md, sheet survey, row 3, column type: the group "g" is empty; remove it or fill it.']


def test_pair_with_a_question_of_neither_eye_is_told(checked):
    found = checked(
        "type  name  appearance\nselect_one yn  a\nbegin_group  g  pair\ninteger  iop_r\ninteger  other\nend_group"
    )
    assert len(found) == 1
    assert '"other" stands in a group of pairs' in found[0]


def test_choices_that_read_the_same_are_told(checked):
    found = checked(
        "type  name\nselect_one yn  a",
        CHOICES,
        lambda text: text.replace("| no ar | no fr | no en |", "| yes ar | yes fr | yes en |"),
    )
    assert 'two choices of the list "yn" have the same labels, "yes en"' in found[0]


def test_messages_of_the_torture_forms_are_columns_of_the_survey():
    assert all(column in table("survey", "type  name\ninteger  a", MESSAGES) for column in MESSAGES)
