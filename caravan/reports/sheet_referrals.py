"""Referrals by destination and urgency, with the persons they concern; then by the station that referred."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caravan.reports.dataset import ReferralRow
from caravan.reports.page import Column, Page
from caravan.reports.sheets import Sheet, close_page, open_page

URGENCIES = ("e", "u", "p", "r", "n")


def write_referrals(sheet: Sheet) -> None:
    """Write one row per destination and per station, a column per urgency, and the distinct persons."""
    words, referrals = sheet.words, sheet.book.dataset.referrals
    page = open_page(
        sheet,
        [
            Column(words.column("destination"), "text", width=34),
            *(Column(words.label("urgency", urgency), width=12) for urgency in _shown(referrals)),
            *(Column(words.column(key), width=12) for key in ("referrals", "persons_referred", "women", "men")),
        ],
        is_empty=not referrals,
    )
    page.band(words.word("referral_by", what=words.column("destination")))
    known = tuple(words.definition.labels.get("destination", {}))
    destinations = _ordered(known, [row.destination for row in referrals])
    _write_groups(sheet, page, destinations, words.destination, lambda row: row.destination)
    stations = {str(spec.form): words.of(spec.titles) for spec in words.definition.sheets if spec.form}
    page.band(words.word("referral_by", what=words.column("station")))
    forms = _ordered(tuple(stations), [row.form_id for row in referrals])
    _write_groups(sheet, page, forms, lambda form: stations.get(form) or words.title(form), lambda row: row.form_id)
    close_page(sheet, page)


def _shown(referrals: Sequence[ReferralRow]) -> list[str]:
    """Every degree that calls for a referral; "no referral" only when a record says so all the same."""
    found = {row.urgency for row in referrals}
    return [urgency for urgency in URGENCIES if urgency != "n" or urgency in found]


def _ordered(known: Sequence[str], found: Sequence[str]) -> list[str]:
    """Known codes that occur, in their order, then the others."""
    return [*(code for code in known if code in found), *sorted(set(found) - set(known))]


def _write_groups(
    sheet: Sheet, page: Page, codes: list[str], label: Callable[[str], str], code_of: Callable[[ReferralRow], str]
) -> None:
    referrals = sheet.book.dataset.referrals
    for code in codes:
        page.row([label(code), *_values(sheet, [row for row in referrals if code_of(row) == code])])
    page.row([sheet.words.word("total"), *_values(sheet, referrals)], tone="total")


def _values(sheet: Sheet, group: Sequence[ReferralRow]) -> list[object]:
    urgencies = [row.urgency for row in group]
    persons = {row.patient_id: row.sex for row in group}
    sexes = list(persons.values())
    counts = [urgencies.count(urgency) for urgency in _shown(sheet.book.dataset.referrals)]
    return [*counts, len(group), len(persons), sexes.count("female"), sexes.count("male")]
