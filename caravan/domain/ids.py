"""Record identifiers: UUID version 7 (RFC 9562), made where the record is made, in order of time."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

import uuid6

IMPORT_NAMESPACE = uuid5(NAMESPACE_URL, "urn:caravan:import")


def new_id() -> UUID:
    """Return a new UUIDv7."""
    return UUID(int=uuid6.uuid7().int)


def imported_id(*parts: str) -> UUID:
    """Return the same UUIDv5 for the same source row, so that a second import finds the first."""
    return uuid5(IMPORT_NAMESPACE, "\x1f".join(parts))
