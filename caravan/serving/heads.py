"""How long a connection may take to say what it wants: silent and trickling clients are let go of.

uvicorn waits for ever for the first request of a connection and for the end of its headers. Thirty tablets that lose
and find the Wi-Fi all day leave such connections behind, and a machine has only so many.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0


class PatientProtocol(H11Protocol):
    """Closes a connection whose request line and headers are not there whole within ``HEAD_SECONDS``.

    Between requests uvicorn's own keep-alive limit counts; the body has a limit of its own (``WholeBody``).
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin_waiting()

    def data_received(self, data: bytes) -> None:
        if self._is_between_requests():
            self._begin_waiting()
        super().data_received(data)
        if not self._is_between_requests():
            self._stop_waiting()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._is_between_requests() and self.conn.trailing_data[0]:
            self._begin_waiting()  # half a head came while this answer was under way
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_between_requests(self) -> bool:
        return self.conn.their_state is h11.IDLE

    def _begin_waiting(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._let_go)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _let_go(self) -> None:
        self._deadline = None
        if self._is_between_requests() and not self.transport.is_closing():
            self.transport.close()
