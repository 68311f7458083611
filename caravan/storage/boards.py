"""Counting a site's day in the database, by the definitions of the report: living visits of living patients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from caravan.storage.tables import Patient, QueueEntry, Referral, Screening, Visit

WAITING = ("waiting", "called", "absent")
URGENT = ("e", "u")
OPEN = ("proposed", "accepted", "changed")


def count_visits(session: Session, site_id: UUID, day: date) -> tuple[int, int]:
    """Return the visits and the distinct persons of a site's day."""
    query = select(func.count(), func.count(func.distinct(Visit.patient_id))).select_from(Visit)
    visits, persons = session.exec(_of_day(query, site_id, day)).one()
    return int(visits), int(persons)


def count_registered_by(session: Session, site_id: UUID, day: date, *, staff_id: UUID) -> int:
    """Return how many persons of a site's day this member of the staff registered."""
    query = select(func.count(func.distinct(Visit.patient_id))).select_from(Visit)
    return int(session.exec(_of_day(query, site_id, day, Patient.registered_by == staff_id)).one())


def count_screenings(session: Session, site_id: UUID, day: date) -> tuple[int, int]:
    """Return the screenings and the distinct persons screened of a site's day."""
    query = select(func.count(), func.count(func.distinct(Screening.patient_id))).select_from(Screening)
    query = query.join(Visit, col(Visit.id) == Screening.visit_id)
    screenings, persons = session.exec(_of_day(query, site_id, day, col(Screening.voided_at).is_(None))).one()
    return int(screenings), int(persons)


def count_by_version(session: Session) -> dict[tuple[str, str], int]:
    """Return the living screenings of each form and version, of all days and sites."""
    query = select(Screening.form_id, Screening.form_version, func.count()).where(col(Screening.voided_at).is_(None))
    rows = session.exec(query.group_by(col(Screening.form_id), col(Screening.form_version))).all()
    return {(form_id, version): int(count) for form_id, version, count in rows}


def count_done(session: Session, site_id: UUID, day: date) -> dict[str, int]:
    """Return the distinct persons screened at each station of a site's day."""
    query = select(Screening.form_id, func.count(func.distinct(Screening.patient_id))).join(
        Visit, col(Visit.id) == Screening.visit_id
    )
    query = _of_day(query, site_id, day, col(Screening.voided_at).is_(None)).group_by(col(Screening.form_id))
    return dict(session.exec(query).all())


def count_waiting(session: Session, site_id: UUID, day: date) -> dict[str, int]:
    """Return the visits waiting for each station of a site's day."""
    query = select(QueueEntry.station, func.count()).join(Visit, col(Visit.id) == QueueEntry.visit_id)
    return dict(session.exec(_of_day(query, site_id, day, *_waits()).group_by(col(QueueEntry.station))).all())


def count_waiting_persons(session: Session, site_id: UUID, day: date) -> int:
    """Return the distinct persons of a site's day who wait for at least one station."""
    query = select(func.count(func.distinct(Visit.patient_id))).select_from(QueueEntry)
    query = query.join(Visit, col(Visit.id) == QueueEntry.visit_id)
    return int(session.exec(_of_day(query, site_id, day, *_waits())).one())


def count_urgent(session: Session, site_id: UUID, day: date) -> int:
    """Return the distinct persons of a site's day with an open referral of urgency e or u."""
    query = select(func.count(func.distinct(Referral.patient_id))).select_from(Referral)
    query = query.join(Visit, col(Visit.id) == Referral.visit_id)
    is_open = col(Referral.voided_at).is_(None), col(Referral.status).in_(OPEN), col(Referral.urgency).in_(URGENT)
    return int(session.exec(_of_day(query, site_id, day, *is_open)).one())


def count_days(session: Session, site_ids: Sequence[UUID]) -> Sequence[tuple[date, int]]:
    """Return each day on which someone came to one of these sites, with its visits, the latest first."""
    query = _living(select(Visit.day, func.count()), col(Visit.site_id).in_(site_ids))
    rows: Sequence[tuple[date, int]] = session.exec(
        query.group_by(col(Visit.day)).order_by(col(Visit.day).desc())
    ).all()
    return rows


def count_period(
    session: Session, site_ids: Sequence[UUID], *, from_day: date | None, to_day: date | None
) -> tuple[int, int, dict[str, int]]:
    """Return the visits and the distinct persons of a period at these sites, and the screenings of each form."""
    period: list[ColumnElement[bool]] = [col(Visit.site_id).in_(site_ids)]
    period += [col(Visit.day) >= from_day] if from_day else []
    period += [col(Visit.day) <= to_day] if to_day else []
    query = select(func.count(), func.count(func.distinct(Visit.patient_id))).select_from(Visit)
    visits, persons = session.exec(_living(query, *period)).one()
    each = select(Screening.form_id, func.count()).join(Visit, col(Visit.id) == Screening.visit_id)
    each = _living(each, *period, col(Screening.voided_at).is_(None)).group_by(col(Screening.form_id))
    return int(visits), int(persons), dict(session.exec(each).all())


def _waits() -> tuple[ColumnElement[bool], ...]:
    return col(QueueEntry.status).in_(WAITING), col(QueueEntry.voided_at).is_(None)


def _of_day(query: Any, site_id: UUID, day: date, *more: Any) -> Any:
    return _living(query, Visit.site_id == site_id, Visit.day == day, *more)


def _living(query: Any, *more: Any) -> Any:
    query = query.join(Patient, col(Patient.id) == Visit.patient_id)
    return query.where(col(Visit.voided_at).is_(None), col(Patient.voided_at).is_(None), *more)
