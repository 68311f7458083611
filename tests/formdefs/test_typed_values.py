"""What people type: digits of either script, commas and points, days, and texts with invisible marks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caravan.formdefs.answers import submit
from caravan.formdefs.document import form_document
from caravan.formdefs.sentences import SENTENCES
from caravan.formdefs.typed_values import clean_text
from tests.formdefs.javascript import run_javascript

CHOICES = """
list_name  name
yn  yes
yn  no
signs  pain
signs  fever
signs  none
"""


def codes(refusals):
    return {name: refusal.code for name, refusal in refusals.items()}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12", 12),
        ("١٢", 12),
        ("۱۲", 12),
        (" 12 ", 12),
        ("\u00a012\u200f", 12),
        ("+12", 12),
        ("-3", -3),
        ("\u22123", -3),
        ("012", 12),
        ("12.0", 12),
        ("12,00", 12),
        ("12.", 12),
        ("-.0", 0),
        (["12"], 12),
        (["", "12"], 12),
    ],
)
def test_whole_number_may_be_typed_in_many_ways(form_of, submitted, typed, stored):
    answers = submitted(form_of("type  name\ninteger  a"), {"a": typed}).answers
    assert answers == {"a": stored}
    assert isinstance(answers["a"], int)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12.5", "answer.not_whole"),
        ("١٢٫٥", "answer.not_whole"),
        ("abc", "answer.not_a_number"),
        ("1e3", "answer.not_a_number"),
        ("1 000", "answer.not_a_number"),
        ("1.2.3", "answer.not_a_number"),
        ("-", "answer.not_a_number"),
        ("NaN", "answer.not_a_number"),
        ("²", "answer.not_a_number"),
        ("9" * 16, "answer.too_many_digits"),
        (["1", "2"], "answer.constraint"),
    ],
)
def test_what_is_no_whole_number_is_refused(form_of, submitted, typed, code):
    found = submitted(form_of("type  name\ninteger  a"), {"a": typed})
    assert codes(found.errors) == {"a": code}
    assert found.answers == {}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("36.6", 36.6), ("36,6", 36.6), ("٣٦٫٦", 36.6), ("٣٦،٦", 36.6), ("-0", 0.0), (".5", 0.5), ("0" * 30 + "5", 5.0)],
)
def test_decimal_may_have_a_comma_a_point_or_an_arabic_separator(form_of, submitted, typed, stored):
    answers = submitted(form_of("type  name\ndecimal  a"), {"a": typed}).answers
    assert answers == {"a": stored}
    assert str(answers["a"]) == str(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-11-21", "2026-11-21"),
        ("21/11/2026", "2026-11-21"),
        ("1/2/2026", "2026-02-01"),
        ("٢١/١١/٢٠٢٦", "2026-11-21"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_day_may_be_typed_as_people_write_it(form_of, submitted, typed, stored):
    assert submitted(form_of("type  name\ndate  a"), {"a": typed}).answers == {"a": stored}


@pytest.mark.parametrize(
    "typed", ["29/02/2023", "11/21/2026", "21/11/26", "2026", "hier", "0000-01-01", "2026-11-21T00:00"]
)
def test_what_is_no_day_is_refused(form_of, submitted, typed):
    assert codes(submitted(form_of("type  name\ndate  a"), {"a": typed}).errors) == {"a": "answer.not_a_date"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Smara  ", "Smara"),
        ("e\u0301", "é"),
        ("a\x00b\x07", "ab"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\u202eفاطمة\u202c", "فاطمة"),
        ("a\ud800b", "ab"),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_text_is_cleaned(form_of, submitted, typed, stored):
    assert submitted(form_of("type  name\ntext  a"), {"a": typed}).answers == {"a": stored}


def test_text_beyond_two_thousand_characters_is_refused(form_of, submitted):
    found = submitted(form_of("type  name\ntext  a"), {"a": "x" * 2001})
    assert codes(found.errors) == {"a": "answer.too_long"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (["none", "pain"], ["pain", "none"]),
        ("none pain", ["pain", "none"]),
        (["pain", "pain"], ["pain"]),
        (["pain fever", ""], ["pain", "fever"]),
    ],
)
def test_several_choices_are_stored_once_each_in_the_order_of_the_list(form_of, submitted, typed, stored):
    form = form_of("type  name\nselect_multiple signs  a", CHOICES)
    assert submitted(form, {"a": typed}).answers == {"a": stored}


@pytest.mark.parametrize("typed", [[], [""], "", "   ", None])
def test_no_choice_is_a_blank_answer(form_of, submitted, typed):
    assert submitted(form_of("type  name\nselect_multiple signs  a", CHOICES), {"a": typed}).answers == {}


@pytest.mark.parametrize("kind", ["select_one yn", "select_multiple yn"])
@pytest.mark.parametrize("typed", ["oui", "YES", ["yes", "oui"]])
def test_choice_that_is_not_offered_is_refused(form_of, submitted, kind, typed):
    assert codes(submitted(form_of(f"type  name\n{kind}  a", CHOICES), {"a": typed}).errors) == {
        "a": "answer.unknown_choice"
    }


def test_one_choice_cannot_be_two(form_of, submitted):
    form = form_of("type  name\nselect_one yn  a", CHOICES)
    assert codes(submitted(form, {"a": ["yes", "no"]}).errors) == {"a": "answer.unknown_choice"}


def test_several_choices_are_seen_by_the_rules_as_one_text(form_of, submitted):
    survey = "type  name  calculation\nselect_multiple signs  a\ncalculate  n  count-selected(${a})\ncalculate  b  ${a}"
    found = submitted(form_of(survey, CHOICES), {"a": ["fever", "pain"]})
    assert found.answers == {"a": ["pain", "fever"], "n": 2, "b": "pain fever"}


@given(st.text(max_size=200))
def test_cleaning_a_text_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("36 46", "36 46"),
        ("٣٦، ٤٦", "36 46"),
        ("36,46;  11", "36 46 11"),
        (" 36 / 46 ؛ ۱۱,", "36 46 11"),
        ("0", "0"),
        (" ، ", None),
        ("36-38", "36-38"),
        ("a b", "a b"),
    ],
)
def test_list_of_numbers_may_be_typed_in_many_ways(form_of, submitted, typed, stored):
    form = form_of("type  name  appearance\ntext  a  number-list teeth\ntext  b")
    answers = submitted(form, {"a": typed, "b": "٣٦، ٤٦"}).answers
    assert answers == {**({"a": stored} if stored else {}), "b": "٣٦، ٤٦"}


def test_list_of_numbers_is_read_alike_by_the_browser(form_of, tmp_path):
    form = form_of("type  name  appearance\ntext  a  number-list")
    typed = ["٣٦، ٤٦", "36,46;  11", " 36 / 46 ؛ ۱۱,", " ، ", "36-38", "x\u00a0y", "\u200f٣٦"]
    document = {"form": "f", "document": form_document(form, "fr")}
    cases = [{"form": "f", "raw": {"a": text}, "context": {}, "confirmed": [], "today": "2026-11-21"} for text in typed]
    _, *said = run_javascript([document, *cases], tmp_path)
    read = [submit(form, {"a": text}, today=date(2026, 11, 21)).answers for text in typed]
    assert [one["answers"] for one in said] == [{name: f"s:{text}" for name, text in each.items()} for each in read]


def test_choice_question_says_in_its_own_words_what_its_list_holds(form_of, submitted):
    form = form_of("type  name  constraint\nselect_one yn  a\nselect_one yn  b  . != 'no'", CHOICES)
    own = form.questions["a"].constraint_messages
    errors = submitted(form, {"a": "B", "b": "B"}).errors
    assert codes(errors) == {"a": "answer.unknown_choice", "b": "answer.unknown_choice"}
    assert errors["a"].labels == own
    assert errors["b"].labels == SENTENCES["answer.unknown_choice"]
