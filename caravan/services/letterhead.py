"""The logo of the association that runs the caravan: kept in the data folder, printed where it is asked for."""

from __future__ import annotations

from pathlib import Path

from caravan.printing.logos import read_logo
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.permissions import need_coordinator

LOGO = "logo.png"


def find_logo(house: House) -> bytes | None:
    """Return the logo as a PNG, None when there is none."""
    file = _file(house)
    return file.read_bytes() if file.exists() else None


def keep_logo(house: House, operator: Operator, content: bytes) -> None:
    """Keep a picture as the logo, in the place of the one before.

    Raises CaravanError("logo.unreadable"), NotAllowedError("record.coordinator_only").
    """
    need_coordinator(operator)
    picture = read_logo(content)
    waiting = _file(house).with_suffix(".new")
    waiting.write_bytes(picture)
    waiting.replace(_file(house))


def drop_logo(house: House, operator: Operator) -> None:
    """Take the logo away. Raises NotAllowedError("record.coordinator_only")."""
    need_coordinator(operator)
    _file(house).unlink(missing_ok=True)


def _file(house: House) -> Path:
    return house.data / LOGO
