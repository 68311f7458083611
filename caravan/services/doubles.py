"""People who were taken in while nobody could be asked, and may be registered twice: a coordinator looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from sqlmodel import Session

from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import PatientLine, patient_lines
from caravan.services.permissions import need_coordinator
from caravan.services.registration import MAY_BE, TOLD_APART
from caravan.storage import patients
from caravan.storage.database import Unit
from caravan.storage.tables import Patient


@dataclass(frozen=True, slots=True)
class PerhapsTwice:
    """Someone taken in late, and those of the register who may be the same person."""

    line: PatientLine
    others: tuple[PatientLine, ...]


def list_perhaps_twice(house: House) -> list[PerhapsTwice]:
    """Return who may be registered twice, the longest waiting first; nobody whose likeness was cancelled meanwhile."""
    with house.database.read() as session:
        lines = [patient_lines(house, session, [patient, *others]) for patient, others in _pairs(session)]
    return [PerhapsTwice(line, tuple(others)) for line, *others in lines]


def count_perhaps_twice(house: House) -> int:
    """Return how many people may be registered twice."""
    with house.database.read() as session:
        return len(_pairs(session))


def tell_apart(house: House, operator: Operator, patient_id: UUID) -> None:
    """Keep that a person taken in late is none of those who looked alike; a second time changes nothing.

    Raises NotFoundError("patient.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)

    def tell(unit: Unit) -> None:
        extra = dict(patients.get_patient(unit.session, patient_id).extra)
        others = extra.pop(MAY_BE, [])
        if others:
            extra[TOLD_APART] = sorted({*extra.get(TOLD_APART, []), *others})
            unit.ledger.change("patient", patient_id, extra=extra)

    house.database.write(tell, at=house.now(), author_id=operator.staff_id)


def _pairs(session: Session) -> list[tuple[Patient, list[Patient]]]:
    """Return who is marked, each with the living ones who look alike, in two queries: the dashboard asks all day."""
    marked = patients.list_marked(session, MAY_BE)
    wanted = [[UUID(other) for other in patient.extra[MAY_BE]] for patient in marked]
    living = {other.id: other for other in patients.list_living(session, chain.from_iterable(wanted))}
    pairs = zip(marked, ([living[other] for other in others if other in living] for others in wanted), strict=True)
    return [(patient, others) for patient, others in pairs if others]
