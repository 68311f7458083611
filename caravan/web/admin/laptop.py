"""The laptop's own page: where tablets join, what they compare, and whether one may work without being secured."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.services.laptop import choose_unenrolled, read_choices
from caravan.services.trust import find_authority
from caravan.web.admin.area import pages, typed
from caravan.web.doors import current_doors
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.join import places


@pages.get("/admin/laptop")
@allow("coordinator")
def laptop() -> str:
    """Show the addresses, their codes, the fingerprint and the choice."""
    data = current_house().data
    return render_template(
        "admin/laptop.html",
        doors=current_doors(),
        places=places(),
        authority=find_authority(data),
        choices=read_choices(data),
    )


@pages.post("/admin/laptop/unenrolled")
@allow("coordinator")
def allow_unenrolled() -> Response:
    """Allow or end work of tablets that are not secured."""
    chosen = typed("allowed")
    if chosen not in ("yes", "no"):
        abort(404)
    choose_unenrolled(current_house(), current_operator(), allowed=chosen == "yes")
    said = _("Tablets may work without being secured.") if chosen == "yes" else _("Every tablet must be secured now.")
    flash(said, "ok")
    return redirect(url_for("admin.laptop"), 303)
