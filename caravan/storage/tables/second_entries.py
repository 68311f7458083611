"""Papers typed a second time by someone else, so that what differs is seen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field

from caravan.storage.columns import Document, Instant
from caravan.storage.tables.entity import Entity


class SecondEntry(Entity, table=True):
    """A paper typed again. ``first`` are the answers as they were typed first, kept as they were then.

    ``differing`` names the questions whose answers differ. The screening stays as it is; the coordinator settles.
    """

    __tablename__ = "second_entry"

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    screening_id: UUID = Field(foreign_key="screening.id", index=True)
    form_id: str
    form_version: str
    first: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    second: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    differing: list[str] = Field(default_factory=list, sa_type=Document)
    typed_at: datetime = Field(sa_type=Instant)
    typed_by: UUID
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: UUID | None = None
