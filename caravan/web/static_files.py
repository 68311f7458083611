"""Static files at addresses that never mean two things, so that a tablet fetches each of them once.

A script stands below the mark of all scripts (/static/MARK/js/page.js): what it imports stands there too, and needs
no mark of its own. Other files bear theirs in the query. A font has none: the styles name it too, and the browser must
see that both mean the same file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

STATIC = Path(__file__).resolve().parent / "static"
LETTERS_IN_A_MARK = 10
KEPT_SECONDS = 30 * 24 * 3600
MARKED = re.compile(rf"([0-9a-f]{{{LETTERS_IN_A_MARK}}})/(.+\.js)")
UNREAD = ("Accept-Ranges", "Content-Disposition", "Date", "Expires", "Last-Modified")
"""Headers that weigh on each of some sixty files and tell a tablet nothing that others do not."""
IMPORTED = re.compile(r"""^import\s[^;]*?"(\.[^"]+)";""", re.MULTILINE)


def stamp_static(endpoint: str, values: dict[str, object]) -> None:
    """Put the mark on the address of a static file."""
    name = str(values.get("filename", ".woff2"))
    if endpoint != "static" or name.endswith(".woff2") or MARKED.fullmatch(name):
        return
    if name.endswith(".js"):
        values["filename"] = f"{scripts_mark()}/{name}"
    else:
        values["v"] = _mark_of(name)


def may_be_kept() -> bool:
    """Tell whether the static file that is asked for stands at an address that never means anything else."""
    if not request.path.endswith(".js") or "v" in request.args:
        return True
    marked = MARKED.fullmatch(request.path.removeprefix("/static/"))
    return marked is not None and marked[1] == scripts_mark()


@lru_cache(maxsize=1)
def scripts_mark() -> str:
    """Return the mark that changes with any script."""
    digest = sha256()
    for path in sorted(STATIC.rglob("*.js")):
        digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:LETTERS_IN_A_MARK]


@cache
def with_imports(name: str) -> tuple[str, ...]:
    """Return a script and all that it imports, as names below static/."""
    found = [name]
    for script in found:
        place = STATIC / script
        imported = (place.parent / other for other in IMPORTED.findall(place.read_text("utf-8")))
        names = (other.resolve().relative_to(STATIC).as_posix() for other in imported)
        found += [other for other in names if other not in found]
    return tuple(found)


@lru_cache(maxsize=100)
def _mark_of(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:LETTERS_IN_A_MARK]


def _for_pages(app: Flask) -> Callable[..., str]:
    """Return the ``url_for`` of pages, which works out the address of a static file once: a form names two hundred."""
    known: dict[object, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        if endpoint != "static" or set(values) != {"filename"}:
            return app.url_for(endpoint, **values)
        name = values["filename"]
        if name not in known:
            known[name] = app.url_for(endpoint, **values)
        return known[name]

    return url_for


def init_static_files(app: Flask) -> None:
    """Serve the static files of an application at these addresses, also at those of an earlier version."""

    def send(filename: str) -> Response:
        marked = MARKED.fullmatch(filename)
        answer = app.send_static_file(marked[2] if marked else filename)
        for name in UNREAD:
            answer.headers.pop(name, None)
        return answer

    app.view_functions["static"] = send
    app.url_defaults(stamp_static)
    app.jinja_env.globals["url_for"] = _for_pages(app)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_SECONDS
