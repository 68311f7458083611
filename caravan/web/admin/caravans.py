"""The caravans pages: the one that is going on, those before it, how one ends and how the next begins."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services import campaigns as service
from caravan.services.caravans import NewSite, Plan, get_caravan
from caravan.web.admin.area import Answer, beside, pages, typed
from caravan.web.admin.sites import communes_by_province
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house, today
from caravan.web.operations import operation_id

FIELDS = {
    "caravan.incomplete": "general",
    "caravan.dates": "ends_on",
    "caravan.day": "general",
    "site.twice": "site",
    "site.commune": "commune",
}


@pages.get("/admin/caravans")
@allow("coordinator")
def caravans() -> str:
    """Show every caravan with what it did."""
    return render_template("admin/caravans.html", summaries=service.list_summaries(current_house()))


@pages.get("/admin/caravans/new")
@allow("coordinator")
def caravan_new() -> str:
    """Offer to start the next caravan, once the last one is closed."""
    return _new_page({"starts_on": today().isoformat()})


@pages.post("/admin/caravans/new")
@allow("coordinator")
def start_caravan() -> Answer:
    """Start the next caravan."""
    wanted, copied = operation_id(typed("operation_id")), request.form.getlist("copied", type=UUID)
    try:
        service.start_next(current_house(), current_operator(), _plan(), copied=copied, operation_id=wanted)
    except CaravanError as refusal:
        return _new_page(request.form.to_dict(), copied, errors=beside(refusal, FIELDS)), 422
    flash(_("The caravan has started, with the same staff, forms and stations."), "ok")
    return redirect(url_for("admin.caravans"), 303)


@pages.get("/admin/caravans/<uuid:caravan_id>/close")
@allow("coordinator")
def caravan_close(caravan_id: UUID) -> Answer:
    """Say what closing a caravan will mean, before it is done."""
    closing = service.foresee_closing(current_house(), caravan_id)
    if closing.summary.caravan.is_closed:
        return redirect(url_for("admin.caravans"))
    return render_template("admin/caravan_close.html", closing=closing)


@pages.post("/admin/caravans/<uuid:caravan_id>/close")
@allow("coordinator")
def close_caravan(caravan_id: UUID) -> Response:
    """End a caravan."""
    service.close_caravan(current_house(), current_operator(), caravan_id)
    flash(_("The caravan is closed. Everything in it can still be read, searched and exported."), "ok")
    return redirect(url_for("admin.caravans"), 303)


@pages.post("/admin/caravans/<uuid:caravan_id>/reopen")
@allow("coordinator")
def reopen_caravan(caravan_id: UUID) -> Response:
    """Let a caravan that was closed go on."""
    service.reopen_caravan(current_house(), current_operator(), caravan_id)
    flash(_("The caravan goes on, as it was before it was closed."), "ok")
    return redirect(url_for("admin.caravans"), 303)


@pages.post("/admin/caravans/<uuid:caravan_id>/archive")
@allow("coordinator")
def archive_caravan(caravan_id: UUID) -> Response:
    """Put a closed caravan away."""
    service.archive_caravan(current_house(), current_operator(), caravan_id)
    flash(_("The caravan is in the archive. Nothing of it is deleted."), "ok")
    return redirect(url_for("admin.caravans"), 303)


@pages.post("/admin/caravans/<uuid:caravan_id>/unarchive")
@allow("coordinator")
def unarchive_caravan(caravan_id: UUID) -> Response:
    """Take a caravan out of the archive."""
    service.unarchive_caravan(current_house(), current_operator(), caravan_id)
    flash(_("The caravan is out of the archive."), "ok")
    return redirect(url_for("admin.caravans"), 303)


def _plan() -> Plan:
    """Return the caravan that was typed; a new site counts when any part of it was typed."""
    site = NewSite(typed("site"), typed("site_ar") or None, typed("commune") or None)
    sites = [site] if site.name or site.name_ar or site.commune else []
    return Plan(typed("name"), sites, starts_on=_day("starts_on"), ends_on=_day("ends_on"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(typed(name)) if typed(name) else None
    except ValueError as error:
        raise CaravanError("caravan.day", typed=typed(name)) from error


def _new_page(shown: dict[str, str], copied: list[UUID] | None = None, *, errors: dict[str, str] | None = None) -> str:
    last = get_caravan(current_house())
    return render_template(
        "admin/caravan_new.html",
        last=last,
        shown=shown,
        copied=[site.id for site in last.sites if not site.is_closed] if copied is None else copied,
        provinces=communes_by_province(),
        errors=errors or {},
        operation_id=new_id(),
    )
