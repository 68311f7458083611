"""What goes into a save, and what comes back when it is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from caravan.formdefs.answers import Outcome

PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Performed:
    """When, by whom and where something was done that is saved later: kept by a tablet, or written on paper.

    ``by`` is None for who saves it, ``site_id`` None for the open site. ``source`` is "tablet" or "paper". ``clock`` is
    what the tablet's own clock said, kept with the operation and believed by nobody.
    """

    at: datetime
    by: UUID | None = None
    site_id: UUID | None = None
    source: str = "tablet"
    clock: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled: what was typed, which unusual answers were confirmed, and the id of this one save.

    The same ``operation_id`` sent twice is carried out once. ``form_version`` is the version that was open while it was
    filled; None for the version in use. ``known`` are the screenings of the same form and visit that the page knew when
    it was opened; None when nobody looked. ``performed`` is given when it is saved later than it was done.
    """

    raw: Mapping[str, str | list[str]]
    operation_id: UUID
    confirmed: Collection[str] = ()
    form_version: str | None = None
    known: Collection[UUID] | None = None
    performed: Performed | None = None

    def done_at(self, now: datetime) -> datetime:
        """Return when it was done: ``now`` unless it is saved later."""
        return self.performed.at if self.performed else now

    @property
    def is_from_paper(self) -> bool:
        """Whether it was written on paper first."""
        return self.performed is not None and self.performed.source == PAPER

    @property
    def site_id(self) -> UUID | None:
        """Where it was done; None for the open site."""
        return self.performed.site_id if self.performed else None

    def done_by(self, operator_id: UUID) -> UUID:
        """Return who did it: who saves it, unless someone else is named."""
        return (self.performed.by if self.performed else None) or operator_id

    def as_done(self) -> dict[str, Any]:
        """Return what a paper says of when, by whom and where, as a part of the request; nothing for a tablet."""
        if self.performed is None or not self.is_from_paper:
            return {}
        where = str(self.performed.site_id or "")
        return {"paper": [self.performed.at.isoformat(), str(self.performed.by or ""), where]}

    @property
    def clock(self) -> Mapping[str, Any]:
        """What the tablet's clock said, if anything."""
        return self.performed.clock if self.performed else {}


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was saved: the outcome says, question by question, what to correct or to confirm."""

    outcome: Outcome
