"""Which stations a person should see next, and why; and sending a person into a station's queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.scoring.next_stations import next_stations
from caravan.services.facts import today_answers
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import PatientPage
from caravan.services.registration import begin_visit, once
from caravan.services.screening import person_of
from caravan.storage import caravans, encounters, patients, queues
from caravan.storage.database import Unit
from caravan.storage.operations import Request


@dataclass(frozen=True, slots=True)
class NextStep:
    """A station proposed for a person: the codes of the reasons, and whether the person waits there, or was there."""

    station: str
    reasons: tuple[str, ...]
    is_waiting: bool
    is_done: bool


def next_steps(house: House, page: PatientPage) -> tuple[NextStep, ...]:
    """Return the stations of the caravan that the rules propose for a person who is here today, in their order."""
    if page.today is None:
        return ()
    with house.database.read() as session:
        patient = patients.get_patient(session, page.line.id)
        going_on = caravans.find_caravan(session)
        open_stations = caravans.open_stations(going_on) if going_on else ()
        waiting = {e.station for e in encounters.list_queue(session, page.today.id) if e.status in queues.OPEN}
        person = person_of(house, patient)
    reasons: dict[str, list[str]] = {}
    for proposal in next_stations(today_answers(page, patient), person):
        if proposal.station in open_stations:
            reasons.setdefault(proposal.station, []).append(proposal.reason_code)
    done = {line.form_id for line in page.today.screenings}
    return tuple(
        NextStep(station, tuple(codes), station in waiting, station in done) for station, codes in reasons.items()
    )


def send_to(house: House, operator: Operator, *, patient_id: UUID, station: str, operation_id: UUID) -> None:
    """Put a person into the queue of an open station, where they may have been today already.

    Who waits there keeps the place. Raises NotFoundError "form.unknown" or "patient.unknown",
    CaravanError("queue.closed").
    """

    def send(unit: Unit) -> dict[str, Any]:
        caravan = caravans.get_caravan(unit.session)
        if station not in caravan.stations:
            raise NotFoundError("form.unknown", form=station)
        if station not in caravans.open_stations(caravan):
            raise CaravanError("queue.closed", station=station)
        patients.get_patient(unit.session, patient_id)
        visit_id, _number = begin_visit(unit, patient_id, day=house.today)
        if queues.find_open(unit.session, visit_id, station) is None:
            place: Mapping[str, Any] = {"caravan_id": caravan.id, "visit_id": visit_id}
            unit.ledger.create("queue_entry", **place, station=station, queued_at=unit.at)
        return {}

    body = {"patient": str(patient_id), "station": station}
    once(house, operator, Request(operation_id, "send_to", body), send)
