"""``caravan serve`` and ``caravan demo``."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from caravan.app import create_app
from caravan.cli.context import data_option, is_terminal, settings_for
from caravan.domain.errors import CaravanError
from caravan.paths import default_data_folder
from caravan.server import serve as serve_app
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.forms import misleading
from caravan.services.house import House, is_house, make_house, open_house
from caravan.settings import Settings

PORT = 8080
PORTS = click.IntRange(0, 65_535)


def add_to(group: click.Group) -> None:
    group.add_command(serve)
    group.add_command(demo)


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104  tablets reach it
@click.option("--port", type=PORTS, default=PORT, show_default=True, help="Port; 0 takes any free one.")
@data_option
def serve(host: str, port: int, data: Path | None) -> None:
    """Serve the caravan to the tablets until Ctrl-C."""
    _stop_when_told()
    with open_house(settings_for(data)) as house:
        _warn_of_forms(house)
        _serve(house, host, port)


@click.command()
@click.option("--people", type=click.IntRange(min=1), default=180, show_default=True, help="How many invented people.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORTS, default=PORT, show_default=True, help="Port; 0 takes any free one.")
@click.option("--make-only", is_flag=True, help="Make the demonstration and stop.")
@data_option
def demo(people: int, host: str, port: int, make_only: bool, data: Path | None) -> None:
    """Serve a demonstration caravan of invented people, with names and PINs printed. Never use it for real patients."""
    _stop_when_told()
    settings = replace(settings_for(data or default_data_folder() / "demo"), database_url=None)
    if not is_house(settings.data):
        _make_demo(settings, people)
    with open_house(settings) as house:
        if not house.is_demo:
            raise CaravanError("demo.not_a_demo", data=str(settings.data))
        _warn_of_forms(house)
        for name, role, pin, _language in DEMO_STAFF:
            click.echo(f"{name:<12} {role:<12} PIN {pin}")
        if not make_only:
            _serve(house, host, port)


def _make_demo(settings: Settings, people: int) -> None:
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings) as house, tqdm(total=people, unit="person", disable=not is_terminal()) as bar:
        make_demonstration(house, people=people, progress=bar.update)


def _serve(house: House, host: str, port: int) -> None:
    app = create_app(house, secret_key=house.cookie_secret)
    _refuse_if_taken(host, port)
    try:
        serve_app(app, host=host, port=port, ready=_announce(host))
    except KeyboardInterrupt:
        return  # Ctrl-C is how a day ends


def _warn_of_forms(house: House) -> None:
    """Say on standard error what would mislead in the forms in use; they are served all the same."""
    for problem in misleading(house.forms):
        click.echo(str(problem), err=True)


def _stop_when_told() -> None:
    """End with code 0 and the house closed when the system asks; the server finishes its requests first."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))


def _announce(host: str) -> Callable[[int], None]:
    def ready(port: int) -> None:
        for address in _addresses(host):
            click.echo(f"http://{address}:{port}/")

    return ready


def _refuse_if_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there, reuse would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            codes = {errno.EADDRINUSE: "port.taken", errno.EACCES: "port.reserved"}
            raise CaravanError(codes.get(error.errno or 0, "address.unknown"), host=host, port=port) from error


def _addresses(host: str) -> list[str]:
    """Return the addresses to type on a tablet: this machine's own when listening on all."""
    if host != "0.0.0.0":  # noqa: S104
        return [host]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, the system only picks a route
            return [str(probe.getsockname()[0]), "127.0.0.1"]
        except OSError:
            return ["127.0.0.1"]
