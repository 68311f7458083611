"""The last registration taken back, within two minutes, by who made it, while no station has had the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from caravan.domain.errors import CaravanError, NotAllowedError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.registration import once
from caravan.storage import encounters, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Patient, Visit

UNDO_WITHIN = timedelta(minutes=2)
REASON = "by_mistake"


@dataclass(frozen=True, slots=True)
class Undo:
    """A registration that can still be undone, and for how many seconds."""

    patient_id: UUID
    seconds_left: int


def find_undo(house: House, operator: Operator, patient_id: UUID) -> Undo | None:
    """Return until when this person may undo this registration; None when it cannot be undone any more."""
    with house.database.read() as session:
        try:
            patient = patients.get_patient(session, patient_id)
            _need_undoable(session, house, operator, patient)
        except CaravanError:
            return None
    left = patient.registered_at + UNDO_WITHIN - house.now()
    return Undo(patient_id, int(left.total_seconds()))


def undo_registration(house: House, operator: Operator, patient_id: UUID, operation_id: UUID) -> int:
    """Void a person just registered, with the visit, its queues and the cards; returns the number, which stays used.

    Their cards are blank again. Raises NotFoundError("patient.unknown"); NotAllowedError("undo.not_yours");
    CaravanError "undo.too_late" (minutes) or "undo.began" when a station has called or recorded something.
    """

    def undo(unit: Unit) -> dict[str, int]:
        patient = patients.get_patient(unit.session, patient_id)
        _need_undoable(unit.session, house, operator, patient)
        visits = encounters.list_visits(unit.session, [patient_id])
        for card in patients.list_cards(unit.session, [patient_id]):
            unit.ledger.void("card", card.id, REASON)
        for visit in visits:
            for entry in encounters.list_queue(unit.session, visit.id):
                unit.ledger.void("queue_entry", entry.id, REASON)
            unit.ledger.void("visit", visit.id, REASON)
        unit.ledger.void("patient", patient_id, REASON)
        return {"number": visits[0].number if visits else 0}

    request = Request(operation_id, "undo", {"patient": str(patient_id)})
    return int(once(house, operator, request, undo)["number"])


def _need_undoable(session: Session, house: House, operator: Operator, patient: Patient) -> None:
    if operator.role != "coordinator" and patient.registered_by != operator.staff_id:
        raise NotAllowedError("undo.not_yours")
    if patient.registered_at + UNDO_WITHIN <= house.now() or patient.source_ref is not None:
        raise CaravanError("undo.too_late", minutes=int(UNDO_WITHIN.total_seconds() // 60))
    if _has_begun(session, encounters.list_visits(session, [patient.id])):
        raise CaravanError("undo.began")


def _has_begun(session: Session, visits: Sequence[Visit]) -> bool:
    """Tell whether a station has called the person, or recorded anything."""
    queued = [entry for visit in visits for entry in encounters.list_queue(session, visit.id)]
    was_called = any(entry.status != "waiting" or entry.times_called for entry in queued)
    return was_called or bool(encounters.list_screenings(session, [visit.id for visit in visits]))
