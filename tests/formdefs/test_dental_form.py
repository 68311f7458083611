"""The dental form against the rules: codes of the teeth, lists of teeth, sextants and faces."""

from datetime import date

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.reader import read_form
from caravan.paths import shipped
from caravan.scoring.extraction import JUDGES
from caravan.scoring.gums import BY_SEXTANT, BY_TOOTH, OHI_S, SEXTANTS
from caravan.scoring.tables import read_rules
from caravan.scoring.teeth import DECIDUOUS, NEEDS_TEETH, PERMANENT, code_problem, teeth_left_out

TODAY = date(2026, 11, 28)
CONTEXT = {"patient_age_years": "9", "patient_sex": "male", "patient_pregnant": "no"}


@pytest.fixture(scope="module")
def form():
    return read_form(shipped("forms") / "dental.md")


@pytest.fixture
def judged(form):
    return lambda raw, **context: submit(form, raw, context={**CONTEXT, **context}, today=TODAY)


@pytest.mark.parametrize("tooth", PERMANENT + DECIDUOUS)
def test_a_tooth_takes_the_codes_that_the_rules_know_and_no_other(form, judged, tooth):
    for code in "0123456789ABCDEFGX":
        refused = judged({f"tooth_{tooth}": code}).errors
        assert bool(refused) == bool(code_problem(tooth, code)), (tooth, code)
        if refused:
            assert all(tooth in text for text in refused[f"tooth_{tooth}"].labels.values())


@pytest.mark.parametrize("treatment", NEEDS_TEETH)
def test_a_treatment_that_needs_a_tooth_is_refused_without_it(judged, treatment):
    raw = {"treatments": [treatment]}
    assert teeth_left_out([treatment], raw) == (treatment,)
    assert judged(raw).errors[NEEDS_TEETH[treatment]].code == "answer.required"
    assert NEEDS_TEETH[treatment] not in judged({**raw, NEEDS_TEETH[treatment]: "36"}).errors


def test_treatments_that_need_no_tooth_ask_for_none(form, judged):
    others = [choice.name for choice in form.choices["treatment"] if choice.name not in NEEDS_TEETH]
    assert judged({"treatments": others}).is_accepted


@pytest.mark.parametrize(
    ("age", "tooth", "code", "is_asked"),
    [
        ("14", "18", "0", True),
        ("14", "18", "8", False),
        ("15", "18", "0", False),
        ("4", "36", "1", True),
        ("5", "36", "1", False),
        ("15", "55", "A", True),
        ("14", "55", "A", False),
        ("", "18", "0", False),
    ],
)
def test_a_tooth_against_its_age_is_to_be_confirmed(judged, age, tooth, code, is_asked):
    assert (f"tooth_{tooth}" in judged({f"tooth_{tooth}": code}, patient_age_years=age).to_confirm) == is_asked


@pytest.mark.parametrize("typed", ["36", "36 46", "٣٦، ٤٦", "55"])
def test_lists_of_teeth_are_taken(judged, typed):
    assert judged({"pufa_p": typed}).is_accepted


@pytest.mark.parametrize("typed", ["39", "56", "3 6", "36-46", "0", "x"])
def test_what_is_no_tooth_is_refused(judged, typed):
    assert judged({"pufa_p": typed}).errors["pufa_p"].code == "answer.constraint"


@pytest.mark.parametrize(("typed", "is_taken"), [("0", True), ("16 17", True), ("0 16", False), ("10", False)])
def test_no_tooth_at_all_can_be_said_of_the_gums(judged, typed, is_taken):
    assert judged({"perio_scheme": "cpi_2013", "bleeding_teeth": typed}).is_accepted == is_taken


def test_the_form_asks_the_sextants_faces_and_lists_that_the_rules_read(form):
    sextants = {name.format(sextant) for name in BY_SEXTANT.values() for sextant in SEXTANTS}
    faces = {f"{kind}_{face}" for kind in ("debris", "calculus") for face in OHI_S.words["faces"]}
    assert {*sextants, *faces, *BY_TOOTH.values()} <= form.questions.keys()


def test_one_index_of_the_gums_hides_the_other(judged):
    raw = {"perio_scheme": "cpi_1997", "cpi_sextant_1": "3", "bleeding_teeth": "16"}
    assert judged(raw).answers == {"perio_scheme": "cpi_1997", "cpi_sextant_1": "3"}


@pytest.mark.parametrize("stop", [*JUDGES, "stop_pregnancy"])
def test_every_stop_has_its_note_and_makes_the_decision_required(form, judged, stop):
    assert f"{stop}_note" in form.questions
    raw = {"extraction_planned": "yes", "anticoagulant": "unknown", "bisphosphonate": "no", "allergy": "no"}
    assert judged(raw).is_accepted
    assert judged(raw, extraction_stops=stop).errors.keys() == {"extraction_decision"}
    decided = judged({**raw, "extraction_decision": "postponed"}, extraction_stops=stop)
    assert decided.answers["extraction_stops_seen"] == stop


def test_stops_are_kept_only_with_an_extraction(judged):
    assert "extraction_stops_seen" not in judged({"pain": "0"}, extraction_stops="stop_pressure").answers


def test_every_finding_of_the_dental_rules_has_a_label_and_its_values_too(form):
    codes = {code: values for rule in read_rules("dental").values() for code, values in rule.finds_codes.items()}
    assert codes.keys() <= set(form.finding_codes())
    for code, values in codes.items():
        assert [value for value in values if form.finding_value_label(code, value, "fr") == value] == []
