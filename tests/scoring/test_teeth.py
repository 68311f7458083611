"""Teeth: codes that belong to them, roots, treatments that need a tooth, and the chart of the next visit."""

from __future__ import annotations

import re

import pytest

from caravan.scoring.findings import RuleSet
from caravan.scoring.teeth import DECIDUOUS, PERMANENT, chart_at_next_visit, code_problem, root_problem, teeth_left_out


def test_the_teeth_are_those_of_iso_3950():
    assert len(PERMANENT) == 32
    assert len(DECIDUOUS) == 20
    assert all(re.fullmatch("[1-4][1-8]", tooth) for tooth in PERMANENT)
    assert all(re.fullmatch("[5-8][1-5]", tooth) for tooth in DECIDUOUS)


@pytest.mark.parametrize(
    ("tooth", "code", "problem"),
    [
        ("16", "1", None),
        ("55", "b", None),
        ("55", "B", None),
        ("55", "1", "digit_on_primary"),
        ("16", "B", "letter_on_permanent"),
        ("16", "T", "no_code"),
        ("55", "", "no_code"),
        ("19", "0", "no_tooth"),
        ("56", "A", "no_tooth"),
    ],
)
def test_a_permanent_code_on_a_milk_tooth_is_told(tooth, code, problem):
    assert code_problem(tooth, code) == problem


@pytest.mark.parametrize(
    ("crown", "root", "age", "problem"),
    [
        ("0", "1", 40, None),
        ("4", "1", 40, "root_caries_without_crown"),
        ("8", "2", 40, "root_caries_without_crown"),
        ("5", "0", 40, None),
        ("0", "0", 12, "root_in_child"),
        ("0", "0", None, None),
        ("0", "4", 40, "no_code"),
    ],
)
def test_a_root_code_needs_an_adult_and_a_crown_that_can_have_it(*, crown, root, age, problem):
    assert root_problem(crown, root, age) == problem


def test_a_treatment_of_a_tooth_must_name_it():
    done = ("exam", "ext", "fil_gic", "seal", "scal")
    assert teeth_left_out(done, {"extracted_teeth": "36"}) == ("fil_gic", "seal")


def test_an_extraction_is_missing_at_the_next_visit_and_not_in_todays_index(values):
    answers = {
        "tooth_36": "1", "tooth_46": "3", "tooth_16": "0", "tooth_54": "B", "tooth_55": "A", "treatments": ["ext"],
        "extracted_teeth": "36 46 54 55 17",
    }  # fmt: skip
    assert chart_at_next_visit(answers) == {"36": "4", "46": "5", "16": "0", "54": "e", "17": "5"}
    assert values("dental", answers)["d_teeth"] == 1


def test_without_an_extraction_the_next_visit_begins_with_todays_chart():
    assert chart_at_next_visit({"tooth_16": "1"}) == {"16": "1"}


@pytest.mark.parametrize(
    ("off", "found"), [((), (1, 2)), (("C2.missing_from_30",), (0, 1)), (("C2.dmft",), (None, None))]
)
def test_the_age_rule_of_missing_teeth_can_be_switched_off(values, off, found):
    answers = {"tooth_36": "5", "tooth_46": "1"}
    told = values("dental", answers, age=45, rules=RuleSet(off=frozenset(off)))
    assert (told.get("m_teeth"), told.get("dmft")) == found


def test_without_the_age_rule_an_unknown_age_does_not_matter(values):
    rules = RuleSet(off=frozenset({"C2.missing_from_30"}))
    assert values("dental", {"tooth_36": "5"}, age=None, rules=rules)["dmft"] == 0


def test_the_limit_of_unrecorded_teeth_can_be_switched_off(values):
    mouth = {f"tooth_{tooth}": "9" for tooth in PERMANENT[:6]}
    rules = RuleSet(off=frozenset({"C2.not_recorded"}))
    assert "dmft" not in values("dental", mouth)
    assert values("dental", mouth, rules=rules)["dmft"] == 0
