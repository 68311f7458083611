"""The tooth chart of a form: which teeth, where, how they are drawn, and what may be painted on them."""

from datetime import date

import pytest
from flask import render_template_string
from lxml import html as page_of
from werkzeug.datastructures import MultiDict

from caravan.formdefs.answers import submit
from caravan.paths import PACKAGE
from caravan.scoring.teeth import DECIDUOUS, PERMANENT
from caravan.web.form_builder import form_class
from caravan.web.tooth_chart import is_of_age, tooth_chart

PAGE = '{% from "components/form.html" import sections with context %}<div>{{ sections(form) }}</div>'
UPPER = "18 17 16 15 14 13 12 11 21 22 23 24 25 26 27 28"
LOWER = "48 47 46 45 44 43 42 41 31 32 33 34 35 36 37 38"
MILK_UPPER = "55 54 53 52 51 61 62 63 64 65"
MILK_LOWER = "85 84 83 82 81 71 72 73 74 75"


@pytest.fixture
def chart_of(app, house):
    """The chart for a person of an age, with what was typed."""

    def draw(age, language="fr", **typed):
        with app.test_request_context(method="POST" if typed else "GET", data=MultiDict(typed)):
            form = form_class(house.forms["dental"], language)()
            form.context = {"patient_age_years": age}
            return tooth_chart(form, house.forms["dental"].groups["chart"])

    return draw


@pytest.fixture
def drawn(app, house):
    def draw(age, language="fr", **typed):
        with app.test_request_context(method="POST" if typed else "GET", data=MultiDict(typed)):
            form = form_class(house.forms["dental"], language)()
            form.context = {"patient_age_years": age}
            return page_of.fromstring(render_template_string(PAGE, form=form))

    return draw


def classed(root, name):
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def teeth(chart):
    return {tooth.number: tooth for row in chart.rows for half in row.halves for tooth in half.teeth}


def test_teeth_stand_as_the_examiner_sees_them(chart_of):
    rows = [" ".join(tooth.number for half in row.halves for tooth in half.teeth) for row in chart_of("8").rows]
    assert rows == [UPPER, MILK_UPPER, MILK_LOWER, LOWER]
    assert set(teeth(chart_of("8"))) == {*PERMANENT, *DECIDUOUS}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_right_of_the_patient_is_on_the_left_in_every_language(drawn, language):
    root = drawn("45", language)
    assert [mouth.get("dir") for mouth in classed(root, "mouth")] == ["ltr"]
    upper = classed(root, "jaw")[0]
    assert upper.get("hidden") is None
    assert " ".join(tooth.find("b").text for tooth in classed(upper, "tooth")) == UPPER


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        ("2", {"milk_teeth"}),
        ("4", {"milk_teeth"}),
        ("5", {"permanent_teeth", "milk_teeth"}),
        ("13", {"permanent_teeth", "milk_teeth"}),
        ("14", {"permanent_teeth"}),
        ("90", {"permanent_teeth"}),
        ("", {"permanent_teeth"}),
    ],
)
def test_the_age_says_which_teeth_are_shown_at_once(chart_of, age, shown):
    assert {dentition.name for dentition in chart_of(age).dentitions if dentition.is_shown} == shown


def test_teeth_with_a_code_are_shown_at_any_age(chart_of):
    assert all(dentition.is_shown for dentition in chart_of("60", tooth_55="B").dentitions)


def test_a_group_without_ages_is_always_shown():
    assert is_of_age("grid", "3")
    assert is_of_age("grid", "")


def test_a_tooth_is_drawn_as_its_code_says_and_named_in_words(chart_of):
    found = teeth(chart_of("30", tooth_16="1", tooth_55="D", tooth_21="B"))
    assert (found["16"].drawn, found["16"].code, found["16"].words) == ("decayed", "1", "1 Cariée")
    assert (found["55"].drawn, found["55"].code) == ("filled", "D")
    assert (found["21"].drawn, found["21"].code, found["21"].words) == ("", "", "")
    shapes = {number: found[number].shape for number in ("11", "13", "15", "16", "54", "73")}
    assert shapes == {
        "11": "incisor", "13": "canine", "15": "premolar", "16": "molar", "54": "molar", "73": "canine",
    }  # fmt: skip


def test_one_stroke_paints_both_dentitions_where_the_codes_mean_the_same(chart_of):
    palette = {stroke.drawn: stroke for stroke in chart_of("8").palette}
    assert palette["decayed"].codes == {"tooth_code": "1", "milk_tooth_code": "B"}
    assert (palette["decayed"].code, palette["decayed"].milk_code, palette["decayed"].words) == ("1", "B", "Cariée")
    assert palette["unerupted"].codes == {"tooth_code": "8"}
    assert [stroke.code for stroke in palette.values()] == list("0123456789")
    assert "".join(stroke.milk_code for stroke in palette.values()) == "ABCDEFG"


@pytest.mark.parametrize(
    ("age", "not_sound"),
    [
        ("4", {"16", "26", "36", "46", "18", "28", "38", "48"}),
        ("10", {"18", "28", "38", "48"}),
        ("14", {"18", "28", "38", "48"}),
        ("20", set(DECIDUOUS)),
    ],
)
def test_all_sound_leaves_out_the_teeth_that_the_form_would_ask_about(chart_of, age, not_sound):
    assert {number for number, tooth in teeth(chart_of(age)).items() if not tooth.may_be_sound} == not_sound


def test_without_scripts_the_fields_are_there_and_the_chart_is_a_picture_of_them(drawn):
    root = drawn("30", tooth_16="1")
    assert len(root.xpath("//select[starts-with(@name, 'tooth_')]")) == len(PERMANENT + DECIDUOUS)
    (tooth,) = root.xpath("//button[@data-for='tooth_16']")
    assert tooth.get("disabled") is not None
    assert tooth.get("aria-label") == "16: 1 Cariée"
    assert (tooth.get("data-drawn"), tooth.find("i").text) == ("decayed", "1")
    assert all(part.get("hidden") is not None for name in ("strokes", "tools") for part in classed(root, name))


def test_every_drawing_of_the_form_is_in_the_sheet_of_drawings(chart_of):
    sheet = (PACKAGE / "web/static/img/teeth.svg").read_text("utf-8")
    chart = chart_of("8")
    names = {stroke.drawn for stroke in chart.palette} | {tooth.shape for tooth in teeth(chart).values()}
    assert [name for name in names if f'<symbol id="{name}"' not in sheet] == []


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_letter_on_a_permanent_tooth_and_a_digit_on_a_milk_tooth_are_refused_in_clear_words(house, language):
    outcome = submit(house.forms["dental"], {"tooth_16": "B", "tooth_55": "1"}, today=date(2026, 11, 21))
    said = {name: refusal.labels[language] for name, refusal in outcome.errors.items()}
    assert said.keys() == {"tooth_16", "tooth_55"}
    assert "16" in said["tooth_16"]
    assert "0" in said["tooth_16"]
    assert "55" in said["tooth_55"]
    assert "G" in said["tooth_55"]
