"""What the page of a person marks: who corrected which screening last, what was cancelled, what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from caravan.domain.dates import local_day
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import ScreeningLine, display_names, screening_line
from caravan.services.permissions import (
    may_cancel_visit,
    may_change_screening,
    may_correct_person,
    may_restore_screening,
)
from caravan.storage import caravans, encounters, histories
from caravan.storage.tables import Screening

MOST_CANCELLED = 100


@dataclass(frozen=True, slots=True)
class Corrected:
    """When the answers of a screening were corrected last, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled screening: when, by whom, why, and whether the reader may bring it back."""

    line: ScreeningLine
    at: datetime
    by: str
    reason: str
    may_restore: bool


@dataclass(frozen=True, slots=True)
class CancelledPerson:
    """A cancelled person: when, by whom and why."""

    patient_id: UUID
    names: Mapping[str, str]
    at: datetime
    by: str
    reason: str

    @property
    def day(self) -> date:
        """The day in Morocco on which the person was cancelled."""
        return local_day(self.at)


@dataclass(frozen=True, slots=True)
class PersonMarks:
    """``corrected`` by screening; ``own`` are the screenings that the reader may correct and cancel."""

    corrected: Mapping[UUID, Corrected]
    own: frozenset[UUID]
    cancelled: tuple[Cancelled, ...]
    may_correct: bool
    may_cancel: bool
    visits_to_cancel: frozenset[UUID]


def person_marks(house: House, operator: Operator, patient_id: UUID) -> PersonMarks:
    """Return the marks of a living person's page for this reader. Raises NotFoundError("patient.unknown")."""
    with house.database.read() as session:
        patient = histories.get_any_patient(session, patient_id)
        visits = encounters.list_visits(session, [patient_id])
        living = encounters.list_screenings(session, [visit.id for visit in visits])
        used = {screening.visit_id for screening in living}
        is_clinical = operator.role != "volunteer"
        return PersonMarks(
            corrected=_corrected(session, living) if is_clinical else {},
            own=frozenset(s.id for s in living if may_change_screening(session, operator, s, house.today)),
            cancelled=_cancelled(session, house, operator, patient_id) if is_clinical else (),
            may_correct=may_correct_person(operator, patient, house.today),
            may_cancel=operator.role == "coordinator",
            visits_to_cancel=frozenset(
                v.id for v in visits if v.id not in used and may_cancel_visit(operator, v, house.today)
            ),
        )


def list_cancelled_persons(house: House) -> list[CancelledPerson]:
    """Return the cancelled persons, the latest first, at most 100."""
    with house.database.read() as session:
        found = histories.list_voided_patients(session, MOST_CANCELLED)
        authors = histories.last_authors(session, [patient.id for patient in found])
        return [
            CancelledPerson(
                patient.id,
                display_names(patient),
                patient.voided_at,
                caravans.find_staff_name(session, authors.get(patient.id)),
                patient.void_reason or "",
            )
            for patient in found
            if patient.voided_at is not None
        ]


def _corrected(session: Session, screenings: Sequence[Screening]) -> dict[UUID, Corrected]:
    ids = [screening.id for screening in screenings]
    found: dict[UUID, Corrected] = {}
    for revised in histories.list_revised(session, ids):
        if not revised.is_first and "answers" in revised.fields:
            by = caravans.find_staff_name(session, revised.author_id)
            found[revised.entity_id] = Corrected(revised.at, by)
    return found


def _cancelled(session: Session, house: House, operator: Operator, patient_id: UUID) -> tuple[Cancelled, ...]:
    found = histories.list_voided_screenings(session, patient_id)
    authors = histories.last_authors(session, [screening.id for screening in found])
    return tuple(
        Cancelled(
            screening_line(session, screening),
            screening.voided_at,
            caravans.find_staff_name(session, authors.get(screening.id)),
            screening.void_reason or "",
            may_restore_screening(session, operator, screening, house.today),
        )
        for screening in found
        if screening.voided_at is not None
    )
