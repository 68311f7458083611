"""A screening corrected with a reason: read and scored anew in its own version; the earlier values stay in the history.

What it sent or ordered follows, except what someone has settled since: that is kept, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from caravan.domain.dates import CASABLANCA
from caravan.domain.errors import CaravanError, ConflictError
from caravan.formdefs.answers import Answer, Outcome, Raw, submit
from caravan.formdefs.model import UNANSWERED, Form
from caravan.formdefs.values import to_text
from caravan.scoring.findings import Scored
from caravan.scoring.registry import score
from caravan.scoring.urgency import rank
from caravan.services.extracting import with_stops, with_stops_seen
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled, Refused
from caravan.services.permissions import need_screening_right
from caravan.services.reasons import need_reason
from caravan.services.registration import once
from caravan.services.screening import person_context, person_on, supplies_of
from caravan.storage import caravans, encounters, histories, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Referral, Screening


@dataclass(frozen=True, slots=True)
class Opened:
    """A record opened to be corrected: its form, its answers, and the mark of the state that was seen.

    ``day`` is the day for which the form's rules are read, ``context`` what the form knows of itself.
    """

    form: Form
    answers: Mapping[str, Answer]
    context: Mapping[str, str]
    day: date
    mark: str
    patient_id: UUID


@dataclass(frozen=True, slots=True)
class Correction:
    """A record as it was corrected, why, and the mark of the state that the author saw."""

    filled: Filled
    reason: str
    seen: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction on the disk. ``kept`` names what was left as it is, because someone settled it before:

    "referral" or the kind of a supply.
    """

    record_id: UUID
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revised:
    """What scoring a screening anew did: whether the record changed, and what was kept (see ``Corrected``)."""

    is_changed: bool
    kept: tuple[str, ...]


def open_screening(house: House, operator: Operator, screening_id: UUID) -> Opened:
    """Return a screening as it is corrected: in the version of the form in which it was filled.

    Raises NotFoundError "screening.unknown", "patient.unknown" or "form.unknown"; FormError("form.unusable") for a
    version that can no longer be read; NotAllowedError("screening.not_yours"); CaravanError("screening.cancelled").
    """
    with house.database.read() as session:
        screening = encounters.get_screening(session, screening_id)
        need_screening_right(session, operator, screening, house.today)
        _need_living(screening)
        person = person_on(
            patients.get_patient(session, screening.patient_id), encounters.get_visit(session, screening.visit_id).day
        )
        mark = histories.mark_of(session, screening_id)
        form = form_of(house, screening.form_id, screening.form_version)
        known = with_stops(session, person_context(person), person, form=form, patient_id=screening.patient_id)
    return Opened(
        form=form,
        answers=dict(screening.answers),
        context=with_stops_seen(known, screening.answers),
        day=person.on_day,
        mark=mark,
        patient_id=screening.patient_id,
    )


def correct_screening(
    house: House, operator: Operator, screening_id: UUID, correction: Correction
) -> Corrected | Refused:
    """Replace the answers of a screening, score them anew and let what derives from them follow, once per operation.

    Returns Refused when the form refuses. Raises what ``open_screening`` raises, and CaravanError: "correct.reason",
    "correct.nothing", "screening.empty", "scoring.failed"; ConflictError: "record.changed" (by, time) when someone
    else changed it since it was opened, "operation.changed".
    """
    opened = open_screening(house, operator, screening_id)
    outcome = read_again(opened, correction.filled)
    if not outcome.is_accepted:
        return Refused(outcome)
    because = need_reason(correction.reason, "correct.reason")
    if not outcome.answers:
        raise CaravanError("screening.empty")

    def correct(unit: Unit) -> dict[str, Any]:
        need_unchanged(unit, screening_id, correction.seen)
        if not is_changed(opened, outcome):
            raise CaravanError("correct.nothing")
        screening = encounters.get_screening(unit.session, screening_id)
        need_screening_right(unit.session, operator, screening, house.today)
        _need_living(screening)
        own = {"answers": dict(outcome.answers), "confirmed": sorted(outcome.confirmed)}
        return {"kept": list(revise(unit, house, screening, fields=own, because=because).kept)}

    reply = once(house, operator, _request(screening_id, correction), correct)
    return Corrected(screening_id, tuple(reply["kept"]))


def _request(record_id: UUID, correction: Correction) -> Request:
    filled = correction.filled
    body = {
        "record": str(record_id),
        "raw": dict(filled.raw),
        "confirmed": sorted(filled.confirmed),
        "reason": correction.reason,
    }
    return Request(filled.operation_id, "correct", body)


def read_again(opened: Opened, filled: Filled) -> Outcome:
    """Return what comes of the corrected form.

    What the record already got away with is not held against its correction: an unusual answer that stays as it was
    needs no second confirmation, and an answer that was missing all along may stay missing.
    """
    before, first = _read(opened, raw_of(opened)), _read(opened, filled.raw)
    settled = {name for name in before.to_confirm if first.answers.get(name) == opened.answers.get(name)}
    outcome = _read(opened, filled.raw, {*filled.confirmed, *settled})
    missing = {name for name, refusal in before.errors.items() if refusal.code == "answer.required"}
    errors = {
        name: refusal
        for name, refusal in outcome.errors.items()
        if not (name in missing and refusal.code == "answer.required")
    }
    return replace(outcome, errors=errors)


def unusual(opened: Opened) -> frozenset[str]:
    """Return the unusual answers of an opened record: as long as they stay so, nobody confirms them again."""
    return frozenset(_read(opened, raw_of(opened)).to_confirm)


def _read(opened: Opened, raw: Raw, confirmed: Collection[str] = ()) -> Outcome:
    return submit(opened.form, raw, context=opened.context, confirmed=confirmed, today=opened.day)


def raw_of(opened: Opened) -> dict[str, str | list[str]]:
    """Return the answers of an opened record as they would be typed."""
    return {name: _typed(answer) for name, answer in opened.answers.items() if name in opened.form.questions}


def _typed(answer: Answer) -> str | list[str]:
    if isinstance(answer, list):
        return [str(part) for part in answer]
    return answer if isinstance(answer, str) else to_text(float(answer))


def is_changed(opened: Opened, outcome: Outcome) -> bool:
    """Say whether an answer that someone gives is another one now; what the form works out by itself does not count."""
    asked = [question.name for question in opened.form.questions.values() if question.type not in UNANSWERED]
    return any(outcome.answers.get(name) != opened.answers.get(name) for name in asked)


def need_unchanged(unit: Unit, record_id: UUID, seen: str) -> None:
    """Raise ConflictError("record.changed") when a record is not any more as the author saw it."""
    if histories.mark_of(unit.session, record_id) == seen:
        return
    last = histories.list_revised(unit.session, [record_id])[-1]
    by = caravans.find_staff_name(unit.session, last.author_id)
    raise ConflictError("record.changed", by=by, time=f"{last.at.astimezone(CASABLANCA):%H:%M}")


def _need_living(screening: Screening) -> None:
    if screening.voided_at is not None:
        raise CaravanError("screening.cancelled")


def revise(unit: Unit, house: House, screening: Screening, *, fields: Mapping[str, Any], because: str) -> Revised:
    """Score a screening anew, with these fields in the place of its own, and let its referral and supplies follow.

    Raises CaravanError("scoring.failed").
    """
    answers = fields.get("answers", screening.answers)
    day = encounters.get_visit(unit.session, screening.visit_id).day
    person = person_on(patients.get_patient(unit.session, screening.patient_id), day, house)
    scored, was = score(screening.form_id, answers, person, house.scorers), screening.urgency
    new = {
        **fields,
        "findings": [asdict(finding) for finding in scored.findings],
        "urgency": scored.urgency,
        "referral_to": scored.referral_to,
    }
    changed = {name: value for name, value in new.items() if value != getattr(screening, name)}
    if changed:
        unit.ledger.change("screening", screening.id, because=because, **changed)
    kept = _follow_referrals(unit, screening, scored, because, was=was)
    kept += _follow_supplies(unit, screening, answers, because)
    return Revised(bool(changed), tuple(kept))


def _follow_referrals(unit: Unit, screening: Screening, scored: Scored, because: str, *, was: str) -> list[str]:
    """Change, add or void the proposed referral; one that was settled stays, and is enough when it leads there too.

    It is not enough when the result is graver than it was and than the settled one: nobody decided on that yet.
    """
    living = encounters.list_referrals(unit.session, screening.id)
    settled = [referral for referral in living if referral.status != "proposed"]
    there = [referral for referral in settled if referral.destination == scored.referral_to]
    wanted = _wanted_referral(scored)
    proposed = [referral for referral in living if referral.status == "proposed"]
    is_enough = any(rank(each.urgency) >= rank(scored.urgency) for each in there) or rank(was) >= rank(scored.urgency)
    _put_referral(unit, screening, proposed, because=because, wanted=None if there and is_enough else wanted)
    right = [referral for referral in there if wanted and referral.urgency == scored.urgency]
    return ["referral" for referral in settled if referral not in right and referral.status != "cancelled"]


def _wanted_referral(scored: Scored) -> dict[str, Any] | None:
    if not scored.referral_to or scored.urgency == "n":
        return None
    return {"destination": scored.referral_to, "urgency": scored.urgency, "reasons": list(scored.reasons)}


def _put_referral(
    unit: Unit, screening: Screening, proposed: Sequence[Referral], *, because: str, wanted: Mapping[str, Any] | None
) -> None:
    """Make the first proposed referral the wanted one, void the others; add it when none was proposed."""
    for referral in proposed if wanted is None else proposed[1:]:
        unit.ledger.void("referral", referral.id, because)
    if wanted is None:
        return
    if not proposed:
        whose = {name: getattr(screening, name) for name in ("caravan_id", "patient_id", "visit_id")}
        unit.ledger.create("referral", **whose, screening_id=screening.id, **wanted)
        return
    other = {name: value for name, value in wanted.items() if value != getattr(proposed[0], name)}
    if other:
        unit.ledger.change("referral", proposed[0].id, because=because, **other)


def _follow_supplies(unit: Unit, screening: Screening, answers: Mapping[str, Any], because: str) -> list[str]:
    """Change, add or void what was ordered or listed; what was delivered or struck off meanwhile stays."""
    ordered = {supply["kind"]: supply for supply in supplies_of(screening.answers)}
    wanted = {supply["kind"]: supply for supply in supplies_of(answers)}
    kept = []
    for row in histories.list_supplies(unit.session, screening.id):
        if row.kind not in ordered:
            continue  # given by hand, such as a medicine: no answer orders it
        now = wanted.pop(row.kind, None)
        if row.status != ordered[row.kind]["status"]:
            kept += [row.kind] if now != ordered[row.kind] else []
        elif now is None:
            unit.ledger.void("supply", row.id, because)
        elif now != ordered[row.kind]:
            unit.ledger.change("supply", row.id, because=because, **now)
    whose = {"caravan_id": screening.caravan_id, "patient_id": screening.patient_id, "screening_id": screening.id}
    for supply in wanted.values():
        unit.ledger.create("supply", **whose, **supply)
    return kept
