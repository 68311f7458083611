"""Reception: a person is registered, comes back on a new day, and gets a card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import read_code
from caravan.domain.dates import Birth, age_on, local_day, read_birth
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.identity import normal_identifier, normal_phone
from caravan.formdefs.answers import submit
from caravan.formdefs.model import Form
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import PAPER, Filled, Refused
from caravan.services.reasons import LOST, read_reason
from caravan.storage import caravans, cards, encounters, histories, operations, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Patient, Site

BIRTH_ANSWERS = ("birth_date", "birth_year", "age_years")
BIRTH_COLUMNS = {"birth_date", "birth_precision", "birth_year", "age_years", "age_on"}
OWN_COLUMNS = frozenset(
    {"extra", "id", "voided_at", "void_reason", "caravan_id", "site_id", "form_version", "source_ref", "is_anonymous"}
    | {"folded_names", "phone_as_written", "registered_at", "registered_by", "source", "recorded_at", "recorded_by"}
)
ENVELOPE = frozenset(Patient.model_fields) - OWN_COLUMNS - BIRTH_COLUMNS
NUMBERS = ("id_number", "insurance_number")
NAMES = ("given_name_ar", "family_name_ar", "given_name_fr", "family_name_fr")
TOLD_APART = "told_apart_from"  # in ``extra``: the ids of people found to be others
MAY_BE = "may_be"  # in ``extra``: the ids of people who may be the same, when nobody could be asked


@dataclass(frozen=True, slots=True)
class Registered:
    """A person now in the register, with the large number of today's visit."""

    patient_id: UUID
    visit_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class BoundCard:
    """A card that now stands for a patient."""

    code: str
    patient_id: UUID


def register_patient(
    house: House,
    operator: Operator,
    filled: Filled,
    *,
    marks: Mapping[str, Collection[UUID]] = MappingProxyType({}),
    before: Callable[[Unit], None] = lambda _unit: None,
) -> Registered | Refused:
    """Register a person and open today's visit, once for each operation.

    The answers are checked against the version that was open while they were typed. ``marks`` are people kept with the
    person: those found to be others (TOLD_APART), those who may be the same (MAY_BE). Nobody is looked for here (see
    ``receiving``); ``before`` runs in the same transaction, ahead of the new person, and may raise.

    Returns Refused with the outcome when the form refuses; raises CaravanError("birth.…") for an impossible birth,
    ConflictError("operation.changed") when the same operation came before with other answers,
    CaravanError("registration.undone") when it was carried out and undone since.
    """
    form, context = registration_form(house, filled.form_version), registration_context(house)
    done_at = filled.done_at(house.now())
    day = local_day(done_at)
    outcome = submit(form, filled.raw, context=context, confirmed=filled.confirmed, today=day)
    if not outcome.is_accepted:
        return Refused(outcome)
    fields = patient_fields(outcome.answers, today=day)
    fields["extra"] |= {name: sorted(map(str, ids)) for name, ids in marks.items() if ids}

    def register(unit: Unit) -> dict[str, Any]:
        before(unit)
        caravan = caravans.get_caravan(unit.session)
        site = _site(unit, caravan.id, filled.site_id)
        patient_id = unit.ledger.create(
            "patient",
            caravan_id=caravan.id,
            site_id=site.id,
            form_version=form.version,
            registered_at=done_at,
            registered_by=filled.done_by(operator.staff_id),
            source=PAPER if filled.is_from_paper else "tablet",
            recorded_at=unit.at,
            recorded_by=operator.staff_id,
            **fields,
        )
        arrival = Arrival(done_at, filled.site_id, day == house.today and not filled.is_from_paper)
        visit_id, number = begin_visit(unit, patient_id, day=day, arrival=arrival)
        return {"patient_id": str(patient_id), "visit_id": str(visit_id), "number": number}

    reply = once(house, operator, registration_request(filled), register)
    with house.database.read() as session:
        if histories.get_any_patient(session, UUID(reply["patient_id"])).voided_at is not None:
            raise CaravanError("registration.undone")
    return Registered(UUID(reply["patient_id"]), UUID(reply["visit_id"]), reply["number"])


def registration_request(filled: Filled) -> Request:
    """Return the request that a filled registration form is: sent twice, it is carried out once."""
    return Request(filled.operation_id, "register", dict(filled.raw) | filled.as_done(), filled.clock)


def registration_form(house: House, version: str | None) -> Form:
    """Return the registration form in use, or the kept version that was open. Raises NotFoundError("form.unknown")."""
    current = house.forms["registration"]
    return current if version in (None, current.version) else form_of(house, "registration", str(version))


def open_visit(house: House, operator: Operator, patient_id: UUID, operation_id: UUID) -> int:
    """Open today's visit of a person who came before; returns its number (the same one when it is open already)."""

    def open_it(unit: Unit) -> dict[str, Any]:
        patients.get_patient(unit.session, patient_id)
        return {"number": begin_visit(unit, patient_id, day=house.today)[1]}

    reply = once(house, operator, Request(operation_id, "visit", {"patient": str(patient_id)}), open_it)
    return int(reply["number"])


def bind_card(house: House, operator: Operator, *, patient_id: UUID, typed: str, operation_id: UUID) -> BoundCard:
    """Bind the card whose code was scanned or typed to a patient.

    Raises CaravanError: "card.empty", "card.malformed", "card.check_wrong", "card.bound_to_other", "card.lost",
    "card.thrown". Binding a card twice to the same person is no error.
    """
    code = read_code(typed).code

    def bind(unit: Unit) -> dict[str, Any]:
        patients.get_patient(unit.session, patient_id)
        card = patients.find_card(unit.session, code)
        if card is not None and card.patient_id != patient_id:
            raise CaravanError("card.bound_to_other", typed=typed)
        if card is None:
            refuse_lost_card(unit.session, code, typed)
            unit.ledger.create(
                "card",
                caravan_id=caravans.get_caravan(unit.session).id,
                code=code,
                patient_id=patient_id,
                bound_at=unit.at,
                bound_by=operator.staff_id,
            )
        return {"code": code}

    once(house, operator, Request(operation_id, "bind", {"patient": str(patient_id), "code": code}), bind)
    return BoundCard(code, patient_id)


def refuse_lost_card(session: Session, code: str, typed: str) -> None:
    """Raise CaravanError "card.lost" for the code of a card that was told lost (whoever finds it is not its person),

    "card.thrown" for one that was thrown away with its printing.
    """
    if is_lost_card(session, code):
        raise CaravanError("card.lost", typed=typed)
    if cards.is_thrown(session, code):
        raise CaravanError("card.thrown", typed=typed)


def is_lost_card(session: Session, code: str) -> bool:
    """Say whether the card with this code was told lost."""
    gone = histories.list_voided_cards(session, code)
    return any(read_reason(card.void_reason or "").code == LOST for card in gone)


def registration_context(house: House) -> dict[str, str]:
    """What the registration form knows before anything is typed."""
    with house.database.read() as session:
        authorised = caravans.get_caravan(session).id_number_authorisation
    return {"id_number_enabled": "yes" if authorised else "no"}


def patient_fields(answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Sort the answers of the registration form into a patient's columns; what has no column goes into ``extra``."""
    birth = read_birth(answers.get("birth_date"), answers.get("birth_year"), answers.get("age_years"), today)
    own = {name: value for name, value in answers.items() if name not in BIRTH_ANSWERS}
    fields: dict[str, Any] = {name: _as_text(value) for name, value in own.items() if name in ENVELOPE}
    fields |= birth_fields(birth)
    if phone := own.get("phone"):
        fields |= {"phone": normal_phone(str(phone))[0], "phone_as_written": phone}
    fields |= {name: normal_identifier(fields[name]) for name in NUMBERS if name in fields}
    fields["is_anonymous"] = not any(fields.get(name) for name in NAMES)
    fields["extra"] = {name: value for name, value in own.items() if name not in ENVELOPE}
    return fields


def _as_text(answer: Any) -> str:
    """The columns that answers have are all of text: a site may have made one a number or a choice of several."""
    return " ".join(answer) if isinstance(answer, list) else str(answer)


def birth_fields(birth: Birth) -> dict[str, Any]:
    """The columns that hold a birth, as exactly as it is known."""
    return {
        "birth_date": birth.date,
        "birth_year": birth.year,
        "birth_precision": birth.precision,
        "age_years": birth.age_years,
        "age_on": birth.age_on,
    }


def stored_birth(columns: Mapping[str, Any]) -> Birth:
    """Return the birth that these columns hold."""
    return Birth(
        date=columns["birth_date"],
        precision=columns["birth_precision"],
        year=columns["birth_year"],
        age_years=columns["age_years"],
        age_on=columns["age_on"],
    )


def birth_of(patient: Patient) -> Birth:
    """Return a stored patient's birth."""
    return stored_birth(patient.model_dump(include=BIRTH_COLUMNS))


def registration_answers(patient: Patient) -> dict[str, Any]:
    """Return what the registration says that a station may need."""
    said = {"pregnant": patient.pregnant, "special_needs": patient.special_needs, **patient.extra}
    return {name: value for name, value in said.items() if value not in (None, "", [])}


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a visit begins: when (None for now), where (None for the open site), and whether it joins the queues."""

    at: datetime | None = None
    site_id: UUID | None = None
    queues: bool = True


def begin_visit(unit: Unit, patient_id: UUID, *, day: date, arrival: Arrival = Arrival()) -> tuple[UUID, int]:
    """Return the visit of a patient's day at a site, begun in the queues of its open stations if there is none.

    Raises NotFoundError("site.unknown") for a site that is none of the caravan's.
    """
    caravan = caravans.get_caravan(unit.session)
    site = _site(unit, caravan.id, arrival.site_id)
    known = encounters.find_visit(unit.session, patient_id, site.id, day)
    if known is not None:
        return known.id, known.number
    patient = patients.get_patient(unit.session, patient_id)
    number = encounters.next_number(unit.session, site.id, day)
    arrived_at = arrival.at or unit.at
    visit_id = unit.ledger.create(
        "visit",
        caravan_id=caravan.id,
        site_id=site.id,
        patient_id=patient_id,
        day=day,
        number=number,
        arrived_at=arrived_at,
        coverage_scheme=patient.coverage_scheme,
        age_years=age_on(birth_of(patient), day),
    )
    for station in caravans.open_stations(caravan) if arrival.queues else ():
        unit.ledger.create(
            "queue_entry", caravan_id=caravan.id, visit_id=visit_id, station=station, queued_at=arrived_at
        )
    return visit_id, number


def _site(unit: Unit, caravan_id: UUID, site_id: UUID | None) -> Site:
    if site_id is None:
        return caravans.get_open_site(unit.session)
    for site in caravans.list_sites(unit.session, caravan_id):
        if site.id == site_id:
            return site
    raise NotFoundError("site.unknown")


def once(house: House, operator: Operator, request: Request, job: Callable[[Unit], dict[str, Any]]) -> dict[str, Any]:
    """Carry out ``job`` unless this request was carried out before; then give the reply it had."""

    def carry_out(unit: Unit) -> dict[str, Any]:
        known = operations.recall(unit.session, request)
        if known is not None:
            return known
        reply = job(unit)
        operations.remember(unit.session, request, reply, unit.at)
        return reply

    return house.database.write(carry_out, at=house.now(), author_id=operator.staff_id)
