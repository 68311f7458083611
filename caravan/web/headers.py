"""Headers that every answer carries: nothing from outside, no framing, no copy of people kept by the browser."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from caravan.web.static_files import may_be_kept

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the scanner's decoder is WebAssembly
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# What a file needs of it, said shortly since a tablet fetches some sixty: for a drawing opened alone, and the decoder.
POLICY_OF_FILES = "default-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"


OF_NO_PERSON = frozenset({"form_documents.document"})
FOUND = (200, 304)


def add_security_headers(response: Response) -> Response:
    """Add the headers; only static files and the rules of forms may be kept by the browser."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint == "static" and response.status_code in FOUND:
        response.headers["Content-Security-Policy"] = POLICY_OF_FILES
        if not may_be_kept():
            response.headers["Cache-Control"] = "no-cache"
        return response
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint not in OF_NO_PERSON or response.status_code not in FOUND:
        response.headers["Cache-Control"] = "no-store"
    return response


class SessionOfPages(SecureCookieSessionInterface):
    """The session, which neither files nor the requests of scripts renew.

    A file that came with a cookie is kept for that cookie alone: the next page renews it, and all are asked for again.
    The whole session is in the cookie. The answer to a script, on its way while someone signs out or chooses another
    language, would bring the old one back: the next save would be signed by whoever has just left.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session along, save with what may be kept."""
        kept = response.cache_control
        if not kept or kept.no_store:
            super().save_session(app, session, response)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Tell whether this answer sets the cookie: it changed the session, or it is a page, which renews it."""
        return session.modified or (not _is_asked_by_a_script() and super().should_set_cookie(app, session))


def _is_asked_by_a_script() -> bool:
    """Tell whether a script asks: a browser names XHTML among what it accepts only when it goes to a page itself."""
    accepted = request.headers.get("Accept")
    return accepted is not None and "application/xhtml+xml" not in accepted


def init_headers(app: Flask) -> None:
    """Connect the headers to the application."""
    app.after_request(add_security_headers)
    app.session_interface = SessionOfPages()
