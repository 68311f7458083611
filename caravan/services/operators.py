"""Who acts: the person behind a tablet, as every service sees them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

ROLES = ("volunteer", "doctor", "coordinator")


@dataclass(frozen=True, slots=True)
class Operator:
    """A member of the staff at work."""

    staff_id: UUID
    name: str
    role: str
    language: str
    tablet_id: UUID | None = None
