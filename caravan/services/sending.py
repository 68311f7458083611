"""What tablets kept until the laptop answered: each record is carried out once, by the service of its own page.

A record names its person by id, by card, or by the operation that registers them on the same tablet. Whatever is wrong
with one record is the answer to that record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.formdefs.answers import Outcome
from caravan.services import receiving, registration, screening
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled, Performed, Refused
from caravan.services.patients import find_by_code
from caravan.services.receiving import Held
from caravan.storage import operations

LONGEST_WAIT: Final = timedelta(days=14)
"""A record that says it waited longer was kept by a clock that jumped: it counts as done when it arrives."""

TRUSTED_WAIT: Final = timedelta(seconds=5)
"""A record sent so soon was done now: the way through the network takes as long."""

Ids = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as a tablet kept it.

    ``kind``: register, bind, visit or screening. ``content``: ``fields`` (what was typed, by question),
    ``confirmed``, ``version``, ``known``, ``form``, ``code``, and who it is about: ``patient`` (id), ``card`` (code) or
    ``registration`` (operation id). ``waited`` is how long the tablet kept it, by its own count. ``is_late`` when
    nobody stands before the answer any more. ``clock`` is what the tablet's clock said.
    """

    id: UUID
    kind: str
    content: Mapping[str, Any]
    waited: timedelta
    is_late: bool
    clock: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a record.

    ``state``: done (``ids`` say what was made), refused (``outcome`` says why, question by question), held (people of
    the register may be the same: a person decides), early (its person is not registered yet: keep it and send again).
    """

    state: str
    ids: Ids
    outcome: Outcome | None = None


Act = Callable[[House, Operator, Kept], Answer]


def carry_out(house: House, operator: Operator, kept: Kept) -> Answer:
    """Carry out one record under its author, once however often it is sent.

    Raises CaravanError "ops.kind" for a kind that no service knows, and what the service of its page raises.
    """
    act = ACTS.get(kept.kind)
    if act is None:
        raise CaravanError("ops.kind")
    try:
        return act(house, operator, kept)
    except _TooEarlyError:
        return Answer("early", {})


def performed(kept: Kept, now: datetime) -> Performed:
    """Return when a record was done: on the laptop's clock, by how long the tablet kept it; never after now."""
    is_believed = TRUSTED_WAIT < kept.waited <= LONGEST_WAIT
    return Performed(at=now - kept.waited if is_believed else now, clock=kept.clock)


class _TooEarlyError(Exception):
    """The person of a record is not in the register yet, and will be: the registration is on its way."""


def _register(house: House, operator: Operator, kept: Kept) -> Answer:
    receive = receiving.receive_late if kept.is_late else receiving.receive_patient
    saved = receive(house, operator, _filled(house, kept))
    if isinstance(saved, Held):
        return Answer("held", {})
    if isinstance(saved, Refused):
        return Answer("refused", {}, saved.outcome)
    return Answer("done", {"patient_id": str(saved.patient_id), "number": str(saved.number)})


def _bind(house: House, operator: Operator, kept: Kept) -> Answer:
    patient_id, code = _patient_of(house, kept), str(kept.content.get("code", ""))
    registration.bind_card(house, operator, patient_id=patient_id, typed=code, operation_id=kept.id)
    return Answer("done", {"patient_id": str(patient_id)})


def _visit(house: House, operator: Operator, kept: Kept) -> Answer:
    patient_id = _patient_of(house, kept)
    number = registration.open_visit(house, operator, patient_id, kept.id)
    return Answer("done", {"patient_id": str(patient_id), "number": str(number)})


def _screening(house: House, operator: Operator, kept: Kept) -> Answer:
    patient_id, form_id = _patient_of(house, kept), str(kept.content.get("form", ""))
    filled = _filled(house, kept)
    saved = screening.record_screening(house, operator, patient_id=patient_id, form_id=form_id, filled=filled)
    if isinstance(saved, Refused):
        return Answer("refused", {}, saved.outcome)
    return Answer("done", {"patient_id": str(patient_id), "screening_id": str(saved.screening_id)})


ACTS: Final[Mapping[str, Act]] = {
    "register": _register,
    "bind": _bind,
    "visit": _visit,
    "screening": _screening,
}


def _filled(house: House, kept: Kept) -> Filled:
    content = kept.content
    return Filled(
        raw=content.get("fields", {}),
        operation_id=kept.id,
        confirmed=tuple(content.get("confirmed", ())),
        form_version=content.get("version"),
        known=None if kept.is_late else _known(content.get("known")),
        performed=performed(kept, house.now()),
    )


def _known(ids: object) -> frozenset[UUID] | None:
    return frozenset(map(UUID, ids)) if isinstance(ids, list) else None


def _patient_of(house: House, kept: Kept) -> UUID:
    """Return the person of a record. Raises NotFoundError("patient.unknown") when it names nobody."""
    content = kept.content
    if patient_id := content.get("patient"):
        return UUID(str(patient_id))
    if operation_id := content.get("registration"):
        return _registered_by(house, UUID(str(operation_id)))
    if card := content.get("card"):
        return _holder_of(house, str(card), is_late=kept.is_late)
    raise NotFoundError("patient.unknown")


def _registered_by(house: House, operation_id: UUID) -> UUID:
    with house.database.read() as session:
        reply = operations.reply_to(session, operation_id)
    if reply is None:
        raise _TooEarlyError
    if "patient_id" not in reply:
        raise ConflictError("operation.changed", reply={})
    return UUID(reply["patient_id"])


def _holder_of(house: House, card: str, *, is_late: bool) -> UUID:
    """Return who has a card; a blank one is on its way from another tablet when the record was kept for a while."""
    try:
        return find_by_code(house, read_code(card).code).line.id
    except CaravanError as refusal:
        if is_late and refusal.code == "card.unbound":
            raise _TooEarlyError from refusal
        raise
