"""Typing in what was written on paper: whose sheet it is, in which version, when it was filled, by whom and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlmodel import Session

from caravan.domain.codes import read_code
from caravan.domain.dates import CASABLANCA, local_day
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.services import patients, screening
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import PAPER, Filled, Performed, Refused
from caravan.services.paper_sheets import find_printed_form
from caravan.services.patients import PatientPage, ScreeningLine, screening_line
from caravan.services.permissions import may_change_screening, may_correct_person
from caravan.services.receiving import Held, receive_patient
from caravan.services.registration import Registered, bind_card, refuse_lost_card
from caravan.services.screening import Saved
from caravan.storage import caravans, operations, typed
from caravan.storage import patients as stored
from caravan.storage.tables import Patient, Screening

REGISTRATION = "registration"
PERFORMERS = ("doctor", "coordinator")
LATEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet by its code: its form when that is known, and its person, None while nobody has the code."""

    code: str
    form_id: str | None
    version: str | None
    page: PatientPage | None


@dataclass(frozen=True, slots=True)
class Written:
    """What the head of a sheet says, as it was typed: the day "2026-11-28", the time "14:05", ids of who and where."""

    day: str = ""
    time: str = ""
    by: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class TypedRegistration:
    """A registration typed from paper: when and by whom the sheet was filled, and whether it may be corrected."""

    patient_id: UUID
    registered_at: datetime
    registered_by: str
    may_correct: bool


@dataclass(frozen=True, slots=True)
class TypedScreening:
    """A screening typed from paper, and whether its typist may still correct or cancel it."""

    line: ScreeningLine
    may_change: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a typist is today: how many sheets, registrations among them, and the last of them, the latest first."""

    count: int
    latest: tuple[TypedScreening | TypedRegistration, ...]


def find_sheet(house: House, scanned: str, chosen: str | None = None) -> Found:
    """Return the sheet whose code was scanned or typed, alone or as "CODE/form".

    The form is that of the code, else that of the stack in which the code was printed, else the ``chosen`` one; the
    version is the printed one. Raises CaravanError "card.…" for what is no code, or the code of a lost card.
    """
    scan = read_code(scanned)
    with house.database.read() as session:
        printed = find_printed_form(session, scan.code)
        card = stored.find_card(session, scan.code)
        if card is None:
            refuse_lost_card(session, scan.code, scanned)
    form_id = scan.form_id or (printed[0] if printed else chosen)
    version = printed[1] if printed and printed[0] == form_id else None
    page = patients.get_patient(house, card.patient_id) if card else None
    return Found(scan.code, form_id, version, page)


def form_of_sheet(house: House, form_id: str, version: str | None) -> Form:
    """Return the form in the version in which a sheet was printed; the one in use for a card or an unknown code.

    Raises NotFoundError("form.unknown").
    """
    if form_id not in house.forms:
        raise NotFoundError("form.unknown", form=form_id)
    return form_of(house, form_id, version or house.forms[form_id].version)


def read_written(house: House, written: Written, *, needs_doctor: bool = True) -> Performed:
    """Return when, by whom and where a sheet was filled.

    Raises CaravanError "paper.day", "paper.time", "paper.by", "paper.future", "paper.before" (the caravan began later),
    NotFoundError("site.unknown").
    """
    at = _instant(written)
    if at > house.now():
        raise CaravanError("paper.future")
    with house.database.read() as session:
        caravan = caravans.get_caravan(session)
        if local_day(at) < caravan.starts_on:
            raise CaravanError("paper.before")
        members = caravans.list_staff(session, caravan.id)
        sites = [str(site.id) for site in caravans.list_sites(session, caravan.id)]
        who = next((one for one in members if str(one.id) == written.by), None)
    if who is None or (needs_doctor and who.role not in PERFORMERS):
        raise CaravanError("paper.by")
    if written.site not in sites:
        raise NotFoundError("site.unknown")
    return Performed(at, who.id, UUID(written.site), PAPER)


def record_sheet(house: House, operator: Operator, found: Found, filled: Filled) -> Saved | Refused:
    """Save a station's sheet for its person. Raises what ``screening.record_screening`` raises.

    Raises CaravanError("card.unbound") for a sheet that nobody has, "paper.twice" when a sheet of this form was typed
    for the person with the same time and author before: it is the same one.
    """
    if found.page is None:
        raise CaravanError("card.unbound", typed=found.code)
    patient_id, form_id = found.page.line.id, str(found.form_id)
    _refuse_twice(house, patient_id, form_id, filled)
    return screening.record_screening(house, operator, patient_id=patient_id, form_id=form_id, filled=filled)


def register_sheet(
    house: House, operator: Operator, code: str, filled: Filled, told_apart: frozenset[UUID] = frozenset()
) -> Registered | Refused | Held:
    """Register the person of a sheet and give them its code, unless someone of the register may be the same.

    Raises what ``receive_patient`` and ``bind_card`` raise.
    """
    done = receive_patient(house, operator, filled, told_apart=told_apart)
    if isinstance(done, Registered):
        bind_card(house, operator, patient_id=done.patient_id, typed=code, operation_id=new_id())
    return done


def papers_of(house: House, patient_id: UUID, form_id: str) -> list[ScreeningLine]:
    """Return what was typed from paper for a person in a form, the latest first."""
    with house.database.read() as session:
        return [screening_line(session, row) for row in typed.list_papers_of(session, patient_id, form_id)]


def look_at_progress(house: House, operator: Operator) -> Progress:
    """Return how many sheets someone typed today, and the last of them."""
    since = datetime.combine(house.today, time(), CASABLANCA)
    with house.database.read() as session:
        screenings = typed.list_typed(session, operator.staff_id, since, LATEST_SHOWN)
        people = typed.list_registered(session, operator.staff_id, since, LATEST_SHOWN)
        found: list[tuple[datetime, TypedScreening | TypedRegistration]] = [
            *((row.recorded_at, _screening(house, session, operator, row)) for row in screenings),
            *((row.recorded_at or since, _registration(house, session, operator, row)) for row in people),
        ]
        latest = sorted(found, key=lambda pair: pair[0], reverse=True)[:LATEST_SHOWN]
        count = typed.count_typed(session, operator.staff_id, since)
        return Progress(count, tuple(line for _at, line in latest))


def _screening(house: House, session: Session, operator: Operator, screening: Screening) -> TypedScreening:
    may_change = may_change_screening(session, operator, screening, house.today)
    return TypedScreening(screening_line(session, screening), may_change)


def _registration(house: House, session: Session, operator: Operator, patient: Patient) -> TypedRegistration:
    by = caravans.find_staff_name(session, patient.registered_by)
    may_correct = may_correct_person(operator, patient, house.today)
    return TypedRegistration(patient.id, patient.registered_at, by, may_correct)


def _instant(written: Written) -> datetime:
    try:
        day = date.fromisoformat(written.day.strip())
    except ValueError:
        raise CaravanError("paper.day", typed=written.day) from None
    text = written.time.strip().replace("h", ":").replace(".", ":")
    text = f"{text[:-2]}:{text[-2:]}" if text.isdecimal() and len(text) in (3, 4) else text
    try:
        hour, _colon, minute = text.partition(":")
        at = time(int(hour), int(minute or 0))
    except ValueError:
        raise CaravanError("paper.time", typed=written.time) from None
    return datetime.combine(day, at, CASABLANCA).astimezone(UTC)


def _refuse_twice(house: House, patient_id: UUID, form_id: str, filled: Filled) -> None:
    """Raise CaravanError("paper.twice") for a sheet that was typed before; the same save sent twice is none."""
    done = filled.performed
    with house.database.read() as session:
        if done is None or operations.reply_to(session, filled.operation_id) is not None:
            return
        others = typed.list_papers_of(session, patient_id, form_id)
        if any((one.performed_at, one.performed_by) == (done.at, done.by) for one in others):
            raise CaravanError("paper.twice")
