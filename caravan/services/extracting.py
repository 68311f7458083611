"""What stands against an extraction, by everything that was written of a person on the day of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from caravan.formdefs.model import Form
from caravan.scoring.extraction import extraction_stops
from caravan.scoring.findings import Person
from caravan.services.house import House
from caravan.services.registration import registration_answers
from caravan.storage import encounters, patients

KNOWN_STOPS: Final = "extraction_stops"  # the hidden question of a form that wants to know them
SEEN_STOPS: Final = "extraction_stops_seen"  # where the form keeps what it knew, with the decision of the doctor


def with_stops(
    session: Session, context: Mapping[str, str], person: Person, *, form: Form, patient_id: UUID
) -> dict[str, str]:
    """Add to a form's context the stops that the other stations of the day and the registration show, by finding code.

    Of a station that was visited twice the later form counts. A form that does not ask is left alone.
    """
    if KNOWN_STOPS not in form.questions:
        return dict(context)
    visits = [visit.id for visit in encounters.list_visits(session, [patient_id]) if visit.day == person.on_day]
    done = encounters.list_screenings(session, visits)
    registered: dict[str, Mapping[str, Any]] = {
        "registration": registration_answers(patients.get_patient(session, patient_id))
    }
    elsewhere = registered | {other.form_id: other.answers for other in done if other.form_id != form.id}
    stops = extraction_stops({}, replace(person, elsewhere={**person.elsewhere, **elsewhere}))
    return {**context, KNOWN_STOPS: " ".join(code for code, is_stop in stops.items() if is_stop)}


def context_with_stops(
    house: House, context: Mapping[str, str], person: Person, *, form: Form, patient_id: UUID
) -> dict[str, str]:
    """As ``with_stops``, reading for itself."""
    with house.database.read() as session:
        return with_stops(session, context, person, form=form, patient_id=patient_id)


def with_stops_seen(context: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, str]:
    """The context of a recorded form: the stops are those that its doctor saw, whatever was measured later."""
    return {**context, KNOWN_STOPS: str(answers[SEEN_STOPS])} if SEEN_STOPS in answers else dict(context)
