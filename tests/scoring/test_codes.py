"""Codes as data: every finding is in the table, with its codes or to say that the reference has none."""

from __future__ import annotations

import re

import pytest

from caravan.formdefs.catalogue import load_catalogue
from caravan.paths import shipped
from caravan.scoring.codes import KINDS, NONE, codes_of, is_listed, read_codes
from caravan.scoring.tables import all_rules

ROWS = [row for rows in read_codes().values() for row in rows]
FINDINGS: dict[str, set[str]] = {}
for rule in all_rules().values():
    for code, named in rule.finds_codes.items():
        FINDINGS.setdefault(code, set()).update(named)


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_is_mapped_or_said_to_have_no_code(code):
    assert is_listed("finding", code)


SHIPPED = load_catalogue(shipped("forms"))
NAMED = sorted({(form.id, code) for form in SHIPPED.stations for code in form.finding_codes()})
NO_UCUM = {"logMAR"}  # a unit that UCUM does not have


@pytest.mark.parametrize(("form_id", "code"), NAMED)
def test_every_finding_that_a_form_names_is_mapped_or_said_to_have_no_code(form_id, code):
    assert is_listed("finding", code)


@pytest.mark.parametrize(("form_id", "code"), [each for each in NAMED if SHIPPED[each[0]].finding_unit(each[1])])
def test_every_finding_with_a_unit_has_its_ucum_code(form_id, code):
    if SHIPPED[form_id].finding_unit(code) not in NO_UCUM:
        assert any(row.ucum for row in codes_of("finding", code, 1.5))


# Section "FHIR" of the clinical reference: what it gives a LOINC code for.
LOINC = [
    "85354-9",
    "8480-6",
    "8462-4",
    "8867-4",
    "59408-5",
    "8310-5",
    "9279-1",
    "29463-7",
    "8302-2",
    "39156-5",
    "8280-0",
    "41653-7",
    "1558-6",
    "4548-4",
    "59261-8",
    "2160-0",
    "98979-8",
    "2093-3",
    "20454-5",
    "72166-2",
    "82810-3",
    "98497-1",
    "98499-7",
    "98498-9",
    "65897-1",
    "65893-0",
    "98505-1",
    "98501-0",
    "79882-7",
    "79896-7",
    "79892-6",
    "79893-4",
]


@pytest.mark.parametrize("code", LOINC)
def test_every_loinc_code_of_the_reference_stands_in_the_table(code):
    assert [row for row in ROWS if row.loinc == code]


def test_the_table_names_no_finding_and_no_value_that_the_rules_do_not_know():
    for row in ROWS:
        if row.kind == "finding":
            assert row.name in FINDINGS
            assert row.value in {"", "over_0", *FINDINGS[row.name]}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind} {row.name} {row.value}")
def test_every_row_has_well_formed_codes_or_none(row):
    codes = (row.icd10, row.icd11, row.loinc, row.ucum)
    assert row.kind in KINDS
    assert row.mark in {"S", "K", NONE}
    assert (row.mark == NONE) == (not any(codes))
    assert re.fullmatch(r"|[A-Z]\d{2}(\.\d)?", row.icd10)
    assert re.fullmatch(r"|[0-9A-Z]{4}(\.[0-9]{1,2})?", row.icd11)
    assert re.fullmatch(r"|\d{4,5}-\d", row.loinc)


def test_a_finding_without_codes_has_no_row_with_one():
    mixed = {(row.kind, row.name) for row in ROWS if row.mark == NONE} & {
        (row.kind, row.name) for row in ROWS if row.mark != NONE
    }
    assert not mixed


@pytest.mark.parametrize(
    ("kind", "name", "value", "told"),
    [
        ("finding", "bp_mean_systolic", 141, [("", "", "8480-6", "mm[Hg]")]),
        ("finding", "bp_class", "grade_2", [("R03.0", "MC80.0", "", "")]),
        ("finding", "bp_class", "normal", []),
        ("finding", "vision_category", "blind", [("H54.0", "9D90.4", "", "")]),
        ("finding", "near_impairment", "yes", [("", "9D90.7", "", "")]),
        ("finding", "d_teeth", 2, [("K02.9", "DA08.0", "", "")]),
        ("finding", "d_teeth", 0, []),
        ("finding", "waist_class", "high", []),
        ("finding", "no_such_finding", "yes", []),
        ("answer", "va_unaided_r", "v05", [("", "", "98499-7", "")]),
        ("answer", "smoking", "daily", [("", "", "72166-2", ""), ("Z72.0", "QE13", "", "")]),
        ("answer", "pufa_p", "36", [("K04.0", "DA09.0", "", "")]),
        ("answer", "pufa_p", "", []),
        ("form", "eye", None, [("Z01.0", "QA00.6", "", ""), ("Z13.5", "", "", "")]),
        ("panel", "tonometry", None, [("", "", "79896-7", "")]),
        ("diagnosis", "type_2_diabetes", None, [("E11.9", "5A11", "", "")]),
    ],
)
def test_the_codes_of_a_thing_and_of_its_value_are_told(kind, name, value, told):
    assert [(row.icd10, row.icd11, row.loinc, row.ucum) for row in codes_of(kind, name, value)] == told
