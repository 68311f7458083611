"""The rows that every report is counted from: persons, visits, screenings and referrals, frozen at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Answer = int | float | str | list[str]
FindingValue = int | float | str | bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One distinct person (duplicates already merged) who was registered or received inside the filters."""

    id: str
    sex: str
    age_years: int | None
    age_band: str
    coverage: str
    coverage_family: str
    milieu: str
    commune: str | None
    is_returning: bool
    is_anonymous: bool
    registered_on: date
    site: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person at one site on one day; the age is the age on that day."""

    id: str
    patient_id: str
    site: str
    day: date
    sex: str
    age_band: str
    age_years: int | None
    coverage: str
    number: int


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """One completed form that was not voided. ``findings``: code -> value; ``confirmed``: names of unusual values."""

    id: str
    visit_id: str
    patient_id: str
    form_id: str
    form_version: str
    site: str
    day: date
    sex: str
    age_band: str
    age_years: int | None
    coverage: str
    answers: Mapping[str, Answer]
    findings: Mapping[str, FindingValue]
    confirmed: tuple[str, ...]
    urgency: str
    referral_to: str | None
    performed_at: datetime
    performed_by: str
    recorded_at: datetime
    card_code: str
    patient_name: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral of a person from a station to a destination."""

    id: str
    patient_id: str
    visit_id: str
    screening_id: str
    form_id: str
    site: str
    day: date
    sex: str
    age_band: str
    urgency: str
    destination: str
    status: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything one report is made from. ``snapshot_at`` is UTC.

    ``filters`` may hold ``from_day`` and ``to_day`` (ISO days) and ``site`` (its name); a missing one means "all".
    ``rules`` may hold, for a finding code, the rules (id and version) behind it; they are printed with its definition.
    """

    persons: tuple[PersonRow, ...]
    visits: tuple[VisitRow, ...]
    screenings: tuple[ScreeningRow, ...]
    referrals: tuple[ReferralRow, ...]
    caravan_name: str
    snapshot_at: datetime
    filters: Mapping[str, str]
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
