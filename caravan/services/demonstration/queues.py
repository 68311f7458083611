"""The queue at the moment when the demonstration is opened: called, absent, urgent, and waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from caravan.domain.ids import new_id
from caravan.services.calling import Asked, act, call_next
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.screening import record_screening

URGENT_PRESSURE = {"systolic_1_mmhg": "192", "diastolic_1_mmhg": "118", "pulse_bpm": "88"}
USUAL_PRESSURE = {"systolic_1_mmhg": "124", "diastolic_1_mmhg": "78", "pulse_bpm": "72"}
MEASURED = 5  # of those who wait, so many were at the vital signs already


def call_people(house: House, doctors: Sequence[Operator], waiting: Sequence[UUID]) -> None:
    """Measure the first of those who wait, find one of them urgent, and call a few of them to the stations."""
    measured = waiting[: min(MEASURED, (len(waiting) + 1) // 2)]
    for patient_id in measured:
        is_urgent = len(measured) > 1 and patient_id == measured[-1]
        _measure(_ago(house, 9), doctors[0], patient_id, URGENT_PRESSURE if is_urgent else USUAL_PRESSURE)
    for station, minutes, doctor in (("eye", 8, 0), ("eye", 5, 0), ("dental", 4, 1), ("chronic", 1, 2)):
        entry = call_next(_ago(house, minutes), doctors[doctor], station, new_id())
        if entry is not None and minutes == 5:  # noqa: PLR2004  this one does not come
            act(_ago(house, 3), doctors[doctor], Asked(entry, "absent"))


def _ago(house: House, minutes: int) -> House:
    moment = house.now() - timedelta(minutes=minutes)
    return replace(house, now=lambda: moment)


def _measure(house: House, doctor: Operator, patient_id: UUID, answers: dict[str, str]) -> None:
    filled = Filled(answers, new_id(), confirmed=tuple(house.forms["vitals"].questions))
    record_screening(house, doctor, patient_id=patient_id, form_id="vitals", filled=filled)
