"""The urgent people of a site's day whose referral is still open: who, where, what was found, who was never called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caravan.scoring.urgency import rank
from caravan.services.house import House
from caravan.services.patients import FindingLine, display_names
from caravan.services.referral_lines import since_of
from caravan.storage import throughput
from caravan.storage.tables import Patient, Referral, Screening


@dataclass(frozen=True, slots=True)
class UrgentPerson:
    """A person to be seen today (u) or transferred now (e), by the gravest open referral.

    ``findings`` are those that made it urgent, ``form_id`` the form that found them, "" when it was said by hand (then
    ``note`` says why); ``never_called_at`` are the stations where the person still waits and was never called.
    """

    patient_id: UUID
    names: Mapping[str, str]
    number: int
    urgency: str
    form_id: str
    form_version: str
    findings: tuple[FindingLine, ...]
    destination: str
    origin: str
    note: str
    since: datetime
    never_called_at: tuple[str, ...]


def list_urgent(house: House, site_id: UUID, day: date) -> list[UrgentPerson]:
    """Return the persons with an open referral of urgency e or u: those to transfer first, then the longest known."""
    with house.database.read() as session:
        rows = throughput.list_open_urgent(session, site_id, day)
        waits = throughput.list_never_called(session, [referral.visit_id for referral, *_more in rows])
        gravest: dict[UUID, UrgentPerson] = {}
        for row in rows:
            person = _person(*row, waits=waits)
            known = gravest.setdefault(person.patient_id, person)
            if rank(person.urgency) > rank(known.urgency):
                gravest[person.patient_id] = person
        people = gravest.values()
    return sorted(people, key=lambda person: (-rank(person.urgency), person.since))


def _person(
    referral: Referral, screening: Screening | None, patient: Patient, number: int, *, waits: Sequence[tuple[UUID, str]]
) -> UrgentPerson:
    grave = [found for found in (screening.findings if screening else ()) if found["code"] in referral.reasons]
    return UrgentPerson(
        patient_id=patient.id,
        names=display_names(patient),
        number=number,
        urgency=referral.urgency,
        form_id=screening.form_id if screening else "",
        form_version=screening.form_version if screening else "",
        findings=tuple(FindingLine(found["code"], found["value"], found["urgency"]) for found in grave),
        destination=referral.destination,
        origin=referral.origin,
        note=referral.note or "",
        since=since_of(referral, screening),
        never_called_at=tuple(station for visit_id, station in waits if visit_id == referral.visit_id),
    )
