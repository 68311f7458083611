"""What this tablet is: a signed cookie that outlives the sessions holds its id and its station; and who was seen.

The cookie comes with the first page. That a tablet asked for a page is kept in memory only, for the coordinator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from caravan.domain.ids import new_id
from caravan.services.watching import SeenTablet, Tablets
from caravan.web.house import current_house

COOKIE = "tablet"
YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Tablet:
    """A tablet that was set up (or not yet: then both are None)."""

    id: UUID | None
    station: str | None


NOT_SET_UP = Tablet(None, None)


def current_tablet() -> Tablet:
    """Return the tablet of this request; a cookie that was tampered with counts as none."""
    if "tablet" not in g:
        g.tablet = _read(request.cookies.get(COOKIE, ""))
    tablet: Tablet = g.tablet
    return tablet


def seen_tablets() -> Tablets:
    """Return the tablets that asked this application for a page."""
    return cast("Tablets", current_app.extensions["caravan.tablets"])


def see_tablet() -> None:
    """Keep in memory that this tablet was seen, and who is signed in; a first visit has no cookie yet."""
    tablet = current_tablet()
    if tablet.id is None or request.endpoint == "static":
        return
    operator = g.get("operator")
    name = operator.name if operator else ""
    address = request.remote_addr or ""
    seen_tablets().see(SeenTablet(tablet.id, tablet.station, name, address, current_house().now()))


def give_cookie(response: Response) -> Response:
    """Give a tablet its id with the first page that it opens."""
    is_page = response.mimetype == "text/html" and request.endpoint != "static"
    if is_page and current_tablet().id is None:
        keep_station(response, None)
    return response


def keep_station(response: Response, station: str | None) -> None:
    """Write the tablet's station (None for the reception) into its cookie."""
    tablet_id = current_tablet().id or new_id()
    g.tablet = Tablet(tablet_id, station)
    content = _signer().dumps({"id": str(tablet_id), "station": station})
    response.set_cookie(COOKIE, content, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="caravan.tablet")


def _read(cookie: str) -> Tablet:
    try:
        content = _signer().loads(cookie)
        return Tablet(UUID(content["id"]), content["station"])
    except (BadSignature, KeyError, TypeError, ValueError):
        return NOT_SET_UP


def init_tablets(app: Flask) -> None:
    """Watch the tablets of one application; to be connected after the step that finds who is signed in."""
    app.extensions["caravan.tablets"] = Tablets()
    app.before_request(see_tablet)
    app.after_request(give_cookie)
