"""Stacks of blank paper forms: recorded when they are printed, so that each code tells its form and its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import CODE_LENGTH
from caravan.domain.errors import NotFoundError
from caravan.printing.cards import new_codes
from caravan.printing.paper_forms import refuse_sheets
from caravan.printing.paper_sheet import Sheet
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.permissions import need_coordinator
from caravan.services.registration import once
from caravan.storage import caravans
from caravan.storage import cards as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import CardBatch

SHEETS: Final = stored.SHEETS
"""The layout of a batch whose codes stand on paper forms, not on cards."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Blank copies of a form printed together, numbered ``first`` to ``last`` as cards are."""

    id: UUID
    form_id: str
    version: str
    first: int
    last: int
    printed_at: datetime
    printed_by: str

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def record_stack(
    house: House, operator: Operator | None, *, form: tuple[str, str], count: int, operation_id: UUID
) -> UUID:
    """Record new sheets of a form (its id and version) as printed, once for each operation; returns the stack's id.

    Raises CaravanError("sheets.count"), NotFoundError("form.unknown") for a version that was never used here,
    NotAllowedError("record.coordinator_only"). Without an operator: the laptop's own command.
    """
    if operator is not None:
        need_coordinator(operator)
    refuse_sheets(count)
    form_of(house, *form)
    codes = new_codes(count)

    def record(unit: Unit) -> dict[str, Any]:
        batch, card = stored.last_numbers(unit.session)
        stack_id = unit.ledger.create(
            "card_batch",
            caravan_id=caravans.get_current(unit.session).id,
            number=batch + 1,
            first_number=card + 1,
            last_number=card + count,
            codes="".join(codes),
            layout=SHEETS,
            design={"form": form[0], "version": form[1]},
            printed_at=unit.at,
            printed_by=operator.staff_id if operator else None,
        )
        return {"stack_id": str(stack_id)}

    if operator is None:
        return UUID(house.database.write(record, at=house.now())["stack_id"])
    request = Request(operation_id, "paper forms", {"form": list(form), "count": count})
    return UUID(once(house, operator, request, record)["stack_id"])


def get_stack(house: House, stack_id: UUID) -> tuple[Stack, list[Sheet]]:
    """Return a stack with its sheets in order. Raises NotFoundError("batch.unknown")."""
    with house.database.read() as session:
        row = stored.get_batch(session, stack_id)
        if row.layout != SHEETS:
            raise NotFoundError("batch.unknown")
        return _stack(session, row), _sheets(row)


def list_stacks(house: House, form_id: str) -> list[Stack]:
    """Return the stacks of a form, the newest first."""
    with house.database.read() as session:
        rows = stored.list_sheet_batches(session)
        return [_stack(session, row) for row in rows if row.design["form"] == form_id]


def find_printed_form(session: Session, code: str) -> tuple[str, str] | None:
    """Return the form and the version that were printed with a code, None for a code of a card or an unknown one."""
    row = stored.find_batch_of(session, code)
    if row is None or row.layout != SHEETS:
        return None
    return str(row.design["form"]), str(row.design["version"])


def _stack(session: Session, row: CardBatch) -> Stack:
    by = caravans.find_staff_name(session, row.printed_by)
    form_id, version = str(row.design["form"]), str(row.design["version"])
    return Stack(row.id, form_id, version, row.first_number, row.last_number, row.printed_at, by)


def _sheets(row: CardBatch) -> list[Sheet]:
    codes = [row.codes[at : at + CODE_LENGTH] for at in range(0, len(row.codes), CODE_LENGTH)]
    return [Sheet(code, row.first_number + place) for place, code in enumerate(codes)]
