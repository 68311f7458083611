"""The stock of printed cards: batches as they were printed, and each code of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from caravan.storage.columns import Document, Instant
from caravan.storage.tables.entity import Entity


class CardBatch(Entity, table=True):
    """Cards printed together, numbered on from those before. ``codes`` are theirs, ten characters each, without gaps.

    ``layout`` is the name of a label format or a size ("38x34"); ``design`` what was printed beside the code.
    """

    __tablename__ = "card_batch"
    __table_args__ = (CheckConstraint("first_number <= last_number", name="numbers"),)

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    number: int
    first_number: int
    last_number: int
    codes: str
    layout: str
    design: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    printed_at: datetime = Field(sa_type=Instant)
    printed_by: UUID | None = None
    times_printed: int = 1
    reprinted_at: datetime | None = Field(default=None, sa_type=Instant)
    reprinted_by: UUID | None = None


class PrintedCode(SQLModel, table=True):
    """One printed code: derived from its batch, rebuilt with it, and what a scan of a blank card is looked up in."""

    __tablename__ = "printed_code"

    batch_id: UUID = Field(primary_key=True, foreign_key="card_batch.id")
    number: int = Field(primary_key=True)
    code: str = Field(index=True)
