"""The rows that reports count, read from the database on one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.coverage import family
from caravan.domain.dates import age_band, age_on, local_day
from caravan.domain.errors import NotFoundError
from caravan.domain.geography import COMMUNES
from caravan.reports.dataset import Dataset, PersonRow, ReferralRow, ScreeningRow, VisitRow
from caravan.services.house import House
from caravan.services.patients import display_names
from caravan.services.registration import birth_of
from caravan.storage import caravans
from caravan.storage import reporting as stored
from caravan.storage.tables import Patient, Referral, Screening, Visit

BY_HAND = "registration"
"""The form under which a referral without a screening counts: a doctor or the reception made it for the person."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which visits count: between two days (both included), at one site (its name in either script), in one caravan.

    Without a caravan it is the one that is going on, else the one that was closed last.
    """

    from_day: date | None = None
    to_day: date | None = None
    site: str | None = None
    caravan: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    """What rows look up while they are made."""

    caravan_id: UUID
    sites: Mapping[UUID, str]
    staff: Mapping[UUID, str]
    patients: Mapping[UUID, Patient]
    cards: Mapping[UUID, str]
    starts_on: date


def load_dataset(house: House, filters: Filters, *, language: str = "fr") -> Dataset:
    """Read the living persons, visits, screenings and referrals that count.

    Raises NotFoundError: "caravan.unknown", "site.unknown".
    """
    with house.database.read() as session:
        caravan = caravans.get_one(session, filters.caravan) if filters.caravan else caravans.get_current(session)
        sites = caravans.list_sites(session, caravan.id)
        wanted = [site.id for site in sites if filters.site in (None, site.name, site.name_ar)]
        if not wanted:
            raise NotFoundError("site.unknown")
        visits = stored.list_visits(session, wanted, from_day=filters.from_day, to_day=filters.to_day)
        book = _Book(
            caravan_id=caravan.id,
            sites={site.id: (site.name_ar if language == "ar" else None) or site.name for site in sites},
            staff=stored.staff_names(session),
            patients=stored.list_patients(session, wanted, from_day=filters.from_day, to_day=filters.to_day),
            cards=stored.first_cards(session),
            starts_on=caravan.starts_on,
        )
        dataset = _dataset(session, book, visits)
    return replace(dataset, caravan_name=caravan.name, snapshot_at=house.now(), filters=_as_text(filters))


def _as_text(filters: Filters) -> dict[str, str]:
    return {
        "from_day": filters.from_day.isoformat() if filters.from_day else "",
        "to_day": filters.to_day.isoformat() if filters.to_day else "",
        "site": filters.site or "",
    }


def _dataset(session: Session, book: _Book, visits: Sequence[Visit]) -> Dataset:
    living = [visit for visit in visits if visit.patient_id in book.patients]
    by_visit = {visit.id: visit for visit in living}
    screenings = [s for s in stored.list_screenings(session, book.caravan_id) if s.visit_id in by_visit]
    known = {screening.id: screening for screening in screenings}
    referrals = [r for r in stored.list_referrals(session, book.caravan_id) if _counts(r, by_visit, known)]
    return Dataset(
        persons=tuple(_persons(book, living)),
        visits=tuple(_visit_row(book, visit) for visit in living),
        screenings=tuple(_screening_row(book, by_visit[s.visit_id], s) for s in screenings),
        referrals=tuple(
            ReferralRow(
                id=str(r.id),
                screening_id=str(r.screening_id) if r.screening_id else "",
                form_id=known[r.screening_id].form_id if r.screening_id else BY_HAND,
                urgency=r.urgency,
                destination=r.destination,
                status=r.status,
                **_shared(book, by_visit[r.visit_id]),
            )
            for r in referrals
        ),
        caravan_name="",
        snapshot_at=datetime.min.replace(tzinfo=UTC),
        filters={},
        rules=_rules(screenings),
    )


def _counts(referral: Referral, visits: Collection[UUID], screenings: Collection[UUID]) -> bool:
    """Say whether a referral counts: one that a doctor dropped as not needed does not."""
    is_of_these = referral.visit_id in visits if referral.screening_id is None else referral.screening_id in screenings
    return is_of_these and referral.status != "cancelled"


def _shared(book: _Book, visit: Visit) -> dict[str, Any]:
    """The facts of a visit that screenings and referrals repeat."""
    return {
        "visit_id": str(visit.id),
        "patient_id": str(visit.patient_id),
        "site": book.sites[visit.site_id],
        "day": visit.day,
        "sex": book.patients[visit.patient_id].sex,
        "age_band": age_band(visit.age_years),
    }


def _persons(book: _Book, visits: Iterable[Visit]) -> Iterable[PersonRow]:
    """One row a person, described at the first of the visits that count."""
    first: dict[UUID, Visit] = {}
    for visit in visits:
        first.setdefault(visit.patient_id, visit)
    for visit in first.values():
        patient = book.patients[visit.patient_id]
        age = age_on(birth_of(patient), visit.day)
        commune = COMMUNES.get(patient.commune or "")
        registered_on = local_day(patient.registered_at)
        yield PersonRow(
            id=str(patient.id),
            sex=patient.sex,
            age_years=age,
            age_band=age_band(age),
            coverage=patient.coverage_scheme or "inconnu",
            coverage_family=family(patient.coverage_scheme or "inconnu"),
            milieu=commune.milieu if commune else "unknown",
            commune=patient.commune,
            is_returning=registered_on < book.starts_on and patient.source_ref is None,
            is_anonymous=patient.is_anonymous,
            registered_on=registered_on,
            site=book.sites[visit.site_id],
        )


def _visit_row(book: _Book, visit: Visit) -> VisitRow:
    return VisitRow(
        id=str(visit.id),
        patient_id=str(visit.patient_id),
        site=book.sites[visit.site_id],
        day=visit.day,
        sex=book.patients[visit.patient_id].sex,
        age_band=age_band(visit.age_years),
        age_years=visit.age_years,
        coverage=visit.coverage_scheme or "inconnu",
        number=visit.number,
    )


def _screening_row(book: _Book, visit: Visit, screening: Screening) -> ScreeningRow:
    patient = book.patients[visit.patient_id]
    names = display_names(patient)
    return ScreeningRow(
        id=str(screening.id),
        form_id=screening.form_id,
        form_version=screening.form_version,
        age_years=visit.age_years,
        coverage=visit.coverage_scheme or "inconnu",
        answers=screening.answers,
        findings={finding["code"]: finding["value"] for finding in screening.findings},
        confirmed=tuple(screening.confirmed),
        urgency=screening.urgency,
        referral_to=screening.referral_to,
        performed_at=screening.performed_at,
        performed_by=book.staff.get(screening.performed_by, "") if screening.performed_by else "",
        recorded_at=screening.recorded_at,
        card_code=book.cards.get(patient.id, ""),
        patient_name=names.get("fr") or names.get("ar", ""),
        **_shared(book, visit),
    )


def _rules(screenings: Iterable[Screening]) -> dict[str, tuple[str, ...]]:
    """Return, for each finding code, the rules and versions that made it."""
    found: dict[str, set[str]] = defaultdict(set)
    for screening in screenings:
        for finding in screening.findings:
            found[finding["code"]].add(f"{finding['rule_id']} {finding['rule_version']}")
    return {code: tuple(sorted(rules)) for code, rules in found.items()}
