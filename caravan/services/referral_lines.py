"""Referrals as pages show them: those of a visit and those of the day, with what was found and who settled them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from caravan.domain.errors import CaravanError
from caravan.scoring.urgency import rank
from caravan.services.house import House
from caravan.services.patients import FindingLine, display_names
from caravan.storage import caravans, encounters, referrals
from caravan.storage.boards import OPEN
from caravan.storage.referrals import Row
from caravan.storage.tables import Referral, Screening


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral as pages show it.

    ``form_id`` and ``findings`` are those of the screening that proposed it, empty without one; ``by`` made or settled
    it by hand; ``seen`` is the mark of this state, to be sent back with a verb.
    """

    id: UUID
    patient_id: UUID
    visit_id: UUID
    screening_id: UUID | None
    form_id: str
    form_version: str
    urgency: str
    destination: str
    findings: tuple[FindingLine, ...]
    status: str
    origin: str
    note: str
    since: datetime
    made_by: str
    outcome: str
    settled_at: datetime | None
    settled_by: str
    seen: str

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for the person."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class ReferredPerson:
    """A referral of the day with the person whom it concerns."""

    line: ReferralLine
    names: Mapping[str, str]
    number: int


def list_referrals(house: House, visit_id: UUID) -> list[ReferralLine]:
    """Return the living referrals of a visit: the open ones first, the gravest of them first."""
    with house.database.read() as session:
        found = referrals.list_of_visits(session, [visit_id])
        known = {screening.id: screening for screening in encounters.list_screenings(session, [visit_id])}
        lines = [_line(session, each, known.get(each.screening_id) if each.screening_id else None) for each in found]
    return sorted(lines, key=lambda line: not line.is_open)


def list_day(house: House) -> list[ReferredPerson]:
    """Return the referrals of today at the open site: the gravest first, then the longest known.

    Raises CaravanError: "caravan.none", "site.none".
    """
    with house.database.read() as session:
        site_id = caravans.get_current(session).open_site_id
        if site_id is None:
            raise CaravanError("site.none")
        rows = referrals.list_of_day(session, site_id, house.today)
        found = [_referred(session, row) for row in rows]
    return sorted(found, key=lambda each: (-rank(each.line.urgency), each.line.since))


def mark(referral: Referral) -> str:
    """Return the mark of a referral's state."""
    return " ".join((referral.status, referral.urgency, referral.destination, referral.outcome or "-"))


def _referred(session: Session, row: Row) -> ReferredPerson:
    referral, screening, patient, number = row
    return ReferredPerson(_line(session, referral, screening), display_names(patient), number)


def _line(session: Session, referral: Referral, screening: Screening | None) -> ReferralLine:
    return ReferralLine(
        id=referral.id,
        patient_id=referral.patient_id,
        visit_id=referral.visit_id,
        screening_id=referral.screening_id,
        form_id=screening.form_id if screening else "",
        form_version=screening.form_version if screening else "",
        urgency=referral.urgency,
        destination=referral.destination,
        findings=_grave(screening, referral.reasons),
        status=referral.status,
        origin=referral.origin,
        note=referral.note or "",
        since=since_of(referral, screening),
        made_by=caravans.find_staff_name(session, referral.made_by),
        outcome=referral.outcome or "",
        settled_at=referral.settled_at,
        settled_by=caravans.find_staff_name(session, referral.settled_by),
        seen=mark(referral),
    )


def _grave(screening: Screening | None, reasons: Iterable[str]) -> tuple[FindingLine, ...]:
    found = screening.findings if screening else ()
    return tuple(FindingLine(each["code"], each["value"], each["urgency"]) for each in found if each["code"] in reasons)


def since_of(referral: Referral, screening: Screening | None) -> datetime:
    """Return when a referral came about: each is made by hand or by a screening."""
    return referral.made_at or (screening.performed_at if screening else datetime.min.replace(tzinfo=UTC))
