"""What goes into a save, and what comes back when it is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from caravan.formdefs.answers import Outcome


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled: what was typed, which unusual answers were confirmed, and the id of this one save.

    The same ``operation_id`` sent twice is carried out once.
    """

    raw: Mapping[str, str | list[str]]
    operation_id: UUID
    confirmed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was saved: the outcome says, question by question, what to correct or to confirm."""

    outcome: Outcome
