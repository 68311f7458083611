"""What the coordinator decides for this laptop alone, kept beside the database: whether tablets may work unenrolled."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage.audit import add_line
from caravan.storage.keys import write_private

FILE = "laptop.json"


@dataclass(frozen=True, slots=True)
class Choices:
    """``works_unenrolled``: a tablet that does not trust this laptop may work over plain http."""

    works_unenrolled: bool = True


def read_choices(data: Path) -> Choices:
    """Return what was chosen; what nobody chose, or what cannot be read, is as at the beginning."""
    try:
        kept = json.loads((data / FILE).read_text("utf-8"))
        return replace(Choices(), works_unenrolled=kept["works_unenrolled"] is not False)
    except (OSError, ValueError, TypeError, KeyError):
        return Choices()


def choose_unenrolled(house: House, operator: Operator, *, allowed: bool) -> None:
    """Allow or end work over plain http; the trail says who did."""
    write_private(house.data / FILE, json.dumps(asdict(Choices(works_unenrolled=allowed))))
    action = "http_allowed" if allowed else "http_ended"
    house.database.write(
        lambda unit: add_line(unit.session, action, at=unit.at, staff_id=operator.staff_id), at=house.now()
    )
