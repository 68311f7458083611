"""What a code that was scanned, photographed or typed means where it was read. Decided here for every page, once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import CardScan, printed, read_code
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.house import House
from caravan.services.patients import PatientLine, patient_lines
from caravan.services.registration import refuse_lost_card
from caravan.storage import caravans, cards, encounters
from caravan.storage import patients as stored
from caravan.storage.tables import Card, Screening

Purpose = Literal["station", "person", "bind"]
State = Literal[
    "open", "done", "other_caravan", "unbound", "unknown", "lost", "taken", "wrong_check", "malformed", "foreign",
    "old_sheet", "empty", "two_cards", "no_card", "bad_photo", "refused",
]  # fmt: skip
OPENS: frozenset[State] = frozenset({"open", "done"})
LONGEST_TYPED = 24  # a card's code and a form's name, with what a hand adds; longer text was printed by others
NOTHING_PRINTED = (0, 0)
_OF_OTHERS = re.compile(r"[a-z][a-z0-9+.-]*:|www\.", re.IGNORECASE)  # an address, a Wi-Fi, a business card

STATES: dict[str, State] = {
    "card.empty": "empty",
    "card.malformed": "malformed",
    "card.check_wrong": "wrong_check",
    "card.foreign": "foreign",
    "card.unbound": "unbound",
    "card.unknown": "unknown",
    "card.lost": "lost",
    "card.thrown": "lost",
    "card.bound_to_other": "taken",
    "card.other_caravan": "other_caravan",
    "card.of_other_caravan": "other_caravan",
    "sheet.not_used": "old_sheet",
    "patient.unknown": "unknown",
    "photo.two_cards": "two_cards",
    "photo.no_code": "no_card",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a code was read: at a ``station`` (its form), to find a ``person``, or to ``bind`` a card."""

    purpose: Purpose = "station"
    station: str | None = None
    patient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a code means. ``form_id`` is the form that it opens: that of the sheet it stood on, else the station's.

    ``person`` is whose card it is; ``done_at`` and ``done_by`` tell the last screening of this form at today's visit.
    ``refusal`` is what the sentence is about when the code opens nothing by itself.
    """

    state: State
    typed: str
    code: str | None = None
    form_id: str | None = None
    person: PatientLine | None = None
    done_at: datetime | None = None
    done_by: str = ""
    refusal: CaravanError | None = None

    @property
    def does_open(self) -> bool:
        """Tell whether a page may go on by itself."""
        return self.state in OPENS


def state_of(refusal: CaravanError) -> State:
    """Return the state that a refusal shows as."""
    return STATES.get(refusal.code, "bad_photo" if refusal.code.startswith("photo.") else "refused")


def refused(typed: str, refusal: CaravanError) -> Scanned:
    """Return a code that opens nothing, for this reason."""
    return Scanned(state_of(refusal), typed, refusal=refusal)


def what_is(house: House, typed: str, asked: Asked) -> Scanned:
    """Return what a code means where it was read; writes nothing and never raises for what was typed."""
    try:
        scan = read_code(typed)
    except CaravanError as refusal:
        return refused(typed, CaravanError("card.foreign") if _is_of_others(typed, refusal) else refusal)
    try:
        with house.database.read() as session:
            form_id = _form_to_open(house, session, scan, asked)
            card = stored.find_card(session, scan.code)
            if card is None:
                found = _of_nobody(session, scan, asked)
            elif asked.purpose == "bind":
                found = _bound(scan, card, asked)
            else:
                found = _of_person(house, session, card, form_id if asked.purpose == "station" else None)
    except CaravanError as refusal:
        return replace(refused(typed, refusal), code=scan.code)
    return replace(found, typed=typed)


def one_card(texts: Iterable[str]) -> str:
    """Return the one card among the texts of a picture, else its first other text.

    A sheet's "CODE/form" stands for its card too, and tells more. Raises CaravanError "photo.no_code" when there is no
    text, "photo.two_cards" (first, second: how the two codes end).
    """
    found = sorted(texts, key=len)
    seen: dict[str, str] = {}
    for text in found:
        try:
            seen[read_code(text).code] = text
        except CaravanError:
            continue
    if len(seen) > 1:
        first, second = sorted(printed(code)[-5:] for code in seen)[:2]
        raise CaravanError("photo.two_cards", first=first, second=second)
    if not found:
        raise CaravanError("photo.no_code")
    return next(iter(seen.values()), found[0])


def _is_of_others(typed: str, refusal: CaravanError) -> bool:
    text = typed.strip()
    return refusal.code == "card.malformed" and (len(text) > LONGEST_TYPED or _OF_OTHERS.match(text) is not None)


def _form_to_open(house: House, session: Session, scan: CardScan, asked: Asked) -> str | None:
    """Return the form of the sheet or of the station. Raises CaravanError("sheet.not_used") for a sheet of the past."""
    wanted = scan.form_id
    if wanted is None:
        return asked.station
    form = house.forms.get(wanted)
    if form is None or (form.is_station and wanted not in caravans.get_current(session).stations):
        raise CaravanError("sheet.not_used", form=wanted)
    return wanted if form.is_station else asked.station


def _of_nobody(session: Session, scan: CardScan, asked: Asked) -> Scanned:
    """A card that nobody has: to bind it is what is wanted, at a station it is not.

    Unknown is what was neither printed nor given here; a house that keeps no stock cannot tell it from a blank card.
    """
    typed = printed(scan.code)
    refuse_lost_card(session, scan.code, typed)
    if asked.purpose == "bind":
        return Scanned("open", scan.code, scan.code)
    batch = cards.find_batch_of(session, scan.code)
    if batch is None and cards.last_numbers(session) != NOTHING_PRINTED:
        raise CaravanError("card.unknown", typed=typed)
    if batch is not None and batch.caravan_id != caravans.get_current(session).id:
        raise CaravanError("card.of_other_caravan", typed=typed, name=_name_of(session, batch.caravan_id))
    raise CaravanError("card.unbound", typed=typed)


def _bound(scan: CardScan, card: Card, asked: Asked) -> Scanned:
    if card.patient_id != asked.patient_id:
        raise CaravanError("card.bound_to_other", typed=printed(scan.code))
    return Scanned("open", scan.code, scan.code)


def _of_person(house: House, session: Session, card: Card, form_id: str | None) -> Scanned:
    """Raises NotFoundError("patient.unknown") when the person was cancelled."""
    line = patient_lines(house, session, [stored.get_patient(session, card.patient_id)])[0]
    found = Scanned("open", card.code, card.code, form_id, line)
    caravan = caravans.get_current(session)
    if form_id is None:
        return found
    if line.number_today is None and card.caravan_id != caravan.id:
        refusal = CaravanError("card.other_caravan", name=_name_of(session, card.caravan_id))
        return replace(found, state="other_caravan", refusal=refusal)
    last = _last_done(house, session, card.patient_id, form_id)
    if last is None:
        return found
    by = caravans.find_staff_name(session, last.performed_by)
    return replace(found, state="done", done_at=last.performed_at, done_by=by)


def _name_of(session: Session, caravan_id: UUID) -> str:
    try:
        return caravans.get_one(session, caravan_id).name
    except NotFoundError:
        return ""


def _last_done(house: House, session: Session, patient_id: UUID, form_id: str) -> Screening | None:
    site_id = caravans.get_current(session).open_site_id
    visit = encounters.find_visit(session, patient_id, site_id, house.today) if site_id else None
    done = encounters.list_screenings(session, [visit.id]) if visit else []
    return next((screening for screening in reversed(done) if screening.form_id == form_id), None)
