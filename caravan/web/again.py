"""Forms shown again, filled as they were sent: nothing is saved by it, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, request, session
from markupsafe import Markup

View = TypeVar("View", bound=Callable[..., object])


def shows_again(*roles: str) -> Callable[[View], View]:
    """Declare that a view can show these roles the form of a POST as it was sent, unsaved (see ``is_shown_again``)."""

    def mark(view: View) -> View:
        vars(view)["shown_again_to"] = frozenset(roles)
        return view

    return mark


def shown_again_to() -> frozenset[str]:
    """Return the roles that may see again what this request sent; none when its view cannot show it."""
    if request.method != "POST" or request.endpoint is None or is_shown_again():
        return frozenset()
    view = current_app.view_functions[request.endpoint]
    return cast("frozenset[str]", getattr(view, "shown_again_to", frozenset()))


def may_be_shown_again() -> bool:
    """Tell whether the person at the tablet may see again what this request sent."""
    operator = g.get("operator")
    return operator is not None and operator.role in shown_again_to()


def is_shown_again() -> bool:
    """Tell whether the view must show its form as it was sent, and save nothing."""
    return bool(g.get("is_shown_again", False))


def show_again(said: str | Markup = "", kind: str = "warn", status: int = 200) -> Response:
    """Answer with the form of the requested view, filled as it was sent, below one sentence.

    Raises what the view raises when the form cannot be shown any more.
    """
    g.is_shown_again = True
    if said:
        flash(said, kind)
    try:
        view: Callable[..., Any] = current_app.view_functions[str(request.endpoint)]
        answer = current_app.make_response(view(**(request.view_args or {})))
    except Exception:
        session.pop("_flashes", None)  # the page that follows says it in its own place
        raise
    if answer.status_code == 200:  # noqa: PLR2004
        answer.status_code = status
    return answer


def is_from_own_page() -> bool:
    """Tell whether a page of this application sent the request, as the browser says; unsaid counts as no.

    Another site can make a browser post here, and the session's cookie then stays behind: that looks like a session
    that ended, so what came along must not be shown as if it had been typed here.
    """
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(said) and urlsplit(said).netloc == request.host
