"""Quick entry from paper: the next sheet's code, then its form for the keyboard; the stack's head is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError, ConflictError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.services import accounts, extracting, patients, screening, typing_in
from caravan.services.outcomes import Filled, Performed, Refused
from caravan.services.patients import PatientLine
from caravan.services.receiving import Held
from caravan.services.registration import Registered, bind_card, registration_context
from caravan.services.screening import Saved
from caravan.services.typing_in import REGISTRATION, Found, TypedRegistration, TypedScreening, Written
from caravan.web.again import is_shown_again, shows_again
from caravan.web.findings import screening_card
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house, today
from caravan.web.layout import find_caravan
from caravan.web.messages import sentence
from caravan.web.opened_forms import as_opened
from caravan.web.operations import operation_id
from caravan.web.speech import current_language
from caravan.web.typing_keys import lines_of
from caravan.web.wording import station_title


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet that was just typed: of which form, for whom, when and by whom it was filled, where it is put right."""

    title: str
    person: PatientLine
    at: datetime
    by: str
    correct: str
    cancel: str = ""
    urgency: str = ""


pages = Blueprint("typing", __name__)
Answer = str | tuple[str, int] | Response

EVERYBODY = ("volunteer", "doctor", "coordinator")
REMEMBERED = "typing"
FIELDS = ("day", "time", "by", "site")
MOST_FOUND = 8
BESIDE = ("screening.empty", "scoring.failed", "screening.meanwhile", "registration.undone")


@pages.get("/typing")
@allow(*EVERYBODY)
def index() -> Answer:
    """Wait for the next sheet, with how many were typed and the last of them."""
    scanned, chosen = request.args.get("code", ""), request.args.get("form")
    if not scanned:
        return _index_page()
    try:
        found = typing_in.find_sheet(current_house(), scanned, chosen)
        if found.form_id is None:
            return _index_page(scanned, choose_form=True)
        typing_in.form_of_sheet(current_house(), found.form_id, found.version)
    except CaravanError as refusal:
        return _index_page(scanned, sentence(refusal, current_language().code)), 422
    return redirect(url_for("typing.sheet", code=found.code, form_id=found.form_id))


@pages.route("/typing/<code>/<form_id>", methods=["GET", "POST"])
@allow(*EVERYBODY)
@shows_again(*EVERYBODY)
def sheet(code: str, form_id: str) -> Answer:
    """Show a sheet's form for the keyboard, and save it with the time and the author that the sheet names."""
    found = typing_in.find_sheet(current_house(), f"{code}/{form_id}")
    if found.page is None and form_id != REGISTRATION:
        return _who_page(found)
    if found.page is not None and form_id == REGISTRATION:
        flash(_("The person of this sheet is registered already."), "ok")
        return redirect(url_for("typing.index"))
    definition = as_opened(typing_in.form_of_sheet(current_house(), form_id, found.version))
    form = form_class(definition, current_language().code)()
    form.context = _context(found, definition)
    if request.method == "GET" or is_shown_again():
        return _sheet_page(found, form)
    return _save(found, form)


@pages.post("/typing/<code>/<form_id>/bind")
@allow(*EVERYBODY)
def bind(code: str, form_id: str) -> Answer:
    """Give a sheet's code to a person of the register, whose name is on it."""
    wanted, found = operation_id(request.form.get("operation_id")), typing_in.find_sheet(current_house(), code)
    try:
        patient_id = UUID(request.form.get("patient", ""))
    except ValueError:
        raise NotFoundError("patient.unknown") from None
    bind_card(current_house(), current_operator(), patient_id=patient_id, typed=found.code, operation_id=wanted)
    if form_id == REGISTRATION:
        return redirect(url_for("typing.index"), 303)
    return redirect(url_for("typing.sheet", code=found.code, form_id=form_id), 303)


def _save(found: Found, form: QuestionForm) -> Answer:
    """Save what was typed; what is refused comes back beside its question."""
    written = Written(**{name: request.form.get(f"written.{name}", "") for name in FIELDS})
    session[REMEMBERED] = {name: getattr(written, name) for name in FIELDS}
    is_registration = form.definition.id == REGISTRATION
    try:
        performed = typing_in.read_written(current_house(), written, needs_doctor=not is_registration)
        done = _register(found, form, performed) if is_registration else _record(found, form, performed)
    except ConflictError:
        raise
    except CaravanError as refusal:
        if not refusal.code.startswith(("paper.", "site.", "birth.", "card.")) and refusal.code not in BESIDE:
            raise
        form.refuse(sentence(refusal, current_language().code))
        return _sheet_page(found, form), 422
    if isinstance(done, Refused):
        form.take(done.outcome)
        return _sheet_page(found, form), 422
    if isinstance(done, Held):
        return _sheet_page(found, form, held=done), 422
    return redirect(url_for("typing.index"), 303)


def _record(found: Found, form: QuestionForm, performed: Performed) -> Saved | Refused:
    done = typing_in.record_sheet(current_house(), current_operator(), found, _filled(form, performed))
    if not isinstance(done, Refused):
        flash(_("Saved. Next sheet."), "ok")
    return done


def _register(found: Found, form: QuestionForm, performed: Performed) -> Registered | Refused | Held:
    apart = frozenset(UUID(one) for one in request.form.get("told_apart", "").split())
    done = typing_in.register_sheet(
        current_house(), current_operator(), found.code, _filled(form, performed), told_apart=apart
    )
    if isinstance(done, Registered):
        flash(_("Registered, and the code is theirs. Number %(number)s.", number=done.number), "ok")
    return done


def _filled(form: QuestionForm, performed: Performed) -> Filled:
    return Filled(
        form.raw,
        operation_id(form.operation_id.data),
        form.confirmed_names,
        form_version=form.definition.version,
        performed=performed,
    )


def _context(found: Found, definition: Form) -> dict[str, str]:
    """Return what the form knows before anything is typed, as the service that saves it has it."""
    if found.page is None:
        return registration_context(current_house())
    patient_id = found.page.line.id
    person = screening.person_today(current_house(), patient_id)
    known = screening.person_context(person)
    return extracting.context_with_stops(current_house(), known, person, form=definition, patient_id=patient_id)


def _sheet_page(found: Found, form: QuestionForm, held: Held | None = None) -> str:
    return render_template(
        "typing/sheet.html",
        found=found,
        person=found.page,
        form=form,
        lines=lines_of(form),
        written=_written(),
        people=_performers(needs_doctor=form.definition.id != REGISTRATION),
        sites=_sites(),
        progress=typing_in.look_at_progress(current_house(), current_operator()),
        held=held,
        bind_id=new_id(),
    )


def _written() -> Written:
    """Return the head of the sheet: as it was just typed, else as on the sheet before, without its time."""
    if request.method == "POST":
        return Written(**{name: request.form.get(f"written.{name}", "") for name in FIELDS})
    before = {name: str(session.get(REMEMBERED, {}).get(name, "")) for name in FIELDS}
    card = find_caravan()
    here = next((str(site.id) for site in card.sites if site.is_open), "") if card else ""
    return Written(before["day"] or today().isoformat(), "", before["by"], before["site"] or here)


def _performers(*, needs_doctor: bool) -> list[tuple[str, str]]:
    found = accounts.list_staff(current_house())
    return [(str(card.id), card.name) for card in found if not needs_doctor or card.role in typing_in.PERFORMERS]


def _sites() -> list[tuple[str, str]]:
    card, lang = find_caravan(), current_language().code
    return [(str(site.id), site.label(lang)) for site in card.sites] if card else []


def _index_page(scanned: str = "", error: str | None = None, *, choose_form: bool = False) -> str:
    progress = typing_in.look_at_progress(current_house(), current_operator())
    card = find_caravan()
    return render_template(
        "typing/index.html",
        typed=scanned,
        error=error,
        progress=progress,
        latest=[_entry(line) for line in progress.latest],
        stations=[REGISTRATION, *(card.stations if card else ())] if choose_form else [],
    )


def _entry(sheet: TypedScreening | TypedRegistration) -> Entry:
    lang = current_language().code
    patient_id = sheet.patient_id if isinstance(sheet, TypedRegistration) else sheet.line.patient_id
    person = patients.get_patient(current_house(), patient_id).line
    if isinstance(sheet, TypedRegistration):
        correct = url_for("records.correct_person", patient_id=sheet.patient_id) if sheet.may_correct else ""
        return Entry(station_title(REGISTRATION, lang), person, sheet.registered_at, sheet.registered_by, correct)
    line, card = sheet.line, screening_card(sheet.line, lang)
    return Entry(
        card.title,
        person,
        card.performed_at,
        card.performed_by,
        url_for("records.correct_screening", screening_id=line.id) if sheet.may_change else "",
        url_for("cancellations.cancel_screening", screening_id=line.id) if sheet.may_change else "",
        card.urgency,
    )


def _who_page(found: Found) -> str:
    """Ask whose sheet it is: nobody has its code yet."""
    text = request.args.get("text", "").strip()
    people = patients.search_patients(current_house(), text, MOST_FOUND) if text else []
    return render_template("typing/who.html", found=found, text=text, people=people, operation_id=new_id())
