"""The cards of one person on paper: the same card printed again, and a new one printed and given at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import new_code, read_code
from caravan.domain.errors import CaravanError
from caravan.printing.card_design import Card
from caravan.printing.cards import check_sheet
from caravan.services.card_batches import Order, sheet_of, write_batch
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import display_names
from caravan.services.permissions import need_reception
from caravan.services.registration import once
from caravan.storage import audit, caravans, patients
from caravan.storage import cards as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request

PRINTED = "card_print"
"""In the audit trail: a person's card was printed again, with its code and never a name."""


def card_of_person(house: House, operator: Operator, patient_id: UUID, typed: str, *, with_name: bool) -> Card:
    """Return a person's own card to print again, and note who does so.

    Raises CaravanError "card.not_theirs" unless the card is bound to this person, "card.…" for what is no code;
    NotFoundError("patient.unknown"), NotAllowedError("record.reception_only").
    """
    need_reception(operator)
    code = read_code(typed).code

    def note(unit: Unit) -> Card:
        patients.get_patient(unit.session, patient_id)
        bound = patients.find_card(unit.session, code)
        if bound is None or bound.patient_id != patient_id:
            raise CaravanError("card.not_theirs")
        audit.add_line(unit.session, PRINTED, at=unit.at, staff_id=operator.staff_id, detail=code)
        return _card(unit.session, patient_id, code, with_name=with_name)

    return house.database.write(note, at=house.now(), author_id=operator.staff_id)


def give_printed_card(house: House, operator: Operator, patient_id: UUID, order: Order, operation_id: UUID) -> str:
    """Make one new card, bound to a person as it is printed, once for each operation; returns its code.

    The cards that the person has keep working. Raises CaravanError: "caravan.closed", or as ``record_batch`` does;
    NotFoundError("patient.unknown"), NotAllowedError("record.reception_only").
    """
    need_reception(operator)
    check_sheet(sheet_of(house, order))
    code = new_code()

    def give(unit: Unit) -> dict[str, Any]:
        patients.get_patient(unit.session, patient_id)
        caravan = caravans.get_caravan(unit.session)
        write_batch(unit, operator, order, [code])
        bound = {"bound_at": unit.at, "bound_by": operator.staff_id}
        unit.ledger.create("card", caravan_id=caravan.id, code=code, patient_id=patient_id, **bound)
        return {"code": code}

    body = {"patient": str(patient_id), "layout": order.layout}
    return str(once(house, operator, Request(operation_id, "new card", body), give)["code"])


def _card(session: Session, patient_id: UUID, code: str, *, with_name: bool) -> Card:
    names = display_names(patients.get_patient(session, patient_id)) if with_name else {}
    return Card(code, stored.find_number(session, code) or 0, names.get("ar", ""), names.get("fr", ""))
