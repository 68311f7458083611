"""What the browser gets of a form: its rules, kept as long as they are the same, and texts with the answers in them."""

import json

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from caravan.formdefs.document import form_document
from caravan.formdefs.reader import read_form
from caravan.web.form_builder import form_class
from caravan.web.form_documents import document_address
from tests.formdefs.torture_forms import markdown

PAGE = '{% from "components/form.html" import sections with context %}{{ sections(form) }}'
SURVEY = r"""
type  name  relevant  calculation
integer  weight
calculate  double  ~  ${weight} * 2
note  said  ${weight} > 0
"""


@pytest.fixture
def address(app, house):
    with app.test_request_context():
        return document_address(house.forms["eye"], "fr")


def test_the_rules_are_kept_by_the_browser_under_their_mark(sign_in, address, house):
    answer = sign_in("doctor").get(address).response
    assert json.loads(answer.data) == json.loads(json.dumps(form_document(house.forms["eye"], "fr")))
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age > 86400
    assert "patient" not in answer.headers["Cache-Control"]


def test_rules_asked_for_without_their_mark_are_asked_for_again(sign_in, address):
    doctor, plain = sign_in("doctor"), address.partition("?")[0]
    first = doctor.get(plain).response
    assert first.cache_control.no_cache
    again = doctor.client.get(plain, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("wrong", ["/forms/eye/0/fr.json", "/forms/none/1/fr.json", "/forms/eye/0/de.json"])
def test_rules_that_there_are_not_are_not_found_and_not_kept(sign_in, wrong):
    answer = sign_in("doctor").get(wrong).response
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_script_without_a_mark_is_asked_for_again(browser):
    imported = browser.get("/static/js/forms/answers.js").response
    assert imported.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("typed", "said", "starts_hidden"), [({}, "", True), ({"weight": "40"}, "80", False)])
def test_a_note_is_written_with_the_answers_at_once(app, tmp_path, typed, said, starts_hidden):
    path = tmp_path / "torture.md"
    path.write_text(markdown(SURVEY).replace("| said fr |", "| Double: ${double} |", 1), encoding="utf-8")
    form_def = read_form(path)
    with app.test_request_context(method="POST" if typed else "GET", data=MultiDict(typed)):
        html = render_template_string(PAGE, form=form_class(form_def, "fr")())
    assert f'<span data-text="label">Double: {said}</span>' in html
    assert ('data-question="said" data-start-hidden' in html) is starts_hidden
