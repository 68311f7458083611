"""The sockets at which the server listens, opened before anything is served so that a refusal comes first."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from caravan.domain.errors import CaravanError

BACKLOG = 512
ANY_FREE = 0


@dataclass(frozen=True, slots=True)
class Listeners:
    """Open sockets: plain http, and https unless it was left out."""

    plain: socket.socket
    secure: socket.socket | None = None

    @property
    def http_port(self) -> int:
        """The port of plain http."""
        return int(self.plain.getsockname()[1])

    @property
    def https_port(self) -> int | None:
        """The port of https, or None."""
        return int(self.secure.getsockname()[1]) if self.secure else None


@contextmanager
def listen(host: str, port: int, *https_ports: int) -> Iterator[Listeners]:
    """Open the sockets and close them after; 0 takes any free port, and https the first of its ports that is free.

    Raises CaravanError: "port.taken", "port.reserved", "address.unknown".
    """
    plain = _bind(host, port)
    try:
        secure = _bind_first(host, https_ports)
    except BaseException:
        plain.close()
        raise
    with plain:
        if secure is None:
            yield Listeners(plain)
        else:
            with secure:
                yield Listeners(plain, secure)


def _bind_first(host: str, ports: tuple[int, ...]) -> socket.socket | None:
    for number, port in enumerate(ports, start=1):
        try:
            return _bind(host, port)
        except CaravanError:
            if number == len(ports):
                raise
    return None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # said, or asyncio lets answers wait 40 ms
    if os.name == "nt":  # there, reuse would let two servers share the port
        opened.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009  Windows alone
    else:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        codes = {errno.EADDRINUSE: "port.taken", errno.EACCES: "port.reserved"}
        raise CaravanError(codes.get(error.errno or 0, "address.unknown"), host=host, port=port) from error
    return opened
