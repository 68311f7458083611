"""The sheet of one station: who came, the key results, each finding by class, and the measures with mean and spread."""

from __future__ import annotations

from caravan.reports.finding_counts import FindingCount, People, count_findings
from caravan.reports.page import UNDEFINED, Column, Page
from caravan.reports.sheets import Sheet, close_page, indicator_values, open_page, share


def write_station(sheet: Sheet) -> None:
    """Write the sheet of the station whose form the definition names; persons count by their latest form."""
    words, form_id = sheet.words, str(sheet.spec.form)
    rows = sheet.book.latest_of.get(form_id, ())
    page = open_page(sheet, _columns(sheet), is_empty=not rows)
    for section, titles in sheet.spec.sections.items():
        indicators = words.definition.indicators_of(sheet.spec.key, section)
        if indicators:
            page.band(words.of(titles))
        for indicator in indicators:
            page.row([words.of(indicator.labels), *indicator_values(sheet.counts[indicator.key], with_sexes=True)])
    findings = count_findings(sheet.book, form_id, words.forms.get(form_id))
    _write_classes(sheet, page, [finding for finding in findings if finding.is_classified], len(rows))
    _write_measures(sheet, page, [finding for finding in findings if not finding.is_classified], len(rows))
    if not findings:
        page.row([words.word("no_findings")])
    close_page(sheet, page)


def _columns(sheet: Sheet) -> list[Column]:
    words = sheet.words
    return [
        Column(words.column("finding"), "text", width=46),
        *(Column(words.column(key), width=11) for key in ("number", "women", "men", "out_of")),
        Column(words.column("share"), "share", width=11),
    ]


def _measure_columns(sheet: Sheet) -> list[Column]:
    words = sheet.words
    return [
        Column(words.column("measure"), "text"),
        *(Column(words.column(key)) for key in ("number", "out_of")),
        *(Column(words.column(key), "measure") for key in ("mean", "sd", "median")),
    ]


def _counted(people: People, whole: int) -> list[object]:
    return [people.n, people.women, people.men, whole, share(people.n, whole)]


def _write_classes(sheet: Sheet, page: Page, findings: list[FindingCount], screened: int) -> None:
    if findings:
        page.band(sheet.words.word("finding_classes"))
    form_id = str(sheet.spec.form)
    for finding in findings:
        page.row([sheet.words.finding(form_id, finding.code), *_counted(finding.measured, screened)], tone="group")
        for value, people in finding.by_value:
            label = sheet.words.finding_value(form_id, finding.code, value)
            page.row([label, *_counted(people, finding.measured.n)], indent=2)


def _write_measures(sheet: Sheet, page: Page, findings: list[FindingCount], screened: int) -> None:
    if findings:
        page.turn(_measure_columns(sheet))
    for finding in findings:
        label = sheet.words.finding(str(sheet.spec.form), finding.code)
        page.row([label, finding.measured.n, screened, *_spread(finding)])


def _spread(finding: FindingCount) -> list[object]:
    spread = finding.spread
    if spread is None:
        return [UNDEFINED] * 3
    return [spread.mean, UNDEFINED if spread.sd is None else spread.sd, spread.median]
