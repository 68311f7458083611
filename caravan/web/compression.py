"""Answers travel compressed: pages anew each time, static files once for each version of them.

A compressed page tells by its length whether a text that someone else put in it repeats a secret of it (BREACH). That
asks for a stranger who makes the tablet's browser open our pages by the thousand and measures them on the wire: the
cookies are SameSite=Lax, so other sites cannot open them unseen, and each page gets a random length besides.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from io import BytesIO
from secrets import randbelow

from flask import Flask, Response, request

SHORTEST_BYTES = 500  # below it, nothing is won
COMPRESSED = ("text/", "application/json", "application/javascript", "application/wasm", "image/svg+xml")
OK = 200
PAGE_LEVEL, FILE_LEVEL = 5, 9
LONGEST_PAD = 100


def compress(response: Response) -> Response:
    """Compress an answer when the browser takes it and something is won by it."""
    if not str(response.mimetype).startswith(COMPRESSED):
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or not _takes_gzip():
        return response
    if request.endpoint == "static":
        return _send_file_compressed(response) if response.status_code == OK else response
    if response.is_streamed or (response.calculate_content_length() or 0) < SHORTEST_BYTES:
        return response
    return _carry(response, squeeze(response.get_data(), level=PAGE_LEVEL, pad=1 + randbelow(LONGEST_PAD)))


def squeeze(content: bytes, *, level: int, pad: int = 0) -> bytes:
    """Return the content in gzip, made longer by a file name of ``pad`` letters, which browsers pass over."""
    packed = BytesIO()
    with gzip.GzipFile("a" * pad, "wb", level, packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()


def _takes_gzip() -> bool:
    return bool(request.accept_encodings.quality("gzip"))


def _send_file_compressed(response: Response) -> Response:
    etag, _is_weak = response.get_etag()
    response.direct_passthrough = False
    packed = _packed(etag or "", response.get_data())
    response.set_etag(etag or "", weak=True)  # the same file in other bytes; conditional requests compare it weakly
    return _carry(response, packed)


@lru_cache(maxsize=100)
def _packed(_etag: str, content: bytes) -> bytes:
    return squeeze(content, level=FILE_LEVEL)


def _carry(response: Response, packed: bytes) -> Response:
    # A page keeps its ETag as it is: nothing stands between the laptop and its tablets that could mix up the two forms.
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    return response


def init_compression(app: Flask) -> None:
    """Connect the compression to the application."""
    app.after_request(compress)
