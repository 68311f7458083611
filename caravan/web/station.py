"""Stations: a scanned card opens this tablet's form, a save says what it found, then the next card is scanned."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.services import extracting, form_editing, patients, queueing, screening
from caravan.services.outcomes import Filled, Refused
from caravan.services.patients import PatientPage
from caravan.services.scanning import Scanned, refused
from caravan.services.screening import Saved
from caravan.web.again import is_shown_again, shows_again
from caravan.web.fact_words import panel_of, steps_of
from caravan.web.findings import finding_lines, screening_cards
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.meanwhile import known_when_opened, of_other_saves, unknown_when_opened
from caravan.web.messages import sentence
from caravan.web.normal import fill_normal, is_normal_asked
from caravan.web.opened_forms import as_opened
from caravan.web.operations import operation_id
from caravan.web.referral_words import referrals_of
from caravan.web.scanning import Seen, as_seen, look_at
from caravan.web.speech import current_language
from caravan.web.tablet import current_tablet

pages = Blueprint("station", __name__)
Answer = str | tuple[str, int] | Response


@pages.get("/stations")
@allow("doctor", "coordinator")
def choose() -> str:
    """Show the stations with how many wait at each."""
    return render_template("station/choose.html", counts=queueing.count_waiting(current_house()))


@pages.get("/station/<form_id>")
@allow("doctor", "coordinator")
def ready(form_id: str) -> str:
    """Wait for the next card at a station."""
    return _ready_page(_station_form(form_id))


@pages.get("/q")
@allow("volunteer", "doctor", "coordinator")
def scan() -> Answer:
    """Take what was scanned or typed in a station's field to its form; a wrong code stays in the field."""
    typed, form_id = request.args.get("code", ""), request.args.get("form")
    found = look_at(typed, form_id)
    if not found.does_open:
        return _refused_scan(found, typed, form_id), 422
    return redirect(url_for("station.record", code=found.code, form_id=found.form_id))


@pages.route("/q/<code>", methods=["GET", "POST"])
@pages.route("/q/<code>/<form_id>", methods=["GET", "POST"])
@allow("volunteer", "doctor", "coordinator")
@shows_again("doctor", "coordinator")
def record(code: str, form_id: str | None = None) -> Answer:
    """Open the form of this tablet's station for the person of the card, and save it."""
    try:
        card = read_code(code)
        person = patients.find_by_code(current_house(), card.code)
    except CaravanError as refusal:
        return _refused_scan(refused(code, refusal), code, form_id), 422
    return _at_station(person, form_id or card.form_id or current_tablet().station)


@pages.route("/patients/<uuid:patient_id>/<form_id>", methods=["GET", "POST"])
@allow("doctor", "coordinator")
@shows_again("doctor", "coordinator")
def record_person(patient_id: UUID, form_id: str) -> Answer:
    """Open and save a station's form from the page of a person, who may have no card."""
    return _at_station(patients.get_patient(current_house(), patient_id), form_id)


@pages.get("/screenings/<uuid:screening_id>")
@allow("doctor", "coordinator")
def saved(screening_id: UUID) -> str:
    """Say what a saved screening found, and wait for the next card."""
    line = screening.get_screening(current_house(), screening_id)
    form = form_editing.form_as_filled(current_house(), line.form_id, line.form_version)
    person = patients.get_patient(current_house(), line.patient_id)
    result = screening.saved_of(line, person)
    return render_template(
        "station/saved.html",
        referrals=referrals_of(person),
        steps=steps_of(person),
        form_def=form,
        result=result,
        line=line,
        findings=finding_lines(form, result.findings, current_language().code),
        person=person,
        queue=queueing.station_queue(current_house(), form.id),
        operation_id=new_id(),
    )


def _at_station(person: PatientPage, form_id: str | None) -> Answer:
    if form_id is None or current_operator().role == "volunteer":
        return redirect(url_for("reception.person", patient_id=person.line.id))
    form = form_class(as_opened(_station_form(form_id)), current_language().code)()
    form.context = _context(person, form.definition)
    if request.method == "GET" or is_shown_again():
        return _record_page(person, form)
    if is_normal_asked():
        fill_normal(form)
        return _record_page(person, form)
    result = _save(person, form)
    if result is None:
        return _record_page(patients.get_patient(current_house(), person.line.id), form), 422
    return redirect(url_for("station.saved", screening_id=result.screening_id), 303)


def _context(person: PatientPage, form: Form) -> dict[str, str]:
    """Return what the form knows before anything is typed, as the service that saves it has it."""
    today = screening.person_today(current_house(), person.line.id)
    known = screening.person_context(today)
    return extracting.context_with_stops(current_house(), known, today, form=form, patient_id=person.line.id)


def _save(person: PatientPage, form: QuestionForm) -> Saved | None:
    """Save the screening, or put what was refused on the form and return None."""
    try:
        result = screening.record_screening(
            current_house(),
            current_operator(),
            patient_id=person.line.id,
            form_id=form.definition.id,
            filled=_filled(form),
        )
    except CaravanError as refusal:
        if refusal.code not in ("screening.empty", "scoring.failed", "screening.meanwhile"):
            raise
        if refusal.code != "screening.meanwhile":  # which the page tells with what was recorded
            form.refuse(sentence(refusal, current_language().code))
        return None
    if isinstance(result, Refused):
        form.take(result.outcome)
        return None
    return result


def _filled(form: QuestionForm) -> Filled:
    return Filled(
        form.raw,
        operation_id(form.operation_id.data),
        form.confirmed_names,
        form_version=form.definition.version,
        known=known_when_opened(),
    )


def _record_page(person: PatientPage, form: QuestionForm) -> str:
    done = screening_cards(person.today.screenings if person.today else (), current_language().code)
    same = of_other_saves([card for card in done if card.form_id == form.definition.id])
    others = [card for card in done if card.form_id != form.definition.id]
    meanwhile = unknown_when_opened(same)
    return render_template(
        "station/record.html",
        person=person,
        form=form,
        panel=panel_of(person, form.definition),
        steps=steps_of(person),
        same=same,
        others=others,
        meanwhile=meanwhile,
    )


def _ready_page(form: Form | None, typed: str = "", seen: Seen | None = None) -> str:
    queue = queueing.station_queue(current_house(), form.id) if form else None
    return render_template(
        "station/ready.html", form_def=form, queue=queue, operation_id=new_id(), typed=typed, seen=seen
    )


def _refused_scan(found: Scanned, typed: str, form_id: str | None) -> str:
    form = current_house().forms.get(form_id or current_tablet().station or "")
    return _ready_page(form, typed, as_seen(found))


def _station_form(form_id: str) -> Form:
    """Return a station's form; raises NotFoundError when this caravan has no such station."""
    card = find_caravan()
    if card is None or form_id not in card.stations:
        raise NotFoundError("form.unknown", form=form_id)
    return current_house().forms[form_id]
