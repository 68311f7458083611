"""Coordination: the day's counts as they grow, the workbooks, and where the caravan stands."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from caravan.services import exporting
from caravan.web import dashboard as picture
from caravan.web.export_form import ExportForm
from caravan.web.freshness import fresh
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.layout import find_open_site

pages = Blueprint("coordination", __name__)
Answer = str | tuple[str, int] | Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/dashboard")
@allow("coordinator")
def dashboard() -> Answer:
    """Show how the day goes; the page asks for its live part again by itself."""
    is_part = request.args.get("part") == "live"
    if find_open_site() is None:
        return redirect(url_for("coordination.dashboard")) if is_part else render_template("coordination/no_site.html")
    if is_part:
        return fresh(picture.state(), lambda: render_template("coordination/live.html", picture=picture.draw()))
    return render_template("coordination/dashboard.html", picture=picture.draw(), every=picture.EVERY_SECONDS)


@pages.get("/exports")
@allow("coordinator")
def exports() -> Answer:
    """Say what the chosen days and site hold, and offer the report and the lists of it."""
    form = ExportForm(request.args)
    return (_exports_page(form), 200) if form.validate() else (_exports_page(form), 422)


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


@pages.get("/sites")
@allow("coordinator")
def sites() -> Response:
    """Lead an address that was noted to where the sites are now."""
    return redirect(url_for("admin.sites"))


def _exports_page(form: ExportForm) -> str:
    return render_template("coordination/exports.html", form=form)


def _download(content: bytes, name: str, mimetype: str) -> Response:
    return send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
