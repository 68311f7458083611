"""Staff and their PINs: added, checked, and locked for a while after repeated failures."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services.house import House
from caravan.services.operators import ROLES, Operator
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.tables import Audit

TRIES_PER_ADDRESS = 5
TRIES_IN_ALL = 20
LOCKED_FOR = timedelta(minutes=5)
PIN = re.compile(r"[0-9]{4,12}")
UPWARDS = "01234567890"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


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
        caravan = stored.get_caravan(session)
        return [StaffCard(s.id, s.name, s.role, s.language) for s in stored.list_staff(session, caravan.id)]


def add_staff(house: House, *, name: str, role: str, pin: str, language: str = "fr") -> UUID:
    """Add a member of the staff.

    Raises CaravanError: "staff.role", "staff.name", "staff.exists", "pin.weak" (see ``check_pin``).
    """
    check_pin(pin, is_demo=house.is_demo)
    if role not in ROLES:
        raise CaravanError("staff.role", roles=", ".join(ROLES))
    if not name.strip():
        raise CaravanError("staff.name")
    pin_hash = _HASHER.hash(pin)

    def add(unit: Unit) -> UUID:
        caravan = stored.get_caravan(unit.session)
        if name.strip() in {staff.name for staff in stored.list_staff(unit.session, caravan.id)}:
            raise CaravanError("staff.exists", name=name.strip())
        return unit.ledger.create(
            "staff", caravan_id=caravan.id, name=name.strip(), role=role, pin_hash=pin_hash, language=language
        )

    return house.database.write(add, at=house.now())


def change_pin(house: House, *, name: str, pin: str) -> None:
    """Give a member of the staff another PIN. Raises NotFoundError("staff.unknown") or CaravanError("pin.weak")."""
    check_pin(pin, is_demo=house.is_demo)
    pin_hash = _HASHER.hash(pin)

    def change(unit: Unit) -> None:
        caravan = stored.get_caravan(unit.session)
        found = [s for s in stored.list_staff(unit.session, caravan.id) if s.name == name]
        if not found:
            raise NotFoundError("staff.unknown")
        unit.ledger.change("staff", found[0].id, pin_hash=pin_hash)

    house.database.write(change, at=house.now())


def check_pin(pin: str, *, is_demo: bool = False) -> None:
    """Raise CaravanError("pin.weak") unless the PIN has 4 to 12 digits and is not among the first guesses."""
    if not PIN.fullmatch(pin) or (_is_easy(pin) and not is_demo):
        raise CaravanError("pin.weak")


def make_pin() -> str:
    """Return a random PIN of six digits that passes ``check_pin``."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if not _is_easy(pin):
            return pin


def _is_easy(pin: str) -> bool:
    """Say whether the digits are all alike or in a row, upwards or downwards."""
    return len(set(pin)) == 1 or pin in UPWARDS or pin in UPWARDS[::-1]


def log_in(house: House, staff_id: UUID, pin: str, *, address: str) -> Operator:
    """Check a PIN.

    Raises CaravanError("pin.wrong", left=tries left) or, after 5 failures from one address or 20 in all within five
    minutes, CaravanError("pin.locked", minutes=). A lock from one tablet leaves the others free.
    """
    with house.database.read() as session:
        staff = stored.get_staff(session, staff_id)
        pin_hash, operator = staff.pin_hash, Operator(staff.id, staff.name, staff.role, staff.language)
    left = _claim_try(house, staff_id, address=address)
    try:
        _HASHER.verify(pin_hash, pin)
    except VerifyMismatchError as error:
        if left == 0:
            raise CaravanError("pin.locked", minutes=_minutes(LOCKED_FOR)) from error
        raise CaravanError("pin.wrong", left=left) from error
    note(house, "login", staff_id=staff_id, address=address)
    return operator


def find_operator(house: House, staff_id: UUID) -> Operator | None:
    """Return the operator behind a session, None when that person no longer works here."""
    with house.database.read() as session:
        try:
            staff = stored.get_staff(session, staff_id)
        except NotFoundError:
            return None
        return Operator(staff.id, staff.name, staff.role, staff.language)


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
    line = Audit(id=new_id(), at=house.now(), staff_id=staff_id, action=action, address=address, detail=detail)
    house.database.write(lambda unit: _add_line(unit, line), at=line.at, author_id=staff_id)


def _add_line(unit: Unit, line: Audit) -> None:
    unit.session.add(line)
    unit.session.flush()


def _claim_try(house: House, staff_id: UUID, *, address: str) -> int:
    """Count this try before the PIN is looked at, so that guesses side by side are counted too; return tries left."""
    at = house.now()
    since = at - LOCKED_FOR

    def claim(unit: Unit) -> int:
        here = stored.count_tries(unit.session, staff_id, address=address, since=since)
        in_all = stored.count_tries(unit.session, staff_id, address=None, since=since)
        last = stored.last_try(unit.session, staff_id)
        if last is not None and (here >= TRIES_PER_ADDRESS or in_all >= TRIES_IN_ALL):
            raise CaravanError("pin.locked", minutes=_minutes(last + LOCKED_FOR - at))
        unit.session.add(Audit(id=new_id(), at=at, staff_id=staff_id, action="login_try", address=address))
        unit.session.flush()
        return TRIES_PER_ADDRESS - here - 1

    return house.database.write(claim, at=at)


def _minutes(span: timedelta) -> int:
    return max(1, -(-int(span.total_seconds()) // 60))
