"""The aggregated workbook, read back: figures, directions, print set-up, definitions, the empty caravan."""

from __future__ import annotations

import pytest

from caravan.formdefs.catalogue import load_catalogue
from caravan.paths import shipped
from caravan.reports.indicators import count_indicators
from caravan.reports.page import UNDEFINED
from caravan.reports.workbook import write_report
from tests.reports.report_rows import REPORT, dataset, opened, row_of, rows_of

SHEETS = [
    "summary",
    "crossing",
    "coverage",
    "vitals",
    "eye",
    "dental",
    "chronic",
    "referrals",
    "quality",
    "definitions",
]


@pytest.fixture(scope="module")
def shipped_forms():
    return load_catalogue(shipped("forms"))


@pytest.fixture
def forms(shipped_forms, form):
    return {**shipped_forms, "vitals": form}


def sheet_of(book, key):
    return book.worksheets[SHEETS.index(key)]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_every_sheet_has_its_direction_frozen_header_and_a4_set_up(day, forms, lang):
    book = opened(write_report(day, REPORT, forms, lang))
    assert [spec.key for spec in REPORT.sheets] == SHEETS
    for sheet in book:
        assert bool(sheet.sheet_view.rightToLeft) is (lang == "ar")
        assert sheet.freeze_panes
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        footer = "".join(
            part.text or "" for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)
        )
        assert "Oued Noun" in footer
        assert "&P" in footer
        assert "&N" in footer


def test_every_sheet_begins_with_title_caravan_period_and_snapshot(day, forms):
    for sheet in opened(write_report(day, REPORT, forms, "fr")):
        top = [row[0] for row in rows_of(sheet)[:4]]
        assert top[0] == f"Bilan de la caravane médicale — {sheet.title}"
        assert top[1] == "Oued Noun · Tous les sites"
        assert top[2] == "Tous les jours enregistrés\u00a0: du 21/11/2026 au 22/11/2026"
        assert top[3] == "Chiffres arrêtés le 21/11/2026 à 19:05 (heure de Casablanca)"


def test_a_filter_is_named_on_the_sheets(day, forms):
    filters = {"from_day": "2026-11-21", "to_day": "2026-11-30", "site": "Zag"}
    rows = dataset(day.persons, day.visits, day.screenings, filters=filters)
    top = [row[0] for row in rows_of(opened(write_report(rows, REPORT, forms, "en")).worksheets[0])[:3]]
    assert top[1:] == ["Oued Noun · Site: Zag", "Period: 21/11/2026 to 30/11/2026"]


def test_the_summary_prints_what_the_shared_count_says(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "en")), "summary")
    counts = count_indicators(day, REPORT)
    for indicator in REPORT.indicators:
        if indicator.sheet == "summary":
            assert row_of(sheet, indicator.labels["en"])[1] == counts[indicator.key].n
    assert row_of(sheet, "Beneficiaries (persons seen)")[1:] == [3, 1, 1, 4, 0.75]


def test_shares_are_real_percentages_and_empty_denominators_a_dash(day, forms):
    book = opened(write_report(day, REPORT, forms, "en"))
    cell = next(row[5] for row in sheet_of(book, "summary").iter_rows() if row[0].value == "Registered only")
    assert (cell.value, cell.number_format) == (0.25, "0.0%")
    assert row_of(sheet_of(book, "dental"), "Untreated caries")[1:] == [0, 0, 0, 0, UNDEFINED]


def test_sites_do_not_sum_to_distinct_persons(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "en")), "crossing")
    totals = [row for row in rows_of(sheet) if row[2] == "Site total"]
    assert [(row[0], *row[-3:]) for row in totals] == [("Assa", 3, 2, 3), ("Zag", 2, 2, 2)]
    assert row_of(sheet, "Sum of sites")[-3:] == [5, 4, 5]
    assert row_of(sheet, "Distinct persons")[-3:] == [4, 3, None]


def test_a_site_row_counts_visits_by_age_band_of_one_sex_and_day(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "en")), "crossing")
    header = next(row for row in rows_of(sheet) if row[0] == "Site")
    men = next(row for row in rows_of(sheet) if row[0] == "Assa" and row[2] == "Men")
    assert men[1].date().isoformat() == "2026-11-21"
    bands = dict(zip(header[3:13], men[3:13], strict=True))
    assert {band: n for band, n in bands.items() if n} == {"15–17": 1, "Age unknown": 1}


def test_coverage_keeps_none_and_unknown_apart(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "en")), "coverage")
    assert row_of(sheet, "No coverage")[1:] == [1, 0, 1, 4, 0.25, 1]
    assert row_of(sheet, "Unknown")[1:3] == [2, 0]
    assert row_of(sheet, "Total")[1:] == [4, 1, 2, 4, 1.0, 3]


def test_a_station_sheet_gives_persons_by_class_and_measures(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "fr")), "vitals")
    assert row_of(sheet, "Classe de tension")[1:] == [3, 1, 1, 3, 1.0]
    assert row_of(sheet, "Normale")[1:] == [1, 1, 0, 3, pytest.approx(1 / 3)]
    assert row_of(sheet, "Grade 1")[1:] == [0, 0, 0, 3, 0.0]
    assert row_of(sheet, "IMC (kg/m2)")[1:] == [3, 3, 25.0, pytest.approx(13**0.5), 24.0]


def test_referrals_cross_destination_and_urgency(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "en")), "referrals")
    assert row_of(sheet, "Cardiology")[1:] == [1, 1, 0, 0, 2, 2, 1, 0]
    assert row_of(sheet, "Total")[1:] == [1, 1, 1, 0, 3, 2, 1, 0]


def test_missing_answers_are_counted_over_all_services(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "fr")), "quality")
    assert row_of(sheet, "Tension")[1:] == [1, 4, 0.25]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_every_number_on_every_sheet_has_a_definition(day, forms, lang):
    book = opened(write_report(day, REPORT, forms, lang))
    defined = {cell for row in rows_of(sheet_of(book, "definitions")) if row[2] for cell in str(row[1]).split(" · ")}
    for key in SHEETS[:-1]:
        for label, header in numbers_of(sheet_of(book, key)):
            assert label in defined or header in defined, f"{key}: {label} / {header}"
            assert header in defined, f"{key}: column {header}"


def numbers_of(sheet):
    """The row label and the column header of each number: a header is the last indigo cell above."""
    headers: dict[int, str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.fill.start_color.rgb == "001F3A5F":
                headers[cell.column] = cell.value
            elif isinstance(cell.value, int | float):
                yield row[0].value, headers[cell.column]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_every_indicator_row_is_defined_under_its_own_label(day, forms, lang):
    book = opened(write_report(day, REPORT, forms, lang))
    defined = {(row[0], row[1]) for row in rows_of(sheet_of(book, "definitions"))}
    for spec in REPORT.sheets:
        printed = {row[0] for row in rows_of(book[spec.titles[lang]]) if isinstance(row[1], int)}
        if spec.kind in ("indicators", "station"):
            assert printed & {label for title, label in defined if title == spec.titles[lang]}
        if spec.kind == "indicators":
            assert printed <= {label for title, label in defined if title == spec.titles[lang]}


def test_rules_that_are_given_are_printed_with_the_finding(day, forms):
    rows = dataset(day.persons, day.visits, day.screenings, rules={"bp_class": ("D1.class 1",)})
    sheet = sheet_of(opened(write_report(rows, REPORT, forms, "fr")), "definitions")
    assert row_of(sheet, "Classe de tension")[3] == "bp_class, D1.class 1"


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_an_empty_caravan_gives_a_well_formed_workbook_that_says_so(forms, lang):
    book = opened(write_report(dataset(), REPORT, forms, lang))
    for key in ("summary", "crossing", "coverage", "vitals", "referrals", "quality"):
        sheet = sheet_of(book, key)
        assert REPORT.words["empty"][lang] in [row[0] for row in rows_of(sheet)]
        assert {value for row in rows_of(sheet) for value in row if isinstance(value, int | float)} <= {0}


def test_no_definition_or_heading_holds_a_raw_placeholder(day, forms):
    for lang in ("ar", "fr", "en"):
        for sheet in opened(write_report(day, REPORT, forms, lang)):
            assert not [value for row in rows_of(sheet) for value in row if isinstance(value, str) and "{" in value]


def test_figures_inside_arabic_text_are_isolated(day, forms):
    sheet = sheet_of(opened(write_report(day, REPORT, forms, "ar")), "vitals")
    assert any("\u2066140/90\u2069" in str(row[0]) for row in rows_of(sheet))
    bands = next(row for row in rows_of(sheet_of(opened(write_report(day, REPORT, forms, "ar")), "crossing")) if row[3])
    assert bands[3] == "\u20660–4\u2069"
