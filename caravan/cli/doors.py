"""The options that say where a server listens, for ``serve`` and ``demo`` alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from caravan.services.addresses import HTTP_PORT, HTTPS_PORT

F = TypeVar("F", bound=Callable[..., Any])
PORTS = click.IntRange(0, 65_535)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to listen, and the certificate of a domain of one's own (else the laptop's)."""

    host: str
    port: int
    https_port: int | None
    https: bool
    cert: Path | None
    key: Path | None

    @property
    def https_ports(self) -> tuple[int, ...]:
        """The ports to try for https: the one that was asked for, else the usual one, else any free one."""
        if not self.https:
            return ()
        if self.https_port is not None:
            return (self.https_port,)
        return (0,) if self.port == 0 else (HTTPS_PORT, 0)


def door_options(default_host: str) -> Callable[[F], F]:
    """Add --host, --port, --https-port, --no-https, --cert and --key; the command gets them as ``wanted``."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    options = (
        click.option("--host", default=default_host, show_default=True, help="Address to listen on."),
        click.option("--port", type=PORTS, default=HTTP_PORT, show_default=True, help="Port; 0 takes any free one."),
        click.option("--https-port", type=PORTS, help=f"Port of https (else {HTTPS_PORT}, or a free one)."),
        click.option("--https/--no-https", default=True, help="Serve https too (tablets need it for the camera)."),
        click.option("--cert", type=file, help="Certificate of a domain of your own, with its chain (PEM)."),
        click.option("--key", type=file, help="The key of that certificate (PEM, no passphrase)."),
    )

    def add(command: F) -> F:
        @wraps(command)
        def gather(**words: Any) -> Any:
            if (words["cert"] is None) != (words["key"] is None):
                raise click.UsageError("Give --cert and --key together.")
            return command(wanted=Wanted(**{item.name: words.pop(item.name) for item in fields(Wanted)}), **words)

        found: Any = gather
        for option in reversed(options):
            found = option(found)
        return found  # type: ignore[no-any-return]

    return add
