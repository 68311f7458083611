"""The history of a record as plain facts, newest first: who changed what, when and why. The edge words them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.errors import NotAllowedError, NotFoundError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.patients import display_names
from caravan.services.permissions import may_restore_screening
from caravan.storage import histories
from caravan.storage.histories import Revised
from caravan.storage.tables import Patient, Screening

READERS: Mapping[str, tuple[str, ...]] = {
    "patient": ("volunteer", "doctor", "coordinator"),
    "screening": ("doctor", "coordinator"),
    "staff": ("coordinator",),
    "site": ("coordinator",),
    "caravan": ("coordinator",),
}
"""The records that have a history, and who may read it."""
SEEN_AT_RECEPTION = ("patient", "visit", "card")
"""What a volunteer reads of a person's history: the registration, nothing of the stations."""
WEIGHT = ("patient", "screening", "card", "visit", "referral", "supply", "attachment", "queue_entry")


@dataclass(frozen=True, slots=True)
class Fact:
    """One record changed once.

    ``action`` is "created", "changed", "cancelled" or "restored"; ``before`` and ``after`` hold the changed columns;
    ``state`` all columns as they were after it.
    """

    entity: str
    record_id: UUID
    action: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """What one person did at once: the fact that counts first, then what followed from it.

    ``author`` and ``role`` are empty for what the laptop did by itself, such as an import.
    """

    at: datetime
    author: str
    role: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The history of one record; ``names`` of the person it is about, ``title`` of what has one name.

    ``staff`` and ``sites`` name the ids that facts mention. ``may_restore`` says whether the reader may bring it back.
    """

    entity: str
    record_id: UUID
    moments: tuple[Moment, ...]
    staff: Mapping[UUID, str]
    sites: Mapping[UUID, Mapping[str, str]]
    patient_id: UUID | None = None
    names: Mapping[str, str] | None = None
    title: str = ""
    is_cancelled: bool = False
    may_restore: bool = False


def tell_history(house: House, operator: Operator, entity: str, record_id: UUID) -> History:
    """Return the history of a record; of a person, with all that belongs to them that the reader may see.

    Raises NotFoundError("record.unknown"), NotAllowedError("history.not_yours").
    """
    if entity not in READERS:
        raise NotFoundError("record.unknown", entity=entity)
    if operator.role not in READERS[entity]:
        raise NotAllowedError("history.not_yours")
    with house.database.read() as session:
        record = histories.get_record(session, entity, record_id)
        staff = histories.list_staff(session)
        revised = histories.list_revised(session, _ids(session, entity, record_id))
        facts = list(_facts(revised))
        if operator.role == "volunteer":
            facts = [pair for pair in facts if pair[1].entity in SEEN_AT_RECEPTION]
        moments = [_moment(list(group), staff) for _key, group in groupby(facts, key=_act)]
        return History(
            entity=entity,
            record_id=record_id,
            moments=tuple(reversed(moments)),
            staff={member.id: member.name for member in staff.values()},
            sites=histories.site_names(session),
            is_cancelled=record.voided_at is not None,
            may_restore=_may_restore(session, house, operator, record),
            **_subject(session, record),
        )


def _ids(session: Session, entity: str, record_id: UUID) -> list[UUID]:
    """Return the records whose revisions make a history."""
    if entity == "patient":
        return histories.belongings(session, record_id)
    return histories.offspring(session, record_id) if entity == "screening" else [record_id]


def _act(pair: tuple[Revised, Fact]) -> tuple[datetime, UUID | None, UUID]:
    """What tells one act from another: its instant, its author, its machine."""
    return pair[0].at, pair[0].author_id, pair[0].device_id


def _facts(revised: Sequence[Revised]) -> Iterator[tuple[Revised, Fact]]:
    """Turn revisions into facts, by following each record from state to state."""
    states: dict[UUID, dict[str, Any]] = {}
    for each in revised:
        state = states.setdefault(each.entity_id, {})
        before = {name: state.get(name) for name in each.fields}
        state.update(each.fields)
        action = _action(each, before)
        yield each, Fact(each.entity, each.entity_id, action, each.reason, before, each.fields, dict(state))


def _action(revised: Revised, before: Mapping[str, Any]) -> str:
    if revised.is_first:
        return "created"
    if "voided_at" in revised.fields:
        if revised.fields["voided_at"] is not None:
            return "cancelled"
        if before["voided_at"] is not None:
            return "restored"
    return "changed"


def _moment(pairs: Sequence[tuple[Revised, Fact]], staff: Mapping[UUID, Any]) -> Moment:
    """Gather what was done at once, the weightiest fact first."""
    first = pairs[0][0]
    author = staff.get(first.author_id) if first.author_id else None
    facts = sorted((fact for _revised, fact in pairs), key=_weight)
    return Moment(first.at, author.name if author else "", author.role if author else "", tuple(facts))


def _weight(fact: Fact) -> int:
    return WEIGHT.index(fact.entity) if fact.entity in WEIGHT else -1


def _subject(session: Session, record: Any) -> dict[str, Any]:
    """Say whom or what a history is about."""
    if isinstance(record, Screening):
        patient = histories.get_any_patient(session, record.patient_id)
    elif isinstance(record, Patient):
        patient = record
    else:
        return {"title": record.name}
    return {"patient_id": patient.id, "names": display_names(patient)}


def _may_restore(session: Session, house: House, operator: Operator, record: Any) -> bool:
    if record.voided_at is None:
        return False
    if isinstance(record, Screening):
        return may_restore_screening(session, operator, record, house.today)
    return isinstance(record, Patient) and operator.role == "coordinator"
