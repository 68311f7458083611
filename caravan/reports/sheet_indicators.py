"""The summary (sections of indicators) and the data-quality sheet."""

from __future__ import annotations

from caravan.reports.conditions import is_missing
from caravan.reports.page import Column
from caravan.reports.sheets import Sheet, close_page, echoed, echoed_label, indicator_values, open_page, share


def write_indicators(sheet: Sheet) -> None:
    """Write sections of indicators: number, women, men, out of, share."""
    words = sheet.words
    page = open_page(
        sheet,
        [
            Column(words.of(sheet.spec.titles), "text"),
            *(Column(words.column(key)) for key in ("number", "women", "men", "out_of")),
            Column(words.column("share"), "share"),
        ],
    )
    repeated = echoed(sheet)
    for section, titles in sheet.spec.sections.items():
        page.band(words.of(titles))
        for indicator in words.definition.indicators_of(sheet.spec.key, section):
            page.row([words.of(indicator.labels), *indicator_values(sheet.counts[indicator.key], with_sexes=True)])
        for indicator in repeated if section == "stations" else ():
            values = indicator_values(sheet.counts[indicator.key], with_sexes=True)
            page.row([echoed_label(sheet, indicator), *values])
    close_page(sheet, page)


def write_quality(sheet: Sheet) -> None:
    """Write the checks on how records were made, then the questions left blank at each station."""
    words = sheet.words
    page = open_page(
        sheet,
        [
            Column(words.column("check"), "text", width=52),
            Column(words.column("number")),
            Column(words.column("out_of")),
            Column(words.column("share"), "share"),
        ],
    )
    for section, titles in sheet.spec.sections.items():
        page.band(words.of(titles))
        for indicator in words.definition.indicators_of(sheet.spec.key, section):
            page.row([words.of(indicator.labels), *indicator_values(sheet.counts[indicator.key], with_sexes=False)])
    for form_id, title in _watched_stations(sheet):
        page.band(f"{words.word('missing_answers')} — {title}")
        for name in words.definition.watched_questions[form_id]:
            missing, asked = _missing(sheet, form_id, name)
            page.row([words.question(form_id, name), missing, asked, share(missing, asked)])
    close_page(sheet, page)


def _watched_stations(sheet: Sheet) -> list[tuple[str, str]]:
    watched = sheet.words.definition.watched_questions
    stations = [spec for spec in sheet.words.definition.sheets if spec.form in watched]
    return [(str(spec.form), sheet.words.of(spec.titles)) for spec in stations]


def _missing(sheet: Sheet, form_id: str, name: str) -> tuple[int, int]:
    rows = [row for row in sheet.book.dataset.screenings if row.form_id == form_id]
    return sum(is_missing(row.answers.get(name)) for row in rows), len(rows)
