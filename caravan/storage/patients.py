"""Looking up patients and cards: by id, by code, by phone or number, by the sound of a name."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, cast, extract, func
from sqlmodel import Session, col, or_, select

from caravan.domain.errors import NotFoundError
from caravan.storage.tables import Card, NameKey, Patient, Visit

# What a year of birth near to the wanted one is worth beside the rarity of a name, and one far from it.
NEAR_YEARS, FAR_YEARS = ((1, 2.5), (3, 1.5)), (6, -1.5)
SAME_COMMUNE, OTHER_SEX = 1.0, -1.0


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of someone beside the name, to put those first who share it."""

    sex: str | None = None
    birth_year: int | None = None
    commune: str | None = None


def get_patient(session: Session, patient_id: UUID) -> Patient:
    """Return a patient. Raises NotFoundError("patient.unknown")."""
    patient = session.get(Patient, patient_id)
    if patient is None or patient.voided_at is not None:
        raise NotFoundError("patient.unknown")
    return patient


def newest_id(session: Session) -> UUID | None:
    """Return the id of the patient recorded last, None in an empty register: ids grow with time (UUIDv7)."""
    return session.exec(select(Patient.id).order_by(col(Patient.id).desc()).limit(1)).first()


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
    """Return patients with exactly this phone, document number or source reference, else this insurance number."""
    living = select(Patient).where(col(Patient.voided_at).is_(None)).limit(limit)
    quick = or_(Patient.phone == phone, Patient.id_number == number, Patient.source_ref == source_ref)
    found = session.exec(living.where(quick)).all()
    if found or not any(character.isdigit() for character in number):
        return found
    return session.exec(living.where(Patient.insurance_number == number)).all()  # no index: every patient is looked at


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


def weigh_keys(session: Session, keys: Iterable[str]) -> dict[str, float]:
    """Return how much each key tells: the logarithm of one patient in so many. Keys that nobody has are left out."""
    query = select(NameKey.key, func.count()).where(col(NameKey.key).in_(sorted(keys))).group_by(col(NameKey.key))
    everyone = session.exec(select(func.count()).select_from(Patient)).one()
    return {key: math.log(max(everyone, count) / count) for key, count in session.exec(query).all()}


def find_alike(
    session: Session, weights: dict[str, float], *, traits: Traits | None = None, limit: int
) -> Sequence[Patient]:
    """Return the patients who share the most telling name keys, counting their other traits when these are given."""
    if not weights:
        return []
    told = func.sum(case(weights, value=col(NameKey.key), else_=0.0))
    query = select(NameKey.patient_id).where(col(NameKey.key).in_(sorted(weights)))
    if traits is not None:
        query = query.join(Patient, col(Patient.id) == NameKey.patient_id)
    query = query.group_by(col(NameKey.patient_id)).order_by(sum(_worth(traits), told).desc()).limit(limit)
    found = list(session.exec(query).all())
    place = {patient_id: at for at, patient_id in enumerate(found)}
    living = select(Patient).where(col(Patient.id).in_(found), col(Patient.voided_at).is_(None))
    return sorted(session.exec(living).all(), key=lambda patient: place[patient.id])


def _worth(traits: Traits | None) -> list[ColumnElement[Any]]:
    """What the shared traits add, each the same for all rows of a patient."""
    if traits is None:
        return []
    terms: list[Any] = []
    if traits.birth_year is not None:
        year = func.coalesce(Patient.birth_year, extract("year", col(Patient.age_on)) - Patient.age_years)
        apart = func.abs(year - traits.birth_year)
        near = [(apart <= years, worth) for years, worth in NEAR_YEARS]
        terms.append(func.max(case(*near, (apart > FAR_YEARS[0], FAR_YEARS[1]), else_=0.0)))
    if traits.commune:
        terms.append(func.max(case((col(Patient.commune) == traits.commune, SAME_COMMUNE), else_=0.0)))
    if traits.sex in ("female", "male"):
        terms.append(func.max(case((col(Patient.sex).not_in((traits.sex, "unknown")), OTHER_SEX), else_=0.0)))
    return terms


def find_by_contact(session: Session, *, phone: str | None, number: str | None, limit: int) -> Sequence[Patient]:
    """Return the newest patients with this phone or this document number."""
    same = [column == value for column, value in ((Patient.phone, phone), (Patient.id_number, number)) if value]
    if not same:
        return []
    query = select(Patient).where(or_(*same), col(Patient.voided_at).is_(None))
    return session.exec(query.order_by(col(Patient.id).desc()).limit(limit)).all()


def list_marked(session: Session, mark: str) -> Sequence[Patient]:
    """Return the living patients who have something under this name in ``extra``, the oldest first."""
    has_it = cast(col(Patient.extra), String).contains(f'"{mark}"', autoescape=True)
    query = select(Patient).where(has_it, col(Patient.voided_at).is_(None)).order_by(col(Patient.id))
    return [patient for patient in session.exec(query).all() if patient.extra.get(mark)]


def list_living(session: Session, patient_ids: Iterable[UUID]) -> Sequence[Patient]:
    """Return those of these patients who were not cancelled, the oldest first."""
    query = select(Patient).where(col(Patient.id).in_(list(patient_ids)), col(Patient.voided_at).is_(None))
    return session.exec(query.order_by(col(Patient.id))).all()


def list_registered_by(session: Session, staff_id: UUID, *, site_id: UUID, day: date, limit: int) -> Sequence[Patient]:
    """Return the newest patients whom this member of the staff registered and who came to this site that day."""
    query = select(Patient).join(Visit, col(Visit.patient_id) == Patient.id).distinct()
    living = col(Patient.voided_at).is_(None), col(Visit.voided_at).is_(None)
    query = query.where(Patient.registered_by == staff_id, Visit.site_id == site_id, Visit.day == day, *living)
    return session.exec(query.order_by(col(Patient.id).desc()).limit(limit)).all()


def list_usual_communes(session: Session, site_id: UUID, *, among: int, limit: int) -> list[str]:
    """Return the communes of a site's newest patients, the most frequent first."""
    newest = select(Patient.commune).where(Patient.site_id == site_id, col(Patient.voided_at).is_(None))
    recent = newest.order_by(col(Patient.id).desc()).limit(among).subquery()
    commune = recent.c.commune
    query = select(commune).where(commune.is_not(None)).group_by(commune)
    return list(session.exec(query.order_by(func.count().desc(), commune).limit(limit)).all())


def list_newest(session: Session, limit: int) -> Sequence[Patient]:
    query = select(Patient).where(col(Patient.voided_at).is_(None)).order_by(col(Patient.id).desc()).limit(limit)
    return session.exec(query).all()
