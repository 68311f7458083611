"""Batches of cards: recorded when they are printed, numbered on and on, and printed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import CODE_LENGTH
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.printing.card_design import Card, Design, Sheet
from caravan.printing.cards import check_sheet, new_codes
from caravan.printing.labels import Label, get_label
from caravan.services.house import House
from caravan.services.letterhead import find_logo
from caravan.services.operators import Operator
from caravan.services.permissions import need_coordinator
from caravan.services.reasons import LOST
from caravan.services.registration import once
from caravan.storage import caravans
from caravan.storage import cards as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import CardBatch

LEFT, ALL = "left", "all"


@dataclass(frozen=True, slots=True)
class Order:
    """Cards to print: how many, on which labels ("a4-40", "38x34"), with which sentences, with the house's logo."""

    count: int
    layout: str
    sentence_ar: str = ""
    sentence_fr: str = ""
    has_logo: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Cards printed together, numbered ``first`` to ``last``; ``printed_by`` is "" for the command of the laptop.

    ``bound``, ``lost``, ``thrown`` (away) and ``left`` (blank ones that can still be given) add up to ``count``.
    ``thrown_at`` and ``thrown_why`` are given when what was blank of it was thrown away.
    """

    id: UUID
    number: int
    first: int
    last: int
    caravan: str
    order: Order
    printed_at: datetime
    printed_by: str
    times_printed: int
    reprinted_at: datetime | None
    reprinted_by: str
    bound: int = 0
    lost: int = 0
    thrown: int = 0
    left: int = 0
    thrown_at: datetime | None = None
    thrown_why: str = ""

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def label(self) -> Label:
        """The labels on which it is printed."""
        return get_label(self.order.layout)


def record_batch(house: House, operator: Operator | None, order: Order, operation_id: UUID) -> UUID:
    """Record new cards as printed, once for each operation; returns their batch's id. Without an operator: the laptop.

    Raises CaravanError: "cards.count", "label.…" and "cards.…" as ``printing.cards.check_sheet`` does, "logo.none" when
    there is no logo; NotAllowedError("record.coordinator_only").
    """
    if operator is not None:
        need_coordinator(operator)
    check_sheet(sheet_of(house, order))
    codes = new_codes(order.count)

    def record(unit: Unit) -> dict[str, Any]:
        return {"batch_id": str(write_batch(unit, operator, order, codes))}

    return UUID(_once(house, operator, Request(operation_id, "cards", _body(order)), record)["batch_id"])


def write_batch(unit: Unit, operator: Operator | None, order: Order, codes: list[str]) -> UUID:
    """Write a batch of these codes, numbered on from the last card."""
    batch, card = stored.last_numbers(unit.session)
    return unit.ledger.create(
        "card_batch",
        caravan_id=caravans.get_current(unit.session).id,
        number=batch + 1,
        first_number=card + 1,
        last_number=card + len(codes),
        codes="".join(codes),
        layout=order.layout,
        design={"sentence_ar": order.sentence_ar, "sentence_fr": order.sentence_fr, "logo": order.has_logo},
        printed_at=unit.at,
        printed_by=operator.staff_id if operator else None,
    )


def record_reprint(house: House, operator: Operator | None, batch_id: UUID, operation_id: UUID) -> None:
    """Record that a batch is printed once more, once for each operation.

    Raises NotFoundError("batch.unknown"), NotAllowedError("record.coordinator_only").
    """
    if operator is not None:
        need_coordinator(operator)

    def record(unit: Unit) -> dict[str, Any]:
        batch = stored.get_batch(unit.session, batch_id)
        by = operator.staff_id if operator else None
        times = batch.times_printed + 1
        unit.ledger.change("card_batch", batch_id, times_printed=times, reprinted_at=unit.at, reprinted_by=by)
        return {"times": times}

    _once(house, operator, Request(operation_id, "cards again", {"batch": str(batch_id)}), record)


def cards_of(house: House, batch_id: UUID, which: str) -> list[Card]:
    """Return the cards of a batch to print: "all" but those thrown away, or those "left" blank.

    Raises NotFoundError("batch.unknown"), CaravanError("batch.none_left").
    """
    with house.database.read() as session:
        stored.get_batch(session, batch_id)
        codes = stored.list_codes(session, batch_id, LOST)
    wanted = (stored.BLANK, stored.BOUND, stored.LOST) if which == ALL else (stored.BLANK,)
    found = [Card(code, number) for number, code, state in codes if state in wanted]
    if not found:
        raise CaravanError("batch.none_left")
    return found


def sheet_of(house: House, order: Order, *, used: int = 0, name_words: tuple[str, str] = ("", "")) -> Sheet:
    """Return how an order is laid on paper. Raises CaravanError: "label.…", "logo.none"."""
    logo = find_logo(house) if order.has_logo else None
    if order.has_logo and logo is None:
        raise CaravanError("logo.none")
    design = Design(order.sentence_ar, order.sentence_fr, logo, name_words)
    return Sheet(get_label(order.layout), design, used)


def get_batch(house: House, batch_id: UUID) -> Batch:
    """Return a batch of cards with what became of them. Raises NotFoundError("batch.unknown")."""
    with house.database.read() as session:
        batch = stored.get_batch(session, batch_id)
        if batch.layout == stored.SHEETS:
            raise NotFoundError("batch.unknown")
        return counted(teller(session)(batch), stored.count_states(session, LOST).get(batch_id, {}))


def teller(session: Session) -> Callable[[CardBatch], Batch]:
    """Return what makes a Batch, without its counts, out of its row; the names of caravans are looked up once."""
    names = {caravan.id: caravan.name for caravan in caravans.list_caravans(session)}

    def tell(row: CardBatch) -> Batch:
        return Batch(
            id=row.id,
            number=row.number,
            first=row.first_number,
            last=row.first_number + len(row.codes) // CODE_LENGTH - 1,
            caravan=names.get(row.caravan_id, ""),
            order=_order(row),
            printed_at=row.printed_at,
            printed_by=caravans.find_staff_name(session, row.printed_by),
            times_printed=row.times_printed,
            reprinted_at=row.reprinted_at,
            reprinted_by=caravans.find_staff_name(session, row.reprinted_by),
            thrown_at=row.voided_at,
            thrown_why=row.void_reason or "",
        )

    return tell


def _order(row: CardBatch) -> Order:
    design: Mapping[str, Any] = row.design
    return Order(
        count=len(row.codes) // CODE_LENGTH,
        layout=row.layout,
        sentence_ar=design.get("sentence_ar", ""),
        sentence_fr=design.get("sentence_fr", ""),
        has_logo=bool(design.get("logo")),
    )


def counted(batch: Batch, counts: Mapping[str, int]) -> Batch:
    """Return a batch with what became of its cards."""
    return replace(
        batch,
        bound=counts.get(stored.BOUND, 0),
        lost=counts.get(stored.LOST, 0),
        thrown=counts.get(stored.THROWN, 0),
        left=counts.get(stored.BLANK, 0),
    )


def _body(order: Order) -> dict[str, Any]:
    return {
        "count": order.count,
        "layout": order.layout,
        "sentences": [order.sentence_ar, order.sentence_fr],
        "logo": order.has_logo,
    }


def _once(
    house: House, operator: Operator | None, request: Request, job: Callable[[Unit], dict[str, Any]]
) -> dict[str, Any]:
    if operator is not None:
        return once(house, operator, request, job)
    return house.database.write(job, at=house.now())
