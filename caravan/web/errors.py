"""Error pages: what happened and what to do next, in the language of the person."""

from __future__ import annotations

from flask import Flask, current_app, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from caravan.domain.errors import CaravanError, ConflictError, NotAllowedError, NotFoundError
from caravan.web.messages import sentence
from caravan.web.speech import current_language

Page = tuple[str, int]


def explain(status: int) -> tuple[str, str]:
    """Return the title and the advice for a status."""
    texts = {
        400: (_("This page is too old"), _("Go back, reload the page, and save again.")),
        403: (_("This page is for another role"), _("Sign in with your own name, or ask the coordinator.")),
        404: (_("This page does not exist"), _("Check the address, or start again from the home page.")),
        405: (_("This page does not exist"), _("Check the address, or start again from the home page.")),
        409: (_("This was already saved with other answers"), _("Open the person again and check what is recorded.")),
        413: (_("This is too big to send"), _("Send less text or a smaller file.")),
        500: (_("Something broke on the laptop"), _("What was saved is safe. Try again, or call the coordinator.")),
    }
    return texts.get(status, texts[500])


def error_page(status: int, detail: str = "") -> Page:
    """Render the page of a status, with a more exact sentence when there is one."""
    title, advice = explain(status)
    return render_template("errors/error.html", status=status, title=title, advice=detail or advice), status


def on_http_error(error: HTTPException) -> Page:
    """Answer what Flask itself refused."""
    return error_page(error.code or 500)


def on_csrf_error(_error: CSRFError) -> Page:
    """Answer a form whose token is missing or belongs to an older session."""
    return error_page(400)


def on_refusal(error: CaravanError) -> Page:
    """Answer a refusal that no view turned into a message beside a field."""
    status = {NotFoundError: 404, ConflictError: 409, NotAllowedError: 403}.get(type(error), 422)
    return error_page(status, sentence(error, current_language().code))


def on_crash(error: Exception) -> Page:
    """Answer a fault of the program: logged for the coordinator, without any patient's words."""
    current_app.logger.error("A page failed: %s", type(error).__name__, exc_info=error)
    return error_page(500)


def init_errors(app: Flask) -> None:
    """Connect the error pages to the application."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(CaravanError, on_refusal)
    if not app.testing:
        app.register_error_handler(Exception, on_crash)
