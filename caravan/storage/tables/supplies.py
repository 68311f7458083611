"""What is owed or attached to a patient: glasses, the cataract list, medicines, and files."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from caravan.storage.tables.entity import Entity


class Supply(Entity, table=True):
    """Something given, ordered or listed for a patient."""

    __table_args__ = (CheckConstraint("kind in ('glasses', 'cataract_surgery', 'medicine')", name="kind"),)

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    screening_id: UUID = Field(foreign_key="screening.id", index=True)
    kind: str
    detail: str | None = None
    status: str


class Attachment(Entity, table=True):
    """A file that belongs to a patient, with its SHA-256."""

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    media_type: str
    sha256: str
    content: bytes
