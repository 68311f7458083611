"""The circuit of a caravan in the tables: who waits where, who came while a station was closed, what was ever done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from caravan.storage.boards import OPEN, URGENT, WAITING
from caravan.storage.tables import Patient, QueueEntry, Referral, Screening, Visit


def list_waiting(session: Session, station: str, site_id: UUID, day: date) -> Sequence[QueueEntry]:
    """Return the places of those who wait for a station on a site's day, in the order of the queue."""
    query = select(QueueEntry).join(Visit, col(Visit.id) == QueueEntry.visit_id)
    query = query.where(Visit.site_id == site_id, Visit.day == day, col(Visit.voided_at).is_(None))
    query = query.where(QueueEntry.station == station, col(QueueEntry.status).in_(WAITING))
    query = query.where(col(QueueEntry.voided_at).is_(None)).order_by(col(QueueEntry.queued_at), col(QueueEntry.id))
    return session.exec(query).all()


def list_entries(session: Session, caravan_id: UUID, station: str) -> Sequence[QueueEntry]:
    """Return every living place in a station's queue, of all days of a caravan."""
    query = select(QueueEntry).where(QueueEntry.caravan_id == caravan_id, QueueEntry.station == station)
    return session.exec(query.where(col(QueueEntry.voided_at).is_(None))).all()


def list_unqueued(session: Session, station: str, site_id: UUID, day: date) -> Sequence[Visit]:
    """Return the visits of a site's day that still wait somewhere, were never in this station's queue, and were not
    seen there, in the order of arrival.
    """
    here = select(QueueEntry.visit_id).where(QueueEntry.station == station, col(QueueEntry.voided_at).is_(None))
    seen = select(Screening.visit_id).where(Screening.form_id == station, col(Screening.voided_at).is_(None))
    waits = select(QueueEntry.visit_id).where(
        col(QueueEntry.status).in_(WAITING), col(QueueEntry.voided_at).is_(None), QueueEntry.station != station
    )
    query = select(Visit).join(Patient, col(Patient.id) == Visit.patient_id)
    query = query.where(Visit.site_id == site_id, Visit.day == day)
    query = query.where(col(Visit.voided_at).is_(None), col(Patient.voided_at).is_(None))
    query = query.where(col(Visit.id).in_(waits), col(Visit.id).not_in(here), col(Visit.id).not_in(seen))
    return session.exec(query.order_by(col(Visit.arrived_at), col(Visit.id))).all()


def count_screenings(session: Session, caravan_id: UUID) -> dict[str, int]:
    """Return how many screenings each form ever had in a caravan, voided ones included."""
    query = select(Screening.form_id, func.count()).where(Screening.caravan_id == caravan_id)
    return dict(session.exec(query.group_by(col(Screening.form_id))).all())


def count_whole(session: Session, caravan_id: UUID) -> tuple[int, int, int]:
    """Return the living visits of a caravan, the persons who made them, and the screenings."""
    visits = select(func.count(), func.count(func.distinct(Visit.patient_id))).select_from(Visit)
    visits = visits.join(Patient, col(Patient.id) == Visit.patient_id)
    living = col(Visit.voided_at).is_(None), col(Patient.voided_at).is_(None)
    made, persons = session.exec(visits.where(Visit.caravan_id == caravan_id, *living)).one()
    screenings = select(func.count()).select_from(Screening).join(Visit, col(Visit.id) == Screening.visit_id)
    screenings = screenings.join(Patient, col(Patient.id) == Visit.patient_id)
    screenings = screenings.where(Screening.caravan_id == caravan_id, col(Screening.voided_at).is_(None), *living)
    return int(made), int(persons), int(session.exec(screenings).one())


def count_urgent(session: Session, caravan_id: UUID) -> int:
    """Return the distinct persons of a caravan, of all days, with an open referral of urgency e or u."""
    query = select(func.count(func.distinct(Referral.patient_id))).select_from(Referral)
    query = query.join(Patient, col(Patient.id) == Referral.patient_id).where(Referral.caravan_id == caravan_id)
    is_open = col(Referral.voided_at).is_(None), col(Referral.status).in_(OPEN), col(Referral.urgency).in_(URGENT)
    return int(session.exec(query.where(*is_open, col(Patient.voided_at).is_(None))).one())
