"""What happens to a person on a day: the visit, the queues, the screenings, their findings and referrals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from caravan.storage.columns import Document, Instant
from caravan.storage.tables.entity import Entity

URGENCY = "urgency in ('e', 'u', 'p', 'r', 'n')"
STATUS = "status in ('proposed', 'accepted', 'changed', 'attended', 'closed', 'cancelled')"


class Visit(Entity, table=True):
    """A patient at a site on a local day; ``number`` is the large number of the queue, new each day at each site."""

    __table_args__ = (Index("ix_visit_site_id_day_number", "site_id", "day", "number"),)

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    site_id: UUID = Field(foreign_key="site.id")
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    day: date
    number: int
    arrived_at: datetime = Field(sa_type=Instant)
    coverage_scheme: str | None = None
    age_years: int | None = None


class QueueEntry(Entity, table=True):
    """A visit waiting for a station (a form id). ``called_at`` is the latest call; ``left`` means without care."""

    __tablename__ = "queue_entry"
    __table_args__ = (
        CheckConstraint("status in ('waiting', 'called', 'absent', 'left', 'moved', 'done')", name="status"),
        Index("ix_queue_entry_station_status", "station", "status"),
    )

    caravan_id: UUID = Field(foreign_key="caravan.id")
    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    station: str
    status: str = "waiting"
    queued_at: datetime = Field(sa_type=Instant)
    called_at: datetime | None = Field(default=None, sa_type=Instant)
    called_by: UUID | None = None
    times_called: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Screening(Entity, table=True):
    """One completed form. ``performed`` is the act, ``recorded`` the typing; they differ for paper and imports."""

    __table_args__ = (
        CheckConstraint(URGENCY, name="urgency"),
        CheckConstraint("source in ('tablet', 'paper', 'import')", name="source"),
        Index("ix_screening_form_id_visit_id", "form_id", "visit_id"),
    )

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    site_id: UUID = Field(foreign_key="site.id")
    form_id: str
    form_version: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    confirmed: list[str] = Field(default_factory=list, sa_type=Document)
    urgency: str = "n"
    referral_to: str | None = None
    source: str = "tablet"
    performed_at: datetime = Field(sa_type=Instant)
    performed_by: UUID | None = None
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: UUID | None = None


class Finding(SQLModel, table=True):
    """One scored fact of a screening: derived from it, rebuilt with it, and what indicators count."""

    __table_args__ = (CheckConstraint(URGENCY, name="urgency"), Index("ix_finding_code_value", "code", "value"))

    screening_id: UUID = Field(primary_key=True, foreign_key="screening.id")
    code: str = Field(primary_key=True)
    caravan_id: UUID = Field(foreign_key="caravan.id")
    value: str
    number: float | None = None
    urgency: str = "n"
    rule_id: str
    rule_version: str


class Referral(Entity, table=True):
    """A patient sent somewhere: proposed by the rules or made by hand, until a doctor or the coordinator settles it.

    Without a screening it was made on the page of the person: by a doctor, or as an alert by whoever saw a danger sign.
    ``note``, ``made_at`` and ``made_by`` say why, when and by whom that was; ``outcome`` what became of it.
    """

    __table_args__ = (
        CheckConstraint(URGENCY, name="urgency"),
        CheckConstraint(STATUS, name="status"),
        CheckConstraint("origin in ('rules', 'doctor', 'alert')", name="origin"),
        CheckConstraint("outcome in ('arrived', 'seen', 'transferred', 'refused', 'not_reached')", name="outcome"),
    )

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    screening_id: UUID | None = Field(default=None, foreign_key="screening.id", index=True)
    destination: str
    urgency: str
    reasons: list[str] = Field(default_factory=list, sa_type=Document)
    status: str = "proposed"
    origin: str = "rules"
    note: str | None = None
    made_at: datetime | None = Field(default=None, sa_type=Instant)
    made_by: UUID | None = None
    outcome: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: UUID | None = None
