"""The stock of cards: what became of each printed code, and how many blank cards are left."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.card_batches import Batch, counted, teller
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.permissions import need_coordinator
from caravan.services.reasons import LOST, need_reason
from caravan.services.registration import is_lost_card
from caravan.storage import caravans, patients
from caravan.storage import cards as stored
from caravan.storage.database import Unit
from caravan.storage.tables import CardBatch

BLANK, BOUND, GONE, THROWN, UNKNOWN = stored.BLANK, stored.BOUND, stored.LOST, stored.THROWN, "unknown"
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Stock:
    """All cards of the house, of every season: a blank card belongs to none. ``elsewhere`` are bound ones that were not
    printed here.

    ``people_per_day`` is how many people are expected in a day of today's caravan, None when nobody said.
    """

    batches: tuple[Batch, ...]
    elsewhere: int = 0
    people_per_day: int | None = None

    @property
    def printed(self) -> int:
        return sum(batch.count for batch in self.batches)

    @property
    def bound(self) -> int:
        return sum(batch.bound for batch in self.batches)

    @property
    def lost(self) -> int:
        return sum(batch.lost for batch in self.batches)

    @property
    def thrown(self) -> int:
        return sum(batch.thrown for batch in self.batches)

    @property
    def left(self) -> int:
        return sum(batch.left for batch in self.batches)


@dataclass(frozen=True, slots=True)
class CodeState:
    """What is known of a code: blank, bound, lost, thrown (away), or unknown (neither printed nor bound here)."""

    code: str
    state: str
    batch: Batch | None
    number: int | None
    patient_id: UUID | None


def look_at_stock(house: House) -> Stock:
    """Return every batch with what became of its cards."""
    with house.database.read() as session:
        states, tell = stored.count_states(session, LOST), teller(session)
        batches = tuple(counted(tell(batch), states.get(batch.id, {})) for batch in stored.list_batches(session))
        caravan = caravans.find_current(session)
        expected = caravan.people_per_day if caravan else None
        return Stock(batches, stored.count_bound_elsewhere(session), expected)


def find_code(session: Session, code: str) -> Batch | None:
    """Return the batch in which a code (ten characters) was printed here, None when it was not; without its counts."""
    batch = stored.find_batch_of(session, code)
    return teller(session)(batch) if batch is not None else None


def look_up(house: House, typed: str) -> CodeState:
    """Say what is known of a code that was scanned or typed. Raises CaravanError "card.…" for what is no code."""
    code = read_code(typed).code
    with house.database.read() as session:
        card, batch = patients.find_card(session, code), find_code(session, code)
        number = stored.find_number(session, code)
        if card is not None:
            return CodeState(code, BOUND, batch, number, card.patient_id)
        if is_lost_card(session, code):
            return CodeState(code, GONE, batch, number, None)
        if stored.is_thrown(session, code):
            return CodeState(code, THROWN, batch, number, None)
        return CodeState(code, BLANK if batch else UNKNOWN, batch, number, None)


def count_left(house: House) -> int | None:
    """Return how many blank cards are left, None when no printing was ever recorded here."""
    with house.database.read() as session:
        states = stored.count_states(session, LOST)
    return sum(counts.get(BLANK, 0) for counts in states.values()) if states else None


def throw_away(house: House, operator: Operator, batch_id: UUID, reason: str) -> None:
    """Take what is blank of a batch out of the stock, with the reason; cards that people have keep working.

    Raises CaravanError "void.reason" or "batch.none_left"; NotFoundError("batch.unknown"),
    NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    because = need_reason(reason, "void.reason")

    def throw(unit: Unit) -> None:
        batch = _batch_of_cards(unit, batch_id)
        if batch.voided_at is not None:
            return
        if not stored.count_states(unit.session, LOST).get(batch_id, {}).get(BLANK):
            raise CaravanError("batch.none_left")
        unit.ledger.void("card_batch", batch_id, because)

    house.database.write(throw, at=house.now(), author_id=operator.staff_id)


def bring_back(house: House, operator: Operator, batch_id: UUID, reason: str) -> None:
    """Take the cards of a batch that were thrown away by mistake into the stock again.

    Raises CaravanError "restore.reason", NotFoundError("batch.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    because = need_reason(reason, "restore.reason")

    def bring(unit: Unit) -> None:
        if _batch_of_cards(unit, batch_id).voided_at is not None:
            unit.ledger.change("card_batch", batch_id, because=because, voided_at=None, void_reason=None)

    house.database.write(bring, at=house.now(), author_id=operator.staff_id)


def _batch_of_cards(unit: Unit, batch_id: UUID) -> CardBatch:
    batch = stored.get_batch(unit.session, batch_id)
    if batch.layout == stored.SHEETS:
        raise NotFoundError("batch.unknown")
    return batch


def expect_people(house: House, operator: Operator, typed: str) -> None:
    """Keep how many people are expected in a day; blank forgets it.

    Raises CaravanError("cards.people") (most) for what is no such number, NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    count = int(typed) if typed.strip().isdecimal() and typed.strip().isascii() else None
    if typed.strip() and (count is None or not 0 < count <= MOST_PEOPLE):
        raise CaravanError("cards.people", most=MOST_PEOPLE)

    def keep(unit: Unit) -> None:
        caravan = caravans.get_caravan(unit.session)
        if caravan.people_per_day != count:
            unit.ledger.change("caravan", caravan.id, people_per_day=count)

    house.database.write(keep, at=house.now(), author_id=operator.staff_id)
