"""The staff list: people added, changed, taken off and brought back, each change with its author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from caravan.domain.dates import local_day
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services import pins
from caravan.services.house import House
from caravan.services.operators import ROLES, Operator
from caravan.settings import LANGUAGES
from caravan.storage import audit, operations
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Staff

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a member of the staff: the name to tap, the role, the language of the screens."""

    name: str
    role: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Added:
    """Someone on the list; ``is_new`` is false when this request had added them before, with the PIN given then."""

    id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the staff list; ``left_at`` and ``reason`` for someone who was taken off it."""

    id: UUID
    name: str
    role: str
    language: str
    is_locked: bool = False
    last_login_at: datetime | None = None
    left_at: datetime | None = None
    reason: str = ""

    @property
    def last_login_on(self) -> date | None:
        """The day in Morocco of the last time this person signed in."""
        return local_day(self.last_login_at) if self.last_login_at else None

    @property
    def left_on(self) -> date | None:
        """The day in Morocco when this person was taken off the list."""
        return local_day(self.left_at) if self.left_at else None


def list_members(house: House) -> list[Member]:
    """Return who works in the caravan, by role and name."""
    with house.database.read() as session:
        logins, at = audit.last_logins(session), house.now()
        return [
            Member(s.id, s.name, s.role, s.language, pins.is_locked(session, s.id, at=at), logins.get(s.id))
            for s in stored.list_staff(session, stored.get_current(session).id)
        ]


def list_former(house: House) -> list[Member]:
    """Return who was taken off the list, also in earlier caravans, the latest first."""
    with house.database.read() as session:
        return [
            Member(s.id, s.name, s.role, s.language, left_at=s.voided_at, reason=s.void_reason or "")
            for s in stored.list_former_staff(session)
        ]


def get_member(house: House, staff_id: UUID) -> Member:
    """Return someone who works in the caravan. Raises NotFoundError("staff.unknown")."""
    found = [member for member in list_members(house) if member.id == staff_id]
    if not found:
        raise NotFoundError("staff.unknown")
    return found[0]


def add_member(
    house: House, operator: Operator | None, details: Details, *, pin: str, operation_id: UUID | None = None
) -> Added:
    """Add someone to the staff list, once for each operation; of the PIN only a hash is kept.

    Raises CaravanError: "staff.role", "staff.name", "staff.exists", "staff.language", "pin.weak".
    """
    pins.check_pin(pin, is_demo=house.is_demo)
    name = _check(details)
    pin_hash = pins.hash_pin(pin)
    request = Request(operation_id, "staff", asdict(details)) if operation_id else None

    def add(unit: Unit) -> Added:
        known = operations.recall(unit.session, request) if request else None
        if known is not None:
            return Added(UUID(known["staff_id"]), is_new=False)
        caravan = stored.get_current(unit.session)
        _refuse_same_name(unit, caravan.id, name)
        fields = {"name": name, "role": details.role, "language": details.language, "pin_hash": pin_hash}
        staff_id = unit.ledger.create("staff", caravan_id=caravan.id, **fields)
        if request:
            operations.remember(unit.session, request, {"staff_id": str(staff_id)}, unit.at)
        return Added(staff_id, is_new=True)

    return _write(house, operator, add)


def change_member(house: House, operator: Operator, staff_id: UUID, details: Details) -> None:
    """Change someone's name, role or language.

    Raises NotFoundError("staff.unknown"); CaravanError as ``add_member`` does, and "staff.last_coordinator" when nobody
    would be left to coordinate.
    """
    name = _check(details)

    def change(unit: Unit) -> None:
        staff = stored.get_staff(unit.session, staff_id)
        _refuse_same_name(unit, staff.caravan_id, name, but=staff_id)
        if details.role != "coordinator":
            _keep_a_coordinator(unit, staff)
        wanted = {"name": name, "role": details.role, "language": details.language}
        changed = {field: value for field, value in wanted.items() if getattr(staff, field) != value}
        if changed:
            unit.ledger.change("staff", staff_id, **changed)

    _write(house, operator, change)


def set_pin(house: House, operator: Operator | None, staff_id: UUID, *, pin: str) -> None:
    """Give someone another PIN; whoever was locked out can sign in with it at once.

    Raises NotFoundError("staff.unknown") or CaravanError("pin.weak").
    """
    pins.check_pin(pin, is_demo=house.is_demo)
    pin_hash = pins.hash_pin(pin)

    def change(unit: Unit) -> None:
        stored.get_staff(unit.session, staff_id)
        unit.ledger.change("staff", staff_id, pin_hash=pin_hash)
        if pins.is_locked(unit.session, staff_id, at=unit.at):
            pins.unlock(unit, staff_id, by=operator.staff_id if operator else None)

    _write(house, operator, change)


def unlock(house: House, operator: Operator, staff_id: UUID) -> None:
    """Let someone try again who typed too many wrong PINs. Raises NotFoundError("staff.unknown")."""

    def let_in(unit: Unit) -> None:
        stored.get_staff(unit.session, staff_id)
        pins.unlock(unit, staff_id, by=operator.staff_id)

    _write(house, operator, let_in)


def remove_member(house: House, operator: Operator, staff_id: UUID, reason: str) -> None:
    """Take someone off the list, signed out at once; what they recorded stays theirs.

    Raises NotFoundError("staff.unknown"); CaravanError("staff.reason") without one, "staff.last_coordinator".
    """
    if not reason.strip():
        raise CaravanError("staff.reason")

    def remove(unit: Unit) -> None:
        _keep_a_coordinator(unit, stored.get_staff(unit.session, staff_id))
        unit.ledger.void("staff", staff_id, reason.strip())

    _write(house, operator, remove)


def bring_back(house: House, operator: Operator, staff_id: UUID) -> None:
    """Put someone who was taken off back on the list of today's caravan, with the same PIN.

    Raises NotFoundError("staff.unknown") or CaravanError("staff.exists") when someone else has the name by now.
    """

    def bring(unit: Unit) -> None:
        staff = unit.session.get(Staff, staff_id)
        if staff is None:
            raise NotFoundError("staff.unknown")
        if staff.voided_at is None:
            return
        caravan = stored.get_current(unit.session)
        _refuse_same_name(unit, caravan.id, staff.name)
        unit.ledger.change("staff", staff_id, voided_at=None, void_reason=None, caravan_id=caravan.id)

    _write(house, operator, bring)


def bring_along(unit: Unit, from_caravan: UUID, to_caravan: UUID) -> None:
    """Move everyone who works in one caravan to another: the same persons, PINs and sessions."""
    for staff in stored.list_staff(unit.session, from_caravan):
        unit.ledger.change("staff", staff.id, caravan_id=to_caravan)


def _check(details: Details) -> str:
    """Return the name without stray spaces."""
    if details.role not in ROLES:
        raise CaravanError("staff.role", roles=", ".join(ROLES))
    if details.language not in LANGUAGES:
        raise CaravanError("staff.language", languages=", ".join(LANGUAGES))
    name = " ".join(details.name.split())
    if not name:
        raise CaravanError("staff.name")
    return name


def _refuse_same_name(unit: Unit, caravan_id: UUID, name: str, *, but: UUID | None = None) -> None:
    others = (staff for staff in stored.list_staff(unit.session, caravan_id) if staff.id != but)
    if any(other.name.casefold() == name.casefold() for other in others):
        raise CaravanError("staff.exists", name=name)


def _keep_a_coordinator(unit: Unit, staff: Staff) -> None:
    """Refuse what would leave the caravan without a coordinator when ``staff`` is one no longer."""
    others = (other for other in stored.list_staff(unit.session, staff.caravan_id) if other.id != staff.id)
    if staff.role == "coordinator" and not any(other.role == "coordinator" for other in others):
        raise CaravanError("staff.last_coordinator")


def _write(house: House, operator: Operator | None, job: Callable[[Unit], T]) -> T:
    return house.database.write(job, at=house.now(), author_id=operator.staff_id if operator else None)
