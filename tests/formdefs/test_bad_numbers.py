"""Numbers typed wrong, in every number question of every form: the server and the page say the same, and what it is."""

from itertools import product

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.catalogue import form_files
from caravan.formdefs.reader import read_form
from caravan.paths import shipped
from tests.formdefs.conftest import TODAY
from tests.formdefs.differential import Case, differences, document_jobs
from tests.formdefs.javascript import run_javascript

CONTEXT = {
    "patient_age_years": "30",
    "patient_sex": "female",
    "patient_pregnant": "no",
    "id_number_enabled": "yes",
}
WRONG = {
    "abc": "answer.not_a_number",
    "12o": "answer.not_a_number",
    "1 2": "answer.not_a_number",
    "13/8": "answer.not_a_number",
    "1e3": "answer.not_a_number",
    "--5": "answer.not_a_number",
    "1,2,3": "answer.not_a_number",
    "٣س": "answer.not_a_number",
    "9999999999999999": "answer.too_many_digits",
}
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
FORMS = [read_form(path) for path in form_files(shipped("forms"))]
NUMBERS = [
    (form, question)
    for form in FORMS
    for question in form.questions.values()
    if question.type in ("integer", "decimal")
]


NOT_ALONE = {f"axis_{eye}": {f"cylinder_{eye}": "-1"} for eye in "rl"}  # numbers that stand only beside another one


def typed(form, name, text):
    return submit(form, {**NOT_ALONE.get(name, {}), name: text}, context=CONTEXT, today=TODAY)


def is_asked_alone(form, question):
    """Whether a question is asked when nothing else is answered."""
    outcome = typed(form, question.name, "abc")
    return question.name in outcome.errors


ALONE = [(form, question) for form, question in NUMBERS if is_asked_alone(form, question)]
LIMITED = [
    (form, question, limit, step)
    for form, question in ALONE
    for limit, step in zip(bounds_of(question), (-1, 1), strict=True)
    if limit is not None
]
by_name = {"ids": lambda part: getattr(part, "name", getattr(part, "id", None))}


def test_the_forms_have_numbers_to_try():
    assert len(NUMBERS) > 50
    assert len(ALONE) > 35
    assert len(LIMITED) > 60


@pytest.mark.parametrize(("form", "question"), ALONE, **by_name)
def test_letters_in_a_number_are_refused_with_their_reason(form, question):
    for text, code in WRONG.items():
        outcome = typed(form, question.name, text)
        assert outcome.errors[question.name].code == code, text
        assert question.name not in outcome.answers


@pytest.mark.parametrize(("form", "question", "limit", "step"), LIMITED, **by_name)
def test_a_number_at_its_hard_limit_is_taken_and_one_beyond_refused(form, question, limit, step):
    at, beyond = typed(form, question.name, f"{limit:g}"), typed(form, question.name, f"{limit + step:g}")
    assert question.name not in at.errors
    assert beyond.errors[question.name].code == "answer.constraint"
    assert all(len(text) > 20 for text in beyond.errors[question.name].labels.values())  # what is allowed, what to do


@pytest.mark.parametrize(("form", "question", "limit", "_step"), LIMITED, **by_name)
def test_figures_of_an_arabic_keyboard_are_the_same_number(form, question, limit, _step):
    outcome = typed(form, question.name, f"{limit:g}".translate(ARABIC))
    assert outcome.answers[question.name] == limit


@pytest.mark.parametrize(("form", "question"), [each for each in ALONE if each[1].type == "decimal"], **by_name)
def test_a_decimal_comma_is_the_same_number_as_a_point(form, question):
    low, high = bounds_of(question)
    number = f"{round(((low or 0) + (high or 10)) / 2) + 0.5:.1f}"
    with_point = typed(form, question.name, number).answers.get(question.name)
    for written in (number.replace(".", ","), number.replace(".", "٫"), number.replace(".", "،")):
        assert typed(form, question.name, written).answers.get(question.name) == with_point == float(number)


@pytest.mark.parametrize(("form", "question"), [each for each in ALONE if each[1].type == "integer"], **by_name)
def test_a_whole_number_has_no_part_behind_the_comma(form, question):
    assert typed(form, question.name, "100,5").errors[question.name].code == "answer.not_whole"
    assert "answer.not_whole" not in {each.code for each in typed(form, question.name, "100,0").errors.values()}


def test_the_page_says_of_every_bad_number_what_the_server_says(tmp_path):
    texts = [*WRONG, "100,5", "٩٩", "12٫5", "0", "-1", " 61 ", "+61", "61.", ".5", "1000000"]
    limits = {(question.name, f"{limit + over:g}") for _, question, limit, step in LIMITED for over in (0, step)}
    jobs = [(form, question.name, text) for (form, question), text in product(NUMBERS, texts)]
    jobs += [(form, name, text) for form, question in NUMBERS for name, text in limits if name == question.name]
    cases = [Case(form, _job(form, name, text, at)) for at, (form, name, text) in enumerate(jobs)]
    documents = document_jobs(FORMS)
    said = list(run_javascript([*documents, *(case.job for case in cases)], tmp_path))
    assert differences(cases, iter(said[len(documents) :])) == []


def _job(form, name, text, at):
    lang = ("ar", "fr", "en")[at % 3]
    return {
        "form": f"{form.id}/{lang}",
        "raw": {**NOT_ALONE.get(name, {}), name: text},
        "context": CONTEXT,
        "confirmed": [],
        "today": TODAY.isoformat(),
    }
