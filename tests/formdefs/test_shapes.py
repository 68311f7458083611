"""Two shapes compared: which question changed and how; and several versions seen as one form."""

import json

import pytest

from caravan.formdefs.shapes import changes_between, hash_of, shape_of_form
from caravan.formdefs.versions import union_of, version_key
from tests.formdefs.torture_forms import SETTINGS

SURVEY = """
type  name  unit  relevant
select_one sex  sex
begin_group  g  ~  ${sex} = 'female'
integer  weeks  wk
integer  months
end_group
"""
SEXES = "list_name  name\nsex  female\nsex  male"


def told(form_of, survey, choices=SEXES):
    before, after = shape_of_form(form_of(SURVEY, SEXES)), shape_of_form(form_of(survey, choices))
    return [str(change) for change in changes_between(json.loads(json.dumps(before)), after)]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("integer  weeks", "decimal  weeks", "weeks (type: integer → decimal)"),
        ("wk", "week", "weeks (unit: wk → week)"),
        ("integer  weeks  wk", "integer  weeks", "weeks (unit: wk → –)"),
        ("wk", "wk  ${sex} = 'male'", "weeks (relevant)"),
        ("'female'", "'male'", "g (relevant)"),
        ("integer  months", "integer  months\ntext  more", "more (added)"),
        ("integer  months\n", "", "months (removed)"),
    ],
)
def test_change_names_the_question_and_what_changed(form_of, old, new, change):
    assert told(form_of, SURVEY.replace(old, new)) == [change]


def test_changes_of_lists_are_told(form_of):
    assert told(form_of, SURVEY, SEXES + "\nsex  unknown") == ["sex (choices: – → unknown)"]
    assert told(form_of, SURVEY, "list_name  name\nsex  male\nsex  female") == ["sex (choices)"]
    renamed = SURVEY.replace("select_one sex", "select_one s"), SEXES.replace("sex  ", "s  ")
    assert told(form_of, *renamed)[0] == "sex (list: sex → s)"


def test_questions_in_another_order_are_told(form_of):
    lines = SURVEY.strip().splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    assert told(form_of, "\n".join(lines)) == ["months (order)"]


def test_same_shape_has_no_changes(form_of):
    form = form_of(SURVEY, SEXES)
    assert changes_between(shape_of_form(form), shape_of_form(form)) == ()
    assert hash_of(shape_of_form(form)) == form.shape_hash


@pytest.mark.parametrize(
    ("earlier", "later"), [("9", "10"), ("2026112101", "2026112102"), ("1.9", "1.10"), ("v1", "v2")]
)
def test_versions_are_ordered_as_people_count(earlier, later):
    assert version_key(earlier) < version_key(later)


def test_union_keeps_the_newest_words_and_the_older_questions(form_of):
    choices = SEXES + "\nfindings  old_finding"
    older = form_of(SURVEY.replace("integer  months", "select_one sex  partner"), choices + "\nsex  unknown")
    newest = form_of("type  name\nselect_one sex  sex\nnote  weeks", SEXES, settings=SETTINGS.replace("2101", "2102"))
    union = union_of(newest, [older])
    assert list(union.questions) == ["sex", "weeks", "partner"]
    assert union.version == newest.version
    assert union.questions["weeks"].type == "integer"
    assert [choice.name for choice in union.choices["sex"]] == ["female", "male", "unknown"]
    assert union.finding_codes() == ("old_finding",)
    assert union.label("partner", "fr") == "partner fr"
