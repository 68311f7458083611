"""Patients, the cards that stand for them, and the sounds of their names."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from caravan.storage.columns import Document, Instant
from caravan.storage.tables.entity import Entity


class Patient(Entity, table=True):
    """A person as registered. ``extra`` holds the answers of questions that a site added to the registration form.

    ``recorded_at`` and ``recorded_by`` tell when and by whom it was recorded here, ``source`` "paper" what was typed
    from a sheet; all three are None for what was imported or registered before they were kept.
    """

    __table_args__ = (
        CheckConstraint("sex in ('female', 'male', 'unknown')", name="sex"),
        CheckConstraint("birth_precision in ('day', 'month', 'year', 'age_estimate', 'unknown')", name="precision"),
    )

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    is_anonymous: bool = False
    source_ref: str | None = Field(default=None, index=True)
    given_name_fr: str | None = None
    family_name_fr: str | None = None
    given_name_ar: str | None = None
    family_name_ar: str | None = None
    folded_names: str = ""
    sex: str = "unknown"
    birth_date: date | None = None
    birth_year: int | None = None
    birth_precision: str = "unknown"
    age_years: int | None = None
    age_on: date | None = None
    phone: str | None = Field(default=None, index=True)
    phone_as_written: str | None = None
    id_type: str | None = None
    id_number: str | None = Field(default=None, index=True)
    commune: str | None = None
    locality: str | None = None
    coverage_scheme: str | None = None
    coverage_body_said: str | None = None
    coverage_mutual: str | None = None
    coverage_role: str | None = None
    insurance_number: str | None = None
    rnp_registered: str | None = None
    rsu_registered: str | None = None
    idcs: str | None = None
    pregnant: str | None = None
    special_needs: str | None = None
    guardian_name: str | None = None
    consent_care: str | None = None
    consent_data: str | None = None
    consent_method: str | None = None
    form_version: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    registered_at: datetime = Field(sa_type=Instant)
    registered_by: UUID | None = Field(default=None, index=True)
    source: str | None = None
    recorded_at: datetime | None = Field(default=None, sa_type=Instant)
    recorded_by: UUID | None = None
    site_id: UUID | None = Field(default=None, foreign_key="site.id", index=True)


class Card(Entity, table=True):
    """A printed code bound to a patient. A patient may have several; a code stands for one patient."""

    caravan_id: UUID = Field(foreign_key="caravan.id", index=True)
    code: str = Field(index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    bound_at: datetime = Field(sa_type=Instant)
    bound_by: UUID | None = None


class NameKey(SQLModel, table=True):
    """One consonant key of a patient's names: an index derived from the patient, rebuilt with it."""

    __tablename__ = "name_key"

    key: str = Field(primary_key=True)
    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id", index=True)
