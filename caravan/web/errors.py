"""Error pages: what happened and what to do next, in the language of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from caravan.domain.errors import CaravanError, ConflictError, NotAllowedError, NotFoundError
from caravan.web.again import is_from_own_page, may_be_shown_again, show_again
from caravan.web.gate import allowed_roles
from caravan.web.interrupted import whose_answers
from caravan.web.messages import sentence
from caravan.web.speech import current_language

Page = tuple[str, int]
Answer = Page | Response
GONE = frozenset({"patient.unknown", "record.unknown", "screening.unknown", "visit.unknown"})
SAVED_PAGES = {"screening_id": "station.saved", "patient_id": "reception.person"}


def explain(status: int) -> tuple[str, str]:
    """Return the title and the advice for a status."""
    texts = {
        400: (_("This page is too old"), _("Go back, reload the page, and save again.")),
        403: (_("This page is for another role"), _("Sign in with your own name, or ask the coordinator.")),
        404: (_("This page does not exist"), _("Check the address, or start again from the home page.")),
        405: (_("This page does not exist"), _("Check the address, or start again from the home page.")),
        409: (_("This was already saved with other answers"), _("Open the person again and check what is recorded.")),
        413: (_("This is too big to send"), _("Send less text or a smaller file.")),
        422: (_("This cannot be done now"), _("Go back, and check what was typed.")),
        500: (_("Something broke on the laptop"), _("What was saved is safe. Try again, or call the coordinator.")),
    }
    return texts.get(status, texts[500])


def error_page(status: int, detail: str | Markup = "", *, is_gone: bool = False) -> Page:
    """Render the page of a status, with a more exact sentence when there is one.

    ``is_gone`` tells the tablet that what it keeps of the typing at this address has nowhere to go any more.
    """
    title, advice = explain(status)
    texts = {"title": title, "advice": detail or advice}
    return render_template("errors/error.html", status=status, is_gone=is_gone, **texts), status


def on_http_error(error: HTTPException) -> Page:
    """Answer what Flask itself refused."""
    return error_page(error.code or 500)


def on_csrf_error(_error: CSRFError) -> Answer:
    """Answer a form whose token is missing or belongs to an older session: it is shown again, with a new one.

    What needs no login (a language, a PIN, leaving) is carried out when the browser says that our own page asks for it.
    """
    if is_from_own_page() and may_be_shown_again():
        return show_again(whose_answers(_("This page had become too old to be saved. Look at the answers, then save.")))
    if is_from_own_page() and request.endpoint and allowed_roles(current_app, request.endpoint) == frozenset():
        return cast("Answer", current_app.view_functions[request.endpoint](**(request.view_args or {})))
    return error_page(400)


def on_refusal(error: CaravanError) -> Answer:
    """Answer a refusal that no view put beside a field: above the form as it was sent, when that can be shown."""
    status = {NotFoundError: 404, ConflictError: 409, NotAllowedError: 403}.get(type(error), 422)
    g.saved_before = _saved_before(error)
    said = _with_way_out(sentence(error, current_language().code))
    if may_be_shown_again():
        try:
            return show_again(said, "danger", status)
        except CaravanError as reason:
            error = reason
    return error_page(status, said, is_gone=error.code in GONE)


def on_crash(error: Exception) -> Page:
    """Answer a fault of the program: logged for the coordinator, without any patient's words."""
    current_app.logger.error("A page failed: %s", type(error).__name__, exc_info=error)
    return error_page(500)


def _saved_before(error: CaravanError) -> Mapping[str, str]:
    """Return what the same operation stored before, by name of the id, when the refusal says so."""
    reply = error.params.get("reply")
    return reply if isinstance(reply, Mapping) else {}


def _with_way_out(said: str) -> str | Markup:
    """Add to a sentence the link to what the same operation stored before."""
    for name, endpoint in SAVED_PAGES.items():
        if name in g.saved_before:
            address = url_for(endpoint, **{name: g.saved_before[name]})
            return escape(said) + Markup(' <a href="{}">{}</a>').format(address, _("Open what was saved"))
    return said


def init_errors(app: Flask) -> None:
    """Connect the error pages to the application."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(CaravanError, on_refusal)
    if not app.testing:
        app.register_error_handler(Exception, on_crash)
