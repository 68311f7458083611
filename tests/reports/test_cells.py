"""User text never becomes a formula, an error value or a broken file, and is not altered otherwise."""

from __future__ import annotations

import pytest

from caravan.reports.cells import TEXT_LIMIT, clean_text, clean_value
from caravan.reports.line_list import write_list
from caravan.reports.workbook import write_report
from tests.reports.report_rows import FIRST_DAY, LIST, REPORT, dataset, opened, person, screening, visit

RISKY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "#N/A",
    "#REF!", "|x", "%0A", "+212 6 00 00 00 00",
]  # fmt: skip


@pytest.mark.parametrize("text", RISKY)
def test_text_in_a_list_stays_text_whatever_it_begins_with(text, form):
    amina = person("amina")
    rows = [screening(amina, patient_name=text, answers={"notes": text})]
    sheet = opened(write_list(dataset([amina], screenings=rows), form, LIST, "fr")).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for name in ("patient_name", "notes"):
        cell = sheet.cell(3, names.index(name) + 1)
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.quotePrefix


@pytest.mark.parametrize("text", RISKY)
def test_site_and_caravan_names_in_the_report_stay_text(text):
    amina = person("amina", site=text)
    rows = dataset([amina], [visit(amina, text)], [screening(amina, site=text)], caravan_name=text)
    book = opened(write_report(rows, REPORT, {}, "fr"))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert any(cell.value == text for cell in cells)


def test_control_characters_and_lone_surrogates_are_cleaned():
    assert clean_text("a\x00b\x0bc\x1fd\ud800e\uffff") == "a b c d e "
    assert clean_text("line\nnext\ttab") == "line\nnext\ttab"


def test_a_text_longer_than_a_cell_is_cut_visibly(form):
    amina = person("amina")
    rows = [screening(amina, answers={"notes": "ب" * (TEXT_LIMIT + 10)})]
    sheet = opened(write_list(dataset([amina], screenings=rows), form, LIST, "ar")).worksheets[0]
    kept = sheet.cell(3, [cell.value for cell in sheet[1]].index("notes") + 1).value
    assert len(kept) == TEXT_LIMIT
    assert kept.endswith("…")
    assert clean_text("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), ""])
def test_what_is_no_value_leaves_the_cell_empty(value):
    assert clean_value(value) is None


def test_numbers_dates_and_truth_keep_their_kind():
    assert clean_value(0) == 0
    assert clean_value(12.5) == 12.5
    assert clean_value(True) == "yes"
    assert clean_value(FIRST_DAY) == FIRST_DAY
    assert clean_value(1234567890123456) == "1234567890123456"
