"""Cookies of the https door: secure, and apart from those of the plain door, so a tablet has a session at each.

A browser keeps one jar for both, whatever the port. A cookie that https had made secure could then not be renewed over
http (the sign-in there would be lost without a word), and one that somebody planted over http would reach https. So
each cookie of https bears the prefix ``__Host-`` (RFC 6265bis, 4.1.3): the browser refuses it from anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

PREFIX = "__Host-"
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class SecureCookies:
    """Renames the cookies of https on their way in and out; the application knows them by their plain names."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("wsgi.url_scheme") != "https":
            return self._app(environ, start_response)
        environ["HTTP_COOKIE"] = _own(environ.get("HTTP_COOKIE", ""))

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            return start_response(status, [_secured(name, value) for name, value in headers], *rest)

        return self._app(environ, start)


def _own(cookies: str) -> str:
    parts = (part.strip() for part in cookies.split(";"))
    return "; ".join(part.removeprefix(PREFIX) for part in parts if part.startswith(PREFIX))


def _secured(name: str, value: str) -> tuple[str, str]:
    if name.lower() != "set-cookie":
        return name, value
    return name, f"{PREFIX}{value}; Secure"
