"""Who may correct or cancel which record, and until when: its author the same day, the coordinator any time."""

from __future__ import annotations

from datetime import date

from caravan.domain.dates import local_day
from caravan.domain.errors import NotAllowedError
from caravan.services.operators import Operator
from caravan.storage.tables import Patient, Screening, Visit


def may_change_screening(operator: Operator, screening: Screening, today: date) -> bool:
    """Say whether this person may correct, cancel or bring back a screening."""
    is_own = operator.staff_id in (screening.performed_by, screening.recorded_by)
    is_fresh = local_day(screening.recorded_at) == today
    return operator.role == "coordinator" or (operator.role == "doctor" and is_own and is_fresh)


def may_correct_person(operator: Operator, patient: Patient, today: date) -> bool:
    """Say whether this person may correct a registration: the reception does so on the day it was made here."""
    is_fresh = local_day(patient.registered_at) == today and patient.source_ref is None
    return operator.role == "coordinator" or (operator.role == "volunteer" and is_fresh)


def may_cancel_visit(operator: Operator, visit: Visit, today: date) -> bool:
    """Say whether this person may cancel a visit."""
    return operator.role == "coordinator" or (operator.role == "volunteer" and visit.day == today)


def need_screening_right(operator: Operator, screening: Screening, today: date) -> None:
    """Raise NotAllowedError("screening.not_yours") unless this person may change the screening."""
    if not may_change_screening(operator, screening, today):
        raise NotAllowedError("screening.not_yours")


def need_person_right(operator: Operator, patient: Patient, today: date) -> None:
    """Raise NotAllowedError("patient.not_yours") unless this person may correct the registration."""
    if not may_correct_person(operator, patient, today):
        raise NotAllowedError("patient.not_yours")


def need_visit_right(operator: Operator, visit: Visit, today: date) -> None:
    """Raise NotAllowedError("visit.not_yours") unless this person may cancel the visit."""
    if not may_cancel_visit(operator, visit, today):
        raise NotAllowedError("visit.not_yours")


def may_decide_referral(operator: Operator) -> bool:
    """Say whether this person may make, accept, change or drop a referral: any doctor, also that of another station."""
    return operator.role == "doctor"


def may_settle_referral(operator: Operator) -> bool:
    """Say whether this person may tell what became of a referral."""
    return operator.role in ("doctor", "coordinator")


def need_decider(operator: Operator) -> None:
    """Raise NotAllowedError("referral.doctor_only") unless this person may decide on referrals."""
    if not may_decide_referral(operator):
        raise NotAllowedError("referral.doctor_only")


def need_settler(operator: Operator) -> None:
    """Raise NotAllowedError("referral.not_yours") unless this person may settle referrals."""
    if not may_settle_referral(operator):
        raise NotAllowedError("referral.not_yours")


def need_coordinator(operator: Operator) -> None:
    """Raise NotAllowedError("record.coordinator_only") for anybody else."""
    if operator.role != "coordinator":
        raise NotAllowedError("record.coordinator_only")


def need_reception(operator: Operator) -> None:
    """Raise NotAllowedError("record.reception_only") for a doctor."""
    if operator.role not in ("volunteer", "coordinator"):
        raise NotAllowedError("record.reception_only")
