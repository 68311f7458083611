"""The middleware that reads the whole body of a request before the app is called.

A worker thread is taken only once a request's body is there whole, bounded in size and time, so that silent clients
and half-sent posts on a bad Wi-Fi never hold up the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 20 * 1024 * 1024
LARGEST_LET_GO = 200 * 1024 * 1024
BODY_SECONDS = 20.0


class TooLargeError(Exception):
    """The body is larger than the limit; all of it was read and let go, unless it seemed to have no end."""


class WholeBody:
    """Reads the whole body of a request, within limits, before the app is called (413 and 408 otherwise).

    A body that is too large is read to its end and let go, since a browser shows no answer to what it is still sending.
    The app then says so itself, in the reader's language: it sees the length that was declared, and nothing to read.
    """

    def __init__(self, app: App, *, most: int = LARGEST_BODY, seconds: float = BODY_SECONDS) -> None:
        self._app, self._most, self._seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await _lifespan(receive, send)
            return
        try:
            body = await asyncio.wait_for(self._read(receive), self._seconds)
        except TimeoutError:
            await _refuse(send, 408, b"The request did not arrive in time: send it again.")
        except TooLargeError:
            if any(name == b"content-length" for name, _value in scope["headers"]):
                await self._app(scope, _replay(b"", receive), send)
            else:
                await _refuse(send, 413, b"The request is too large.")
        else:
            if body is not None:
                await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body, or None when the client went away before the end."""
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size <= self._most:
                parts.append(part)
            else:
                parts.clear()
            if size > self._most and (size > LARGEST_LET_GO or not message.get("more_body", False)):
                raise TooLargeError
            if not message.get("more_body", False):
                return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


async def _lifespan(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})
