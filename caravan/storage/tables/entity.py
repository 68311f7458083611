"""What every changeable record has: an id made where it was made, and a way to be voided but never deleted."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from caravan.storage.columns import Instant

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class Entity(SQLModel):
    """Columns shared by all tables that revisions fold into."""

    id: UUID = Field(primary_key=True)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str | None = None
