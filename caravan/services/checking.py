"""Is the house in order: the database, the chain of its history, the room left on the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, col, select

from caravan.services.forms import misleading
from caravan.services.house import House
from caravan.storage.revisions import broken_links
from caravan.storage.tables import Revision

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing checked."""

    what: str
    is_good: bool
    detail: str


def check_house(house: House) -> list[CheckLine]:
    """Check the database, the history's hashes and the room on the disk."""
    with house.database.read() as session:
        lines = [_database(session), _history(session)]
    return [*lines, _forms(house), *_misleading(house), *_without_form(house), _disk(house.data)]


def _database(session: Session) -> CheckLine:
    if session.get_bind().dialect.name != "sqlite":
        return CheckLine("database", True, "PostgreSQL")
    answer = str(session.connection().execute(text("PRAGMA integrity_check")).scalar_one())
    return CheckLine("database", answer == "ok", answer)


def _history(session: Session) -> CheckLine:
    rows = session.exec(select(Revision).order_by(col(Revision.device_id), col(Revision.device_sequence))).all()
    broken = [
        sequence
        for _device, chain in groupby(rows, key=lambda row: row.device_id)
        for sequence in broken_links(row.model_dump() for row in chain)
    ]
    detail = f"{len(rows)} revisions" + (f", broken at {broken[:5]}" if broken else "")
    return CheckLine("history", not broken, detail)


def _forms(house: House) -> CheckLine:
    return CheckLine("forms", bool(house.forms.stations), ", ".join(sorted(house.forms)))


def _misleading(house: House) -> list[CheckLine]:
    return [CheckLine("form", False, str(problem)) for problem in misleading(house.forms)]


def _without_form(house: House) -> list[CheckLine]:
    """Say which rules and sheets of the site's own are for a form that is not here: nobody would miss them."""
    scored = [form_id for form_id in house.scorers if form_id not in house.forms]
    drawn = [sheet.form for sheet in house.report.sheets if sheet.form and sheet.form not in house.forms]
    return [
        CheckLine(what, False, f"{form_id}: there is no form of this id; check its spelling, or add the form")
        for what, form_ids in (("scoring", scored), ("report", drawn))
        for form_id in form_ids
    ]


def _disk(data: Path) -> CheckLine:
    free = shutil.disk_usage(data).free
    return CheckLine("disk", free >= LEAST_FREE_BYTES, f"{free // 1024**2} MB free")
