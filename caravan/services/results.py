"""What a person takes home: all that a visit found, where it sends the person, and what it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from caravan.domain.dates import Birth, age_on
from caravan.scoring.urgency import highest, rank
from caravan.services.house import House
from caravan.services.patients import ScreeningLine, display_names, screening_line
from caravan.services.registration import birth_of
from caravan.storage import caravans, encounters, patients
from caravan.storage import results as stored
from caravan.storage.tables import Patient, Referral, Visit


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """An open referral as it stands now; ``reasons`` are the codes of the findings that asked for it.

    One that was made by hand has no screening, and its ``note``: a doctor's reason, or the danger sign that was seen.
    """

    screening_id: UUID | None
    destination: str
    urgency: str
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """Something ordered, given or listed."""

    kind: str
    detail: str
    status: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a paper is about. ``names`` has "ar", "fr" or both; ``age_years`` are those of the day of the visit."""

    patient_id: UUID
    names: Mapping[str, str]
    sex: str
    age_years: int | None
    birth: Birth
    phone: str
    commune: str | None
    locality: str
    coverage_scheme: str | None
    guardian: str
    is_pregnant: bool
    card_code: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one visit; ``number`` is None for someone who never came."""

    who: Identity
    caravan: str
    site: str
    day: date
    number: int | None
    screenings: tuple[ScreeningLine, ...] = ()
    referrals: tuple[ReferralLine, ...] = ()
    supplies: tuple[SupplyLine, ...] = ()

    @property
    def urgency(self) -> str:
        """The highest urgency of the referrals that are still open."""
        return highest(*(referral.urgency for referral in self.referrals))


def get_results(house: House, patient_id: UUID) -> Results:
    """Return the results of a person's visit of today, else of the latest visit.

    Referrals that were cancelled, or attended already, are left out. Raises NotFoundError("patient.unknown").
    """
    with house.database.read() as session:
        patient = patients.get_patient(session, patient_id)
        visit = _visit(house, session, patient_id)
        if visit is None:
            name = caravans.get_current(session).name
            return Results(_identity(session, patient, house.today), name, "", house.today, None)
        return _results(session, patient, visit)


def list_referred(house: House) -> list[UUID]:
    """Return who was referred today at the open site, the most urgent first, then by queue number."""
    with house.database.read() as session:
        site_id = caravans.get_current(session).open_site_id
        rows = stored.list_referred(session, site_id, house.today) if site_id else []
    urgencies: dict[UUID, str] = {}
    for patient_id, urgency, _number in rows:
        urgencies[patient_id] = highest(urgency, urgencies.get(patient_id, urgency))
    return sorted(urgencies, key=lambda patient_id: -rank(urgencies[patient_id]))


def _visit(house: House, session: Session, patient_id: UUID) -> Visit | None:
    """Return the visit at the open site today, else the latest one."""
    visits: Sequence[Visit] = encounters.list_visits(session, [patient_id])
    here = caravans.get_current(session).open_site_id
    today = (visit for visit in visits if visit.day == house.today and visit.site_id == here)
    return next(today, visits[0] if visits else None)


def _results(session: Session, patient: Patient, visit: Visit) -> Results:
    referrals = stored.list_open_referrals(session, visit.id)
    return Results(
        who=_identity(session, patient, visit.day),
        caravan=caravans.get_one(session, visit.caravan_id).name,
        site=caravans.site_names(session).get(visit.site_id, ""),
        day=visit.day,
        number=visit.number,
        screenings=tuple(screening_line(session, each) for each in encounters.list_screenings(session, [visit.id])),
        referrals=tuple(
            _referral(each) for each in sorted(referrals, key=lambda each: -rank(each.urgency)) if each.urgency != "n"
        ),
        supplies=tuple(
            SupplyLine(each.kind, each.detail or "", each.status) for each in stored.list_supplies(session, visit.id)
        ),
    )


def _referral(referral: Referral) -> ReferralLine:
    note = referral.note or ""
    return ReferralLine(referral.screening_id, referral.destination, referral.urgency, tuple(referral.reasons), note)


def _identity(session: Session, patient: Patient, day: date) -> Identity:
    cards = patients.list_cards(session, [patient.id])
    birth = birth_of(patient)
    return Identity(
        patient_id=patient.id,
        names=display_names(patient),
        sex=patient.sex,
        age_years=age_on(birth, day),
        birth=birth,
        phone=patient.phone_as_written or "",
        commune=patient.commune,
        locality=patient.locality or "",
        coverage_scheme=patient.coverage_scheme,
        guardian=patient.guardian_name or "",
        is_pregnant=patient.pregnant == "yes",
        card_code=cards[-1].code if cards else None,
    )
