"""The staff at the log-in page: names to tap, PINs checked, and who is behind a session."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services import pins
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.pins import check_pin, make_pin
from caravan.services.staff import Details, add_member, set_pin
from caravan.storage import audit
from caravan.storage import caravans as stored

__all__ = [
    "StaffCard",
    "add_staff",
    "change_pin",
    "check_pin",
    "find_author",
    "find_operator",
    "has_still_pin",
    "list_staff",
    "log_in",
    "make_pin",
    "note",
    "pin_mark",
    "set_language",
]


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A name to tap on the log-in page."""

    id: UUID
    name: str
    role: str
    language: str


def list_staff(house: House) -> list[StaffCard]:
    """Return everyone who works in the caravan, by role and name."""
    with house.database.read() as session:
        caravan = stored.get_current(session)
        return [StaffCard(s.id, s.name, s.role, s.language) for s in stored.list_staff(session, caravan.id)]


def add_staff(house: House, *, name: str, role: str, pin: str, language: str = "fr") -> UUID:
    """Add a member of the staff, at the laptop's own command line.

    Raises CaravanError: "staff.role", "staff.name", "staff.exists", "pin.weak" (see ``check_pin``).
    """
    return add_member(house, None, Details(name, role, language), pin=pin).id


def change_pin(house: House, *, name: str, pin: str) -> None:
    """Give a member of the staff another PIN. Raises NotFoundError("staff.unknown") or CaravanError("pin.weak")."""
    check_pin(pin, is_demo=house.is_demo)
    found = [card for card in list_staff(house) if card.name == name]
    if not found:
        raise NotFoundError("staff.unknown")
    set_pin(house, None, found[0].id, pin=pin)


def log_in(house: House, staff_id: UUID, pin: str, *, address: str) -> Operator:
    """Check a PIN.

    Raises CaravanError("pin.wrong", left=tries left) or, after 5 failures from one address or 20 in all within five
    minutes, CaravanError("pin.locked", minutes=). A lock from one tablet leaves the others free.
    """
    with house.database.read() as session:
        staff = stored.get_staff(session, staff_id)
        pin_hash, operator = staff.pin_hash, Operator(staff.id, staff.name, staff.role, staff.language)
    left = pins.claim_try(house, staff_id, address=address)
    if not pins.is_right(pin, pin_hash):
        if left == 0:
            raise CaravanError("pin.locked", minutes=pins.minutes(pins.LOCKED_FOR))
        raise CaravanError("pin.wrong", left=left)
    note(house, "login", staff_id=staff_id, address=address)
    return operator


def find_operator(house: House, staff_id: UUID, *, pin_mark: str) -> Operator | None:
    """Return the operator behind a session; None when that person no longer works here or has another PIN by now.

    ``pin_mark`` is what ``pin_mark`` gave when the session began.
    """
    with house.database.read() as session:
        try:
            staff = stored.get_staff(session, staff_id)
        except NotFoundError:
            return None
        if not compare_digest(pins.mark(staff.pin_hash), pin_mark):
            return None
        return Operator(staff.id, staff.name, staff.role, staff.language)


def find_author(house: House, staff_id: UUID) -> Operator | None:
    """Return who typed a record that arrives later, also someone who left since; None for nobody of this house."""
    with house.database.read() as session:
        staff = stored.find_any_staff(session, staff_id)
        return None if staff is None else Operator(staff.id, staff.name, staff.role, staff.language)


def has_still_pin(house: House, staff_id: UUID, mark: str) -> bool:
    """Tell whether someone, who may have left since, still has the PIN of this mark."""
    with house.database.read() as session:
        staff = stored.find_any_staff(session, staff_id)
        return staff is not None and compare_digest(pins.mark(staff.pin_hash), mark)


def pin_mark(house: House, staff_id: UUID) -> str:
    """Return the mark of someone's PIN, for the session that begins. Raises NotFoundError("staff.unknown")."""
    with house.database.read() as session:
        return pins.mark(stored.get_staff(session, staff_id).pin_hash)


def set_language(house: House, operator: Operator, language: str) -> None:
    """Remember the language a person chose."""
    house.database.write(
        lambda unit: unit.ledger.change("staff", operator.staff_id, language=language),
        at=house.now(),
        author_id=operator.staff_id,
    )


def note(
    house: House, action: str, *, staff_id: UUID | None = None, address: str | None = None, detail: str | None = None
) -> None:
    """Write one line of the audit trail. ``detail`` never holds patient data."""
    at = house.now()
    house.database.write(
        lambda unit: audit.add_line(unit.session, action, at=at, staff_id=staff_id, address=address, detail=detail),
        at=at,
        author_id=staff_id,
    )
