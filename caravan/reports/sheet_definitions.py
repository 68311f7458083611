"""The definitions: every number of the workbook in one sentence, and what exactly was counted to make it."""

from __future__ import annotations

from collections.abc import Iterator

from caravan.domain.dates import AGE_BANDS
from caravan.reports.definition_needs import NEEDED_COLUMNS
from caravan.reports.definitions import SheetSpec
from caravan.reports.digest import digest
from caravan.reports.finding_counts import list_findings
from caravan.reports.heading import caravan_line, period_line, snapshot_line
from caravan.reports.page import Column
from caravan.reports.sheets import Sheet, close_page, echoed_label, open_page

Line = tuple[str, str, str, str]
_OWN_COLUMNS = ("what", "definition", "rule", "check", "age_band")


def write_definitions(sheet: Sheet) -> None:
    """Write where the figures come from, the columns, then the numbers sheet by sheet."""
    words = sheet.words
    page = open_page(
        sheet,
        [
            Column(words.column("sheet"), "text", width=18),
            Column(words.column("what"), "text", width=38),
            Column(words.column("definition"), "prose", width=84),
            Column(words.column("rule"), "text", width=30),
        ],
        is_empty=False,
    )
    page.band(words.word("about"))
    for line in _about(sheet):
        page.row(line)
    page.band(words.word("columns"))
    for line in _columns(sheet):
        page.row(line)
    for spec in words.definition.sheets:
        lines = [*_indicators(sheet, spec), *_KINDS.get(spec.kind, _nothing)(sheet, spec)]
        if lines:
            page.band(words.of(spec.titles))
        for line in lines:
            page.row(line)
    close_page(sheet, page)


def _about(sheet: Sheet) -> Iterator[Line]:
    words, dataset = sheet.words, sheet.book.dataset
    versions = sorted({f"{row.form_id} {row.form_version}" for row in dataset.screenings})
    sizes = [len(rows) for rows in (dataset.persons, dataset.visits, dataset.screenings, dataset.referrals)]
    persons, visits, services, referrals = map(str, sizes)
    yield "", words.word("about_caravan"), caravan_line(dataset, words), ""
    yield "", words.word("about_period"), period_line(dataset, words), ""
    yield "", words.word("about_snapshot"), snapshot_line(dataset, words), ""
    records = words.definition.words["records"][words.lang]
    filled = records.format(persons=persons, visits=visits, services=services, referrals=referrals)
    yield "", words.column("number"), filled, ""
    yield "", words.word("form_versions"), " · ".join(versions) or "–", ""
    yield "", words.word("digest"), digest(dataset), ""


def _columns(sheet: Sheet) -> Iterator[Line]:
    words = sheet.words
    everywhere = words.word("all_sheets")
    for key in NEEDED_COLUMNS["report"]:
        if key not in _OWN_COLUMNS:
            yield everywhere, words.column(key), words.of(words.definition.columns[key].definitions), ""
    age_band = words.of(words.definition.columns["age_band"].definitions)
    yield everywhere, " · ".join(words.label("age_band", band) for band in AGE_BANDS), age_band, ""
    for urgency, labels in words.definition.labels["urgency_meaning"].items():
        yield everywhere, words.label("urgency", urgency), words.of(labels), urgency.upper()


def _indicators(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    words = sheet.words
    title = words.of(spec.titles)
    for indicator in words.definition.indicators:
        if indicator.sheet == spec.key:
            yield title, words.of(indicator.labels), words.of(indicator.definitions), indicator.key
        elif indicator.also_on == spec.key:
            yield title, echoed_label(sheet, indicator), words.of(indicator.definitions), indicator.key


def _station(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    words, form_id = sheet.words, str(spec.form)
    codes = list_findings(sheet.book, form_id, words.forms.get(form_id))
    if codes:
        yield words.of(spec.titles), words.word("finding_classes"), words.word("finding_of"), ""
    for code in codes:
        sentence = words.definition.findings.get(code)
        meaning = words.of(sentence) if sentence else words.word("finding_without_text")
        rules = ", ".join((code, *sheet.book.dataset.rules.get(code, ())))
        yield words.of(spec.titles), words.finding(form_id, code), meaning, rules


def _crossing(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    for word in ("site_total", "sum_of_sites", "distinct_persons"):
        yield sheet.words.of(spec.titles), sheet.words.word(word), sheet.words.word(f"{word}_is"), ""


def _coverage(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    words = sheet.words
    for word in ("coverage_family", "coverage_scheme"):
        yield words.of(spec.titles), words.word(word), words.word("coverage_of"), ""
    yield words.of(spec.titles), words.word("total"), words.word("total_is"), ""


def _referrals(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    yield sheet.words.of(spec.titles), sheet.words.word("total"), sheet.words.word("total_is"), ""


def _quality(sheet: Sheet, spec: SheetSpec) -> Iterator[Line]:
    words = sheet.words
    yield words.of(spec.titles), words.word("missing_answers"), words.word("missing_answers_is"), ""


def _nothing(_sheet: Sheet, _spec: SheetSpec) -> Iterator[Line]:
    return iter(())


_KINDS = {
    "station": _station,
    "crossing": _crossing,
    "coverage": _coverage,
    "referrals": _referrals,
    "quality": _quality,
}
