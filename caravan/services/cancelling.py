"""Persons, visits and cards cancelled with a reason, and persons brought back: nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import display_names
from caravan.services.permissions import need_coordinator, need_reception, need_visit_right
from caravan.services.reasons import LOST, WRONG_PERSON, need_reason, read_reason
from caravan.storage import encounters, histories, patients, referrals
from caravan.storage.database import Unit
from caravan.storage.tables import Card, Visit

LIVING = {"voided_at": None, "void_reason": None}


@dataclass(frozen=True, slots=True)
class PersonAtStake:
    """What goes out of the counts, or comes back into them, with a person."""

    patient_id: UUID
    names: dict[str, str]
    is_cancelled: bool
    visits: int
    screenings: int
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitAtStake:
    """A visit that may be cancelled: only one at which nothing was recorded."""

    patient_id: UUID
    day: date
    number: int
    screenings: int
    is_cancelled: bool


def person_at_stake(house: House, operator: Operator, patient_id: UUID) -> PersonAtStake:
    """Return a person, living or cancelled, with what belongs to them.

    Raises NotFoundError("patient.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    with house.database.read() as session:
        patient = histories.get_any_patient(session, patient_id)
        visits = [visit.id for visit in encounters.list_visits(session, [patient_id])]
        gone = patient.voided_at is not None
        cards = (
            histories.list_cards_voided_with(session, patient) if gone else patients.list_cards(session, [patient_id])
        )
        return PersonAtStake(
            patient_id,
            display_names(patient),
            gone,
            len(visits),
            len(encounters.list_screenings(session, visits)),
            tuple(card.code for card in cards),
        )


def cancel_person(house: House, operator: Operator, patient_id: UUID, reason: str) -> None:
    """Take a person out of every list and count, with their visits and screenings; their cards are free again.

    Raises CaravanError("void.reason"), NotFoundError("patient.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    because = need_reason(reason, "void.reason")

    def cancel(unit: Unit) -> None:
        if histories.get_any_patient(unit.session, patient_id).voided_at is not None:
            return
        unit.ledger.void("patient", patient_id, because)
        for card in patients.list_cards(unit.session, [patient_id]):
            unit.ledger.void("card", card.id, because)

    house.database.write(cancel, at=house.now(), author_id=operator.staff_id)


def restore_person(house: House, operator: Operator, patient_id: UUID, reason: str) -> tuple[str, ...]:
    """Bring a cancelled person back, with the cards that went with them; returns the cards that others have by now.

    Raises CaravanError("restore.reason"), NotFoundError("patient.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    because = need_reason(reason, "restore.reason")

    def restore(unit: Unit) -> tuple[str, ...]:
        patient = histories.get_any_patient(unit.session, patient_id)
        if patient.voided_at is None:
            return ()
        cards = histories.list_cards_voided_with(unit.session, patient)
        unit.ledger.change("patient", patient_id, because=because, **LIVING)
        return _give_back(unit, cards, because)

    return house.database.write(restore, at=house.now(), author_id=operator.staff_id)


def _give_back(unit: Unit, cards: Sequence[Card], because: str) -> tuple[str, ...]:
    taken = []
    for card in cards:
        if patients.find_card(unit.session, card.code) is None:
            unit.ledger.change("card", card.id, because=because, **LIVING)
        else:
            taken.append(card.code)
    return tuple(taken)


def visit_at_stake(house: House, operator: Operator, visit_id: UUID) -> VisitAtStake:
    """Return a visit, and whether something was recorded at it.

    Raises NotFoundError("visit.unknown"), NotAllowedError("visit.not_yours").
    """
    with house.database.read() as session:
        visit = encounters.get_visit(session, visit_id)
        need_visit_right(operator, visit, house.today)
        count = len(encounters.list_screenings(session, [visit_id]))
        return VisitAtStake(visit.patient_id, visit.day, visit.number, count, visit.voided_at is not None)


def cancel_visit(house: House, operator: Operator, visit_id: UUID, reason: str) -> UUID:
    """Take a visit that was opened by mistake out of the counts and the queues; returns the person's id.

    Raises CaravanError "void.reason" or "visit.not_empty" when something was recorded at it;
    NotFoundError("visit.unknown"),
    NotAllowedError("visit.not_yours").
    """
    because = need_reason(reason, "void.reason")

    def cancel(unit: Unit) -> UUID:
        visit = encounters.get_visit(unit.session, visit_id)
        need_visit_right(operator, visit, house.today)
        if encounters.list_screenings(unit.session, [visit_id]):
            raise CaravanError("visit.not_empty")
        if visit.voided_at is None:
            _void_visit(unit, visit, because)
        return visit.patient_id

    return house.database.write(cancel, at=house.now(), author_id=operator.staff_id)


def _void_visit(unit: Unit, visit: Visit, because: str) -> None:
    unit.ledger.void("visit", visit.id, because)
    for entry in encounters.list_queue(unit.session, visit.id):
        unit.ledger.void("queue_entry", entry.id, because)
    for referral in referrals.list_of_visits(unit.session, [visit.id]):  # an alert, as nothing else was recorded
        unit.ledger.void("referral", referral.id, because)


def cancel_card(house: House, operator: Operator, typed: str, reason: str) -> UUID:
    """Take a card away from its person, because it is lost or was given to the wrong person; returns the person's id.

    A lost card is never given again; one of the wrong person is blank again. Taking a card away twice is no error.

    Raises CaravanError "card.reason" unless the reason is one of the two, "card.…" for what is no code, "card.unbound";
    NotAllowedError("record.reception_only").
    """
    need_reception(operator)
    code = read_code(typed).code
    if read_reason(reason).code not in (LOST, WRONG_PERSON):
        raise CaravanError("card.reason")

    def cancel(unit: Unit) -> UUID:
        card = patients.find_card(unit.session, code)
        if card is not None:
            unit.ledger.void("card", card.id, reason)
            return card.patient_id
        gone = histories.list_voided_cards(unit.session, code)
        if not gone:
            raise CaravanError("card.unbound", typed=typed)
        return gone[0].patient_id

    return house.database.write(cancel, at=house.now(), author_id=operator.staff_id)
