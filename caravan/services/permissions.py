"""Who may correct or cancel which record, and until when: its author the same day, the coordinator any time.

A volunteer is the author of what they typed from paper, as long as the caravan goes on.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from caravan.domain.dates import local_day
from caravan.domain.errors import NotAllowedError
from caravan.services.operators import Operator
from caravan.services.outcomes import PAPER
from caravan.storage import caravans
from caravan.storage.tables import Patient, Screening, Visit


def may_change_screening(session: Session, operator: Operator, screening: Screening, today: date) -> bool:
    """Say whether this person may correct or cancel a screening."""
    if operator.role == "coordinator":
        return True
    if local_day(screening.recorded_at) != today:
        return False
    if operator.role == "doctor":
        return operator.staff_id in (screening.performed_by, screening.recorded_by)
    return _typed(operator, screening) and caravans.goes_on(session, screening.caravan_id)


def may_restore_screening(session: Session, operator: Operator, screening: Screening, today: date) -> bool:
    """Say whether this person may bring back a cancelled screening: who may change it, but no volunteer."""
    return operator.role != "volunteer" and may_change_screening(session, operator, screening, today)


def _typed(operator: Operator, screening: Screening) -> bool:
    return screening.source == PAPER and screening.recorded_by == operator.staff_id


def may_correct_person(operator: Operator, patient: Patient, today: date) -> bool:
    """Say whether this person may correct a registration: the reception does so on the day it was made here."""
    is_fresh = local_day(patient.registered_at) == today and patient.source_ref is None
    return operator.role == "coordinator" or (operator.role == "volunteer" and is_fresh)


def may_cancel_visit(operator: Operator, visit: Visit, today: date) -> bool:
    """Say whether this person may cancel a visit."""
    return operator.role == "coordinator" or (operator.role == "volunteer" and visit.day == today)


def need_screening_right(session: Session, operator: Operator, screening: Screening, today: date) -> None:
    """Raise NotAllowedError("screening.not_yours") unless this person may change the screening."""
    if not may_change_screening(session, operator, screening, today):
        raise NotAllowedError("screening.not_yours")


def need_restoring_right(session: Session, operator: Operator, screening: Screening, today: date) -> None:
    """Raise NotAllowedError("screening.not_yours") unless this person may bring the screening back."""
    if not may_restore_screening(session, operator, screening, today):
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
