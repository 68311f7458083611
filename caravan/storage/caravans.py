"""Looking up the caravan, its sites and its staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.storage.tables import Audit, Caravan, Site, Staff


def find_caravan(session: Session) -> Caravan | None:
    """Return the caravan that is going on: the latest one neither closed nor voided."""
    query = (
        select(Caravan)
        .where(col(Caravan.voided_at).is_(None), col(Caravan.closed_at).is_(None))
        .order_by(col(Caravan.id).desc())
    )
    return session.exec(query).first()


def get_caravan(session: Session) -> Caravan:
    """Return the caravan that is going on. Raises CaravanError("caravan.none")."""
    caravan = find_caravan(session)
    if caravan is None:
        raise CaravanError("caravan.none")
    return caravan


def list_sites(session: Session, caravan_id: UUID) -> Sequence[Site]:
    query = select(Site).where(Site.caravan_id == caravan_id, col(Site.voided_at).is_(None)).order_by(col(Site.id))
    return session.exec(query).all()


def get_open_site(session: Session) -> Site:
    """Return the site where the caravan stands today. Raises CaravanError("site.none")."""
    caravan = get_caravan(session)
    site = session.get(Site, caravan.open_site_id) if caravan.open_site_id else None
    if site is None:
        raise CaravanError("site.none")
    return site


def list_staff(session: Session, caravan_id: UUID) -> Sequence[Staff]:
    query = (
        select(Staff)
        .where(Staff.caravan_id == caravan_id, col(Staff.voided_at).is_(None))
        .order_by(col(Staff.role), col(Staff.name))
    )
    return session.exec(query).all()


def get_staff(session: Session, staff_id: UUID) -> Staff:
    """Return a member of the staff who still works here. Raises NotFoundError("staff.unknown")."""
    staff = session.get(Staff, staff_id)
    if staff is None or staff.voided_at is not None:
        raise NotFoundError("staff.unknown")
    return staff


def count_tries(session: Session, staff_id: UUID, *, address: str | None, since: datetime) -> int:
    """Count the PINs tried for one person since the last success, from one ``address`` or (None) from all."""

    def from_there(query: Any) -> Any:
        return query if address is None else query.where(Audit.address == address)

    success = session.exec(
        from_there(select(func.max(Audit.at)).where(Audit.staff_id == staff_id, Audit.action == "login"))
    ).one()
    tries = select(func.count()).where(Audit.staff_id == staff_id, Audit.action == "login_try", col(Audit.at) >= since)
    if success is not None:
        tries = tries.where(col(Audit.at) > success)
    return int(session.exec(from_there(tries)).one())


def last_try(session: Session, staff_id: UUID) -> datetime | None:
    query = select(func.max(Audit.at)).where(Audit.staff_id == staff_id, Audit.action == "login_try")
    return session.exec(query).one()


def find_staff_name(session: Session, staff_id: UUID | None) -> str:
    """Return a person's name, also of someone who left; empty when unknown."""
    staff = session.get(Staff, staff_id) if staff_id else None
    return staff.name if staff else ""
