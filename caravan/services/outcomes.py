"""What goes into a save, and what comes back when it is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from caravan.formdefs.answers import Outcome


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled: what was typed, which unusual answers were confirmed, and the id of this one save.

    The same ``operation_id`` sent twice is carried out once. ``form_version`` is the version that was open while it was
    filled; None for the version in use. ``known`` are the screenings of the same form and visit that the page knew when
    it was opened; None when nobody looked.
    """

    raw: Mapping[str, str | list[str]]
    operation_id: UUID
    confirmed: Collection[str] = ()
    form_version: str | None = None
    known: Collection[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was saved: the outcome says, question by question, what to correct or to confirm."""

    outcome: Outcome
