"""The stations pages: the circuit in order, opened and closed for a while, with a word for those who wait."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from caravan.services import stations as service
from caravan.web.admin.area import pages, typed
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house


@pages.get("/admin/stations")
@allow("coordinator")
def stations() -> str:
    """Show the circuit, and the forms that are no station of it."""
    return render_template("admin/stations.html", circuit=service.get_circuit(current_house()))


@pages.get("/admin/stations/<form_id>/close")
@allow("coordinator")
def station_close(form_id: str) -> str:
    """Ask what becomes of those who wait, before a station is closed."""
    return render_template("admin/station_close.html", station=service.get_station(current_house(), form_id))


@pages.post("/admin/stations/<form_id>/close")
@allow("coordinator")
def close_station(form_id: str) -> Response:
    """Close a station for now."""
    keep_queue = typed("queue") != "leave"
    waiting = service.close_station(current_house(), current_operator(), form_id, keep_queue=keep_queue)
    flash(_("The station is closed for now."), "ok")
    if waiting and not keep_queue:
        said = ngettext(
            "%(num)s person was taken out of its queue.", "%(num)s people were taken out of its queue.", waiting
        )
        flash(said, "warn")
    return redirect(url_for("admin.stations"), 303)


@pages.post("/admin/stations/<form_id>/open")
@allow("coordinator")
def open_station(form_id: str) -> Response:
    """Open a station again."""
    joined = service.open_station(current_house(), current_operator(), form_id)
    flash(_("The station is open."), "ok")
    _tell_joined(joined)
    return redirect(url_for("admin.stations"), 303)


@pages.post("/admin/stations/<form_id>/move")
@allow("coordinator")
def move_station(form_id: str) -> Response:
    """Exchange a station with the one before or after it."""
    direction = typed("direction")
    if direction == "earlier":
        service.move_station(current_house(), current_operator(), form_id, "earlier")
    elif direction == "later":
        service.move_station(current_house(), current_operator(), form_id, "later")
    else:
        abort(404)
    return redirect(url_for("admin.stations", _anchor=form_id), 303)


@pages.post("/admin/stations/add")
@allow("coordinator")
def add_station() -> Response:
    """Add a station whose form is known."""
    joined = service.add_station(current_house(), current_operator(), typed("form_id"))
    flash(_("The station is added at the end of the circuit."), "ok")
    _tell_joined(joined)
    return redirect(url_for("admin.stations"), 303)


@pages.post("/admin/stations/<form_id>/remove")
@allow("coordinator")
def remove_station(form_id: str) -> Response:
    """Take a station that was never used out of the circuit."""
    service.remove_station(current_house(), current_operator(), form_id)
    flash(_("The station is no longer part of this caravan. Its form stays among the forms."), "ok")
    return redirect(url_for("admin.stations"), 303)


def _tell_joined(joined: int) -> None:
    """Say how many who are here already now wait for the station too."""
    if joined:
        text = ngettext(
            "%(num)s person who came meanwhile waits for it too.",
            "%(num)s people who came meanwhile wait for it too.",
            joined,
        )
        flash(text, "info")
