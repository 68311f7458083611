"""The sites pages: where the caravan may stand, a new place, another name, and the move from one to another."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.geography import COMMUNES, Commune
from caravan.domain.ids import new_id
from caravan.services import caravans
from caravan.services import sites as service
from caravan.services.caravans import NewSite, SiteCard
from caravan.web.admin.area import Answer, beside, pages, typed
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.operations import operation_id
from caravan.web.speech import current_language

FIELDS = {"site.name": "name", "site.twice": "name", "site.commune": "commune"}


@pages.get("/admin/sites")
@allow("coordinator")
def sites() -> str:
    """Show where the caravan stands, where it may go, and the sites it does not come back to."""
    return render_template("admin/sites.html", caravan=caravans.get_caravan(current_house()))


@pages.get("/admin/sites/new")
@allow("coordinator")
def site_new() -> str:
    """Offer an empty site."""
    return _site_page(NewSite(""))


@pages.post("/admin/sites/new")
@allow("coordinator")
def add_site() -> Answer:
    """Add a site."""
    wanted, site = operation_id(typed("operation_id")), typed_site()
    try:
        service.add_site(current_house(), current_operator(), site, wanted)
    except CaravanError as refusal:
        return _site_page(site, errors=beside(refusal, FIELDS)), 422
    flash(_("The site is added. The caravan stays where it is until you move it."), "ok")
    return redirect(url_for("admin.sites"), 303)


@pages.get("/admin/sites/<uuid:site_id>")
@allow("coordinator")
def site(site_id: UUID) -> str:
    """Show a site with what can be changed."""
    card = service.get_site(current_house(), site_id)
    return _site_page(NewSite(card.name, card.name_ar, card.commune), card)


@pages.post("/admin/sites/<uuid:site_id>")
@allow("coordinator")
def change_site(site_id: UUID) -> Answer:
    """Change the names or the commune of a site."""
    wanted = typed_site()
    try:
        service.change_site(current_house(), current_operator(), site_id, wanted)
    except CaravanError as refusal:
        card = service.get_site(current_house(), site_id)
        return _site_page(wanted, card, errors=beside(refusal, FIELDS)), 422
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("admin.sites"), 303)


@pages.get("/admin/sites/<uuid:site_id>/move")
@allow("coordinator")
def site_move(site_id: UUID) -> str:
    """Say what moving the caravan to a site will mean, before it is done."""
    return render_template("admin/site_move.html", move=service.foresee_move(current_house(), site_id))


@pages.post("/admin/sites/<uuid:site_id>/move")
@allow("coordinator")
def move_to_site(site_id: UUID) -> Response:
    """Move the caravan to a site."""
    caravans.open_site(current_house(), current_operator(), site_id)
    flash(_("The caravan now stands here. New visits are counted at this site."), "ok")
    return redirect(url_for("admin.sites"), 303)


@pages.post("/admin/sites/<uuid:site_id>/close")
@allow("coordinator")
def close_site(site_id: UUID) -> Response:
    """Take a site out of the choice of places."""
    service.close_site(current_house(), current_operator(), site_id)
    flash(_("The site is closed. Its visits stay in every report."), "ok")
    return redirect(url_for("admin.sites"), 303)


@pages.post("/admin/sites/<uuid:site_id>/open")
@allow("coordinator")
def reopen_site(site_id: UUID) -> Response:
    """Put a closed site back into the choice of places."""
    service.reopen_site(current_house(), current_operator(), site_id)
    flash(_("The site is open again. The caravan stays where it is until you move it."), "ok")
    return redirect(url_for("admin.sites"), 303)


def typed_site() -> NewSite:
    """Return the site that was typed."""
    return NewSite(typed("name"), typed("name_ar") or None, typed("commune") or None)


def communes_by_province() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the communes (code, name) under the name of their province, in the language of the page."""
    lang = current_language().code

    def place(commune: Commune) -> tuple[str, str]:
        return commune.province_names[lang], commune.names[lang]

    ordered = sorted(COMMUNES.values(), key=place)
    return [
        (province, [(commune.code, commune.names[lang]) for commune in group])
        for province, group in groupby(ordered, key=lambda commune: commune.province_names[lang])
    ]


def _site_page(shown: NewSite, card: SiteCard | None = None, *, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "admin/site.html",
        site=card,
        shown=shown,
        provinces=communes_by_province(),
        errors=errors or {},
        operation_id=new_id(),
    )
