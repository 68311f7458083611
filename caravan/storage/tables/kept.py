"""What a house keeps for convenience and may forget: no record, so no revision of it remains."""

from typing import Any

from sqlmodel import Field, SQLModel

from caravan.storage.columns import Document


class Setting(SQLModel, table=True):
    """A value under a name. Inside the database, so that it is encrypted with it."""

    key: str = Field(primary_key=True)
    value: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
