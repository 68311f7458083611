"""The look of the screen: as the device says, for full sun, or for the dark; a cookie of the tablet keeps it."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, request
from werkzeug.wrappers import Response

from caravan.web.gate import public, safe_page
from caravan.web.tablet import YEAR_SECONDS

pages = Blueprint("look", __name__)

AUTOMATIC, SUN, DARK = "auto", "sun", "dark"
LOOKS = (AUTOMATIC, SUN, DARK)
COOKIE = "look"


@pages.post("/look")
@public
def choose() -> Response:
    """Keep the look that was tapped, for whoever uses this tablet, and come back to the same page."""
    chosen = request.form.get("look", "")
    if chosen not in LOOKS:
        abort(404)
    response = redirect(safe_page(request.form.get("next")), 303)
    response.set_cookie(COOKIE, chosen, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return response


def current_look() -> str:
    """Return the look of this tablet; anything else in its cookie (which nobody signs) counts as none."""
    kept = request.cookies.get(COOKIE, "")
    return kept if kept in LOOKS else AUTOMATIC


def init_look(app: Flask) -> None:
    """Give the look to every template."""
    app.context_processor(lambda: {"look": current_look()})
