"""Groups drawn as one thing: readings, a value with its unit, taps for a whole group, reasons for a blank."""

import json

import pytest

from caravan.formdefs.reader import read_form
from caravan.paths import shipped
from caravan.scoring.entry import GLUCOSE_UNITS
from caravan.web.group_widgets import spans_of


@pytest.fixture(scope="module")
def chronic():
    return read_form(shipped("forms") / "chronic.md")


@pytest.fixture
def page(sign_in, register, card_of):
    """The chronic form in a language, opened or sent with answers."""
    code = card_of(register())

    def open_one(language="fr", **answers):
        doctor, address = sign_in("doctor", language), f"/q/{code}/chronic"
        opened = doctor.get(address)
        return doctor.send(address, opened, **answers) if answers else opened

    return open_one


def element(page, mark, value=None):
    return next(e for e in page.root.iter() if e.get(mark) is not None and value in (None, e.get(mark)))


def test_the_units_of_a_glucose_are_told_by_the_rule_of_the_scoring(chronic):
    spans = spans_of(chronic, chronic.groups["glucose"])
    assert spans == {unit: (span["from"], span["to"]) for unit, span in GLUCOSE_UNITS.sets.items()}


def test_the_units_of_any_other_value_are_told_by_the_hard_ranges(chronic):
    assert spans_of(chronic, chronic.groups["creatinine"]) == {
        "mg_dl": (0.1, 20),
        "mg_l": (1, 200),
        "umol_l": (9, 1768),
    }
    assert spans_of(chronic, chronic.groups["body"]) == {}


def test_the_limits_of_a_slip_come_with_the_page(page):
    readings = element(page(), "data-readings")
    assert readings.get("data-pause") == "60"
    assert json.loads(readings.get("data-slip"))["factor"] == 10
    assert len([e for e in readings.iter() if e.get("data-reading") is not None]) == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("126", "Probablement mg/dL : touchez l’unité pour confirmer."),
        ("5,4", "Ce peut être g/L ou mmol/L : touchez l’unité qu’affiche l’appareil."),
        ("4000", "Aucune unité ne convient à cette valeur : relisez l’appareil."),
        ("abc", ""),
    ],
)
def test_a_value_sent_without_its_unit_says_in_which_it_may_be(page, typed, said):
    told = element(page(glucose_value=typed), "data-which")
    assert " ".join("".join(told.itertext()).split()) == said


def test_a_unit_that_was_chosen_is_not_asked_about(page):
    told = element(page(glucose_value="5,4", glucose_unit="mmol_l"), "data-which")
    assert "".join(told.itertext()).strip() == ""


def test_taps_carry_the_answers_of_their_group(page):
    box = element(page("ar"), "data-one-tap")
    answers = [json.loads(e.get("data-answers")) for e in box.iter("button")]
    assert answers[2] == {"known_hypertension": "yes", "bp_medicine": "yes"}
    assert {e.get("name") for e in box.iter("input")} == {"known_hypertension", "bp_medicine"}


def test_a_reason_that_was_given_is_seen_again(page):
    opened = page(glucose_missing="refused", weight_kg="heavy")
    part = element(opened, "data-part", "glucose_missing")
    assert part.get("open") is not None
    assert element(page(), "data-part", "glucose_missing").get("open") is None


def test_findings_have_their_places_beside_their_questions(page):
    places = [e.get("data-finding") for e in page().root.iter("output")]
    assert {"bp_mean_systolic", "bp_mean_diastolic", "bp_class", "glucose_mg_dl", "glucose_class", "bmi"} <= set(places)
    assert len(places) == len(set(places))
    assert all(e.get("hidden") is not None for e in page().root.iter("output"))
