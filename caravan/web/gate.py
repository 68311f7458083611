"""Who may use which route: each view declares it, and an undeclared route is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from caravan.services import accounts
from caravan.services.operators import Operator
from caravan.web.house import current_house
from caravan.web.tablet import current_tablet

ROLES = frozenset({"volunteer", "doctor", "coordinator"})
View = TypeVar("View", bound=Callable[..., object])


def allow(*roles: str) -> Callable[[View], View]:
    """Declare that only these roles may use a view."""
    unknown = set(roles) - ROLES
    if unknown or not roles:
        raise ValueError(f"Name at least one role of {sorted(ROLES)}, not {sorted(unknown)}.")

    def mark(view: View) -> View:
        vars(view)["allowed_roles"] = frozenset(roles)
        return view

    return mark


def public(view: View) -> View:
    """Declare that a view needs no login and shows no person."""
    vars(view)["allowed_roles"] = frozenset()
    return view


def allowed_roles(app: Flask, endpoint: str) -> frozenset[str] | None:
    """Return the roles of an endpoint: empty when public, None when nobody declared it."""
    if endpoint == "static":
        return frozenset()
    return cast("frozenset[str] | None", getattr(app.view_functions[endpoint], "allowed_roles", None))


def current_operator() -> Operator:
    """Return who is at the tablet; only for views behind ``allow``."""
    return cast("Operator", g.operator)


def recognise() -> None:
    """Find out who is at the tablet, before anything else is decided."""
    g.operator = None if request.endpoint == "static" else _find_signed_in()


def check_access() -> Response | None:
    """Let the request through, send the anonymous to the login, or refuse."""
    if request.endpoint in (None, "static"):
        return None  # no such page: the 404 follows by itself
    roles = allowed_roles(current_app, str(request.endpoint))
    if roles is None:
        abort(403)
    if not roles:
        return None
    if g.operator is None:
        return redirect(url_for("access.login", next=_page_to_return_to()), 303)
    if g.operator.role not in roles:
        abort(403)
    return None


def sign_in(operator: Operator) -> None:
    """Start a fresh session for this person, so that a session made before the PIN is worth nothing after it."""
    chosen = session.get("lang")
    _forget_session()
    session["staff_id"] = str(operator.staff_id)
    session["pin_mark"] = accounts.pin_mark(current_house(), operator.staff_id)
    session.permanent = True
    if chosen:
        session["lang"] = chosen
    g.operator = replace(operator, tablet_id=current_tablet().id)


def sign_out() -> None:
    """End the session: nothing of the person stays in it."""
    _forget_session()
    g.operator = None


def safe_page(address: str | None) -> str:
    """Return the address when it is a page of this application, else the home page."""
    parts = urlsplit(address or "")
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return str(address) if is_local and "\\" not in str(address) else url_for("access.home")


def may_open(operator: Operator, address: str) -> bool:
    """Tell whether a page of this application is one that this person's role may open."""
    try:
        endpoint, _parts = current_app.create_url_adapter(request).match(urlsplit(address).path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return operator.role in (allowed_roles(current_app, endpoint) or ROLES)


def _page_to_return_to() -> str | None:
    methods = (request.url_rule and request.url_rule.methods) or ()
    if "GET" in methods:
        return None if request.path == "/" else request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else None


def _forget_session() -> None:
    session.clear()
    for kept_for_request in ("csrf_token", "language"):  # both were made from the session that ended
        g.pop(kept_for_request, None)


def _find_signed_in() -> Operator | None:
    staff_id = session.get("staff_id")
    if staff_id is None:
        return None
    operator = accounts.find_operator(current_house(), UUID(staff_id), pin_mark=session.get("pin_mark", ""))
    if operator is None:
        _forget_session()
        return None
    return replace(operator, tablet_id=current_tablet().id)
