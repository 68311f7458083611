"""Looking up and counting the stock of printed cards: batches, their codes, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Card, CardBatch, PrintedCode

BOUND, LOST, THROWN, BLANK = "bound", "lost", "thrown", "blank"
SHEETS = "paper"  # the layout of a batch whose codes stand on paper forms


def find_batch_of(session: Session, code: str) -> CardBatch | None:
    """Return the batch in which a code was printed, None when it was not printed here: one look into an index."""
    query = select(CardBatch).join(PrintedCode, col(PrintedCode.batch_id) == CardBatch.id)
    return session.exec(query.where(PrintedCode.code == code).order_by(col(CardBatch.id))).first()


def get_batch(session: Session, batch_id: UUID) -> CardBatch:
    """Return a batch. Raises NotFoundError("batch.unknown")."""
    batch = session.get(CardBatch, batch_id)
    if batch is None:
        raise NotFoundError("batch.unknown")
    return batch


def list_batches(session: Session) -> Sequence[CardBatch]:
    """Return every batch of cards, the newest first."""
    query = select(CardBatch).where(CardBatch.layout != SHEETS)
    return session.exec(query.order_by(col(CardBatch.id).desc())).all()


def list_sheet_batches(session: Session) -> Sequence[CardBatch]:
    """Return every batch of paper forms, the newest first."""
    query = select(CardBatch).where(CardBatch.layout == SHEETS)
    return session.exec(query.order_by(col(CardBatch.id).desc())).all()


def last_numbers(session: Session) -> tuple[int, int]:
    """Return the number of the last batch and the highest number on a card, 0 and 0 before the first printing."""
    batch, card = session.exec(select(func.max(CardBatch.number), func.max(CardBatch.last_number))).one()
    return int(batch or 0), int(card or 0)


def count_states(session: Session, lost: str) -> Mapping[UUID, Mapping[str, int]]:
    """Return how many codes of each batch of cards are bound, lost, thrown away or blank.

    ``lost`` begins the reason of a lost card.
    """
    of_cards = select(CardBatch.id).where(CardBatch.layout != SHEETS)
    is_card = col(PrintedCode.batch_id).in_(of_cards)
    each = select(col(PrintedCode.batch_id).label("batch_id"), _state(lost).label("state")).where(is_card).subquery()
    counted = select(each.c.batch_id, each.c.state, func.count()).group_by(each.c.batch_id, each.c.state)
    counts: dict[UUID, dict[str, int]] = {}
    for batch_id, name, count in session.exec(counted).all():
        counts.setdefault(batch_id, {})[name] = int(count)
    return counts


def count_bound_elsewhere(session: Session) -> int:
    """Return how many living cards bear a code that was not printed here."""
    printed = select(PrintedCode.code).where(col(PrintedCode.code) == Card.code).exists()
    query = select(func.count()).select_from(Card).where(col(Card.voided_at).is_(None), ~printed)
    return int(session.exec(query).one())


def list_codes(session: Session, batch_id: UUID, lost: str) -> list[tuple[int, str, str]]:
    """Return the number, the code and the state (bound, lost, thrown, blank) of each card of a batch, in order."""
    query = select(col(PrintedCode.number), col(PrintedCode.code), _state(lost))
    rows = session.exec(query.where(PrintedCode.batch_id == batch_id).order_by(col(PrintedCode.number))).all()
    return [(int(number), code, state) for number, code, state in rows]


def find_number(session: Session, code: str) -> int | None:
    """Return the number printed on the card with this code."""
    return session.exec(select(PrintedCode.number).where(PrintedCode.code == code)).first()


def is_thrown(session: Session, code: str) -> bool:
    """Say whether the card with this code was thrown away with its printing."""
    query = select(PrintedCode.code).where(PrintedCode.code == code, _thrown())
    return session.exec(query).first() is not None


def _state(lost: str) -> ColumnElement[Any]:
    """What became of a printed code, as one word."""
    bound = _card(col(Card.voided_at).is_(None))
    reason = or_(col(Card.void_reason) == lost, col(Card.void_reason).startswith(f"{lost}: ", autoescape=True))
    gone = _card(and_(col(Card.voided_at).is_not(None), reason))
    return case((bound, BOUND), (gone, LOST), (_thrown(), THROWN), else_=BLANK)


def _thrown() -> ColumnElement[bool]:
    """Whether a code was in nobody's hands when its batch was thrown away."""
    given_then = _card(or_(col(Card.voided_at).is_(None), col(Card.voided_at) > CardBatch.voided_at))
    batch = select(CardBatch.id).where(
        CardBatch.id == PrintedCode.batch_id, col(CardBatch.voided_at).is_not(None), ~given_then
    )
    return batch.correlate(PrintedCode).exists()


def _card(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Card.id).where(col(Card.code) == PrintedCode.code, where).correlate(PrintedCode).exists()
