"""Looking up patients and cards: by id, by code, by phone or number, by the sound of a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, or_, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Card, NameKey, Patient

CANDIDATES = 200


def get_patient(session: Session, patient_id: UUID) -> Patient:
    """Return a patient. Raises NotFoundError("patient.unknown")."""
    patient = session.get(Patient, patient_id)
    if patient is None or patient.voided_at is not None:
        raise NotFoundError("patient.unknown")
    return patient


def is_known(session: Session, patient_id: UUID) -> bool:
    """Say whether a patient with this id was ever recorded."""
    return session.exec(select(Patient.id).where(Patient.id == patient_id)).first() is not None


def find_card(session: Session, code: str) -> Card | None:
    """Return the living card with this code."""
    return session.exec(select(Card).where(Card.code == code, col(Card.voided_at).is_(None))).first()


def list_cards(session: Session, patient_ids: Iterable[UUID]) -> Sequence[Card]:
    query = select(Card).where(col(Card.patient_id).in_(list(patient_ids)), col(Card.voided_at).is_(None))
    return session.exec(query.order_by(col(Card.bound_at))).all()


def find_by_number(session: Session, *, phone: str, number: str, source_ref: str, limit: int) -> Sequence[Patient]:
    """Return patients with exactly this phone, document number or source reference."""
    query = select(Patient).where(
        or_(
            Patient.phone == phone,
            Patient.id_number == number,
            Patient.insurance_number == number,
            Patient.source_ref == source_ref,
        )
    )
    return session.exec(query.where(col(Patient.voided_at).is_(None)).limit(limit)).all()


def find_by_phone_part(session: Session, digits: str, limit: int) -> Sequence[Patient]:
    """Return the newest patients whose phone holds these digits."""
    query = select(Patient).where(
        col(Patient.phone).contains(digits, autoescape=True), col(Patient.voided_at).is_(None)
    )
    return session.exec(query.order_by(col(Patient.id).desc()).limit(limit)).all()


def find_by_folded_name(session: Session, words: Sequence[str], limit: int) -> Sequence[Patient]:
    """Return the newest patients whose folded names hold every word, anywhere."""
    query = select(Patient).where(col(Patient.voided_at).is_(None))
    for word in words:
        query = query.where(col(Patient.folded_names).contains(word, autoescape=True))
    return session.exec(query.order_by(col(Patient.id).desc()).limit(limit)).all()


def find_by_keys(session: Session, keys: Iterable[str]) -> Sequence[Patient]:
    """Return the patients who share most name keys, at most 200."""
    query = select(NameKey.patient_id).where(col(NameKey.key).in_(sorted(keys)))
    shared = Counter(session.exec(query).all())
    best = [patient_id for patient_id, _count in shared.most_common(CANDIDATES)]
    return session.exec(select(Patient).where(col(Patient.id).in_(best), col(Patient.voided_at).is_(None))).all()


def list_newest(session: Session, limit: int) -> Sequence[Patient]:
    query = select(Patient).where(col(Patient.voided_at).is_(None)).order_by(col(Patient.id).desc()).limit(limit)
    return session.exec(query).all()
