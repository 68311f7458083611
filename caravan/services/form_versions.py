"""Every form version ever used is kept; the same version with another shape is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from caravan.domain.errors import CaravanError
from caravan.formdefs.catalogue import Catalogue
from caravan.formdefs.model import Form
from caravan.formdefs.shapes import Change, changes_between, shape_of_form
from caravan.formdefs.sources import Source
from caravan.storage.database import Database, Unit
from caravan.storage.tables import FormVersion

MOST_CHANGES_TOLD = 5


def keep_form_versions(database: Database, forms: Catalogue, at: datetime) -> None:
    """Keep the loaded forms' versions, with the files they came from; a change of wording replaces the file kept.

    Raises CaravanError("form.changed", form=, version=, changes=) when a kept version has another shape now.
    """
    with database.read() as session:
        fresh = [form for form in forms.values() if _is_news(session, form, forms.sources[form.id])]

    def keep(unit: Unit) -> None:
        for form in fresh:
            keep_version(unit, form, forms.sources[form.id])

    if fresh:
        database.write(keep, at=at)


def keep_version(unit: Unit, form: Form, source: Source) -> None:
    """Add a form's version to those kept, or its new wording. Raises CaravanError("form.changed")."""
    known = find_version(unit.session, form.id, form.version)
    if known is not None:
        refuse_other_shape(known, form)
        known.file, known.source = source.name, source.as_text()
        unit.session.add(known)
        return
    row = FormVersion(
        form_id=form.id,
        version=form.version,
        shape_hash=form.shape_hash,
        shape=shape_of_form(form),
        file=source.name,
        source=source.as_text(),
        first_used_at=unit.at,
    )
    unit.session.add(row)


def refuse_other_shape(known: FormVersion, form: Form) -> None:
    """Raise CaravanError("form.changed") unless the form has the shape that its version always had."""
    if known.shape_hash != form.shape_hash:
        changes = told(changes_between(known.shape, shape_of_form(form)))
        raise CaravanError("form.changed", form=form.id, version=form.version, changes=changes)


def told(changes: Sequence[Change]) -> str:
    """Return the first changes as text: "age (type: integer → decimal); weight (removed)"."""
    shown = "; ".join(str(change) for change in changes[:MOST_CHANGES_TOLD])
    return shown + ("; …" if len(changes) > MOST_CHANGES_TOLD else "")


def find_version(session: Session, form_id: str, version: str) -> FormVersion | None:
    return session.get(FormVersion, (form_id, version))


def list_kept(session: Session, form_id: str | None = None) -> Sequence[FormVersion]:
    """Return the versions kept, of one form or of all, in the order in which they were first used."""
    query = select(FormVersion).order_by(col(FormVersion.first_used_at), col(FormVersion.version))
    return session.exec(query if form_id is None else query.where(FormVersion.form_id == form_id)).all()


def _is_news(session: Session, form: Form, source: Source) -> bool:
    known = find_version(session, form.id, form.version)
    if known is None:
        return True
    refuse_other_shape(known, form)
    return (known.file, known.source) != (source.name, source.as_text())
