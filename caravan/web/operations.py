"""The operation id that a page carries, so that a form posted twice is stored once, and the word that it was stored."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Response, abort, g

SAVED_COOKIE, SAVED_FOR = "saved", timedelta(hours=1)
SEE_OTHER = 303


def operation_id(typed: str | None) -> UUID:
    """Return the operation id of the posted page; a page without one is refused: its twin would be stored too."""
    try:
        g.operation_id = UUID(typed or "")
    except ValueError:
        abort(400)
    found: UUID = g.operation_id
    return found


def acknowledge(response: Response) -> Response:
    """Name the operation that was carried out in a cookie, for the tablet to let go of what it kept of the typing."""
    if response.status_code == SEE_OTHER and "operation_id" in g:
        value, seconds = str(g.operation_id), int(SAVED_FOR.total_seconds())
        response.set_cookie(SAVED_COOKIE, value, max_age=seconds, samesite="Lax")  # read by scripts: it is no secret
    return response
