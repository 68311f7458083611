"""The name caravan.local on the network (mDNS), told and answered from a thread of its own.

Nothing depends on it: older tablets cannot find such names and some access points let no multicast through, so the
address in digits is always printed first.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Lock, Thread

from zeroconf import (  # type: ignore[attr-defined]  # the resolver is public, its list of names forgets it
    AddressResolver,
    Error,
    InterfaceChoice,
    ServiceInfo,
    Zeroconf,
)

from caravan.services.addresses import Doors
from caravan.storage.certificates import NAME

HOST = f"{NAME}."
HTTP, HTTPS = "_http._tcp.local.", "_https._tcp.local."
ASKED_MS = 1500


class Naming:
    """Tells the network where caravan.local is, and again when the addresses change.

    ``is_taken`` says that another machine of this network already answers to the name: two laptops that both did would
    each get tablets of the other, so the later one stays silent.
    """

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._teller: Zeroconf | None = None
        self._turn = Lock()
        self.is_taken = False

    def tell(self, addresses: tuple[str, ...]) -> None:
        """Begin to tell in the background (it takes about two seconds), instead of what was told before."""
        Thread(target=self._tell, args=(addresses,), name="caravan.local", daemon=True).start()

    def stop(self) -> None:
        """Tell that the name is gone."""
        with self._turn:
            self._close()

    def _tell(self, addresses: tuple[str, ...]) -> None:
        with self._turn, suppress(OSError, Error):  # no network, or none that takes multicast
            self._close()
            if not addresses:
                return
            self._teller = Zeroconf(interfaces=list(addresses) or InterfaceChoice.Default)
            self.is_taken = _answers_elsewhere(self._teller, addresses)
            if not self.is_taken:
                for info in self._services(addresses):
                    self._teller.register_service(info, allow_name_change=True)

    def _services(self, addresses: tuple[str, ...]) -> list[ServiceInfo]:
        packed = [socket.inet_aton(address) for address in addresses]
        ports = {HTTP: self._doors.http_port, HTTPS: self._doors.https_port}
        return [
            ServiceInfo(kind, f"Caravan.{kind}", addresses=packed, port=port, server=HOST)
            for kind, port in ports.items()
            if port is not None
        ]

    def _close(self) -> None:
        if self._teller is not None:
            self._teller.close()
            self._teller = None


def _answers_elsewhere(asker: Zeroconf, addresses: tuple[str, ...]) -> bool:
    resolver = AddressResolver(HOST)
    resolver.request(asker, ASKED_MS)
    return bool(set(resolver.parsed_addresses()) - set(addresses))
