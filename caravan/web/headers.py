"""Headers that every answer carries: nothing from outside, no framing, no copy of people kept by the browser."""

from __future__ import annotations

from flask import Flask, Response, request

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


OF_NO_PERSON = frozenset({"static", "form_documents.document"})


def add_security_headers(response: Response) -> Response:
    """Add the headers; only static files and the rules of forms may be kept by the browser."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint not in OF_NO_PERSON or response.status_code not in (200, 304):
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint == "static" and not may_be_kept():
        response.headers["Cache-Control"] = "no-cache"
    return response


def init_headers(app: Flask) -> None:
    """Connect the headers to the application."""
    app.after_request(add_security_headers)
