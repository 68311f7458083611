"""PINs: which are too easy, how one is made and checked, and the lock after repeated failures."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlmodel import Session

from caravan.domain.errors import CaravanError
from caravan.services.house import House
from caravan.storage import audit
from caravan.storage.database import Unit

TRIES_PER_ADDRESS = 5
TRIES_IN_ALL = 20
LOCKED_FOR = timedelta(minutes=5)
PIN = re.compile(r"[0-9]{4,12}")
MARK_LETTERS = 16
UPWARDS = "01234567890"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


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


def hash_pin(pin: str) -> str:
    """Return the argon2id hash that is kept in place of a PIN."""
    return _HASHER.hash(pin)


def mark(pin_hash: str) -> str:
    """Return what a session keeps of a PIN: it changes with the PIN, and tells nothing of it (a digest of the hash)."""
    return sha256(pin_hash.encode()).hexdigest()[:MARK_LETTERS]


def is_right(pin: str, pin_hash: str) -> bool:
    """Say whether the PIN is the one that was hashed."""
    try:
        return _HASHER.verify(pin_hash, pin)
    except VerifyMismatchError:
        return False


def claim_try(house: House, staff_id: UUID, *, address: str) -> int:
    """Count this try before the PIN is looked at, so that guesses side by side are counted too; return tries left.

    Raises CaravanError("pin.locked", minutes=) after 5 failures from one address or 20 in all within five minutes.
    """
    at = house.now()

    def claim(unit: Unit) -> int:
        here = audit.count_tries(unit.session, staff_id, address=address, since=at - LOCKED_FOR)
        in_all = audit.count_tries(unit.session, staff_id, address=None, since=at - LOCKED_FOR)
        last = audit.last_try(unit.session, staff_id)
        if last is not None and (here >= TRIES_PER_ADDRESS or in_all >= TRIES_IN_ALL):
            raise CaravanError("pin.locked", minutes=minutes(last + LOCKED_FOR - at))
        audit.add_line(unit.session, audit.TRY, at=at, staff_id=staff_id, address=address)
        return TRIES_PER_ADDRESS - here - 1

    return house.database.write(claim, at=at)


def is_locked(session: Session, staff_id: UUID, *, at: datetime) -> bool:
    """Say whether a person's right PIN would be refused now from one of the tablets where it was tried, or from all."""
    since = at - LOCKED_FOR
    if audit.count_tries(session, staff_id, address=None, since=since) >= TRIES_IN_ALL:
        return True
    return any(
        audit.count_tries(session, staff_id, address=address, since=since) >= TRIES_PER_ADDRESS
        for address in audit.tried_from(session, staff_id, since=since)
        if address is not None
    )


def unlock(unit: Unit, staff_id: UUID, *, by: UUID | None) -> None:
    """Begin a person's count of tries again on every tablet; the trail says who did it."""
    audit.add_line(unit.session, audit.UNLOCK, at=unit.at, staff_id=staff_id, detail=f"by {by}" if by else None)


def minutes(span: timedelta) -> int:
    """Return a span in minutes, rounded up, at least 1."""
    return max(1, -(-int(span.total_seconds()) // 60))
