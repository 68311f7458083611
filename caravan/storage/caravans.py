"""Looking up the caravan, its sites and its staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, select

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.storage.tables import Caravan, Site, Staff


def find_caravan(session: Session) -> Caravan | None:
    """Return the caravan that is going on: the latest one neither closed nor voided."""
    query = (
        select(Caravan)
        .where(col(Caravan.voided_at).is_(None), col(Caravan.closed_at).is_(None))
        .order_by(col(Caravan.id).desc())
    )
    return session.exec(query).first()


def find_current(session: Session) -> Caravan | None:
    """Return the caravan that is going on, else the closed one that the staff belong to (clocks of laptops go astray),
    else the one closed last: its staff, sites and figures are shown. Into a closed caravan nothing goes: what is
    recorded needs ``get_caravan``.
    """
    going_on = find_caravan(session)
    if going_on is not None:
        return going_on
    works_there = col(Staff.caravan_id) == Caravan.id, col(Staff.voided_at).is_(None)
    has_staff = case((select(Staff.id).where(*works_there).exists(), 1), else_=0)
    closed = select(Caravan).where(col(Caravan.voided_at).is_(None), col(Caravan.closed_at).is_not(None))
    order = has_staff.desc(), col(Caravan.closed_at).desc(), col(Caravan.id).desc()
    return session.exec(closed.order_by(*order)).first()


def get_current(session: Session) -> Caravan:
    """Return the caravan that is going on, else the one that was closed last. Raises CaravanError("caravan.none")."""
    caravan = find_current(session)
    if caravan is None:
        raise CaravanError("caravan.none")
    return caravan


def get_caravan(session: Session) -> Caravan:
    """Return the caravan that is going on. Raises CaravanError: "caravan.none", "caravan.closed"."""
    current = get_current(session)
    if current.closed_at is not None:
        raise CaravanError("caravan.closed", name=current.name)
    return current


def goes_on(session: Session, caravan_id: UUID) -> bool:
    """Say whether a caravan is the one that is going on."""
    current = find_current(session)
    return current is not None and current.id == caravan_id and current.closed_at is None


def get_one(session: Session, caravan_id: UUID) -> Caravan:
    """Return any caravan, also a closed or an archived one. Raises NotFoundError("caravan.unknown")."""
    caravan = session.get(Caravan, caravan_id)
    if caravan is None or caravan.voided_at is not None:
        raise NotFoundError("caravan.unknown")
    return caravan


def list_caravans(session: Session) -> Sequence[Caravan]:
    """Return every caravan, also closed and archived ones, the newest first."""
    query = select(Caravan).where(col(Caravan.voided_at).is_(None))
    return session.exec(query.order_by(col(Caravan.starts_on).desc(), col(Caravan.id).desc())).all()


def open_stations(caravan: Caravan) -> list[str]:
    """Return the stations that receive people now, in the order of the circuit."""
    return [station for station in caravan.stations if station not in caravan.closed_stations]


def list_sites(session: Session, caravan_id: UUID) -> Sequence[Site]:
    """Return the sites of a caravan, closed ones included, in the order in which they were added."""
    query = select(Site).where(Site.caravan_id == caravan_id, col(Site.voided_at).is_(None)).order_by(col(Site.id))
    return session.exec(query).all()


def site_names(session: Session) -> Mapping[UUID, str]:
    """Return the names of the sites of all caravans, by id."""
    return {site.id: site.name for site in session.exec(select(Site)).all()}


def get_open_site(session: Session) -> Site:
    """Return the site where the caravan stands. Raises CaravanError: "caravan.none", "caravan.closed", "site.none"."""
    caravan = get_caravan(session)
    site = session.get(Site, caravan.open_site_id) if caravan.open_site_id else None
    if site is None:
        raise CaravanError("site.none")
    return site


def list_staff(session: Session, caravan_id: UUID) -> Sequence[Staff]:
    """Return who works in a caravan, by role and name."""
    query = (
        select(Staff)
        .where(Staff.caravan_id == caravan_id, col(Staff.voided_at).is_(None))
        .order_by(col(Staff.role), col(Staff.name))
    )
    return session.exec(query).all()


def list_former_staff(session: Session) -> Sequence[Staff]:
    """Return who was taken off the list, of all caravans, the latest first."""
    query = select(Staff).where(col(Staff.voided_at).is_not(None))
    return session.exec(query.order_by(col(Staff.voided_at).desc(), col(Staff.name))).all()


def get_staff(session: Session, staff_id: UUID) -> Staff:
    """Return a member of the staff who still works here. Raises NotFoundError("staff.unknown")."""
    staff = session.get(Staff, staff_id)
    if staff is None or staff.voided_at is not None:
        raise NotFoundError("staff.unknown")
    return staff


def find_any_staff(session: Session, staff_id: UUID) -> Staff | None:
    """Return a member of the staff, also one who left."""
    return session.get(Staff, staff_id)


def find_staff_name(session: Session, staff_id: UUID | None) -> str:
    """Return a person's name, also of someone who left; empty when unknown."""
    staff = session.get(Staff, staff_id) if staff_id else None
    return staff.name if staff else ""
