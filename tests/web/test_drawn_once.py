"""What a page draws once for all forms is what it would draw anew: nothing of a person ever shows in another's form."""

from random import Random

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from caravan.formdefs.answers import submit
from caravan.formdefs.catalogue import load_catalogue
from caravan.web.form_builder import form_class
from caravan.web.notations import COOKIE
from caravan.web.speech import speaking
from tests.conftest import MORNING
from tests.formdefs.random_answers import Answers
from tests.formdefs.torture_form import write_torture

FORMS = ["registration", "vitals", "eye", "dental", "chronic", "torture"]
PAGE = '{% from "components/form.html" import sections with context %}{{ sections(form) }}'
PEOPLE = [
    {"patient_age_years": "67", "patient_sex": "female", "patient_pregnant": "no"},
    {"patient_age_years": "29", "patient_sex": "female", "patient_pregnant": "yes"},
    {"patient_age_years": "6", "patient_sex": "male", "patient_pregnant": "no"},
    {"patient_age_years": "", "patient_sex": "unknown", "patient_pregnant": "unknown"},
]
NOTATIONS = ["tenths", "snellen", "decimal", "logmar"]
TIMES = 6


@pytest.fixture
def definitions(house, tmp_path):
    """The shipped forms, and one whose texts name answers, which theirs do not."""
    write_torture(tmp_path)
    return {**house.forms, **load_catalogue(tmp_path)}


def fillings(definition, seed):
    """Forms of several people, filled by chance, each followed by a blank one."""
    chance = Random(seed)
    for number in range(TIMES):
        person, notation = PEOPLE[number % len(PEOPLE)], chance.choice(NOTATIONS)
        typed = Answers(definition, chance, is_clean=True).draw()
        yield person, notation, typed | {"confirmed": chance.sample(list(definition.questions), 2)}
        yield chance.choice(PEOPLE), notation, {}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_is_the_same_whether_its_questions_were_drawn_before_or_not(app, definitions, form_id, language):
    definition, kept, compared = definitions[form_id], 0, 0
    for person, notation, typed in fillings(definition, seed=f"{form_id} {language}"):
        cookie = {"Cookie": f"{COOKIE}={notation}"}
        with app.test_request_context(method="POST", data=MultiDict(typed), headers=cookie), speaking(language):
            form = form_class(definition, language)()
            form.context, form.usual = person, {"commune": (person["patient_sex"],)}
            if typed:
                form.take(submit(definition, form.raw, context=person, today=MORNING.date()))
            kept = max(kept, len(form.drawn))
            before = render_template_string(PAGE, form=form)
            form.drawn = {}
            assert render_template_string(PAGE, form=form) == before
            compared += 1
    assert compared == 2 * TIMES
    assert kept > 5
