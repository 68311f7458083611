"""The save of the registration form with someone at the screen: people who may be the same are shown first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from caravan.domain.errors import CaravanError
from caravan.domain.identity import normal_phone
from caravan.formdefs.answers import submit
from caravan.services.duplicates import Candidate, find_duplicates
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled, Refused
from caravan.services.registration import (
    MAY_BE,
    TOLD_APART,
    Registered,
    begin_visit,
    once,
    patient_fields,
    register_patient,
    registration_context,
    registration_form,
    registration_request,
)
from caravan.storage import operations, patients
from caravan.storage.database import Unit
from caravan.storage.operations import Request

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing is saved yet: these people may be the one who stands at the desk, the likeliest first."""

    candidates: tuple[Candidate, ...]


def receive_patient(
    house: House, operator: Operator, filled: Filled, *, told_apart: Collection[UUID] = ()
) -> Registered | Refused | Held:
    """Register a person unless someone of the register is likely to be the same and was not told apart yet.

    ``told_apart`` are those whom the volunteer has seen and found to be others. The same save sent twice is no
    duplicate of itself. Whoever another desk registered meanwhile is looked at too, before anything is saved. Raises
    what ``register_patient`` raises.
    """
    while True:  # each round more means that someone else was saved, so that it ends
        newest = _newest(house)
        candidates = () if _is_known(house, filled) else look_alike(house, filled)
        if any(one.is_likely and one.line.id not in told_apart for one in candidates):
            return Held(candidates)
        shown = {one.line.id for one in candidates} & set(told_apart)
        try:
            return register_patient(
                house, operator, filled, marks={TOLD_APART: shown}, before=partial(_need_nobody_newer, newest)
            )
        except _NewcomerError:
            continue


def receive_late(house: House, operator: Operator, filled: Filled) -> Registered | Refused:
    """Register a person whom a tablet kept while the laptop was out of reach: nobody stands at the desk to be asked.

    Those who are likely to be the same are kept with the person (MAY_BE), for the coordinator to look at. Raises what
    ``register_patient`` raises.
    """
    candidates = () if _is_known(house, filled) else look_alike(house, filled)
    likely = {one.line.id for one in candidates if one.is_likely}
    return register_patient(house, operator, filled, marks={MAY_BE: likely})


def look_alike(house: House, filled: Filled) -> tuple[Candidate, ...]:
    """Return who of the register may be the person of a form, filled in whole or in part; nobody when it is refused.

    Raises NotFoundError("form.unknown").
    """
    form, context = registration_form(house, filled.form_version), registration_context(house)
    outcome = submit(form, filled.raw, context=context, confirmed=filled.confirmed, today=house.today)
    try:
        fields = patient_fields(outcome.answers, today=house.today)
    except CaravanError:  # a birth that cannot be: the form says so when it is saved
        return ()
    return find_duplicates(house, fields)


def recognise_patient(
    house: House, operator: Operator, patient_id: UUID, *, operation_id: UUID, new_phone: str = ""
) -> int:
    """Open today's visit of a person recognised while they were registered anew; returns its number.

    ``new_phone`` takes the place of the phone that was known. Raises NotFoundError("patient.unknown").
    """

    def recognise(unit: Unit) -> Reply:
        patients.get_patient(unit.session, patient_id)
        if phone := new_phone.strip():
            unit.ledger.change("patient", patient_id, phone=normal_phone(phone)[0], phone_as_written=phone)
        return {"patient_id": str(patient_id), "number": begin_visit(unit, patient_id, day=house.today)[1]}

    body = {"patient": str(patient_id), "phone": new_phone}
    return int(once(house, operator, Request(operation_id, "recognise", body), recognise)["number"])


class _NewcomerError(Exception):
    """Someone was registered since the register was looked at."""


def _newest(house: House) -> UUID | None:
    with house.database.read() as session:
        return patients.newest_id(session)


def _need_nobody_newer(newest: UUID | None, unit: Unit) -> None:
    if patients.newest_id(unit.session) != newest:
        raise _NewcomerError


def _is_known(house: House, filled: Filled) -> bool:
    """Tell whether this very save was carried out before."""
    with house.database.read() as session:
        return operations.recall(session, registration_request(filled)) is not None
