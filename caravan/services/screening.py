"""The stations: a form is filled for a person, scored, saved, and says what it found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from caravan.domain.dates import age_in_months, age_on, local_day
from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.formdefs.answers import submit
from caravan.formdefs.model import Form
from caravan.scoring.findings import Person, RuleSet, Scored
from caravan.scoring.registry import score
from caravan.services.calling import end_wait, wait_again
from caravan.services.extracting import context_with_stops
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import PAPER, Filled, Refused
from caravan.services.patients import FindingLine, PatientPage, ScreeningLine, get_patient, screening_line
from caravan.services.permissions import need_restoring_right, need_screening_right
from caravan.services.reasons import need_reason
from caravan.services.registration import Arrival, begin_visit, birth_of, once
from caravan.storage import encounters, histories, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Patient, Referral, Screening


@dataclass(frozen=True, slots=True)
class Saved:
    """A screening on the disk: what it found, how urgent it is, where it sends the person, what is left to do."""

    screening_id: UUID
    findings: tuple[FindingLine, ...]
    urgency: str
    referral_to: str | None
    stations_left: tuple[str, ...]


def record_screening(
    house: House, operator: Operator, *, patient_id: UUID, form_id: str, filled: Filled
) -> Saved | Refused:
    """Check, score and save a form in the version in which it was filled, once for each operation.

    Returns Refused with the outcome when the form refuses. Raises NotFoundError for an unknown form, version or
    patient, CaravanError "screening.empty" or "scoring.failed", ConflictError("operation.changed") when the same
    operation came before with other answers, ConflictError("screening.meanwhile") when someone recorded the same form
    for this visit after the page was opened (see ``Filled.known``).
    """
    form = _station_form(house, form_id, filled.form_version)
    done_at = filled.done_at(house.now())
    day = local_day(done_at)
    with house.database.read() as session:
        person = person_on(patients.get_patient(session, patient_id), day, house)
    context = context_with_stops(house, person_context(person), person, form=form, patient_id=patient_id)
    outcome = submit(form, filled.raw, context=context, confirmed=filled.confirmed, today=day)
    if not outcome.is_accepted:
        return Refused(outcome)
    if not outcome.answers:
        raise CaravanError("screening.empty")
    scored = score(form_id, outcome.answers, person, house.scorers)

    def record(unit: Unit) -> dict[str, Any]:
        queues = day == house.today and not filled.is_from_paper
        where = Arrival(done_at, filled.site_id, queues)
        visit_id, _number = begin_visit(unit, patient_id, day=day, arrival=where)
        _refuse_unknown(unit, visit_id, form_id, filled.known)
        fields = {
            "form_id": form_id,
            "form_version": form.version,
            "answers": dict(outcome.answers),
            "confirmed": sorted(outcome.confirmed),
            "performed_at": done_at,
            "performed_by": filled.done_by(operator.staff_id),
            "recorded_by": operator.staff_id,
            "source": PAPER if filled.is_from_paper else "tablet",
        }
        screening_id = add_screening(unit, _place_of(unit, visit_id), scored=scored, fields=fields)
        end_wait(unit, visit_id, form_id, at=done_at)
        return {"screening_id": str(screening_id)}

    body = {"patient": str(patient_id), "form": form_id, "raw": dict(filled.raw), "confirmed": sorted(filled.confirmed)}
    body |= filled.as_done()
    reply = once(house, operator, Request(filled.operation_id, "screening", body, filled.clock), record)
    return get_saved(house, UUID(reply["screening_id"]))


def _place_of(unit: Unit, visit_id: UUID) -> dict[str, UUID]:
    visit = encounters.get_visit(unit.session, visit_id)
    place = {"caravan_id": visit.caravan_id, "site_id": visit.site_id, "patient_id": visit.patient_id}
    return {**place, "visit_id": visit_id}


def _refuse_unknown(unit: Unit, visit_id: UUID, form_id: str, known: Collection[UUID] | None) -> None:
    """Refuse a screening whose author has not seen another one of the same form and visit."""
    done = encounters.list_screenings(unit.session, [visit_id])
    if known is not None and any(other.form_id == form_id and other.id not in known for other in done):
        raise ConflictError("screening.meanwhile")


def _station_form(house: House, form_id: str, version: str | None) -> Form:
    """Return a form in use, in a version that was used here. Raises NotFoundError("form.unknown")."""
    current = house.forms.get(form_id)
    if current is None or not current.is_station:
        raise NotFoundError("form.unknown", form=form_id)
    return current if version is None else form_of(house, form_id, version)


def add_screening(unit: Unit, place: Mapping[str, UUID], *, scored: Scored, fields: Mapping[str, Any]) -> UUID:
    """Write a screening with its referral and supplies; returns its id.

    ``place`` holds caravan_id, site_id, patient_id and visit_id.
    """
    values = {"performed_at": unit.at, "recorded_at": unit.at, "source": "tablet", **fields}
    screening_id = unit.ledger.create(
        "screening",
        **place,
        findings=[asdict(finding) for finding in scored.findings],
        urgency=scored.urgency,
        referral_to=scored.referral_to,
        **values,
    )
    whose = {"caravan_id": place["caravan_id"], "patient_id": place["patient_id"], "screening_id": screening_id}
    if scored.referral_to and scored.urgency != "n":
        unit.ledger.create(
            "referral",
            **whose,
            visit_id=place["visit_id"],
            destination=scored.referral_to,
            urgency=scored.urgency,
            reasons=list(scored.reasons),
        )
    for supply in supplies_of(values["answers"]):
        unit.ledger.create("supply", **whose, **supply)
    return screening_id


def supplies_of(answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what a screening orders, gives or lists: glasses, a place on the cataract list."""
    supplies = []
    if answers.get("glasses_status"):
        detail = str(answers.get("glasses_type", ""))
        supplies.append({"kind": "glasses", "detail": detail, "status": str(answers["glasses_status"])})
    if answers.get("cataract_list") == "yes":
        supplies.append({"kind": "cataract_surgery", "detail": "", "status": "listed"})
    return supplies


def get_screening(house: House, screening_id: UUID) -> ScreeningLine:
    """Return a screening, also a voided one. Raises NotFoundError("screening.unknown")."""
    with house.database.read() as session:
        return screening_line(session, encounters.get_screening(session, screening_id))


def get_own_screening(house: House, operator: Operator, screening_id: UUID) -> ScreeningLine:
    """Return a screening, also a cancelled one, that this person may correct or cancel.

    Raises NotFoundError("screening.unknown"), NotAllowedError("screening.not_yours").
    """
    with house.database.read() as session:
        screening = encounters.get_screening(session, screening_id)
        need_screening_right(session, operator, screening, house.today)
        return screening_line(session, screening)


def get_saved(house: House, screening_id: UUID) -> Saved:
    """Return what a saved screening says. Raises NotFoundError("screening.unknown")."""
    line = get_screening(house, screening_id)
    return saved_of(line, get_patient(house, line.patient_id))


def saved_of(line: ScreeningLine, page: PatientPage) -> Saved:
    """Return what a saved screening says, on the page of its person."""
    return Saved(line.id, line.findings, line.urgency, line.referral_to, page.stations_left)


def void_screening(house: House, operator: Operator, screening_id: UUID, reason: str) -> None:
    """Take a screening with its referrals and supplies out of every count; the person waits for the station again.

    Raises CaravanError("void.reason"), NotFoundError("screening.unknown"), NotAllowedError("screening.not_yours").
    """
    because = need_reason(reason, "void.reason")

    def void(unit: Unit) -> None:
        screening = encounters.get_screening(unit.session, screening_id)
        need_screening_right(unit.session, operator, screening, house.today)
        if screening.voided_at is not None:
            return
        unit.ledger.void("screening", screening_id, because)
        _wait_again(unit, screening)
        for referral in encounters.list_referrals(unit.session, screening_id):
            unit.ledger.void("referral", referral.id, because)
        for supply in histories.list_supplies(unit.session, screening_id):
            unit.ledger.void("supply", supply.id, because)

    house.database.write(void, at=house.now(), author_id=operator.staff_id)


def restore_screening(house: House, operator: Operator, screening_id: UUID, reason: str) -> None:
    """Bring a cancelled screening back, with the referrals and supplies that went with it; the wait ends again.

    Raises CaravanError "restore.reason" or "screening.visit_cancelled", NotFoundError "screening.unknown" or
    "patient.unknown", NotAllowedError("screening.not_yours").
    """
    because = need_reason(reason, "restore.reason")

    def restore(unit: Unit) -> None:
        screening = encounters.get_screening(unit.session, screening_id)
        need_restoring_right(unit.session, operator, screening, house.today)
        if screening.voided_at is None:
            return
        patients.get_patient(unit.session, screening.patient_id)
        if encounters.get_visit(unit.session, screening.visit_id).voided_at is not None:
            raise CaravanError("screening.visit_cancelled")
        living = {"voided_at": None, "void_reason": None}
        for went in histories.list_voided_with(unit.session, screening):
            entity = "referral" if isinstance(went, Referral) else "supply"
            unit.ledger.change(entity, went.id, because=because, **living)
        unit.ledger.change("screening", screening_id, because=because, **living)
        end_wait(unit, screening.visit_id, screening.form_id)

    house.database.write(restore, at=house.now(), author_id=operator.staff_id)


def _wait_again(unit: Unit, voided: Screening) -> None:
    """Put the person back into the queue of a station whose only screening of the visit was voided."""
    others = encounters.list_screenings(unit.session, [voided.visit_id])
    if any(other.form_id == voided.form_id and other.id != voided.id for other in others):
        return
    wait_again(unit, voided.visit_id, voided.form_id)


def person_today(house: House, patient_id: UUID) -> Person:
    """Return what the rules need to know of a person today. Raises NotFoundError("patient.unknown")."""
    with house.database.read() as session:
        return person_of(house, patients.get_patient(session, patient_id))


def person_of(house: House, patient: Patient) -> Person:
    """Return what the rules need to know of a stored patient today."""
    return person_on(patient, house.today, house)


def person_on(patient: Patient, day: date, house: House | None = None) -> Person:
    """Return what the rules need to know of a stored patient on a day, with the rules that the house follows."""
    birth = birth_of(patient)
    return Person(
        age_years=age_on(birth, day),
        age_months=age_in_months(birth, day),
        rules=house.rules if house else RuleSet(),
        growth=house.growth if house else None,
        sex=patient.sex,  # type: ignore[arg-type]
        pregnant=patient.pregnant or "unknown",  # type: ignore[arg-type]
        on_day=day,
    )


def person_context(person: Person) -> dict[str, str]:
    """What a station form knows of the person before anything is typed."""
    return {
        "patient_age_years": "" if person.age_years is None else str(person.age_years),
        "patient_sex": person.sex,
        "patient_pregnant": person.pregnant,
    }
