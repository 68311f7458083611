"""Paper forms on the screens: stacks of blank ones for the coordinator, one for a person with what is known."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.printing.paper_forms import write_forms
from caravan.printing.paper_sheet import Sheet
from caravan.services import form_editing, paper_sheets, patients
from caravan.services.forms import form_of
from caravan.services.registration import registration_context
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.sheet_words import sheet_words, whose_sheet
from caravan.web.speech import current_language

pages = Blueprint("paper", __name__)
Answer = str | tuple[str, int] | Response

PDF = "application/pdf"
USUAL_COUNT = 20
MOST_AT_ONCE = 200  # sheets made while the page waits, a few seconds; more are made by the command of the laptop
TRIAL = "123456789X"  # the code of a specimen, which is no code


@pages.get("/admin/forms/<form_id>/<path:address>/paper")
@allow("coordinator")
def stacks(form_id: str, address: str) -> str:
    """Offer a stack of blank sheets of a version, a specimen, and the stacks printed before."""
    return _page(form_editing.form_at(current_house(), form_id, address), address, str(USUAL_COUNT))


@pages.post("/admin/forms/<form_id>/<path:address>/paper")
@allow("coordinator")
def print_stack(form_id: str, address: str) -> Answer:
    """Record a stack of blank sheets, then lead to its PDF."""
    house, typed = current_house(), request.form.get("count", "").strip()
    form = form_editing.form_at(house, form_id, address)
    wanted = operation_id(request.form.get("operation_id"))
    try:
        count = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < len("100000") else 0
        if count > MOST_AT_ONCE:
            raise CaravanError("sheets.count", least=1, most=MOST_AT_ONCE)
        named = (form.id, form.version)
        stack_id = paper_sheets.record_stack(house, current_operator(), form=named, count=count, operation_id=wanted)
    except CaravanError as refusal:
        return _page(form, address, typed, sentence(refusal, current_language().code)), 422
    flash(_("The sheets are ready. Download their PDF and print it at 100 %%, on both sides if you like."), "ok")
    return redirect(url_for("paper.stacks", form_id=form_id, address=address, stack=stack_id), 303)


@pages.get("/admin/paper/<uuid:stack_id>.pdf")
@allow("coordinator")
def stack(stack_id: UUID) -> Response:
    """Download the PDF of a stack, as often as it is wanted: the same codes."""
    found, sheets = paper_sheets.get_stack(current_house(), stack_id)
    form = form_of(current_house(), found.form_id, found.version)
    return _download(form, sheets, f"caravan-{form.id}-{found.first}-{found.last}.pdf")


@pages.get("/admin/forms/<form_id>/<path:address>/specimen.pdf")
@allow("coordinator")
def specimen(form_id: str, address: str) -> Response:
    """Show how a version looks on paper; the code on it is none."""
    form = form_editing.form_at(current_house(), form_id, address)
    return _download(form, [Sheet(TRIAL)], f"{form.id}-{form.version}.pdf")


@pages.get("/patients/<uuid:patient_id>/paper/<form_id>.pdf")
@allow("volunteer", "doctor", "coordinator")
def for_person(patient_id: UUID, form_id: str) -> Response:
    """Download a form for one person: their names, their card's code, what the station needs to know."""
    house = current_house()
    form, page = house.forms.get(form_id), patients.get_patient(house, patient_id)
    if form is None:
        raise NotFoundError("form.unknown", form=form_id)
    if not page.cards:
        flash(_("This person has no card yet: the sheet needs its code. Give a card first."), "warn")
        return redirect(url_for("reception.person", patient_id=patient_id))
    return _download(form, [Sheet(page.cards[0], whose=whose_sheet(page, form))], f"{form.id}-{page.cards[0]}.pdf")


def _download(form: Form, sheets: list[Sheet], name: str) -> Response:
    card = find_caravan()
    content = BytesIO()
    words = sheet_words(form, card.name, registration_context(current_house())) if card else sheet_words(form)
    write_forms(content, form, sheets, words)
    content.seek(0)
    return send_file(content, mimetype=PDF, as_attachment=True, download_name=name)


def _page(form: Form, address: str, count: str, error: str = "") -> str:
    return render_template(
        "forms/paper.html",
        form_def=form,
        address=address,
        count=count,
        error=error,
        most=MOST_AT_ONCE,
        stacks=paper_sheets.list_stacks(current_house(), form.id),
        is_used=_is_used(form),
        new_stack=request.args.get("stack", ""),
        operation_id=new_id(),
    )


def _is_used(form: Form) -> bool:
    """Tell whether a version was used here: only then can what is written on its paper be typed in."""
    try:
        form_of(current_house(), form.id, form.version)
    except CaravanError:
        return False
    return True
