"""Looking up what a visit led to, for paper: its open referrals, what was ordered or given, and who was referred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from caravan.storage.boards import OPEN
from caravan.storage.tables import Patient, Referral, Screening, Supply, Visit


def list_open_referrals(session: Session, visit_id: UUID) -> Sequence[Referral]:
    """Return the living referrals of a visit that are neither cancelled nor attended."""
    query = select(Referral).where(Referral.visit_id == visit_id, col(Referral.voided_at).is_(None))
    return session.exec(query.where(col(Referral.status).in_(OPEN)).order_by(col(Referral.id))).all()


def list_supplies(session: Session, visit_id: UUID) -> Sequence[Supply]:
    """Return what the living screenings of a visit ordered, gave or listed."""
    query = select(Supply).join(Screening, col(Screening.id) == Supply.screening_id)
    living = col(Supply.voided_at).is_(None), col(Screening.voided_at).is_(None)
    return session.exec(query.where(Screening.visit_id == visit_id, *living).order_by(col(Supply.id))).all()


def list_referred(session: Session, site_id: UUID, day: date) -> Sequence[tuple[UUID, str, int]]:
    """Return the patient, the urgency and the queue number of each open referral of a site's day."""
    query = select(Referral.patient_id, Referral.urgency, Visit.number).join(Visit, col(Visit.id) == Referral.visit_id)
    query = query.join(Patient, col(Patient.id) == Referral.patient_id)
    living = (col(table.voided_at).is_(None) for table in (Referral, Visit, Patient))
    query = query.where(Visit.site_id == site_id, Visit.day == day, *living, col(Referral.status).in_(OPEN))
    return session.exec(query.order_by(col(Visit.number))).all()
