"""The two doors of the laptop: https for tablets that trust it, plain http for the others while that is allowed.

A tablet at the plain door is told so on every page. Where work there has ended, it is led to /join; a save of someone
who is signed in is still carried out, since what it holds has crossed the Wi-Fi already and must not be lost as well.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from caravan.services.addresses import Doors, is_loopback
from caravan.services.laptop import read_choices
from caravan.web.house import current_house

# What a tablet needs before it trusts the laptop, and what names nobody.
OPEN_TO_ALL = frozenset({"static", "access.healthz", "access.change_language", "look.choose"})


def open_doors(app: Flask, doors: Doors) -> None:
    """Tell the application at which doors it is served."""
    app.extensions["caravan.doors"] = doors


def current_doors() -> Doors | None:
    """Return the doors of the running server; None when there is none, as in a test."""
    return cast("Doors | None", current_app.extensions.get("caravan.doors"))


def is_protected() -> bool:
    """Tell whether nobody on the Wi-Fi can read this request: it came by https, or never left the laptop."""
    return request.is_secure or is_loopback(request.remote_addr or "")


def is_degraded() -> bool:
    """Tell whether this tablet works at the plain door though it could be enrolled."""
    doors = current_doors()
    at_join = request.blueprint == "join" or request.endpoint in OPEN_TO_ALL
    return doors is not None and doors.https_port is not None and not is_protected() and not at_join


def check_door() -> Response | None:
    """Lead a tablet that is not enrolled to /join when the coordinator ended work over plain http."""
    if not is_degraded() or read_choices(current_house().data).works_unenrolled:
        return None
    if request.endpoint == "ops.take":
        return None  # records that tablets kept
    if request.method == "POST" and g.get("operator") is not None:
        return None
    return redirect(url_for("join.join"), 303)


def init_doors(app: Flask) -> None:
    """Connect the doors to the application; after the step that finds who is signed in."""
    app.before_request(check_door)
    app.context_processor(lambda: {"is_degraded": is_degraded})
