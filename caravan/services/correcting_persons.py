"""A registration corrected with a reason, and what follows from it on the person's visits and results.

The rule of what follows: the age is that of the birth, so it follows on every visit; the coverage follows on the latest
visit, and earlier visits keep what was said then; results are worked out anew when the age, the sex or a pregnancy that
they rest on is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caravan.domain.dates import Birth, age_on
from caravan.domain.errors import CaravanError
from caravan.formdefs.answers import Answer
from caravan.formdefs.model import UNANSWERED, Form
from caravan.services.correcting import Correction, Opened, is_changed, need_unchanged, read_again, revise
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Refused
from caravan.services.permissions import need_person_right
from caravan.services.reasons import need_reason
from caravan.services.registration import (
    BIRTH_ANSWERS,
    BIRTH_COLUMNS,
    ENVELOPE,
    birth_of,
    once,
    patient_fields,
    registration_form,
)
from caravan.storage import caravans, encounters, histories, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Patient

BEARING_ON_RESULTS = {*BIRTH_COLUMNS, "sex", "pregnant"}


@dataclass(frozen=True, slots=True)
class CorrectedPerson:
    """A corrected registration on the disk; ``rescored`` counts the results that came out otherwise.

    ``kept`` names what was left as it is, because someone settled it before: "referral" or the kind of a supply.
    """

    patient_id: UUID
    rescored: int
    kept: tuple[str, ...] = ()


def open_person(house: House, operator: Operator, patient_id: UUID) -> Opened:
    """Return a registration as it is corrected: in the version of the form in which it was filled.

    An age that was said is shown as it would be said today.

    Raises NotFoundError "patient.unknown" or "form.unknown"; FormError("form.unusable") for a version that can no
    longer be read; NotAllowedError("patient.not_yours").
    """
    with house.database.read() as session:
        patient = patients.get_patient(session, patient_id)
        need_person_right(operator, patient, house.today)
        mark = histories.mark_of(session, patient_id)
        is_authorised = caravans.get_current(session).id_number_authorisation  # a closed caravan is corrected too
    form = registration_form(house, patient.form_version)
    # A number that was recorded before is not lost by a correction.
    context = {"id_number_enabled": "yes" if is_authorised or patient.id_number else "no"}
    return Opened(form, _answers_of(house, patient, form), context, house.today, mark, patient_id)


def correct_person(
    house: House, operator: Operator, patient_id: UUID, correction: Correction
) -> CorrectedPerson | Refused:
    """Change what was registered of a person, and what follows from it, once for each operation.

    Returns Refused when the form refuses. Raises what ``open_person`` raises, and CaravanError: "birth.…",
    "correct.reason", "correct.nothing", "scoring.failed"; ConflictError: "record.changed" (by, time) when someone else
    changed it since it was opened, "operation.changed".
    """
    opened = open_person(house, operator, patient_id)
    outcome = read_again(opened, correction.filled)
    if not outcome.is_accepted:
        return Refused(outcome)
    because = need_reason(correction.reason, "correct.reason")
    fields = _blanks(opened.form) | patient_fields(outcome.answers, today=house.today)
    others = {name: answer for name, answer in opened.answers.items() if name not in opened.form.questions}
    fields["extra"] = others | fields["extra"]
    if all(outcome.answers.get(name) == opened.answers.get(name) for name in BIRTH_ANSWERS):
        fields = {name: value for name, value in fields.items() if name not in BIRTH_COLUMNS}

    def correct(unit: Unit) -> dict[str, Any]:
        need_unchanged(unit, patient_id, correction.seen)
        if not is_changed(opened, outcome):
            raise CaravanError("correct.nothing")
        return _change(unit, house, patient_id, fields=fields, because=because)

    filled = correction.filled
    body = {"record": str(patient_id), "raw": dict(filled.raw), "reason": correction.reason}
    reply = once(house, operator, Request(filled.operation_id, "correct_person", body), correct)
    return CorrectedPerson(patient_id, reply["rescored"], tuple(reply["kept"]))


def _change(unit: Unit, house: House, patient_id: UUID, *, fields: Mapping[str, Any], because: str) -> dict[str, Any]:
    patient = patients.get_patient(unit.session, patient_id)
    changed = {name: value for name, value in fields.items() if value != getattr(patient, name)}
    unit.ledger.change("patient", patient_id, because=because, **changed)
    unit.session.refresh(patient)
    _follow_on_visits(unit, patient, changed, because)
    if changed.keys() & BEARING_ON_RESULTS:
        return _score_again(unit, house, patient, because=because)
    return {"rescored": 0, "kept": []}


def _follow_on_visits(unit: Unit, patient: Patient, changed: Mapping[str, Any], because: str) -> None:
    visits = encounters.list_visits(unit.session, [patient.id])
    for visit in visits:
        other: dict[str, Any] = {}
        if changed.keys() & BIRTH_COLUMNS:
            other["age_years"] = age_on(birth_of(patient), visit.day)
        if "coverage_scheme" in changed and visit is visits[0]:
            other["coverage_scheme"] = patient.coverage_scheme
        other = {name: value for name, value in other.items() if value != getattr(visit, name)}
        if other:
            unit.ledger.change("visit", visit.id, because=because, **other)


def _score_again(unit: Unit, house: House, patient: Patient, *, because: str) -> dict[str, Any]:
    """Work the person's results out anew; says how many came out otherwise, and what was kept."""
    visits = [visit.id for visit in encounters.list_visits(unit.session, [patient.id])]
    screenings = encounters.list_screenings(unit.session, visits)
    done = [revise(unit, house, screening, fields={}, because=because) for screening in screenings]
    return {"rescored": sum(each.is_changed for each in done), "kept": [kept for each in done for kept in each.kept]}


def _blanks(form: Form) -> dict[str, Any]:
    """The columns that the form asks for, as they are when nothing is answered."""
    asked = [name for name, question in form.questions.items() if question.type not in UNANSWERED]
    blanks: dict[str, Any] = {name: None for name in asked if name in ENVELOPE}
    if "sex" in blanks:
        blanks["sex"] = "unknown"
    return {**blanks, "phone_as_written": None} if "phone" in blanks else blanks


def _answers_of(house: House, patient: Patient, form: Form) -> dict[str, Answer]:
    """Return a stored patient as the answers of the form, and what other forms asked: the inverse of
    ``patient_fields``."""
    own = {name: getattr(patient, name) for name in ENVELOPE} | {"phone": patient.phone_as_written or patient.phone}
    if patient.sex == "unknown":
        del own["sex"]
    stored = {**patient.extra, **own, **_birth_answers(birth_of(patient), house)}
    asked = {name: value for name, value in stored.items() if value is not None and name in form.questions}
    others = {name: value for name, value in patient.extra.items() if name not in form.questions}
    return others | {name: _as_answer(form.questions[name].type, value) for name, value in asked.items()}


def _as_answer(kind: str, value: Any) -> Answer:
    if kind == "select_multiple" and isinstance(value, str):
        return value.split()
    answer: Answer = value if not isinstance(value, str) or kind not in ("integer", "decimal") else float(value)
    return int(answer) if kind == "integer" and isinstance(answer, float) else answer


def _birth_answers(birth: Birth, house: House) -> dict[str, Answer]:
    """Return the one answer that says the birth as exactly as it is known."""
    if birth.precision == "day" and birth.date is not None:
        return {"birth_date": birth.date.isoformat()}
    if birth.precision in ("month", "year") and birth.year is not None:
        return {"birth_year": birth.year}
    age = age_on(birth, house.today)
    return {"age_years": age} if age is not None else {}
