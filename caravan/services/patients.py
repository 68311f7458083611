"""Finding a person and seeing what was done and what is left."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import read_code
from caravan.domain.dates import age_on
from caravan.domain.errors import CaravanError
from caravan.domain.identity import normal_identifier, normal_phone
from caravan.domain.names import ar_norm, field_sim, is_arabic, la_norm, name_keys
from caravan.scoring.urgency import highest
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.registration import birth_of, refuse_lost_card
from caravan.storage import caravans, encounters, referrals
from caravan.storage import patients as stored
from caravan.storage.tables import Patient, Screening, Visit

LEAST_SIMILAR = 0.62
LEAST_DIGITS = 4
SOUND_ALIKE = 60  # people whose names are compared sound by sound


@dataclass(frozen=True, slots=True)
class PatientLine:
    """A person in a list. ``names`` has "ar", "fr" or both; empty for an anonymous person.

    ``urgency`` is the gravest among the referrals of today's visit that are still open.
    """

    id: UUID
    names: dict[str, str]
    sex: str
    age_years: int | None
    birth_year: int | None
    commune: str | None
    phone: str | None
    number_today: int | None
    card_code: str | None
    last_visit_on: date | None
    source_ref: str | None
    urgency: str = "n"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One scored fact, as the form's labels can show it."""

    code: str
    value: Any
    urgency: str


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """One screening of a visit."""

    id: UUID
    patient_id: UUID
    form_id: str
    form_version: str
    performed_at: datetime
    performed_by: str
    urgency: str
    referral_to: str | None
    findings: tuple[FindingLine, ...]
    answers: dict[str, Any]
    is_voided: bool
    source: str = "tablet"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit with its screenings."""

    id: UUID
    day: date
    number: int
    site: str
    screenings: tuple[ScreeningLine, ...]


@dataclass(frozen=True, slots=True)
class PatientPage:
    """All that the page of a person shows; ``urgency`` as that of the line."""

    line: PatientLine
    coverage_scheme: str | None
    locality: str | None
    pregnant: str | None
    special_needs: str | None
    cards: tuple[str, ...]
    urgency: str
    visits: tuple[VisitLine, ...]
    today: VisitLine | None
    stations_left: tuple[str, ...]


def search_patients(house: House, text: str, limit: int = 20) -> list[PatientLine]:
    """Find people by card, phone, document number or name in either script; blank gives the newest."""
    with house.database.read() as session:
        found = _search(session, text.strip(), limit)
        return patient_lines(house, session, found[:limit])


def list_registered_by(house: House, operator: Operator, limit: int) -> list[PatientLine]:
    """Return the people whom this member of the staff registered today at the open site, the newest first."""
    with house.database.read() as session:
        site_id = caravans.get_current(session).open_site_id
        if site_id is None:
            return []
        found = stored.list_registered_by(session, operator.staff_id, site_id=site_id, day=house.today, limit=limit)
        return patient_lines(house, session, found)


def get_patient(house: House, patient_id: UUID) -> PatientPage:
    """Return a person's page. Raises NotFoundError("patient.unknown")."""
    with house.database.read() as session:
        return _page(house, session, stored.get_patient(session, patient_id))


def find_urgency(house: House, patient_id: UUID) -> str:
    """Return how urgent a person is today, also one that was cancelled (see ``PatientLine``)."""
    with house.database.read() as session:
        visits = encounters.list_visits(session, [patient_id])
        return _gravest(
            referrals.open_urgencies(session, [visit.id for visit in visits if visit.day == house.today]), visits
        )


def find_by_code(house: House, typed: str) -> PatientPage:
    """Return the person a card stands for.

    Raises CaravanError: "card.empty", "card.malformed", "card.check_wrong", "card.lost" when it was told lost, or
    "card.unbound" when no one has the card.
    """
    code = read_code(typed).code
    with house.database.read() as session:
        card = stored.find_card(session, code)
        if card is None:
            refuse_lost_card(session, code, typed)
            raise CaravanError("card.unbound", typed=typed)
        return _page(house, session, stored.get_patient(session, card.patient_id))


def screening_line(session: Session, screening: Screening) -> ScreeningLine:
    """Return a stored screening as pages show it."""
    by = caravans.find_staff_name(session, screening.performed_by)
    findings = tuple(FindingLine(f["code"], f["value"], f["urgency"]) for f in screening.findings)
    return ScreeningLine(
        id=screening.id,
        patient_id=screening.patient_id,
        form_id=screening.form_id,
        form_version=screening.form_version,
        performed_at=screening.performed_at,
        performed_by=by,
        urgency=screening.urgency,
        referral_to=screening.referral_to,
        findings=findings,
        answers=dict(screening.answers),
        source=screening.source,
        is_voided=screening.voided_at is not None,
    )


def display_names(patient: Patient) -> dict[str, str]:
    """Return the names by script, given name first, as they were written."""
    arabic = " ".join(part for part in (patient.given_name_ar, patient.family_name_ar) if part)
    latin = " ".join(part for part in (patient.given_name_fr, patient.family_name_fr) if part)
    return {script: name for script, name in (("ar", arabic), ("fr", latin)) if name}


def _search(session: Session, text: str, limit: int) -> Sequence[Patient]:
    if not text:
        return stored.list_newest(session, limit)
    by_card = _by_card(session, text)
    if by_card is not None:
        return [by_card]
    phone, number = normal_phone(text)[0], normal_identifier(text)
    exact = stored.find_by_number(session, phone=phone, number=number, source_ref=text, limit=limit)
    digits = "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())
    if not exact and len(digits) >= LEAST_DIGITS and not any(character.isalpha() for character in text):
        exact = stored.find_by_phone_part(session, digits.removeprefix("0"), limit)
    return exact or _by_name(session, text, limit)


def _by_card(session: Session, text: str) -> Patient | None:
    try:
        card = stored.find_card(session, read_code(text).code)
        return stored.get_patient(session, card.patient_id) if card else None
    except CaravanError:
        return None


def _by_name(session: Session, text: str, limit: int) -> list[Patient]:
    """Begin with names that hold the typed letters, then those that sound alike, most alike first."""
    words = (ar_norm(text) if is_arabic(text) else la_norm(text)).split()
    written = list(stored.find_by_folded_name(session, words, limit)) if words else []
    if len(written) >= limit:
        return written
    known = {patient.id for patient in written}
    alike = stored.find_alike(session, stored.weigh_keys(session, name_keys(text)), limit=SOUND_ALIKE)
    ranked = sorted(((_similarity(text, p), p.id, p) for p in alike if p.id not in known), reverse=True)
    return written + [patient for score, _id, patient in ranked if score >= LEAST_SIMILAR]


def _similarity(text: str, patient: Patient) -> float:
    """How much the typed text is like the whole name, or one word like one of the names, in its own script first."""
    arabic, latin = (patient.given_name_ar, patient.family_name_ar), (patient.given_name_fr, patient.family_name_fr)
    same, other = (arabic, latin) if is_arabic(text) else (latin, arabic)
    names = [name for name in (same if any(same) else other) if name]
    likest = field_sim(text, " ".join(names)) if names else 0.0
    return likest if " " in text else max((field_sim(text, name) for name in names), default=likest)


def patient_lines(house: House, session: Session, found: Sequence[Patient]) -> list[PatientLine]:
    """Return stored patients as lists show them."""
    ids = [patient.id for patient in found]
    cards = {card.patient_id: card.code for card in stored.list_cards(session, ids)}
    visits: dict[UUID, list[Visit]] = {}
    for visit in encounters.list_visits(session, ids):
        visits.setdefault(visit.patient_id, []).append(visit)
    site_id = caravans.get_current(session).open_site_id
    here = {
        patient_id: [visit for visit in own if visit.day == house.today and visit.site_id == site_id]
        for patient_id, own in visits.items()
    }
    urgencies = referrals.open_urgencies(session, (visit.id for own in here.values() for visit in own))
    lines = (
        _line(house, patient, visits.get(patient.id, []), card=cards.get(patient.id), today=here.get(patient.id, []))
        for patient in found
    )
    return [replace(line, urgency=_gravest(urgencies, here.get(line.id, []))) for line in lines]


def _gravest(urgencies: Mapping[UUID, str], visits: Sequence[Visit]) -> str:
    return highest(*(urgencies[visit.id] for visit in visits if visit.id in urgencies))


def _line(
    house: House, patient: Patient, visits: Sequence[Visit], *, card: str | None, today: Sequence[Visit]
) -> PatientLine:
    return PatientLine(
        id=patient.id,
        names=display_names(patient),
        sex=patient.sex,
        age_years=age_on(birth_of(patient), house.today),
        birth_year=patient.birth_year,
        commune=patient.commune,
        phone=patient.phone_as_written,
        number_today=today[0].number if today else None,
        card_code=card,
        last_visit_on=visits[0].day if visits else None,
        source_ref=patient.source_ref,
    )


def _page(house: House, session: Session, patient: Patient) -> PatientPage:
    line = patient_lines(house, session, [patient])[0]
    visits = encounters.list_visits(session, [patient.id])
    sites = caravans.site_names(session)
    screenings = encounters.list_screenings(session, [visit.id for visit in visits])
    lines = tuple(
        VisitLine(
            visit.id,
            visit.day,
            visit.number,
            sites.get(visit.site_id, ""),
            tuple(screening_line(session, s) for s in screenings if s.visit_id == visit.id),
        )
        for visit in visits
    )
    open_site_id = caravans.get_current(session).open_site_id
    here = [visit.id for visit in visits if visit.day == house.today and visit.site_id == open_site_id]
    today = next((each for each in lines if each.id in here), None)
    return PatientPage(
        line=line,
        coverage_scheme=patient.coverage_scheme,
        locality=patient.locality,
        pregnant=patient.pregnant,
        special_needs=patient.special_needs,
        cards=tuple(card.code for card in stored.list_cards(session, [patient.id])),
        urgency=line.urgency,
        visits=lines,
        today=today,
        stations_left=_stations_left(session, today),
    )


def _stations_left(session: Session, today: VisitLine | None) -> tuple[str, ...]:
    """Return the open stations that the person was not at today; none once the caravan is closed."""
    going_on = caravans.find_caravan(session)
    done = {screening.form_id for screening in today.screenings} if today else set()
    return tuple(station for station in caravans.open_stations(going_on) if station not in done) if going_on else ()
