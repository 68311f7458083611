"""Looking up what was typed from paper, screenings and registrations: by whom, since when, what a second time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Patient, Screening, SecondEntry

PAPER = "paper"


def list_typed(session: Session, staff_id: UUID, since: datetime, limit: int) -> Sequence[Screening]:
    """Return the living screenings that someone typed from paper since a time, the latest first."""
    query = select(Screening).where(*_typed(Screening, staff_id, since))
    return session.exec(query.order_by(col(Screening.recorded_at).desc(), col(Screening.id).desc()).limit(limit)).all()


def count_typed(session: Session, staff_id: UUID, since: datetime) -> int:
    """Return how many living screenings and registrations someone typed from paper since a time."""
    return sum(
        session.exec(select(func.count()).select_from(table).where(*_typed(table, staff_id, since))).one()
        for table in (Screening, Patient)
    )


def list_registered(session: Session, staff_id: UUID, since: datetime, limit: int) -> Sequence[Patient]:
    """Return the living people whose registration someone typed from paper since a time, the latest first."""
    query = select(Patient).where(*_typed(Patient, staff_id, since))
    return session.exec(query.order_by(col(Patient.recorded_at).desc(), col(Patient.id).desc()).limit(limit)).all()


def list_papers(session: Session, caravan_id: UUID) -> Sequence[Screening]:
    """Return the living screenings of a caravan that were typed from paper, the latest first."""
    query = select(Screening).where(Screening.source == PAPER, Screening.caravan_id == caravan_id)
    return session.exec(query.where(col(Screening.voided_at).is_(None)).order_by(col(Screening.id).desc())).all()


def list_papers_of(session: Session, patient_id: UUID, form_id: str) -> Sequence[Screening]:
    """Return the living screenings of a form that were typed from paper for a person, the latest first."""
    query = select(Screening).where(
        Screening.source == PAPER, Screening.patient_id == patient_id, Screening.form_id == form_id
    )
    return session.exec(query.where(col(Screening.voided_at).is_(None)).order_by(col(Screening.id).desc())).all()


def list_second(session: Session, caravan_id: UUID) -> Sequence[SecondEntry]:
    """Return what was typed a second time in a caravan, the latest first."""
    query = select(SecondEntry).where(SecondEntry.caravan_id == caravan_id, col(SecondEntry.voided_at).is_(None))
    return session.exec(query.order_by(col(SecondEntry.id).desc())).all()


def get_second(session: Session, entry_id: UUID) -> SecondEntry:
    """Return a second typing. Raises NotFoundError("second.unknown")."""
    found = session.get(SecondEntry, entry_id)
    if found is None:
        raise NotFoundError("second.unknown")
    return found


def _typed(table: type[Screening | Patient], staff_id: UUID, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(table.source) == PAPER,
        col(table.recorded_by) == staff_id,
        col(table.recorded_at) >= since,
        col(table.voided_at).is_(None),
    )
