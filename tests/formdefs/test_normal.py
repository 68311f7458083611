"""What "all normal" fills in: only what is asked and blank; what it gives is always an answer that the form takes."""

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.normal import normal_answers
from caravan.formdefs.reader import read_form
from caravan.paths import shipped
from tests.formdefs.conftest import TODAY
from tests.formdefs.test_entry_columns import TAPPED

CHOICES = """
list_name  name
yn  yes
yn  no
signs  none
signs  pain
"""
SURVEY = """
type  name  relevant  normal
select_one yn  worn  ~  ~
select_one yn  more  ~  yes
integer  plain  ~  if(${worn} = 'yes', '', 7)
integer  worn_value  ${worn} = 'yes'  5
select_multiple signs  signs  ${more} = 'yes'  none
text  remark  ~  ~
"""
CONTEXTS = [
    {"patient_age_years": "60", "patient_sex": "female", "patient_pregnant": "no"},
    {"patient_age_years": "6", "patient_sex": "male", "patient_pregnant": "no"},
    {},
]


@pytest.fixture
def form(form_of):
    return form_of(SURVEY, CHOICES, settings=TAPPED)


def given(form, **raw):
    return normal_answers(form, raw, context={}, today=TODAY)


def test_what_is_blank_and_asked_is_filled_in_and_what_that_asks_for_too(form):
    assert given(form) == {"more": "yes", "plain": "7", "signs": "none"}


def test_what_was_answered_stays_and_what_is_not_asked_is_left(form):
    assert given(form, more="no", plain="9") == {}


def test_a_normal_answer_that_depends_on_another_follows_it(form):
    assert given(form, worn="yes") == {"more": "yes", "worn_value": "5", "signs": "none"}


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("path", sorted(shipped("forms").glob("*.md")), ids=lambda path: path.stem)
def test_the_normal_answers_of_each_form_are_taken_without_a_question(path, context):
    form = read_form(path)
    raw = normal_answers(form, {}, context=context, today=TODAY)
    outcome = submit(form, raw, context=context, today=TODAY)
    assert not {*outcome.errors, *outcome.to_confirm} & {*raw}
    assert outcome.answers.keys() >= raw.keys()


@pytest.mark.parametrize("glasses", ["", "no", "yes"])
def test_two_normal_eyes_say_nothing_of_an_acuity_that_was_not_taken(glasses):
    form = read_form(shipped("forms") / "eye.md")
    found = normal_answers(form, {"wears_glasses": glasses}, context=CONTEXTS[0], today=TODAY)
    kind = {"yes": "glasses"}.get(glasses, "unaided")
    assert {name: value for name, value in found.items() if name.startswith("va_")} == {
        f"va_{kind}_r": "v10",
        f"va_{kind}_l": "v10",
    }
    assert not any(name.startswith(("iop", "near", "sphere", "cup_disc")) for name in found)
