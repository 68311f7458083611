"""The audit trail: lines added, and what they tell of the PINs tried for each person (never the PINs)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from caravan.domain.ids import new_id
from caravan.storage.tables import Audit

TRY, SUCCESS, UNLOCK = "login_try", "login", "pin_unlock"


def add_line(session: Session, action: str, *, at: datetime, staff_id: UUID | None, **more: str | None) -> None:
    """Write one line; ``more`` may give ``address`` and ``detail``, which never hold patient data nor a PIN."""
    session.add(Audit(id=new_id(), at=at, staff_id=staff_id, action=action, **more))
    session.flush()


def count_tries(session: Session, staff_id: UUID, *, address: str | None, since: datetime) -> int:
    """Count the PINs tried for one person, from one ``address`` or (None) from all, since the count began again.

    A right PIN begins the count of its own address again, an unlock that of all.
    """
    tries = select(func.count()).where(Audit.staff_id == staff_id, Audit.action == TRY, col(Audit.at) >= since)
    success = select(func.max(Audit.at)).where(Audit.staff_id == staff_id, Audit.action == SUCCESS)
    if address is not None:
        tries, success = tries.where(Audit.address == address), success.where(Audit.address == address)
    unlock = select(func.max(Audit.at)).where(Audit.staff_id == staff_id, Audit.action == UNLOCK)
    again = [at for at in (session.exec(success).one(), session.exec(unlock).one()) if at is not None]
    if again:
        tries = tries.where(col(Audit.at) > max(again))
    return int(session.exec(tries).one())


def last_try(session: Session, staff_id: UUID) -> datetime | None:
    """Return when a PIN was last tried for a person."""
    return session.exec(select(func.max(Audit.at)).where(Audit.staff_id == staff_id, Audit.action == TRY)).one()


def tried_from(session: Session, staff_id: UUID, *, since: datetime) -> Sequence[str | None]:
    """Return the addresses from which a person's PIN was tried."""
    query = select(Audit.address).where(Audit.staff_id == staff_id, Audit.action == TRY, col(Audit.at) >= since)
    return session.exec(query.distinct()).all()


def last_logins(session: Session) -> Mapping[UUID, datetime]:
    """Return when each person last signed in."""
    query = select(Audit.staff_id, func.max(Audit.at)).where(Audit.action == SUCCESS, col(Audit.staff_id).is_not(None))
    return {staff_id: at for staff_id, at in session.exec(query.group_by(col(Audit.staff_id))).all() if staff_id}
