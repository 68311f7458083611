"""Reading a form file: what is understood, and one clear sentence for everything that is not."""

import pytest

from caravan.formdefs.model import Group
from caravan.formdefs.reader import FormError, read_form
from tests.formdefs.torture_forms import LABELS, SETTINGS, SEXES, markdown, only, said, table

PRESSURE = """
type  name  required  relevant  constraint
integer  systolic  yes  ~  . >= 70
select_one sex  sex
begin_group  women  ~  ${sex} = 'female'
integer  weeks
begin group  inner
text  remark
end group  inner
end_group  women
calculate  unused
"""


def test_form_is_read_with_its_groups_choices_and_titles(form_of):
    form = form_of(PRESSURE.replace("calculate  unused", "note  thanks"), SEXES)
    assert (form.id, form.version, form.is_station, form.file) == ("torture", "2026112101", True, "torture.md")
    assert form.titles["fr"] == "Fiche"
    assert list(form.questions) == ["systolic", "sex", "weeks", "remark", "thanks"]
    assert form.questions["systolic"].required == ["true"]
    assert form.questions["systolic"].row == 2
    assert form.questions["remark"].group == ("women", "inner")
    women = form.items[2]
    assert isinstance(women, Group)
    assert women.relevant == ["=", ["ref", "sex"], ["str", "female"]]
    assert [item.name for item in women.items] == ["weeks", "inner"]
    assert [choice.name for choice in form.choices["sex"]] == ["female", "male"]
    assert form.label("systolic", "fr") == "systolic fr"
    assert form.label("women", "ar") == "women ar"
    assert form.choice_label("sex", "male", "en") == "male en"
    assert form.choice_label("sex", "gone", "en") == "gone"
    with pytest.raises(KeyError):
        form.label("nobody", "fr")


def test_findings_have_labels_units_and_value_labels(form_of):
    form = form_of(
        "type  name\ninteger  a",
        "list_name  name  unit\nfindings  bp_class\nfindings  bmi  kg/m2\n"
        "bp_class  grade_1\nbp_class  yes\nbp_class  2",
    )
    assert form.finding_codes() == ("bp_class", "bmi")
    assert form.finding_label("bp_class", "fr") == "bp_class fr"
    assert form.finding_label("gone", "fr") == "gone"
    assert form.finding_value_label("bp_class", "grade_1", "en") == "grade_1 en"
    assert form.finding_value_label("bp_class", True, "en") == "yes en"
    assert form.finding_value_label("bp_class", False, "en") == "no"
    assert form.finding_value_label("bp_class", 2.0, "en") == "2 en"
    assert form.finding_value_label("bmi", 27.4, "en") == "27.4"
    assert form.finding_unit("bmi") == "kg/m2"
    assert form.finding_unit("bp_class") is None
    assert form.finding_unit("gone") is None


def test_form_without_findings_has_none(form_of):
    assert form_of("type  name\ninteger  a").finding_codes() == ()


@pytest.mark.parametrize(("word", "expected"), [("yes", True), ("no", False), ("", True), ("NO", False)])
def test_station_is_said_by_a_word(form_of, word, expected):
    form = form_of("type  name\ninteger  a", settings=SETTINGS.replace("| yes |", f"| {word} |"))
    assert form.is_station is expected


@pytest.mark.parametrize(
    ("word", "tree"),
    [("yes", ["true"]), ("TRUE", ["true"]), ("true()", ["true"]), ("no", None), ("false()", None), ("~", None)],
)
def test_required_is_said_by_a_word(form_of, word, tree):
    assert form_of(f"type  name  required\ninteger  a  {word}").questions["a"].required == tree


def test_required_may_be_an_expression(form_of):
    form = form_of("type  name  required\ninteger  a\ninteger  b  ${a} > 3")
    assert form.questions["b"].required == [">", ["ref", "a"], ["num", 3]]


def test_columns_of_the_choices_serve_the_filter(form_of):
    form = form_of(
        "type  name  choice_filter\nselect_one region  region\n"
        "select_one town  town  region = ${region} and name != ''",
        "list_name  name  region\nregion  south\ntown  smara  south",
    )
    assert form.choices["town"][0].extra == {"region": "south"}
    assert form.questions["town"].choice_filter[0] == "and"


def test_types_and_headings_known_from_other_tools_are_understood(write):
    text = markdown("type  name  relevance\nselect one sex  sex\nint  age\nstring  words  ${age} > 1", SEXES)
    form = read_form(write(text.replace("| type |", "| Type |").replace("list_name", "list name")))
    assert [question.type for question in form.questions.values()] == ["select_one", "integer", "text"]
    assert form.questions["words"].relevant


# What is wrong with a survey row: the row, the column, and words of the sentence.
WRONG_ROWS = [
    (
        "intger  a",
        "type",
        '"intger" is not a type of question here; write one of the supported types (perhaps "integer")',
    ),
    (
        "geotrace  a",
        "type",
        '"geotrace" is not a type of question here',
    ),
    ("~  a", "type", "the row has no type"),
    ("begin_repeat  a\nend_repeat", "type", "repeats are outside the supported subset"),
    ("integer  ~", "name", "the row has no name"),
    ("integer  âge", "name", '"âge" cannot be a name'),
    ("integer  first", "name", 'the name "first" is already used in row 2'),
    ("begin_group  first\ninteger  z\nend_group", "name", 'the name "first" is already used in row 2'),
    ("select_one  a", "type", '"select_one" names no list of choices'),
    (
        "select_one sxe  a",
        "type",
        'the choices sheet has no list "sxe"; add the list or correct its name (perhaps "sex")',
    ),
    ("select_one sex or_other  a", "type", '"or_other" is outside the supported subset'),
    ("end_group", "type", "closes a group that was never opened"),
    ("begin_group  g", "type", 'the group "g" is never closed'),
    ("integer  a  oui", "required", '"oui" does not say whether an answer is required; write "yes" or "no"'),
    (
        "integer  a  ~  ${frst} > 1",
        "relevant",
        'no question is named "frst"; write the name of a question of this form',
    ),
    ("integer  a  ~  ${frst} > 1", "relevant", '(perhaps "first")'),
    ("integer  a  ~  ${a} > 1", "relevant", 'whether "a" is asked depends on its own answer'),
    ("integer  a  ~  ${b} > 1\ninteger  b", "relevant", 'depends on a later question, "b" (row 4)'),
    (
        "begin_group  g  ~  ${b} > 1\ninteger  b\nend_group",
        "relevant",
        'whether "g" is asked depends on a later question',
    ),
    ("integer  a  ~  . > 1", "relevant", '"." has no meaning in the rule "relevant"'),
    (
        "integer  a  ~  positon() > 1",
        "relevant",
        'in the expression positon() > 1, the function "positon" is not available',
    ),
    ("integer  a  ~  ${first} ==  ", "relevant", 'write "="'),
    ("note  a  ~  ~  . > 1", "constraint", 'a row of type "note" cannot have the rule "constraint"; empty the cell'),
    ("note  a  yes", "required", 'a row of type "note" cannot have the rule "required"'),
    ("hidden  a  ~  ${first} > 1", "relevant", 'a row of type "hidden" cannot have the rule "relevant"'),
    ("integer  a  ~  ~  ~  1 + 1", "calculation", 'a row of type "integer" cannot have the rule "calculation"'),
    ("text  a  ~  ~  ~  ~  name = 'x'", "choice_filter", 'a row of type "text" cannot have the rule "choice_filter"'),
    ("select_one sex  a  ~  ~  ~  ~  town = 'x'", "choice_filter", 'the choices have no column "town"'),
    ("calculate  a", "calculation", '"a" has nothing to calculate; write an expression'),
    (
        "calculate  a  ~  ~  ~  ${a} + 1",
        "calculation",
        '"a" cannot be calculated, because its result depends on itself',
    ),
    ("calculate  a  ~  ~  ~  ${b}\ncalculate  b  ~  ~  ~  ${a}", "calculation", '(through "'),
    ("note  n\ninteger  a  ~  ${n} = ''", "relevant", '"n" is a note, which has no answer'),
    ("calculate  a  ~  ~  ~  jr:choice-name(${first}, '${first}')", "calculation", '"first" has no choices to name'),
    ("calculate  a  ~  ~  ~  jr:choice-name('x', '${nope}')", "calculation", 'no question is named "nope"'),
    ("integer  a  ~  ~  ~  ~  ~  7", "default", 'the column "default" has no effect in Caravan'),
]


@pytest.mark.parametrize(("rows", "column", "words"), WRONG_ROWS)
def test_wrong_row_is_named_with_its_sheet_row_and_column(problems_of, rows, column, words):
    survey = "type  name  required  relevant  constraint  calculation  choice_filter  default\ninteger  first\n" + rows
    problems = problems_of(survey, SEXES)
    found = [problem for problem in problems if words in str(problem)]
    assert found, said(problems)
    row = 4 if rows.startswith("note  n") else 3
    assert (found[0].file, found[0].sheet, found[0].row, found[0].column) == ("torture.md", "survey", row, column)
    assert str(found[0]).startswith(f"torture.md, sheet survey, row {row}, column {column}: ")
    assert str(found[0]).endswith(".")
    assert found[0].what[-1] != "."
    assert "\n" not in str(found[0])


def test_relevance_that_waits_for_a_later_answer_through_a_calculation_is_refused(problems_of):
    problems = problems_of(
        "type  name  relevant  calculation\n"
        "calculate  total  ~  ${late} + 1\n"
        "calculate  twice  ~  ${total} * 2 + ${total}\n"
        "integer  a  ${twice} > 3\n"
        "integer  late"
    )
    assert 'depends on a later question, "late" (row 5), which "twice" is calculated from' in str(only(problems))


def test_circle_through_relevance_is_not_reported_twice(problems_of):
    problems = problems_of("type  name  relevant  calculation\ncalculate  c  ~  ${q}\ninteger  q  ${c} > 1")
    assert "its own answer" in str(only(problems))


def test_calculation_may_use_later_answers(form_of):
    form = form_of("type  name  calculation\ncalculate  total  ${late} + 1\ninteger  late")
    assert form.order.index("late") < form.order.index("total")


def test_question_waits_for_the_questions_that_its_group_depends_on(form_of):
    form = form_of("type  name  relevant\ninteger  a\nbegin_group  g  ${a} > 1\ninteger  b\nend_group")
    assert form.order.index("a") < form.order.index("b")


def test_all_problems_are_told_at_once(problems_of):
    problems = problems_of("type  name\nintger  a\ninteger  b c\nselect_one nope  d", settings="")
    assert [problem.row for problem in problems] == [None, 2, 3, 4]


def test_row_of_an_unknown_type_is_judged_in_all_else(write):
    text = markdown("type  name  relevant\nintger  a  ${nope} > 1").replace("| a en |", "| - |")
    with pytest.raises(FormError) as caught:
        read_form(write(text))
    columns = [problem.column for problem in caught.value.problems]
    assert columns == ["type", "label::English (en)", "relevant"]


def test_row_of_another_tools_type_is_not_asked_for_labels(write):
    text = table("survey", "type  name\nstart  a", LABELS[:0]) + SETTINGS
    with pytest.raises(FormError) as caught:
        read_form(write(text))
    assert only(caught.value.problems).column == "type"


def test_problems_come_in_the_order_of_the_rows(problems_of):
    problems = problems_of("type  name  relevant\ninteger  a  ${nope} > 1\nintger  b", SEXES + "sex  female")
    assert [(problem.sheet, problem.row) for problem in problems] == [("survey", 2), ("survey", 3), ("choices", 4)]


# Translations.


@pytest.mark.parametrize("blank", ["", "-", " - "])
@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_label_without_translation_is_refused(write, blank, lang):
    text = markdown("type  name\nbegin_group  g\ninteger  a\nend_group  g\nnote  n\nselect_one sex  s", SEXES)
    for name in ("g", "a", "n", "s", "female"):
        with pytest.raises(FormError) as caught:
            read_form(write(text.replace(f"| {name} {lang} |", f"| {blank} |")))
        problem = only(caught.value.problems)
        assert problem.column.startswith("label::")
        assert problem.column.endswith(f"({lang})")
        assert f'"{name}"' in problem.what
        assert f'write it in the column "{problem.column}"' in str(problem)


def test_label_column_that_is_absent_is_missing_in_every_row(write):
    text = table("survey", "type  name\ninteger  a", LABELS[:2]) + SETTINGS
    with pytest.raises(FormError) as caught:
        read_form(write(text))
    assert only(caught.value.problems).column == "label::English (en)"


def test_calculations_and_hidden_questions_need_no_label(write):
    text = table("survey", "type  name  calculation\nhidden  age\ncalculate  double  ${age} * 2", ()) + SETTINGS
    assert list(read_form(write(text)).questions) == ["age", "double"]


@pytest.mark.parametrize("rule", ["constraint", "soft_constraint"])
def test_rule_without_a_message_is_refused(problems_of, rule):
    problems = problems_of(f"type  name  {rule}\ninteger  a  . > 3", messages=False)
    assert [problem.column.partition("::")[0] for problem in problems] == [f"{rule}_message"] * 3
    assert f'the {rule.replace("_", " ")} message of "a" is missing in this language' in str(problems[0])


@pytest.mark.parametrize("lang", ["Fiche", "استمارة", "Form"])
def test_screen_title_without_translation_is_refused(problems_of, lang):
    problem = only(problems_of("type  name\ninteger  a", settings=SETTINGS.replace(f"| {lang} |", "| - |")))
    assert "the screen title of the form is missing in this language" in str(problem)
    assert (problem.sheet, problem.row) == ("settings", 2)


# Settings and choices.


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ("| torture |", "|  |", "form_id", "the form has no id"),
        ("| torture |", "| Ma fiche |", "form_id", '"Ma fiche" cannot be a form id'),
        ("| 2026112101 |", "|  |", "version", "the form has no version"),
        ("| yes |", "| maybe |", "station", '"maybe" is neither yes nor no'),
        ("| yes |\n", "| yes |\n| | two | 2 |\n", None, "a second row of settings"),
    ],
)
def test_wrong_settings_are_named(problems_of, old, new, column, words):
    problem = only(problems_of("type  name\ninteger  a", settings=SETTINGS.replace(old, new)))
    assert words in str(problem)
    assert (problem.sheet, problem.column) == ("settings", column)


def test_missing_settings_are_told(problems_of):
    problem = only(problems_of("type  name\ninteger  a", settings=""))
    assert str(problem) == (
        "torture.md, sheet settings: the sheet is missing or empty; "
        "add it with the columns form_id, version and screen_title in three languages."
    )


def test_missing_survey_is_told(write):
    with pytest.raises(FormError) as caught:
        read_form(write(SETTINGS))
    assert "sheet survey: the sheet is missing or empty" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ("sex  female", "name", 'the list "sex" has two choices named "female"'),
        ("sex  not known", "name", 'the choice name "not known" has a space in it'),
        ("~  other", "list_name", 'the choice has no "list_name"'),
        ("sex  ~", "name", 'the choice has no "name"'),
    ],
)
def test_wrong_choice_is_named(problems_of, rows, column, words):
    problem = only(problems_of("type  name\nselect_one sex  sex", SEXES + rows))
    assert words in str(problem)
    assert (problem.sheet, problem.row, problem.column) == ("choices", 4, column)


def test_same_choice_name_may_stand_in_two_lists(form_of):
    form = form_of("type  name\nselect_one sex  sex", SEXES + "other  female")
    assert len(form.choices["other"]) == 1


def test_heading_near_a_known_one_is_a_slip(problems_of):
    problem = only(problems_of("type  name  relevent\ninteger  a"))
    assert str(problem) == (
        'torture.md, sheet survey, row 1, column relevent: "relevent" is not a known column; '
        'correct its heading (perhaps "relevant").'
    )


def test_heading_unlike_any_other_is_left_to_other_tools(form_of):
    assert form_of("type  name  zzz\ninteger  a  b").questions["a"].type == "integer"
