"""Looking up referrals: those of a visit, those of a site's day, and how urgent the open ones make a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from caravan.domain.errors import NotFoundError
from caravan.storage.boards import OPEN
from caravan.storage.tables import Patient, Referral, Screening, Visit

GRAVITY = "euprn"
Row = tuple[Referral, Screening | None, Patient, int]


def get_referral(session: Session, referral_id: UUID) -> Referral:
    """Return a living referral. Raises NotFoundError("referral.unknown")."""
    referral = session.get(Referral, referral_id)
    if referral is None or referral.voided_at is not None:
        raise NotFoundError("referral.unknown")
    return referral


def list_of_visits(session: Session, visit_ids: Iterable[UUID]) -> Sequence[Referral]:
    """Return the living referrals of these visits, the gravest first."""
    query = select(Referral).where(col(Referral.visit_id).in_(list(visit_ids)), col(Referral.voided_at).is_(None))
    found = session.exec(query.order_by(col(Referral.id))).all()
    return sorted(found, key=lambda referral: GRAVITY.index(referral.urgency))


def list_of_day(session: Session, site_id: UUID, day: date) -> Sequence[Row]:
    """Return the living referrals of a site's day with screening (if any), patient and number of the visit."""
    query = (
        select(Referral, Screening, Patient, Visit.number)
        .select_from(Referral)
        .join(Visit, col(Visit.id) == Referral.visit_id)
        .join(Patient, col(Patient.id) == Referral.patient_id)
        .join(Screening, col(Screening.id) == Referral.screening_id, isouter=True)
        .where(Visit.site_id == site_id, Visit.day == day)
    )
    query = query.where(*(col(table.voided_at).is_(None) for table in (Referral, Visit, Patient)))
    rows: Sequence[Row] = session.exec(query.order_by(col(Referral.id))).all()
    return rows


def open_urgencies(session: Session, visit_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the gravest urgency among the open referrals of each of these visits, where there is any."""
    ids = list(visit_ids)
    if not ids:
        return {}
    query = select(Referral.visit_id, Referral.urgency).where(
        col(Referral.visit_id).in_(ids), col(Referral.voided_at).is_(None), col(Referral.status).in_(OPEN)
    )
    gravest: dict[UUID, str] = {}
    for visit_id, urgency in session.exec(query).all():
        known = gravest.get(visit_id, "n")
        gravest[visit_id] = min(known, urgency, key=GRAVITY.index)
    return gravest
