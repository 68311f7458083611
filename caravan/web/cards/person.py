"""The cards of one person on paper: the same card printed again, or a new one made and given at once."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.printing.cards import check_sheet, write_cards
from caravan.printing.faces import arrange
from caravan.printing.labels import USUAL, get_label, label_formats
from caravan.services import patients, person_cards
from caravan.services.card_batches import Order, sheet_of
from caravan.web.cards.area import Answer, download, layouts, pages, said
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.operations import operation_id
from caravan.web.paper_words import name_words


@pages.get("/patients/<uuid:patient_id>/print-card")
@allow("volunteer", "coordinator")
def person(patient_id: UUID) -> str:
    """Offer the cards of a person to print again, and a new one."""
    return _page(patient_id, {"code": request.args.get("code", ""), "layout": USUAL})


@pages.post("/patients/<uuid:patient_id>/print-card")
@allow("volunteer", "coordinator")
def print_person(patient_id: UUID) -> Answer:
    """Download one card of a person, with the name when it is wanted."""
    form, house = request.form, current_house()
    try:
        layout, has_name = _layout(), "name" in form
        used = form.get("used", type=int) or 0
        sheet = sheet_of(house, Order(1, layout), used=used, name_words=name_words())
        check_sheet(sheet, has_names=has_name)
        card = person_cards.card_of_person(
            house, current_operator(), patient_id, form.get("code", ""), with_name=has_name
        )
    except CaravanError as refusal:
        if refusal.code.startswith(("patient.", "record.")):
            raise
        return _page(patient_id, form.to_dict(), said(refusal)), 422
    content = BytesIO()
    write_cards(content, [card], sheet)
    return download(content, "caravan-card.pdf")


@pages.post("/patients/<uuid:patient_id>/new-card")
@allow("volunteer", "coordinator")
def new_person_card(patient_id: UUID) -> Response:
    """Make a new card, given to the person at once; it is then printed as any of theirs."""
    wanted = operation_id(request.form.get("operation_id"))
    order = Order(1, USUAL)
    code = person_cards.give_printed_card(current_house(), current_operator(), patient_id, order, wanted)
    flash(_("The new card is this person's. Print it now."), "ok")
    return redirect(url_for("cards.person", patient_id=patient_id, code=code), 303)


def _layout() -> str:
    """Return the format that was chosen; an unknown one counts as the usual one, a name needs one with room."""
    layout = request.form.get("layout", USUAL)
    return layout if layout in label_formats() else USUAL


def _page(patient_id: UUID, shown: dict[str, str], error: str = "") -> str:
    return render_template(
        "cards/person.html",
        person=patients.get_patient(current_house(), patient_id),
        shown=shown,
        error=error,
        layouts=layouts(),
        has_room=arrange(get_label(shown.get("layout", USUAL))).has_room,
        operation_id=new_id(),
    )
