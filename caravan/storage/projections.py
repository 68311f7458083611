"""What is derived from a record and rebuilt whenever it changes: name keys of patients, finding rows of
screenings, codes of card batches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.sql.schema import Table

from caravan.domain.codes import CODE_LENGTH
from caravan.domain.names import ar_norm, is_arabic, la_norm, name_keys
from caravan.storage.tables import CardBatch, Finding, NameKey, Patient, PrintedCode, Screening

PATIENTS: Table = Patient.__table__  # type: ignore[attr-defined]
NAME_KEYS: Table = NameKey.__table__  # type: ignore[attr-defined]
FINDINGS: Table = Finding.__table__  # type: ignore[attr-defined]
SCREENINGS: Table = Screening.__table__  # type: ignore[attr-defined]
BATCHES: Table = CardBatch.__table__  # type: ignore[attr-defined]
PRINTED_CODES: Table = PrintedCode.__table__  # type: ignore[attr-defined]
NAME_FIELDS = ("given_name_fr", "family_name_fr", "given_name_ar", "family_name_ar")
LONGEST_VALUE = 200


def fold_name(text: str) -> str:
    """Return the comparison form of a name in either script."""
    return ar_norm(text) if is_arabic(text) else la_norm(text)


def index_names(connection: Connection, patient_id: UUID, changed: Mapping[str, Any]) -> None:
    """Rebuild the folded names and the keys of a patient whose names changed."""
    if not any(field in changed for field in NAME_FIELDS):
        return
    row = connection.execute(select(*(PATIENTS.c[f] for f in NAME_FIELDS)).where(PATIENTS.c.id == patient_id)).one()
    names = [name for name in row if name]
    folded = " ".join(fold_name(name) for name in names)
    connection.execute(update(PATIENTS).where(PATIENTS.c.id == patient_id).values(folded_names=folded))
    connection.execute(delete(NAME_KEYS).where(NAME_KEYS.c.patient_id == patient_id))
    keys = sorted({key for name in names for key in name_keys(name)})
    if keys:
        connection.execute(insert(NAME_KEYS), [{"key": key, "patient_id": patient_id} for key in keys])


def list_findings(connection: Connection, screening_id: UUID, changed: Mapping[str, Any]) -> None:
    """Rebuild the finding rows of a screening whose findings changed; a voided one has none."""
    if "findings" not in changed and "voided_at" not in changed:
        return
    connection.execute(delete(FINDINGS).where(FINDINGS.c.screening_id == screening_id))
    wanted = SCREENINGS.c.caravan_id, SCREENINGS.c.findings, SCREENINGS.c.voided_at
    screening = connection.execute(select(*wanted).where(SCREENINGS.c.id == screening_id)).one()
    if screening.voided_at is not None:
        return
    rows = [_finding_row(screening_id, screening.caravan_id, finding) for finding in screening.findings]
    if rows:
        connection.execute(insert(FINDINGS), rows)


def _finding_row(screening_id: UUID, caravan_id: UUID, finding: Mapping[str, Any]) -> dict[str, Any]:
    value = finding["value"]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return {
        "screening_id": screening_id,
        "caravan_id": caravan_id,
        "code": finding["code"],
        "value": str(value)[:LONGEST_VALUE],
        "number": float(value) if is_number else None,
        "urgency": finding["urgency"],
        "rule_id": finding["rule_id"],
        "rule_version": finding["rule_version"],
    }


def list_codes(connection: Connection, batch_id: UUID, changed: Mapping[str, Any]) -> None:
    """Rebuild the codes of a batch, numbered; they are those of its first printing for ever."""
    if "codes" not in changed:
        return
    connection.execute(delete(PRINTED_CODES).where(PRINTED_CODES.c.batch_id == batch_id))
    batch = connection.execute(select(BATCHES.c.codes, BATCHES.c.first_number).where(BATCHES.c.id == batch_id)).one()
    codes = [batch.codes[start : start + CODE_LENGTH] for start in range(0, len(batch.codes), CODE_LENGTH)]
    rows = [
        {"batch_id": batch_id, "number": number, "code": code} for number, code in enumerate(codes, batch.first_number)
    ]
    connection.execute(insert(PRINTED_CODES), rows)


PROJECTIONS: dict[str, Callable[[Connection, UUID, Mapping[str, Any]], None]] = {
    "patient": index_names,
    "screening": list_findings,
    "card_batch": list_codes,
}
