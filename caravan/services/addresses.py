"""Where tablets reach this laptop: its addresses on the network, and the doors at which the server listens there."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from ipaddress import ip_address
from pathlib import Path

import ifaddr

from caravan.storage.certificates import NAME, NAMES, is_private
from caravan.storage.keys import write_private

FILE = "doors.json"
HTTP_PORT, HTTPS_PORT = 8080, 8443
EVERYWHERE = "0.0.0.0"  # noqa: S104  tablets reach it
# Adapters that lead to no tablet: the bridges and cables that virtual machines and containers make for themselves.
MADE_UP = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "virtualbox", "vmware", "vethernet", "hyper-v", "wsl")


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a server listens: on which address, at which ports (None: no https), under which name of its own."""

    host: str = EVERYWHERE
    http_port: int = HTTP_PORT
    https_port: int | None = HTTPS_PORT
    domain: str | None = None

    def http(self, host: str, path: str = "/") -> str:
        """Return an address that every tablet opens."""
        return f"http://{_written(host)}:{self.http_port}{path}"

    def https(self, host: str, path: str = "/") -> str | None:
        """Return the address of a tablet that trusts this laptop; a domain of one's own needs no trust.

        An address that is not of a private network cannot be vouched for: there the name of the laptop stands.
        """
        if self.https_port is None:
            return None
        port = "" if self.https_port == 443 else f":{self.https_port}"  # noqa: PLR2004
        return f"https://{self.domain or _vouched(host)}{port}{path}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses of this laptop at which a tablet knocks, likeliest first; none when it serves itself alone."""
        if self.host == EVERYWHERE:
            return lan_addresses()
        return () if is_loopback(self.host) else (self.host,)


def lan_addresses() -> tuple[str, ...]:
    """Return this laptop's IPv4 addresses, likeliest first: the route outwards, private networks, then made-up ones."""
    found = [(_likelihood(address, name), address) for name, address in _adapter_addresses()]
    return tuple(dict.fromkeys(address for _rank, address in sorted(found)))


def join_addresses(data: Path) -> tuple[str, ...]:
    """Return the addresses to print for tablets that join, likeliest first, from the doors of the last start.

    Each is the page /join over http: it opens on every tablet, and moves those that trust the laptop to https. The
    address changes with the network; the name caravan.local does not, but older tablets cannot find it.
    """
    doors = read_doors(data)
    hosts = doors.hosts or lan_addresses()
    return tuple(doors.http(host, "/join") for host in (*hosts, NAME))


def keep_doors(data: Path, doors: Doors) -> None:
    """Remember where the server listens, for posters and for whoever starts a second one."""
    write_private(data / FILE, json.dumps(asdict(doors)))


def read_doors(data: Path) -> Doors:
    """Return where the server listened last; the usual doors when it never did."""
    try:
        kept = json.loads((data / FILE).read_text("utf-8"))
        return replace(Doors(), **kept)
    except (OSError, ValueError, TypeError):
        return Doors()


def is_loopback(host: str) -> bool:
    """Tell whether an address is this laptop's own, which no tablet reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _vouched(host: str) -> str:
    try:
        return _written(host) if is_private(host) else NAME
    except ValueError:
        return host if host in NAMES else NAME


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _adapter_addresses() -> Iterator[tuple[str, str]]:
    for adapter in ifaddr.get_adapters():
        for item in adapter.ips:
            if item.is_IPv4 and not is_loopback(str(item.ip)):
                yield f"{adapter.nice_name} {adapter.name}".lower(), str(item.ip)


def _likelihood(address: str, adapter: str) -> int:
    if any(word in adapter for word in MADE_UP):
        return 4
    if address.startswith("169.254."):
        return 3  # nobody gave it one
    if address == _outward():
        return 0
    return 1 if is_private(address) else 2


def _outward() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, the system only picks a route
            return str(probe.getsockname()[0])
        except OSError:
            return None
