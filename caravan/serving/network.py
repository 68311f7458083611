"""The laptop on its network: when its addresses change, the certificate, the name and whoever prints them follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from caravan.services.addresses import Doors
from caravan.services.trust import prepare_trust
from caravan.serving.naming import Naming
from caravan.serving.secure_door import SecureDoor


class Network:
    """Follows the addresses of the laptop. ``door`` is the https door that shows our own certificate, if any does."""

    def __init__(self, data: Path, doors: Doors, *, now: Callable[[], datetime]) -> None:
        self._data, self._doors, self._now = data, doors, now
        self._naming = Naming(doors)
        self._told: tuple[str, ...] = ()
        self._said_taken = False
        self.door: SecureDoor | None = None

    def has_just_found_name_taken(self) -> bool:
        """Tell once that another laptop of this network already answers to caravan.local."""
        is_news = self._naming.is_taken and not self._said_taken
        self._said_taken = self._naming.is_taken
        return is_news

    def begin(self) -> None:
        """Prepare the certificate of the laptop's own https door."""
        hosts = self._doors.hosts
        shown = prepare_trust(self._data, hosts, at=self._now())
        self.door = SecureDoor(shown.certificate, shown.key)

    def follow(self) -> tuple[str, ...] | None:
        """Return the addresses when they are others than before (the certificate follows), else None."""
        hosts = self._doors.hosts
        if self.door is not None:
            shown = prepare_trust(self._data, hosts, at=self._now())
            if shown.is_new:
                self.door.show(shown.certificate, shown.key)
        if hosts == self._told:
            return None
        self._told = hosts
        self._naming.tell(hosts)
        return hosts

    def stop(self) -> None:
        """Tell that the name is gone."""
        self._naming.stop()
