"""Reading whole tables for a report: living rows only, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from caravan.storage.tables import Card, Patient, Referral, Screening, Staff, Visit


def list_visits(
    session: Session, site_ids: Iterable[UUID], *, from_day: date | None, to_day: date | None
) -> Sequence[Visit]:
    """Return the living visits at these sites between two days, in order of day and arrival."""
    query = _during(select(Visit), site_ids, from_day, to_day)
    visits: Sequence[Visit] = session.exec(query.order_by(col(Visit.day), col(Visit.arrived_at), col(Visit.id))).all()
    return visits


def list_patients(
    session: Session, site_ids: Iterable[UUID], *, from_day: date | None, to_day: date | None
) -> Mapping[UUID, Patient]:
    """Return the living patients of those visits, by id."""
    seen = _during(select(Visit.patient_id), site_ids, from_day, to_day)
    query = select(Patient).where(col(Patient.id).in_(seen), col(Patient.voided_at).is_(None))
    return {patient.id: patient for patient in session.exec(query).all()}


def _during(query: Any, site_ids: Iterable[UUID], from_day: date | None, to_day: date | None) -> Any:
    query = query.where(col(Visit.voided_at).is_(None), col(Visit.site_id).in_(list(site_ids)))
    if from_day is not None:
        query = query.where(col(Visit.day) >= from_day)
    return query if to_day is None else query.where(col(Visit.day) <= to_day)


def list_screenings(session: Session, caravan_id: UUID) -> Sequence[Screening]:
    """Return the living screenings of a caravan in order of recording."""
    query = select(Screening).where(Screening.caravan_id == caravan_id, col(Screening.voided_at).is_(None))
    return session.exec(query.order_by(col(Screening.recorded_at), col(Screening.id))).all()


def list_referrals(session: Session, caravan_id: UUID) -> Sequence[Referral]:
    """Return the living referrals of a caravan."""
    query = select(Referral).where(Referral.caravan_id == caravan_id, col(Referral.voided_at).is_(None))
    return session.exec(query.order_by(col(Referral.id))).all()


def staff_names(session: Session) -> Mapping[UUID, str]:
    """Return the names of everyone who ever worked here, by id."""
    return {staff.id: staff.name for staff in session.exec(select(Staff)).all()}


def first_cards(session: Session) -> Mapping[UUID, str]:
    """Return each patient's first living card."""
    cards = session.exec(select(Card).where(col(Card.voided_at).is_(None)).order_by(col(Card.bound_at).desc())).all()
    return {card.patient_id: card.code for card in cards}
