"""Reception: search first, register, give a card and a number, and the page of a person."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services import counting, patients, registration, undoing
from caravan.web import reception_register, reception_search
from caravan.web.again import is_shown_again, shows_again
from caravan.web.fact_words import steps_of
from caravan.web.findings import person_records
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.operations import operation_id
from caravan.web.referral_words import referrals_of
from caravan.web.scanning import as_refused
from caravan.web.speech import current_language

pages = Blueprint("reception", __name__)
reception_register.add_pages(pages)
reception_search.add_pages(pages)
Answer = str | tuple[str, int] | Response
NEWEST = 5


@pages.get("/reception")
@allow("volunteer", "coordinator")
def desk() -> str:
    """Show the reception's home: one field to search or scan, and the button to register."""
    house = current_house()
    newest = patients.list_registered_by(house, current_operator(), limit=NEWEST)
    return render_template(
        "reception/desk.html",
        board=counting.day_board(house),
        own=counting.registered_today(house, current_operator()),
        newest=newest,
        undo=undoing.find_undo(house, current_operator(), newest[0].id) if newest else None,
        operation_id=new_id(),
    )


@pages.route("/patients/<uuid:patient_id>/card", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
@shows_again("volunteer", "coordinator")
def card(patient_id: UUID) -> Answer:
    """Show the number to hand over, and bind a blank card to the person."""
    typed, seen = request.values.get("code", ""), None
    if request.method == "POST" and not is_shown_again():
        try:
            _bind(patient_id, typed)
            return redirect(url_for("reception.card", patient_id=patient_id), 303)
        except CaravanError as refusal:
            seen = as_refused(refusal)
    person = patients.get_patient(current_house(), patient_id)
    page = render_template(
        "reception/card.html",
        person=person,
        typed=typed,
        seen=seen,
        operation_id=new_id(),
        undo=undoing.find_undo(current_house(), current_operator(), patient_id),
        undo_id=new_id(),
    )
    return (page, 422) if seen else page


@pages.get("/patients/<uuid:patient_id>")
@allow("volunteer", "doctor", "coordinator")
def person(patient_id: UUID) -> str:
    """Show a person: what was done today, what is left, their cards."""
    found = patients.get_patient(current_house(), patient_id)
    records = person_records(found, current_language().code)
    return render_template(
        "reception/person.html",
        person=found,
        records=records,
        referrals=referrals_of(found),
        steps=steps_of(found),
        operation_id=new_id(),
    )


@pages.post("/patients/<uuid:patient_id>/visit")
@allow("volunteer", "coordinator")
def visit(patient_id: UUID) -> Response:
    """Open today's visit for a person who came before."""
    wanted = operation_id(request.form.get("operation_id"))
    registration.open_visit(current_house(), current_operator(), patient_id, wanted)
    return redirect(url_for("reception.card", patient_id=patient_id), 303)


def _bind(patient_id: UUID, typed: str) -> None:
    wanted = operation_id(request.form.get("operation_id"))
    registration.bind_card(current_house(), current_operator(), patient_id=patient_id, typed=typed, operation_id=wanted)
    flash(_("The card is given."), "ok")
