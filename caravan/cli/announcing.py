"""What ``caravan serve`` writes on the laptop's screen: addresses first, then sentences, then the code to scan."""

from __future__ import annotations

import sys

import click
from qrcode import QRCode

from caravan.services.addresses import Doors
from caravan.services.readiness import Note
from caravan.services.trust import Authority
from caravan.web.starting_words import word

HERE = "127.0.0.1"


def announce(doors: Doors, authority: Authority | None, lang: str) -> None:
    """Write every address, http before https, one a line; then how tablets join."""
    here = doors.host if doors.host != "0.0.0.0" else HERE  # noqa: S104
    hosts = tuple(dict.fromkeys((*doors.hosts, here)))
    for address in [doors.http(host) for host in hosts] + _secure(doors, hosts):
        click.echo(address)
    say_how_to_join(doors, lang)
    if authority is not None and doors.https_port is not None:
        click.echo(word("fingerprint", lang, fingerprint=authority.fingerprint))


def say_how_to_join(doors: Doors, lang: str, code: str = "join") -> None:
    """Write the address to type on a tablet, with its QR code when a person watches."""
    hosts = doors.hosts
    if not hosts:
        if doors.host == "0.0.0.0":  # noqa: S104
            click.echo(word("no_network", lang))
        return
    address = doors.http(hosts[0], "/join")
    click.echo(word(code, lang, address=address))
    if sys.stdout.isatty():
        symbol = QRCode(border=2)
        symbol.add_data(address)
        symbol.print_ascii(out=sys.stdout, invert=True)
    ports = " + ".join(str(port) for port in (doors.http_port, doors.https_port) if port)
    click.echo(word("firewall", lang, ports=ports))


def say_notes(notes: list[Note], lang: str) -> None:
    """Write on standard error what was noticed at the start."""
    for note in notes:
        click.echo(word(note.code, lang, **note.figures), err=True)


def _secure(doors: Doors, hosts: tuple[str, ...]) -> list[str]:
    found = [doors.https(host) for host in hosts]
    return list(dict.fromkeys(address for address in found if address))
