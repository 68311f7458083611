"""Referrals: proposed by the rules, decided by a doctor, added by hand, raised as an alert, and settled in the end.

A settled referral makes nobody urgent any more. Each verb is a revision with its author and time, may be sent twice,
and is refused when someone else changed the referral since the page was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from caravan.domain.errors import CaravanError, ConflictError
from caravan.scoring.danger import DANGER
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.permissions import need_decider, need_settler
from caravan.services.reasons import need_reason
from caravan.services.referral_lines import mark
from caravan.services.registration import begin_visit, once
from caravan.storage import encounters, patients, referrals
from caravan.storage.boards import OPEN
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Referral

OUTCOMES: Final[Mapping[str, str]] = {
    "seen": "attended",
    "transferred": "attended",
    "arrived": "attended",
    "refused": "closed",
    "not_reached": "closed",
}
"""What may become of a referral, and the state that it is in then: attended, or closed without it."""
URGENCIES: Final = ("e", "u", "p", "r")
SIGNS: Final = "danger_signs"
NO_SIGN: Final = "none"
NOWHERE: Final = "none"


@dataclass(frozen=True, slots=True)
class Verb:
    """What is to be done with a referral, by which operation, and the mark of the state that the page showed."""

    referral_id: UUID
    operation_id: UUID
    seen: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """How urgent a referral is to be, where it leads, and why (see ``reasons``)."""

    urgency: str
    destination: str
    reason: str = ""


def destinations(house: House) -> tuple[str, ...]:
    """Return where people can be sent: what the forms list, in their order, without "no referral"."""
    forms = house.forms.stations
    names = (choice.name for form in forms for choice in form.choices.get("referral_to", ()))
    return tuple(name for name in dict.fromkeys(names) if name != NOWHERE)


def alert_signs(house: House) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the danger signs that the forms list, each with its labels."""
    found: dict[str, Mapping[str, str]] = {}
    for form in house.forms.stations:
        for choice in form.choices.get(SIGNS, ()):
            found.setdefault(choice.name, choice.labels)
    return tuple((name, labels) for name, labels in found.items() if name != NO_SIGN)


def decide(house: House, operator: Operator, verb: Verb, wanted: Wanted) -> UUID:
    """Accept a referral as it is, or change how urgent it is or where it leads; returns the patient's id.

    Raises NotAllowedError("referral.doctor_only"), NotFoundError("referral.unknown"), CaravanError "referral.reason"
    for a change without a reason, "referral.urgency", "referral.place", "referral.settled",
    ConflictError("referral.changed").
    """
    need_decider(operator)
    _need_known(house, wanted)

    def act(unit: Unit, referral: Referral) -> None:
        _need_open(referral)
        values = {"urgency": wanted.urgency, "destination": wanted.destination}
        changed = {name: value for name, value in values.items() if value != getattr(referral, name)}
        if not changed:
            if referral.status == "proposed":
                unit.ledger.change("referral", referral.id, status="accepted")
            return
        because = need_reason(wanted.reason, "referral.reason")
        unit.ledger.change("referral", referral.id, because=because, status="changed", **changed)

    body = {"urgency": wanted.urgency, "destination": wanted.destination, "reason": wanted.reason}
    return _carry_out(house, operator, verb, act=act, kind="referral.decide", body=body)


def drop(house: House, operator: Operator, verb: Verb, reason: str) -> UUID:
    """Decide that a referral is not needed, with the reason; returns the patient's id. Raises as ``decide``."""
    need_decider(operator)
    because = need_reason(reason, "referral.reason")

    def act(unit: Unit, referral: Referral) -> None:
        _need_open(referral)
        unit.ledger.change("referral", referral.id, because=because, status="cancelled", **_settled(unit, operator))

    return _carry_out(house, operator, verb, act=act, kind="referral.drop", body={"reason": reason})


def settle(house: House, operator: Operator, verb: Verb, outcome: str) -> UUID:
    """Tell what became of an open referral (one of OUTCOMES); returns the patient's id.

    Raises NotAllowedError("referral.not_yours"), NotFoundError("referral.unknown"), CaravanError "referral.outcome",
    "referral.settled", ConflictError("referral.changed").
    """
    need_settler(operator)
    if outcome not in OUTCOMES:
        raise CaravanError("referral.outcome")

    def act(unit: Unit, referral: Referral) -> None:
        _need_open(referral)
        state = {"status": OUTCOMES[outcome], "outcome": outcome, **_settled(unit, operator)}
        unit.ledger.change("referral", referral.id, **state)

    return _carry_out(house, operator, verb, act=act, kind="referral.settle", body={"outcome": outcome})


def reopen(house: House, operator: Operator, verb: Verb) -> UUID:
    """Open a settled or dropped referral again; returns the patient's id. Raises as ``settle``."""
    need_settler(operator)

    def act(unit: Unit, referral: Referral) -> None:
        if referral.status not in OPEN:
            nothing = {"outcome": None, "settled_at": None, "settled_by": None}
            unit.ledger.change("referral", referral.id, status="accepted", **nothing)

    return _carry_out(house, operator, verb, act=act, kind="referral.reopen", body={})


def refer(house: House, operator: Operator, patient_id: UUID, operation_id: UUID, wanted: Wanted) -> None:
    """Add a referral of today where the rules propose none.

    Raises NotAllowedError("referral.doctor_only"), NotFoundError("patient.unknown"), CaravanError "referral.reason",
    "referral.urgency", "referral.place".
    """
    need_decider(operator)
    _need_known(house, wanted)
    note = need_reason(wanted.reason, "referral.reason")

    def act(unit: Unit) -> dict[str, Any]:
        fields = {"origin": "doctor", "status": "accepted", "note": note, "made_by": operator.staff_id}
        place = {"urgency": wanted.urgency, "destination": wanted.destination}
        return _add(unit, house, patient_id, fields={**place, **fields})

    body = {"patient": str(patient_id), "urgency": wanted.urgency, "destination": wanted.destination, "reason": note}
    once(house, operator, Request(operation_id, "referral.add", body), act)


def raise_alert(house: House, operator: Operator, patient_id: UUID, operation_id: UUID, sign: str) -> None:
    """Note a danger sign that anyone of the staff saw: the person is first everywhere until a doctor settles it.

    The same sign of the same visit is noted once. Raises NotFoundError("patient.unknown"), CaravanError("alert.sign").
    """
    if sign not in dict(alert_signs(house)):
        raise CaravanError("alert.sign")
    action = DANGER.actions["any"]

    def act(unit: Unit) -> dict[str, Any]:
        fields = {"origin": "alert", "note": sign, "reasons": [SIGNS], "made_by": operator.staff_id}
        place = {"urgency": action.urgency, "destination": action.refer_to}
        return _add(unit, house, patient_id, fields={**place, **fields})

    once(house, operator, Request(operation_id, "alert", {"patient": str(patient_id), "sign": sign}), act)


def _add(unit: Unit, house: House, patient_id: UUID, *, fields: Mapping[str, Any]) -> dict[str, Any]:
    patients.get_patient(unit.session, patient_id)
    visit_id, _number = begin_visit(unit, patient_id, day=house.today)
    known = referrals.list_of_visits(unit.session, [visit_id])
    if any(each.origin == "alert" and each.note == fields["note"] and each.status in OPEN for each in known):
        return {}
    visit = encounters.get_visit(unit.session, visit_id)
    unit.ledger.create(
        "referral",
        caravan_id=visit.caravan_id,
        visit_id=visit_id,
        patient_id=patient_id,
        screening_id=None,
        made_at=unit.at,
        **fields,
    )
    return {}


def _carry_out(  # noqa: PLR0913  a verb has its parts, and each is named
    house: House,
    operator: Operator,
    verb: Verb,
    *,
    act: Callable[[Unit, Referral], None],
    kind: str,
    body: Mapping[str, str],
) -> UUID:
    def do(unit: Unit) -> dict[str, Any]:
        referral = referrals.get_referral(unit.session, verb.referral_id)
        if verb.seen != mark(referral):
            raise ConflictError("referral.changed")
        act(unit, referral)
        return {"patient": str(referral.patient_id)}

    request = Request(verb.operation_id, kind, {"referral": str(verb.referral_id), **body})
    return UUID(once(house, operator, request, do)["patient"])


def _settled(unit: Unit, operator: Operator) -> dict[str, Any]:
    return {"settled_at": unit.at, "settled_by": operator.staff_id}


def _need_open(referral: Referral) -> None:
    if referral.status not in OPEN:
        raise CaravanError("referral.settled")


def _need_known(house: House, wanted: Wanted) -> None:
    if wanted.urgency not in URGENCIES:
        raise CaravanError("referral.urgency")
    if wanted.destination not in (*destinations(house), NOWHERE):
        raise CaravanError("referral.place")
