"""Every form version ever used is kept; the same version with another shape is refused."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from caravan.domain.errors import CaravanError
from caravan.formdefs.catalogue import Catalogue
from caravan.storage.database import Database, Unit
from caravan.storage.tables import FormVersion


def keep_form_versions(database: Database, forms: Catalogue, at: datetime) -> None:
    """Keep the loaded forms' versions. Raises CaravanError("form.changed", form=, version=) on another shape."""
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
                source=forms.source(form.id),
                first_used_at=at,
            )
            unit.session.add(row)

    if fresh:
        database.write(keep, at=at)
