"""What is only ever added to: revisions, operations already answered, the audit trail, the form versions used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from caravan.storage.columns import Document, Instant


class Revision(SQLModel, table=True):
    """One change of one record: the source of truth that all other tables fold.

    ``patch`` holds the changed fields only; ``parents`` the revisions of the record that the author saw; ``hash``
    covers the whole row and ``previous_hash``, the hash of the same device's revision before it.
    """

    __table_args__ = (UniqueConstraint("device_id", "device_sequence"),)

    id: UUID = Field(primary_key=True)
    device_id: UUID
    device_sequence: int
    entity: str
    entity_id: UUID = Field(index=True)
    parents: list[str] = Field(default_factory=list, sa_type=Document)
    at: datetime = Field(sa_type=Instant)
    author_id: UUID | None = None
    patch: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    previous_hash: str
    hash: str


class Operation(SQLModel, table=True):
    """A request already carried out, with its reply: sent twice, it is answered twice and done once.

    ``at`` is the laptop's time; ``clock`` what the tablet's said ("typed_at", "sent_at", "waited_ms"), if any.
    """

    id: UUID = Field(primary_key=True)
    kind: str
    body_hash: str
    reply: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    at: datetime = Field(sa_type=Instant)
    clock: dict[str, Any] = Field(default_factory=dict, sa_type=Document)


class Audit(SQLModel, table=True):
    """Who did what that changes nothing: log-ins, failures, exports, prints. Never patient data."""

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)
    staff_id: UUID | None = Field(default=None, index=True)
    action: str
    address: str | None = None
    detail: str | None = None


class FormVersion(SQLModel, table=True):
    """A form version that was used, kept for ever: its file (a spreadsheet as base64), its shape and a hash of it."""

    __tablename__ = "form_version"

    form_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    shape_hash: str
    shape: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    file: str
    source: str
    first_used_at: datetime = Field(sa_type=Instant)
