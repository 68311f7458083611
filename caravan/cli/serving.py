"""``caravan serve`` and ``caravan demo``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from caravan.app import create_app
from caravan.cli.announcing import announce, say_how_to_join, say_notes
from caravan.cli.context import data_option, is_terminal, settings_for
from caravan.cli.doors import Wanted, door_options
from caravan.domain.errors import CaravanError
from caravan.paths import default_data_folder
from caravan.services.addresses import EVERYWHERE, Doors, keep_doors
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.forms import misleading_of_site
from caravan.services.house import House, is_house, make_house, open_house
from caravan.services.instance import only_one
from caravan.services.readiness import look_over
from caravan.services.trust import find_authority
from caravan.serving import Listeners, SecureDoor, listen
from caravan.serving import serve as serve_app
from caravan.serving.network import Network
from caravan.serving.own_domain import domain_of
from caravan.settings import Settings
from caravan.web.doors import open_doors
from caravan.web.starting_words import word


def add_to(group: click.Group) -> None:
    group.add_command(serve)
    group.add_command(demo)


@click.command()
@door_options(EVERYWHERE)
@data_option
def serve(wanted: Wanted, data: Path | None) -> None:
    """Serve the caravan to the tablets, over http and https, until Ctrl-C."""
    _stop_when_told()
    settings = settings_for(data)
    _held_open(settings, lambda house: _serve(house, wanted, settings.language))


@click.command()
@click.option("--people", type=click.IntRange(min=1), default=180, show_default=True, help="How many invented people.")
@click.option("--make-only", is_flag=True, help="Make the demonstration and stop.")
@door_options("127.0.0.1")
@data_option
def demo(people: int, make_only: bool, wanted: Wanted, data: Path | None) -> None:
    """Serve a demonstration caravan of invented people, with names and PINs printed. Never use it for real patients."""
    _stop_when_told()
    settings = replace(settings_for(data or default_data_folder() / "demo"), database_url=None)
    if not is_house(settings.data):
        _make_demo(settings, people)

    def show(house: House) -> bool:
        if not house.is_demo:
            raise CaravanError("demo.not_a_demo", data=str(settings.data))
        for name, role, pin, _language in DEMO_STAFF:
            click.echo(f"{name:<12} {role:<12} PIN {pin}")
        return make_only or _serve(house, wanted, settings.language)

    _held_open(settings, show)


def _make_demo(settings: Settings, people: int) -> None:
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings) as house, tqdm(total=people, unit="person", disable=not is_terminal()) as bar:
        make_demonstration(house, people=people, progress=bar.update)


def _held_open(settings: Settings, serve_it: Callable[[House], bool]) -> None:
    """Open the house for the one server that it may have; it is closed whole even when a request never ends."""
    if not is_house(settings.data):
        raise CaravanError("house.none", data=str(settings.data))
    with only_one(settings.data), open_house(settings) as house:
        _warn_of_forms(house)
        has_ended = serve_it(house)
    if not has_ended:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(0)  # the database is closed; a thread that was given up must not hold the end


def _serve(house: House, wanted: Wanted, lang: str) -> bool:
    """Serve until told to stop; returns whether every request ended."""
    with listen(wanted.host, wanted.port, *wanted.https_ports) as listeners:
        say_notes(look_over(house), lang)
        doors = _doors(listeners, wanted)
        network = Network(house.data, doors, now=house.now)
        door = _secure_door(network, wanted)
        keep_doors(house.data, doors)
        app = create_app(house, secret_key=house.cookie_secret)
        open_doors(app, doors)

        def ready() -> None:
            network.follow()
            announce(doors, find_authority(house.data) if network.door else None, lang)

        def meanwhile() -> None:
            if network.follow() is not None:
                say_how_to_join(doors, lang, "moved")
            if network.has_just_found_name_taken():
                click.echo(word("name_taken", lang))

        try:
            return serve_app(app, listeners, door=door, ready=ready, meanwhile=meanwhile)
        except KeyboardInterrupt:
            return True  # Ctrl-C before the first request is how a day ends too
        finally:
            network.stop()


def _doors(listeners: Listeners, wanted: Wanted) -> Doors:
    domain = domain_of(wanted.cert) if wanted.cert and listeners.secure else None
    return Doors(wanted.host, listeners.http_port, listeners.https_port, domain)


def _secure_door(network: Network, wanted: Wanted) -> SecureDoor | None:
    if not wanted.https:
        return None
    if wanted.cert and wanted.key:
        return SecureDoor(wanted.cert, wanted.key)
    network.begin()
    return network.door


def _warn_of_forms(house: House) -> None:
    """Say on standard error what would mislead in the site's own forms; they are served all the same."""
    for problem in misleading_of_site(house.forms):
        click.echo(str(problem), err=True)


def _stop_when_told() -> None:
    """End with code 0 and the house closed when the system asks; the server finishes its requests first."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
