"""The past of records: their revisions with the fields decoded, what belongs to a person, what was cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from caravan.domain.errors import NotFoundError
from caravan.storage.revisions import REASON, REVISIONS, TABLES, decode, find_heads
from caravan.storage.tables import (
    ENTITIES,
    Attachment,
    Card,
    Patient,
    QueueEntry,
    Referral,
    Screening,
    Site,
    Staff,
    Supply,
    Visit,
)

OF_A_PERSON = (Visit, Card, Screening, Referral, Supply, Attachment)


@dataclass(frozen=True, slots=True)
class Revised:
    """One revision of a record. ``fields`` are the changed columns with their new values; ``reason`` may be empty."""

    entity: str
    entity_id: UUID
    at: datetime
    author_id: UUID | None
    device_id: UUID
    is_first: bool
    reason: str
    fields: Mapping[str, Any]


def list_revised(session: Session, ids: Iterable[UUID]) -> list[Revised]:
    """Return every revision of these records, oldest first.

    The order of a machine is that of its sequence, even when its clock was put back; between machines, that of clocks.
    """
    query = select_columns(REVISIONS).where(REVISIONS.c.entity_id.in_(list(ids)))
    rows = session.execute(query.order_by(REVISIONS.c.device_sequence)).mappings().all()
    latest: dict[UUID, datetime] = {}
    timed = []
    for row in rows:
        at = latest[row["device_id"]] = max(row["at"], latest.get(row["device_id"], row["at"]))
        timed.append((at, row["device_sequence"], row))
    return [_revised(row) for _at, _sequence, row in sorted(timed, key=lambda each: each[:2])]


def _revised(row: Mapping[Any, Any]) -> Revised:
    fields = decode(TABLES[row["entity"]], row["patch"])
    reason = row["patch"].get(REASON) or fields.get("void_reason") or ""
    return Revised(
        entity=row["entity"],
        entity_id=row["entity_id"],
        at=row["at"],
        author_id=row["author_id"],
        device_id=row["device_id"],
        is_first=not row["parents"],
        reason=reason,
        fields=fields,
    )


def mark_of(session: Session, entity_id: UUID) -> str:
    """Return what a page remembers of a record, to learn whether someone else changed it meanwhile."""
    return " ".join(find_heads(session, entity_id))


def belongings(session: Session, patient_id: UUID) -> list[UUID]:
    """Return the ids of the person's own record and of all that belongs to it, voided ones included."""
    found = [patient_id]
    for table in OF_A_PERSON:
        found += session.exec(select(table.id).where(table.patient_id == patient_id)).all()
    waits = select(QueueEntry.id).join(Visit, col(Visit.id) == QueueEntry.visit_id)
    return [*found, *session.exec(waits.where(Visit.patient_id == patient_id)).all()]


def offspring(session: Session, screening_id: UUID) -> list[UUID]:
    """Return the ids of a screening and of the referrals and supplies that it made, voided ones included."""
    referrals = session.exec(select(Referral.id).where(Referral.screening_id == screening_id)).all()
    supplies = session.exec(select(Supply.id).where(Supply.screening_id == screening_id)).all()
    return [screening_id, *referrals, *supplies]


def list_supplies(session: Session, screening_id: UUID) -> Sequence[Supply]:
    """Return the living supplies of a screening."""
    query = select(Supply).where(Supply.screening_id == screening_id, col(Supply.voided_at).is_(None))
    return session.exec(query.order_by(col(Supply.id))).all()


def list_voided_with(session: Session, screening: Screening) -> Sequence[Referral | Supply]:
    """Return the referrals and supplies that went with a voided screening, at the same instant."""
    at = screening.voided_at
    referrals = session.exec(select(Referral).where(Referral.screening_id == screening.id, Referral.voided_at == at))
    supplies = session.exec(select(Supply).where(Supply.screening_id == screening.id, Supply.voided_at == at))
    return [*referrals.all(), *supplies.all()]


def list_cards_voided_with(session: Session, patient: Patient) -> Sequence[Card]:
    """Return the cards that went with a voided person, at the same instant."""
    query = select(Card).where(Card.patient_id == patient.id, Card.voided_at == patient.voided_at)
    return session.exec(query.order_by(col(Card.bound_at))).all()


def list_voided_cards(session: Session, code: str) -> Sequence[Card]:
    """Return the cards of this code that were taken away, the last first."""
    query = select(Card).where(Card.code == code, col(Card.voided_at).is_not(None))
    return session.exec(query.order_by(col(Card.voided_at).desc())).all()


def get_record(session: Session, entity: str, record_id: UUID) -> Any:
    """Return a record of any kind, also a voided one. Raises NotFoundError("record.unknown")."""
    table: Any = ENTITIES[entity]
    record = session.get(table, record_id)
    if record is None:
        raise NotFoundError("record.unknown", entity=entity)
    return record


def get_any_patient(session: Session, patient_id: UUID) -> Patient:
    """Return a patient, also a voided one. Raises NotFoundError("patient.unknown")."""
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise NotFoundError("patient.unknown")
    return patient


def list_voided_screenings(session: Session, patient_id: UUID) -> Sequence[Screening]:
    """Return the voided screenings of a person, the latest voided first."""
    query = select(Screening).where(Screening.patient_id == patient_id, col(Screening.voided_at).is_not(None))
    return session.exec(query.order_by(col(Screening.voided_at).desc())).all()


def list_voided_patients(session: Session, limit: int) -> Sequence[Patient]:
    """Return the voided persons, the latest voided first."""
    query = select(Patient).where(col(Patient.voided_at).is_not(None)).order_by(col(Patient.voided_at).desc())
    return session.exec(query.limit(limit)).all()


def last_authors(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Return who changed each of these records last."""
    return {revised.entity_id: revised.author_id for revised in list_revised(session, ids)}


def list_staff(session: Session) -> Mapping[UUID, Staff]:
    """Return everyone who ever worked here, by id."""
    return {staff.id: staff for staff in session.exec(select(Staff)).all()}


def site_names(session: Session) -> dict[UUID, Mapping[str, str]]:
    """Return the names of every site there ever was, by id: "fr", and "ar" when it has one."""
    sites = session.exec(select(Site)).all()
    return {site.id: {"fr": site.name} | ({"ar": site.name_ar} if site.name_ar else {}) for site in sites}
