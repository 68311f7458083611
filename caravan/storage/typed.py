"""Looking up what was typed from paper: by whom, since when, and what was typed a second time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Screening, SecondEntry

PAPER = "paper"


def list_typed(session: Session, staff_id: UUID, since: datetime, limit: int) -> Sequence[Screening]:
    """Return the living screenings that someone typed from paper since a time, the latest first."""
    query = select(Screening).where(*_typed(staff_id, since))
    return session.exec(query.order_by(col(Screening.recorded_at).desc(), col(Screening.id).desc()).limit(limit)).all()


def count_typed(session: Session, staff_id: UUID, since: datetime) -> int:
    """Return how many living screenings someone typed from paper since a time."""
    return session.exec(select(func.count()).select_from(Screening).where(*_typed(staff_id, since))).one()


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


def _typed(staff_id: UUID, since: datetime) -> tuple[ColumnElement[bool], ...]:
    living = col(Screening.voided_at).is_(None)
    return (
        col(Screening.source) == PAPER,
        col(Screening.recorded_by) == staff_id,
        col(Screening.recorded_at) >= since,
        living,
    )
