"""How fast a site's day goes, counted in the database: first times by hour, waits, and the urgent who are still here.

What counts is what the report counts: living visits of living patients. Hours are whole hours of UTC, which are also
whole hours in Morocco.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, cast, extract, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from caravan.storage.boards import OPEN, URGENT
from caravan.storage.tables import Patient, QueueEntry, Referral, Revision, Screening, Visit

HOUR_SECONDS = 3600


def last_change(session: Session, device_id: UUID) -> int:
    """Return the number of the last change made on this laptop: one look into an index."""
    newest = session.exec(select(func.max(Revision.device_sequence)).where(Revision.device_id == device_id)).one()
    return newest or 0


def arrivals_by_hour(session: Session, site_id: UUID, day: date) -> list[tuple[datetime, int]]:
    """Return how many persons arrived in each hour, a person once, by the first arrival of the site's day."""
    first = func.min(col(Visit.arrived_at)).label("first")
    each = _of_day(select(first), site_id, day).group_by(col(Visit.patient_id)).subquery()
    hour = _hour(each.c.first)
    return [(_instant(start), int(n)) for start, n in session.exec(select(hour, func.count()).group_by(hour)).all()]


def done_by_hour(
    session: Session, site_id: UUID, day: date, *, since: datetime
) -> list[tuple[str, datetime, int, int, datetime, datetime]]:
    """Return, for each station and hour, the persons screened there for the first time in the site's day.

    A row is the station, the hour, the persons of the hour, those of them after ``since``, and the first and the last
    of their times.
    """
    query = select(col(Screening.form_id), func.min(col(Screening.performed_at)).label("first")).join(
        Visit, col(Visit.id) == Screening.visit_id
    )
    query = _of_day(query, site_id, day, col(Screening.voided_at).is_(None))
    each = query.group_by(col(Screening.form_id), col(Screening.patient_id)).subquery()
    hour, recent = _hour(each.c.first), func.sum(case((each.c.first > since, 1), else_=0))
    figures = hour, func.count(), recent, func.min(each.c.first), func.max(each.c.first)
    rows = session.connection().execute(select_columns(each.c.form_id, *figures).group_by(each.c.form_id, hour))
    return [(form_id, _instant(start), int(n), int(m), early, late) for form_id, start, n, m, early, late in rows]


def list_waited(
    session: Session, site_id: UUID, day: date, *, since: datetime
) -> Sequence[tuple[str, datetime, datetime]]:
    """Return the station, the beginning and the end of each wait that ended after ``since``.

    A wait ends when the person is called; where nobody was called, when the screening is performed.
    """
    performed = func.min(col(Screening.performed_at))
    ends = func.coalesce(col(QueueEntry.called_at), performed)
    query = (
        select(QueueEntry.station, QueueEntry.queued_at, ends)
        .join(Visit, col(Visit.id) == QueueEntry.visit_id)
        .outerjoin(Screening, _answers(QueueEntry))
    )
    ended = or_(col(QueueEntry.called_at) > since, col(QueueEntry.ended_at) > since)
    query = _of_day(query, site_id, day, col(QueueEntry.voided_at).is_(None), ended).group_by(col(QueueEntry.id))
    rows: Sequence[tuple[str, datetime, datetime]] = session.exec(query.having(ends > since)).all()
    return rows


def list_open_urgent(
    session: Session, site_id: UUID, day: date
) -> Sequence[tuple[Referral, Screening | None, Patient, int]]:
    """Return the open referrals of urgency e or u with their screening, if any, patient and number, oldest first."""
    query = (
        select(Referral, Screening, Patient, Visit.number)
        .select_from(Referral)
        .join(Visit, col(Visit.id) == Referral.visit_id)
        .join(Screening, col(Screening.id) == Referral.screening_id, isouter=True)
    )
    is_open = col(Referral.voided_at).is_(None), col(Referral.status).in_(OPEN), col(Referral.urgency).in_(URGENT)
    query = _of_day(query, site_id, day, *is_open).order_by(col(Screening.performed_at), col(Referral.id))
    rows: Sequence[tuple[Referral, Screening | None, Patient, int]] = session.exec(query).all()
    return rows


def list_never_called(session: Session, visit_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    """Return the visit and the station of each wait of these visits for which nobody was ever called."""
    query = select(QueueEntry.visit_id, QueueEntry.station).where(
        col(QueueEntry.visit_id).in_(visit_ids),
        QueueEntry.status == "waiting",
        col(QueueEntry.called_at).is_(None),
        col(QueueEntry.voided_at).is_(None),
    )
    rows: Sequence[tuple[UUID, str]] = session.exec(query.order_by(col(QueueEntry.id))).all()
    return rows


def _answers(entry: type[QueueEntry]) -> ColumnElement[bool]:
    return and_(
        col(Screening.visit_id) == entry.visit_id,
        col(Screening.form_id) == entry.station,
        col(Screening.voided_at).is_(None),
    )


def _hour(instant: ColumnElement[Any]) -> ColumnElement[int]:
    """The hour that an instant falls in, in seconds of the epoch, on every database."""
    seconds = cast(extract("epoch", instant), Integer)
    return seconds - seconds % HOUR_SECONDS


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _of_day(query: Any, site_id: UUID, day: date, *more: Any) -> Any:
    query = query.join(Patient, col(Patient.id) == Visit.patient_id)
    living = col(Visit.voided_at).is_(None), col(Patient.voided_at).is_(None)
    return query.where(Visit.site_id == site_id, Visit.day == day, *living, *more)
