"""The forms of a house: a site's own form added or upgraded, old versions read again, what would mislead told."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.formdefs.catalogue import Catalogue, form_files, holds_form
from caravan.formdefs.checks import check_form
from caravan.formdefs.model import Form
from caravan.formdefs.problems import FormError, Problem
from caravan.formdefs.reader import read_source
from caravan.formdefs.sources import Source, source_of
from caravan.formdefs.spreadsheets import write_spreadsheet
from caravan.formdefs.versions import union_of, version_key
from caravan.paths import shipped
from caravan.services.accounts import note
from caravan.services.form_versions import find_version, keep_version, list_kept, refuse_other_shape
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import caravans
from caravan.storage.database import Unit


@dataclass(frozen=True, slots=True)
class AddedForm:
    """A form that was installed; ``replaced`` is the newest version before it, None for a new form."""

    form_id: str
    version: str
    replaced: str | None
    is_new_station: bool


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version that was used; ``is_current`` is that of the form in use."""

    form_id: str
    version: str
    first_used_at: datetime
    is_current: bool


def read_new_form(source: Source) -> Form:
    """Return a form that may be installed. Raises FormError with all that is wrong or would mislead."""
    form = read_source(source)
    problems = check_form(form)
    if problems:
        raise FormError(problems)
    return form


def add_form(house: House, operator: Operator | None, source: Source) -> AddedForm:
    """Install a site's form, or another version of one, in the data folder; all of it or nothing.

    The file and the kept version are in place when this returns; a running house uses them when it is next opened.
    A new station joins the stations of the caravan that is going on.

    Raises FormError for a form that is wrong or would mislead; CaravanError("form.changed", form=, version=, changes=)
    for a known version with another shape, CaravanError("form.older", form=, version=, newest=).
    """
    form = read_new_form(source)
    replaced = refuse_version(house, form)
    target = site_forms(house.data) / f"{form.id}{source.suffix}"
    others = [path for path in form_files(target.parent) if path != target and holds_form(path, form.id)]
    named = Source(target.name, source.content)
    waiting = write_beside(target, source.content)

    def install(unit: Unit) -> bool:
        keep_version(unit, form, named)
        is_new = form.is_station and _join_stations(unit, form.id)
        os.replace(waiting, target)  # the last step: before it nothing has happened, after it all has
        return is_new

    try:
        is_new_station = house.database.write(
            install, at=house.now(), author_id=operator.staff_id if operator else None
        )
    finally:
        waiting.unlink(missing_ok=True)
    for path in others:
        path.unlink(missing_ok=True)
    _sync_folder(target.parent)
    note(house, "form_add", staff_id=operator.staff_id if operator else None, detail=f"{form.id} {form.version}")
    return AddedForm(form.id, form.version, replaced, is_new_station)


def form_of(house: House, form_id: str, version: str) -> Form:
    """Return a form as it was in a version. Raises NotFoundError("form.unknown") when that was never used here."""
    current = house.forms.get(form_id)
    if current is not None and current.version == version:
        return current
    if (form_id, version) not in house.old_forms:
        with house.database.read() as session:
            kept = find_version(session, form_id, version)
        if kept is None:
            raise NotFoundError("form.unknown", form=form_id)
        house.old_forms[form_id, version] = read_source(source_of(kept.file, kept.source))
    return house.old_forms[form_id, version]


def over_versions(house: House, form_id: str, versions: Collection[str]) -> Form:
    """Return a form with the questions of these versions too, by name. Raises NotFoundError("form.unknown")."""
    current = house.forms.get(form_id) or form_of(house, form_id, max(versions, key=version_key, default=""))
    older = (_find(house, form_id, version) for version in set(versions) - {current.version})
    return union_of(current, [form for form in older if form is not None])


def forms_over_versions(house: House, used: Iterable[tuple[str, str]]) -> Mapping[str, Form]:
    """Return every form in use, with the questions of the versions used too; ``used`` are form ids and versions."""
    versions: dict[str, set[str]] = {}
    for form_id, version in used:
        versions.setdefault(form_id, set()).add(version)
    return {form_id: over_versions(house, form_id, versions.get(form_id, ())) for form_id in house.forms}


def list_versions(house: House, form_id: str) -> list[VersionCard]:
    """Return the versions of a form that were used, the latest first."""
    current = house.forms.get(form_id)
    with house.database.read() as session:
        rows = list_kept(session, form_id)
    cards = [
        VersionCard(form_id, row.version, row.first_used_at, current is not None and current.version == row.version)
        for row in rows
    ]
    return sorted(cards, key=lambda card: version_key(card.version), reverse=True)


def misleading(forms: Catalogue) -> list[Problem]:
    """Return what would mislead in the forms in use."""
    return [problem for form in forms.values() for problem in check_form(form)]


def misleading_of_site(forms: Catalogue) -> list[Problem]:
    """Return what would mislead in the site's own forms: the program's own were looked over when made."""
    came = {path.name: path.read_bytes() for path in form_files(shipped("forms"))}
    own = [form for form in forms.values() if forms.sources[form.id].content != came.get(forms.sources[form.id].name)]
    return [problem for form in own for problem in check_form(form)]


def spreadsheet_of(forms: Catalogue, form_id: str) -> bytes:
    """Return a form in use as .xlsx, for ODK and Kobo. Raises NotFoundError("form.unknown")."""
    if form_id not in forms.sources:
        raise NotFoundError("form.unknown", form=form_id)
    return write_spreadsheet(forms.sources[form_id])


def site_forms(data: Path) -> Path:
    """Return the folder of a site's own forms."""
    return data / "forms"


def refuse_version(house: House, form: Form) -> str | None:
    """Return the newest version known before. Raises CaravanError: "form.changed", "form.older"."""
    with house.database.read() as session:
        known = find_version(session, form.id, form.version)
        versions = {row.version for row in list_kept(session, form.id)}
    if known is not None:
        refuse_other_shape(known, form)
    if form.id in house.forms:
        versions.add(house.forms[form.id].version)
    newest = max(versions, key=version_key, default=None)
    if newest is not None and version_key(form.version) < version_key(newest):
        raise CaravanError("form.older", form=form.id, version=form.version, newest=newest)
    return newest


def _find(house: House, form_id: str, version: str) -> Form | None:
    """Return a form as it was in a version; None when that is unknown, or can no longer be read."""
    try:
        return form_of(house, form_id, version)
    except (NotFoundError, FormError):
        return None


def _join_stations(unit: Unit, form_id: str) -> bool:
    """Open a station in the caravan that is going on; says whether it was not open before."""
    caravan = caravans.find_caravan(unit.session)
    if caravan is None or form_id in caravan.stations:
        return False
    unit.ledger.change("caravan", caravan.id, stations=[*caravan.stations, form_id])
    return True


def write_beside(target: Path, content: bytes) -> Path:
    """Write the content to the disk under a name that no form has, in the folder of ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.parent / f".{target.name}.{uuid4().hex}"
    try:
        with waiting.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        waiting.unlink(missing_ok=True)
        raise
    return waiting


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file outlast a power cut, where folders can be synced (not on Windows)."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
