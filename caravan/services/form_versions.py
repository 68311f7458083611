"""Every form version ever used is kept; the same version with another shape is refused."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from caravan.domain.errors import CaravanError
from caravan.formdefs.catalogue import Catalogue, form_files
from caravan.storage.database import Database, Unit
from caravan.storage.tables import FormVersion


def keep_form_versions(database: Database, forms: Catalogue, at: datetime, *, folders: Sequence[Path]) -> None:
    """Keep the loaded forms' versions, with the files they came from in ``folders``.

    Raises CaravanError("form.changed", form=, version=) when a kept version has another shape now.
    """
    files = {path.name: path for folder in folders for path in form_files(folder)}
    with database.read() as session:
        known = {(row.form_id, row.version): row.shape_hash for row in session.exec(select(FormVersion)).all()}
    fresh = []
    for form in forms.values():
        shape = known.get((form.id, form.version))
        if shape is not None and shape != form.shape_hash:
            raise CaravanError("form.changed", form=form.id, version=form.version)
        if shape is None:
            fresh.append(form)

    def keep(unit: Unit) -> None:
        for form in fresh:
            row = FormVersion(
                form_id=form.id,
                version=form.version,
                shape_hash=form.shape_hash,
                source=_as_text(files[form.file]),
                first_used_at=at,
            )
            unit.session.add(row)

    if fresh:
        database.write(keep, at=at)


def _as_text(path: Path) -> str:
    """Return a form file as text; a spreadsheet as base64."""
    content = path.read_bytes()
    return base64.b64encode(content).decode("ascii") if path.suffix == ".xlsx" else content.decode("utf-8")
