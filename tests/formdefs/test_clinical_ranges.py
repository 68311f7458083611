"""A constraint that takes what the clinical reference calls impossible, or refuses what it calls possible, is told."""

import pytest

from caravan.formdefs.checks import check_form
from caravan.formdefs.clinical_ranges import HARD_RANGES

UNITS = "list_name  name\nunits  mg_dl\nunits  mmol_l"


@pytest.fixture
def told(form_of):
    def check(survey, choices=""):
        return [str(problem) for problem in check_form(form_of(survey, choices)) if "hard range" in problem.what]

    return check


def test_pressure_of_301_taken_is_told_with_its_source_and_remedy(told):
    assert told("type  name  constraint\ninteger  systolic_1_mmhg  . >= 70 and . <= 400") == [
        'torture.md, sheet survey, row 2, column constraint: "systolic_1_mmhg" takes 301, but the hard range of the '
        "clinical reference, section A3, is 70 to 300 mmHg; write . >= 70 and . <= 300."
    ]


@pytest.mark.parametrize(
    ("question", "rule", "said"),
    [
        ("integer  systolic_2_mmhg", ". >= 80 and . <= 300", ['"systolic_2_mmhg" refuses 70']),
        ("integer  pulse_bpm", ". > 0", ["takes 24", "takes 251"]),
        ("decimal  temperature_c", ". >= 30 and . < 43", ["refuses 43"]),
        ("decimal  sphere_r", ". >= -20 and . <= 30", ["refuses -30"]),
        ("decimal  addition", ". >= 0.5", ["takes 4.25"]),
        ("integer  axis_l", ". >= 0 and . <= 180", ["takes 0"]),
        ("integer  iop_r_mmhg", ". >= 0 and . <= 80", []),
        ("integer  diastolic_1_mmhg", ". >= 40 and . <= 180", []),
        ("decimal  other_cm", ". > 0", []),
        ("text  glucose_value", "string-length(.) < 9", []),
    ],
)
def test_edges_of_the_reference_are_tried(told, question, rule, said):
    lines = told(f"type  name  constraint\n{question}  {rule}")
    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))


def test_question_without_a_constraint_takes_everything(told):
    assert len(told("type  name\ninteger  spo2_percent")) == 2


def test_range_depends_on_the_unit_answered(told):
    rule = "${glucose_unit} = '' or (${glucose_unit} = 'mg_dl' and . >= 30 and . <= 1000) or "
    survey = "type  name  constraint\nselect_one units  glucose_unit\ndecimal  glucose_value  "
    assert told(survey + rule + "(${glucose_unit} = 'mmol_l' and . >= 1.7 and . <= 55.5)", UNITS) == []
    (line,) = told(survey + rule + "(${glucose_unit} = 'mmol_l' and . >= 1.7 and . <= 60)", UNITS)
    assert "takes 55.6, but the hard range of the clinical reference, section D2, is 1.7 to 55.5 mmol/L" in line
    assert "for the unit mmol_l" in line


def test_other_answers_may_narrow_the_range_but_not_widen_it(told):
    survey = "type  name  constraint\ninteger  systolic_1_mmhg  . >= 70 and . <= 300\ninteger  diastolic_1_mmhg  "
    assert told(survey + ". >= 40 and . <= 180 and (${systolic_1_mmhg} = '' or . < ${systolic_1_mmhg})") == []
    assert told(survey + "(. >= 40 and . <= 180) or ${systolic_1_mmhg} > 200")


def test_unit_against_the_name_is_told(form_of):
    form = form_of("type  name  unit  constraint\ndecimal  weight_kg  g  . >= 0.5 and . <= 300")
    problems = [str(problem) for problem in check_form(form)]
    assert any(
        'row 2, column unit: "weight_kg" is counted in kg by its name, and in g by its unit' in p for p in problems
    )


@pytest.mark.parametrize("hard", HARD_RANGES, ids=lambda hard: f"{hard.pattern}-{hard.unit_choice or ''}")
def test_every_range_names_its_section_and_is_a_range(hard):
    assert hard.low < hard.high
    assert hard.section[0] in "ABCD"
    assert hard.units
