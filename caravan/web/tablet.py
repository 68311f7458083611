"""What this tablet is: a signed cookie that outlives the sessions holds its id and its station."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from caravan.domain.ids import new_id

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
