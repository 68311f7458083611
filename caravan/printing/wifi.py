"""The QR text with which a tablet joins a Wi-Fi network: what may stand in it, and how it is escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from caravan.domain.errors import CaravanError

LONGEST_NAME_BYTES = 32  # IEEE 802.11
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 63  # WPA2 and WPA3 passphrases, in printable ASCII
_SPECIAL = re.compile(r'([\\;,:"])')
_PASSWORD = re.compile(r"[ -~]*")
_KEY = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True)
class Wifi:
    """A network: its name, its password ("" for an open one), and whether it hides its name."""

    name: str
    password: str = field(default="", repr=False)
    is_hidden: bool = False

    @property
    def is_open(self) -> bool:
        return not self.password

    @property
    def payload(self) -> str:
        """The text of the QR, as cameras of telephones and tablets understand it."""
        kind = "nopass" if self.is_open else "WPA"
        password = "" if self.is_open else f"P:{_escaped(self.password)};"
        hidden = "H:true;" if self.is_hidden else ""
        return f"WIFI:T:{kind};S:{_escaped(self.name)};{password}{hidden};"


def read_wifi(name: str, password: str = "", *, is_hidden: bool = False) -> Wifi:
    """Return a network as it was typed: a space at an end of a name or of a password may belong to it.

    Raises CaravanError: "wifi.name" (most), "wifi.password" (least, most).
    """
    if not name.strip() or len(name.encode("utf-8")) > LONGEST_NAME_BYTES or not name.isprintable():
        raise CaravanError("wifi.name", most=LONGEST_NAME_BYTES)
    fits = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD and _PASSWORD.fullmatch(password)
    if password and not fits and not _KEY.fullmatch(password):
        raise CaravanError("wifi.password", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return Wifi(name, password, is_hidden)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
