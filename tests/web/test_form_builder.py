"""Forms on the screen: each form draws every question once, in each language, without losing what was typed."""

from collections import Counter

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from caravan.web.form_builder import form_class
from caravan.web.form_fields import BUILDERS, widget_of

FORMS = ["registration", "vitals", "eye", "dental", "chronic"]
PAGE = '{% from "components/form.html" import sections, hidden with context %}{{ hidden(form) }}{{ sections(form) }}'


def draw(app, house, form_id, language, **typed):
    data = MultiDict(typed)
    with app.test_request_context(method="POST" if typed else "GET", data=data):
        form = form_class(house.forms[form_id], language)()
        return form, render_template_string(PAGE, form=form)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("form_id", FORMS)
def test_each_form_draws_every_question_in_each_language(app, house, form_id, language):
    form, html = draw(app, house, form_id, language)
    definition = house.forms[form_id]
    for name, question in definition.questions.items():
        if question.type in BUILDERS:
            assert f'name="{name}"' in html, name
            assert str(form[name].label.text) == question.labels[language]
    assert 'name="patient_sex"' not in html


def test_a_form_class_is_built_once_for_each_version_and_language(house):
    eye = house.forms["eye"]
    assert form_class(eye, "ar") is form_class(eye, "ar")
    assert form_class(eye, "ar") is not form_class(eye, "fr")


def test_what_was_typed_is_given_on_as_it_was_typed(app, house):
    form, html = draw(app, house, "vitals", "ar", weight_kg=" ٧٢,5 ", danger_signs="chest_pain", systolic_1_mmhg="x")
    assert form.raw["weight_kg"] == " ٧٢,5 "
    assert form.raw["danger_signs"] == ["chest_pain"]
    assert form.raw["height_cm"] == ""
    assert " ٧٢,5 " in html


def test_a_folded_part_opens_when_something_was_typed_in_it(app, house):
    _, closed = draw(app, house, "chronic", "fr")
    _, opened = draw(app, house, "chronic", "fr", hba1c_percent="7")
    assert Counter(closed.split())["open><summary>"] == 0
    assert "open><summary>" in opened


def test_long_lists_are_menus_and_short_ones_are_taps(house):
    registration, dental = house.forms["registration"], house.forms["dental"]
    assert widget_of(registration, registration.questions["commune"]) == "menu"
    assert widget_of(registration, registration.questions["sex"]) == "chips"
    assert widget_of(dental, dental.questions["tooth_11"]) == "menu"


def test_numbers_bring_the_number_keys_and_stand_left_to_right(app, house):
    form, _ = draw(app, house, "vitals", "ar")
    assert 'inputmode="numeric"' in form["systolic_1_mmhg"]()
    assert 'inputmode="decimal"' in form["weight_kg"]()
    assert 'dir="ltr"' in form["weight_kg"]()


def test_names_are_written_in_the_direction_of_their_script(app, house):
    form, _ = draw(app, house, "registration", "fr")
    assert 'dir="rtl"' in form["given_name_ar"]()
    assert 'dir="ltr"' in form["given_name_fr"]()


def test_each_page_carries_its_own_operation(app, house):
    first, _ = draw(app, house, "eye", "fr")
    second, _ = draw(app, house, "eye", "fr")
    assert first.operation_id.data != second.operation_id.data
