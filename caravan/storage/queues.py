"""Looking up who waits, who was called and who must go first, on one site's day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from caravan.domain.dates import CASABLANCA
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.storage import caravans
from caravan.storage.boards import OPEN as REFERRAL_OPEN
from caravan.storage.tables import Patient, QueueEntry, Referral, Visit

OPEN = ("waiting", "called", "absent")
PRESSING = ("e", "u")
NOT_PRESSING = "z"  # sorts after the urgencies that change the order
LIVING = tuple(col(table.voided_at).is_(None) for table in (QueueEntry, Visit, Patient))


@dataclass(frozen=True, slots=True)
class Place:
    """A site's day and the stations of its circuit: what the queues are queues of."""

    site_id: UUID
    day: date
    stations: tuple[str, ...]

    @property
    def begins_at(self) -> datetime:
        """The midnight before which nobody came into these queues."""
        return datetime.combine(self.day, time(), CASABLANCA)


@dataclass(frozen=True, slots=True)
class Queue:
    """The entries of a station that are in one state."""

    station: str
    status: str = "waiting"


@dataclass(frozen=True, slots=True)
class Wait:
    """An entry of a queue and its person; ``urgency`` is "e" or "u" when an open referral of the visit says so."""

    entry: QueueEntry
    number: int
    patient: Patient
    urgency: str


@dataclass(frozen=True, slots=True)
class Call:
    """A number called and not yet seen."""

    visit_id: UUID
    station: str
    number: int
    at: datetime
    by: UUID | None


def find_place(session: Session, day: date) -> Place:
    """Return this day at the open site. Raises CaravanError: "caravan.none", "site.none"."""
    caravan = caravans.get_current(session)
    if caravan.open_site_id is None:
        raise CaravanError("site.none")
    return Place(caravan.open_site_id, day, tuple(caravan.stations))


def get_wait(session: Session, place: Place, entry_id: UUID) -> Wait:
    """Return an entry of this day, whatever its state. Raises NotFoundError("queue.unknown")."""
    query = _of_day(select(QueueEntry, Visit.number, Patient, _urgency()), place).where(QueueEntry.id == entry_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFoundError("queue.unknown")
    return _wait(found)


def list_waits(
    session: Session, place: Place, queue: Queue, *, limit: int, without: Collection[UUID] = ()
) -> list[Wait]:
    """Return the first entries of a queue in the order of calling; ``without`` leaves visits out.

    The order is found with little of each row: a thousand may wait, and few are shown.
    """
    query = _of_day(select(QueueEntry.id, _urgency()), place)
    query = query.where(
        QueueEntry.station == queue.station,
        QueueEntry.status == queue.status,
        col(QueueEntry.queued_at) >= place.begins_at,  # old queues are passed over before their visits are looked up
    )
    if without:
        query = query.where(col(QueueEntry.visit_id).not_in(list(without)))
    order = "urgency", col(QueueEntry.queued_at), col(Visit.number)
    found = {row[0]: row[1] for row in session.exec(query.order_by(*order).limit(limit)).all()}
    whole = select(QueueEntry, Visit.number, Patient).where(col(QueueEntry.id).in_(list(found)))
    rows = {row[0].id: row for row in session.exec(_joined(whole)).all()} if found else {}
    return [_wait((*rows[entry_id], urgency)) for entry_id, urgency in found.items()]


def list_calls(session: Session, place: Place) -> list[Call]:
    """Return the numbers called and not yet seen, at every station, the newest call first."""
    columns: Any = QueueEntry.visit_id, QueueEntry.station, Visit.number, QueueEntry.called_at, QueueEntry.called_by
    query = _joined(select(*columns)).where(
        col(QueueEntry.station).in_(place.stations),
        QueueEntry.status == "called",
        _unindexed(Visit.site_id) == place.site_id,
        _unindexed(Visit.day) == place.day,
        *LIVING,
    )
    query = query.order_by(col(QueueEntry.called_at).desc(), col(QueueEntry.id))
    return [Call(*row) for row in session.exec(query).all()]


def list_beginnings(session: Session, place: Place) -> Sequence[tuple[str, datetime]]:
    """Return the station and the beginning of every wait that no call has ended, the longest first."""
    query = _of_day(select(QueueEntry.station, QueueEntry.queued_at), place).where(QueueEntry.status == "waiting")
    rows: Sequence[tuple[str, datetime]] = session.exec(query.order_by(col(QueueEntry.queued_at))).all()
    return rows


def count_open(session: Session, place: Place) -> Mapping[tuple[str, str], int]:
    """Return how many entries of each station are in each of the open states."""
    query = _of_day(select(QueueEntry.station, QueueEntry.status, func.count()), place)
    query = query.where(col(QueueEntry.status).in_(OPEN)).group_by(col(QueueEntry.station), col(QueueEntry.status))
    return {(station, status): int(count) for station, status, count in session.exec(query).all()}


def find_open(session: Session, visit_id: UUID, station: str) -> QueueEntry | None:
    """Return the entry with which a visit waits, is called or is absent at a station."""
    query = select(QueueEntry).where(QueueEntry.visit_id == visit_id, QueueEntry.station == station)
    return session.exec(query.where(col(QueueEntry.status).in_(OPEN), col(QueueEntry.voided_at).is_(None))).first()


def _wait(found: tuple[QueueEntry, int, Patient, str]) -> Wait:
    entry, number, patient, urgency = found
    return Wait(entry, number, patient, urgency if urgency in PRESSING else "")


def _urgency() -> ColumnElement[str]:
    """The gravest urgency that puts a visit first ("e" sorts before "u"), else what sorts last."""
    found = select(func.min(Referral.urgency)).where(
        Referral.visit_id == QueueEntry.visit_id,
        col(Referral.urgency).in_(PRESSING),
        col(Referral.status).in_(REFERRAL_OPEN),
        col(Referral.voided_at).is_(None),
    )
    return func.coalesce(found.correlate(QueueEntry).scalar_subquery(), NOT_PRESSING).label("urgency")


def _of_day(query: Any, place: Place) -> Any:
    return _joined(query).where(Visit.site_id == place.site_id, Visit.day == place.day, *LIVING)


def _joined(query: Any) -> Any:
    return query.join(Visit, col(Visit.id) == QueueEntry.visit_id).join(Patient, col(Patient.id) == Visit.patient_id)


def _unindexed(column: Any) -> Any:
    """Keep the database from beginning with the thousands of visits of a day where few entries are called."""
    return func.coalesce(column, None)
