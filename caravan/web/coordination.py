"""Coordination: the day's counts as they grow, the workbooks, the cards to print, and where the caravan stands."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.printing.cards import new_codes, write_cards
from caravan.services import caravans, counting, exporting
from caravan.web.export_form import ExportForm
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.speech import current_language

pages = Blueprint("coordination", __name__)
Answer = str | tuple[str, int] | Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
USUAL_CARDS = 400  # ten sheets: a day of a middle-sized caravan


@pages.get("/dashboard")
@allow("coordinator")
def dashboard() -> str:
    """Show the day's counts; the page renews them by itself."""
    return render_template("coordination/dashboard.html", board=counting.day_board(current_house()))


@pages.get("/exports")
@allow("coordinator")
def exports() -> str:
    """Offer the report and the lists."""
    return _exports_page(ExportForm(request.args))


@pages.post("/exports/report")
@allow("coordinator")
def export_report() -> Answer:
    """Download the aggregated workbook."""
    form = ExportForm(request.form)
    if not form.validate():
        return _exports_page(form), 422
    content = exporting.export_report(current_house(), current_operator(), lang=form.lang.data, filters=form.filters)
    return _download(content, f"caravan-{form.file_part}.xlsx", XLSX)


@pages.post("/exports/list")
@allow("coordinator")
def export_list() -> Answer:
    """Download the line list of one station."""
    form = ExportForm(request.form)
    if not form.validate():
        return _exports_page(form), 422
    content = exporting.export_list(
        current_house(), current_operator(), lang=form.lang.data, filters=form.filters, form_id=form.form_id.data
    )
    return _download(content, f"caravan-{form.form_id.data}-{form.file_part}.xlsx", XLSX)


@pages.get("/exports/definitions")
@allow("coordinator")
def definitions() -> str:
    """Say in one sentence what each number of the report means."""
    return render_template("coordination/definitions.html", report=current_house().report)


@pages.route("/print/cards", methods=["GET", "POST"])
@allow("coordinator")
def cards() -> Answer:
    """Make the PDF of blank cards."""
    typed = request.form.get("count", str(USUAL_CARDS))
    if request.method == "GET":
        return render_template("coordination/cards.html", typed=typed, error=None)
    try:
        content = BytesIO()
        write_cards(content, new_codes(int(typed) if typed.strip().isdecimal() else 0))
    except CaravanError as refusal:
        said = sentence(refusal, current_language().code)
        return render_template("coordination/cards.html", typed=typed, error=said), 422
    return _download(content.getvalue(), f"caravan-cards-{int(typed)}.pdf", "application/pdf")


@pages.get("/sites")
@allow("coordinator")
def sites() -> str:
    """Show where the caravan may stand."""
    return render_template("coordination/sites.html", caravan=caravans.get_caravan(current_house()))


@pages.post("/sites/<uuid:site_id>/open")
@allow("coordinator")
def open_site(site_id: UUID) -> Response:
    """Say where the caravan stands now."""
    caravans.open_site(current_house(), current_operator(), site_id)
    flash(_("The caravan now stands here. New visits are counted at this site."), "ok")
    return redirect(url_for("coordination.sites"), 303)


def _exports_page(form: ExportForm) -> str:
    return render_template("coordination/exports.html", form=form)


def _download(content: bytes, name: str, mimetype: str) -> Response:
    return send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
