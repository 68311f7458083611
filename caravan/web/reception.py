"""Reception: search first, register, give a card and a number, and the page of a person."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services import counting, patients, registration
from caravan.services.outcomes import Filled, Refused
from caravan.services.registration import Registered
from caravan.web.findings import screening_cards
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.speech import current_language

pages = Blueprint("reception", __name__)
Answer = str | tuple[str, int] | Response
NEWEST = 5
LOOKS_LIKE_A_CODE = re.compile(r"(?=.*[A-Za-z])(?=.*[\d-])[0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{5}(/[a-z_]+)?")


@pages.get("/reception")
@allow("volunteer", "coordinator")
def desk() -> str:
    """Show the reception's home: one field to search or scan, and the button to register."""
    house = current_house()
    return render_template(
        "reception/desk.html",
        board=counting.day_board(house),
        own=counting.registered_today(house, current_operator()),
        newest=patients.search_patients(house, "", limit=NEWEST),
    )


@pages.route("/reception/register", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
def register() -> Answer:
    """Register a person; a refused form comes back with what was typed."""
    form = _registration_form()
    if request.method == "GET":
        return render_template("reception/register.html", form=form)
    saved = _save(form)
    if saved is None:
        return render_template("reception/register.html", form=form), 422
    return redirect(url_for("reception.card", patient_id=saved.patient_id), 303)


@pages.route("/patients/<uuid:patient_id>/card", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
def card(patient_id: UUID) -> Answer:
    """Show the number to hand over, and bind a blank card to the person."""
    typed, error = request.form.get("code", ""), None
    if request.method == "POST":
        try:
            _bind(patient_id, typed)
            return redirect(url_for("reception.card", patient_id=patient_id), 303)
        except CaravanError as refusal:
            error = sentence(refusal, current_language().code)
    person = patients.get_patient(current_house(), patient_id)
    page = render_template("reception/card.html", person=person, typed=typed, error=error, operation_id=new_id())
    return (page, 422) if error else page


@pages.get("/patients")
@allow("volunteer", "doctor", "coordinator")
def search() -> Answer:
    """Find people by name in either script, phone, document or card."""
    typed = request.args.get("q", "").strip()
    if LOOKS_LIKE_A_CODE.fullmatch(typed):
        return _by_code(typed)
    found = patients.search_patients(current_house(), typed) if typed else []
    return render_template("reception/search.html", typed=typed, found=found, error=None)


@pages.get("/p/<code>")
@allow("volunteer", "doctor", "coordinator")
def person_by_code(code: str) -> Answer:
    """Lead from a card to the page of its person."""
    return _by_code(code)


@pages.get("/patients/<uuid:patient_id>")
@allow("volunteer", "doctor", "coordinator")
def person(patient_id: UUID) -> str:
    """Show a person: what was done today, what is left, their cards."""
    found = patients.get_patient(current_house(), patient_id)
    done = screening_cards(found.today.screenings if found.today else (), current_language().code)
    return render_template("reception/person.html", person=found, done=done, operation_id=new_id())


@pages.post("/patients/<uuid:patient_id>/visit")
@allow("volunteer", "coordinator")
def visit(patient_id: UUID) -> Response:
    """Open today's visit for a person who came before."""
    wanted = operation_id(request.form.get("operation_id"))
    registration.open_visit(current_house(), current_operator(), patient_id, wanted)
    return redirect(url_for("reception.card", patient_id=patient_id), 303)


def _registration_form() -> QuestionForm:
    opened = registration.registration_form(current_house(), request.form.get("form_version"))
    form = form_class(opened, current_language().code)()
    form.context = registration.registration_context(current_house())
    return form


def _save(form: QuestionForm) -> Registered | None:
    """Register the person, or put what was refused on the form and return None."""
    try:
        saved = registration.register_patient(
            current_house(),
            current_operator(),
            Filled(
                form.raw,
                operation_id(form.operation_id.data),
                form.confirmed_names,
                form_version=form.definition.version,
            ),
        )
    except CaravanError as refusal:
        if not refusal.code.startswith("birth."):
            raise
        form.refuse(sentence(refusal, current_language().code), *registration.BIRTH_ANSWERS)
        return None
    if isinstance(saved, Refused):
        form.take(saved.outcome)
        return None
    return saved


def _bind(patient_id: UUID, typed: str) -> None:
    wanted = operation_id(request.form.get("operation_id"))
    registration.bind_card(current_house(), current_operator(), patient_id=patient_id, typed=typed, operation_id=wanted)
    flash(_("The card is given."), "ok")


def _by_code(typed: str) -> Answer:
    try:
        scan = read_code(typed)
        found = patients.find_by_code(current_house(), scan.code)
    except CaravanError as refusal:
        said = sentence(refusal, current_language().code)
        return render_template("reception/search.html", typed=typed, found=[], error=said), 422
    return redirect(url_for("reception.person", patient_id=found.line.id))
