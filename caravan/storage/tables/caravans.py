"""The caravan itself: where it stops, who works in it, on which machines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from caravan.storage.columns import Document, Instant
from caravan.storage.tables.entity import Entity


class Caravan(Entity, table=True):
    """A campaign: a name, its days, its stations (form ids) and those of them that are closed for now.

    ``people_per_day`` is how many people the coordinator expects in a day, None when nobody said.
    """

    name: str
    starts_on: date
    ends_on: date | None = None
    stations: list[str] = Field(default_factory=list, sa_type=Document)
    closed_stations: list[str] = Field(default_factory=list, sa_type=Document)
    open_site_id: UUID | None = None
    is_demo: bool = False
    id_number_authorisation: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    people_per_day: int | None = None


class Site(Entity, table=True):
    """A place where the caravan stops; closed once it does not come back there."""

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    name: str
    name_ar: str | None = None
    commune: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Staff(Entity, table=True):
    """A volunteer, doctor or coordinator. The PIN is kept as an argon2id hash only."""

    __table_args__ = (CheckConstraint("role in ('volunteer', 'doctor', 'coordinator')", name="role"),)

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    name: str
    role: str
    pin_hash: str
    language: str = "fr"


class Device(Entity, table=True):
    """A laptop that signs revisions, or a tablet that reached it."""

    kind: str
    label: str
