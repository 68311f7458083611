"""A fingerprint of the rows behind a report, so that two workbooks can be told to come from the same records."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from caravan.reports.dataset import Dataset

SHOWN = 16  # hexadecimal signs printed: enough to compare two workbooks by eye


def digest(dataset: Dataset) -> str:
    """Return the first signs of the SHA-256 over every record that was counted, whatever their order."""
    total = sha256()
    for line in sorted(_lines(dataset)):
        total.update(line.encode("utf-8", "replace"))
        total.update(b"\n")
    return total.hexdigest()[:SHOWN]


def _lines(dataset: Dataset) -> Iterator[str]:
    for person in dataset.persons:
        known = f"{person.is_returning} {person.is_anonymous}"
        yield f"p {person.id} {person.sex} {person.age_band} {person.coverage} {person.milieu} {known}"
    for visit in dataset.visits:
        yield f"v {visit.id} {visit.patient_id} {visit.site} {visit.day} {visit.sex} {visit.age_band}"
    for row in dataset.screenings:
        found = sorted(row.findings.items())
        yield f"s {row.id} {row.patient_id} {row.form_version} {row.urgency} {found} {row.confirmed}"
    for referral in dataset.referrals:
        yield f"r {referral.id} {referral.patient_id} {referral.urgency} {referral.destination} {referral.status}"
