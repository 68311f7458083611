"""Looking up visits, queues, screenings and referrals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Card, Patient, QueueEntry, Referral, Screening, Visit


def find_visit(session: Session, patient_id: UUID, site_id: UUID, day: date) -> Visit | None:
    query = select(Visit).where(Visit.patient_id == patient_id, Visit.site_id == site_id, Visit.day == day)
    return session.exec(query.where(col(Visit.voided_at).is_(None))).first()


def list_visits(session: Session, patient_ids: Iterable[UUID]) -> Sequence[Visit]:
    """Return the visits of these patients, newest first."""
    query = select(Visit).where(col(Visit.patient_id).in_(list(patient_ids)), col(Visit.voided_at).is_(None))
    return session.exec(query.order_by(col(Visit.arrived_at).desc())).all()


def list_of_day(
    session: Session, site_id: UUID, day: date, *, after: UUID | None = None
) -> Sequence[tuple[Visit, Patient]]:
    """Return the living visits of a site's day with their patients, by number.

    ``after``: only those whose visit, or a living card of whose patient, has a greater id.
    """
    query = select(Visit, Patient).where(Visit.patient_id == Patient.id, Visit.site_id == site_id, Visit.day == day)
    living = query.where(col(Visit.voided_at).is_(None), col(Patient.voided_at).is_(None))
    if after is not None:
        newly_bound = select(Card.patient_id).where(col(Card.id) > after, col(Card.voided_at).is_(None))
        living = living.where(or_(col(Visit.id) > after, col(Patient.id).in_(newly_bound)))
    return session.exec(living.order_by(col(Visit.number))).all()


def next_number(session: Session, site_id: UUID, day: date) -> int:
    """Return the next queue number of a site's day; exact because writes are one at a time."""
    highest = session.exec(select(func.max(Visit.number)).where(Visit.site_id == site_id, Visit.day == day)).one()
    return (highest or 0) + 1


def list_screenings(session: Session, visit_ids: Iterable[UUID]) -> Sequence[Screening]:
    """Return the living screenings of these visits in order of recording."""
    query = select(Screening).where(col(Screening.visit_id).in_(list(visit_ids)), col(Screening.voided_at).is_(None))
    return session.exec(query.order_by(col(Screening.recorded_at), col(Screening.id))).all()


def get_screening(session: Session, screening_id: UUID) -> Screening:
    """Return a screening, voided ones included. Raises NotFoundError("screening.unknown")."""
    screening = session.get(Screening, screening_id)
    if screening is None:
        raise NotFoundError("screening.unknown")
    return screening


def list_referrals(session: Session, screening_id: UUID) -> Sequence[Referral]:
    query = select(Referral).where(Referral.screening_id == screening_id, col(Referral.voided_at).is_(None))
    return session.exec(query).all()


def list_queue(session: Session, visit_id: UUID) -> Sequence[QueueEntry]:
    query = select(QueueEntry).where(QueueEntry.visit_id == visit_id, col(QueueEntry.voided_at).is_(None))
    return session.exec(query.order_by(col(QueueEntry.id))).all()


def get_visit(session: Session, visit_id: UUID) -> Visit:
    """Return a visit. Raises NotFoundError("visit.unknown")."""
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise NotFoundError("visit.unknown")
    return visit
