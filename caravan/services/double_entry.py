"""Double entry: a sample of papers typed again by someone else, what differs, and what the coordinator settles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caravan.domain.dates import local_day
from caravan.domain.errors import CaravanError
from caravan.formdefs.answers import submit
from caravan.formdefs.model import Form
from caravan.formdefs.on_paper import paper_questions
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled, Refused
from caravan.services.patients import ScreeningLine, screening_line
from caravan.services.permissions import need_coordinator
from caravan.services.registration import once
from caravan.services.screening import person_context, person_on
from caravan.storage import caravans, encounters, operations, patients, typed
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Screening, SecondEntry

USUAL_SAMPLE = 10
"""One sheet in ten: enough to see who or which question errs, little enough to be done."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that was typed differently: what the first typist saved, and the second; None for nothing."""

    name: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet typed twice, with what differs."""

    id: UUID
    screening_id: UUID
    form_id: str
    form_version: str
    typed_at: datetime
    typed_by: str
    first_by: str
    differences: tuple[Difference, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """How often a question was typed in both, and how often differently."""

    form_id: str
    name: str
    compared: int
    differing: int

    @property
    def percent(self) -> float:
        return 100 * self.differing / self.compared if self.compared else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """All second typings of the caravan, and the count by question, the worst first."""

    entries: tuple[Entry, ...]
    questions: tuple[QuestionCount, ...]

    @property
    def compared(self) -> int:
        return sum(question.compared for question in self.questions)

    @property
    def differing(self) -> int:
        return sum(question.differing for question in self.questions)

    @property
    def percent(self) -> float:
        return 100 * self.differing / self.compared if self.compared else 0.0

    @property
    def open_entries(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.differences and not entry.is_settled)


def list_sample(house: House, operator: Operator, every: int = USUAL_SAMPLE) -> list[ScreeningLine]:
    """Return the papers of the sample that this person may type again: one in ``every``, chosen by chance.

    The chance is that of their ids, so that every page and every laptop chooses the same ones.
    """
    with house.database.read() as session:
        caravan = caravans.get_current(session)
        done = {row.screening_id for row in typed.list_second(session, caravan.id)}
        rows = [row for row in typed.list_papers(session, caravan.id) if row.id not in done]
        mine = [row for row in rows if row.recorded_by != operator.staff_id and row.id.int % max(1, every) == 0]
        return [screening_line(session, row) for row in mine]


def record_second(
    house: House, operator: Operator, screening_id: UUID, filled: Filled
) -> tuple[Difference, ...] | Refused:
    """Keep a second typing of a paper and return what differs from the first, once for each operation.

    Nothing of the first is changed. Returns Refused when the form refuses the answers. Raises
    CaravanError "second.own" (whoever typed it first sees with the same eyes), "second.twice", "screening.empty";
    NotFoundError("screening.unknown").
    """
    first = _first(house, operator, screening_id, filled.operation_id)
    form = form_of(house, first.form_id, first.form_version)
    with house.database.read() as session:
        day = local_day(first.performed_at)
        person = person_on(patients.get_patient(session, first.patient_id), day, house)
    context = person_context(person)
    outcome = submit(form, filled.raw, context=context, confirmed=filled.confirmed, today=day)
    if not outcome.is_accepted:
        return Refused(outcome)
    if not outcome.answers:
        raise CaravanError("screening.empty")
    differing = differences(form, first.answers, outcome.answers)

    def keep(unit: Unit) -> dict[str, Any]:
        entry_id = unit.ledger.create(
            "second_entry",
            caravan_id=first.caravan_id,
            screening_id=screening_id,
            form_id=form.id,
            form_version=form.version,
            first=dict(first.answers),
            second=dict(outcome.answers),
            differing=[one.name for one in differing],
            typed_at=unit.at,
            typed_by=operator.staff_id,
        )
        return {"second_id": str(entry_id)}

    body = {"screening": str(screening_id), "raw": dict(filled.raw), "confirmed": sorted(filled.confirmed)}
    once(house, operator, Request(filled.operation_id, "second typing", body), keep)
    return differing


def differences(form: Form, first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the questions of the paper whose answers differ, in its order."""
    pairs = ((question.name, first.get(question.name), second.get(question.name)) for question in paper_questions(form))
    return tuple(Difference(*pair) for pair in pairs if _plain(pair[1]) != _plain(pair[2]))


def report(house: House) -> Report:
    """Return what was typed twice in the caravan and how it agrees."""
    with house.database.read() as session:
        rows = typed.list_second(session, caravans.get_current(session).id)
        entries = tuple(_entry(row, encounters.get_screening(session, row.screening_id), session) for row in rows)
    compared, differing = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        answered = set(row.first) | set(row.second)
        form = form_of(house, row.form_id, row.form_version)
        asked = [question.name for question in paper_questions(form) if question.name in answered]
        compared.update((row.form_id, name) for name in asked)
        differing.update((row.form_id, name) for name in row.differing)
    counts = [QuestionCount(*key, compared[key], differing[key]) for key in compared]
    return Report(entries, tuple(sorted(counts, key=lambda one: (-one.differing, -one.percent, one.form_id, one.name))))


def settle(house: House, operator: Operator, entry_id: UUID) -> None:
    """Say that the coordinator has looked at what differs, and corrected the record where it was wrong.

    Raises NotFoundError("second.unknown"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)

    def do(unit: Unit) -> None:
        if typed.get_second(unit.session, entry_id).settled_at is None:
            unit.ledger.change("second_entry", entry_id, settled_at=unit.at, settled_by=operator.staff_id)

    house.database.write(do, at=house.now(), author_id=operator.staff_id)


def _first(house: House, operator: Operator, screening_id: UUID, operation_id: UUID) -> Screening:
    with house.database.read() as session:
        first = encounters.get_screening(session, screening_id)
        if first.recorded_by == operator.staff_id:
            raise CaravanError("second.own")
        others = typed.list_second(session, first.caravan_id)
        is_repeated = operations.reply_to(session, operation_id) is not None
        if not is_repeated and any(row.screening_id == screening_id for row in others):
            raise CaravanError("second.twice")
        session.expunge(first)
        return first


def _entry(row: SecondEntry, first: Screening, session: Any) -> Entry:
    return Entry(
        id=row.id,
        screening_id=row.screening_id,
        form_id=row.form_id,
        form_version=row.form_version,
        typed_at=row.typed_at,
        typed_by=caravans.find_staff_name(session, row.typed_by),
        first_by=caravans.find_staff_name(session, first.recorded_by),
        differences=tuple(Difference(name, row.first.get(name), row.second.get(name)) for name in row.differing),
        is_settled=row.settled_at is not None,
    )


def _plain(answer: Any) -> Any:
    """Return an answer as it is compared: several choices in any order, texts without the spaces around them."""
    if isinstance(answer, list):
        return sorted(map(str, answer))
    return " ".join(answer.split()).casefold() if isinstance(answer, str) else answer
