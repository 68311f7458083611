"""The coordinator's forms: all versions seen, an uploaded one kept ready, and used from now on when told so."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.formdefs.catalogue import form_files
from caravan.formdefs.model import UNANSWERED, Form, Labels
from caravan.formdefs.problems import FormError, Place, ProblemLog
from caravan.formdefs.reader import read_source
from caravan.formdefs.sources import Source, open_source, source_of
from caravan.formdefs.spreadsheets import write_spreadsheet
from caravan.formdefs.versions import version_key
from caravan.services.accounts import note
from caravan.services.form_versions import find_version, list_kept
from caravan.services.forms import (
    AddedForm,
    add_form,
    form_of,
    read_new_form,
    refuse_version,
    site_forms,
    write_beside,
)
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import boards
from caravan.storage.tables import FormVersion

READY = "ready"
"""What stands for the version that waits, where a version is asked for: it may have the number of the one in use."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a form. ``address`` names it to the other functions; ``digest`` tells uploads apart."""

    version: str
    state: Literal["ready", "in_use", "kept"]
    address: str
    first_used_at: datetime | None = None
    screenings: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class FormCard:
    """A form with its versions: the one that waits, the one in use, then the older ones, latest first."""

    form_id: str
    titles: Labels
    is_station: bool
    versions: tuple[VersionLine, ...]


def list_form_cards(house: House) -> list[FormCard]:
    """Return every form that is in use, was used, or waits to be used."""
    with house.database.read() as session:
        kept, counts = list_kept(session), boards.count_by_version(session)
    waiting = dict(_waiting(house))
    forms = {**{form_id: form for form_id, (form, _digest) in waiting.items()}, **house.forms}
    names = sorted({*forms, *(row.form_id for row in kept)})
    return [_card(house, name, forms.get(name), list(_lines(house, name, kept, counts, waiting))) for name in names]


def keep_ready(house: House, operator: Operator, source: Source, *, page_words: Collection[str] = ()) -> Form:
    """Check an uploaded form and keep it ready, in the place of the upload of this form that waited before.

    ``page_words`` are the names that no question may have, because the pages use them.

    Raises FormError for a form that is wrong or would mislead; CaravanError "form.changed" or "form.older". Nothing is
    kept then.
    """
    form = read_new_form(source)
    _refuse_names(form, page_words)
    refuse_version(house, form)
    target = _ready_folder(house) / f"{form.id}{source.suffix}"
    waiting = write_beside(target, source.content)
    with house.forms.changing:
        _remove_ready(house, form.id)
        os.replace(waiting, target)
    note(house, "form_ready", staff_id=operator.staff_id, detail=f"{form.id} {form.version}")
    return form


def use_ready(house: House, operator: Operator, form_id: str, digest: str) -> AddedForm:
    """Use the version that waits from now on; pages opened before are still saved in the version they were opened with.

    Raises NotFoundError("form.not_ready") when another upload waits by now, or none; else as ``add_form`` does.
    """
    with house.forms.changing:
        source = _ready_source(house, form_id)
        if source is None or _digest(source) != digest:
            raise NotFoundError("form.not_ready", form=form_id)
        added = add_form(house, operator, source)
        named = Source(f"{form_id}{source.suffix}", source.content)
        house.forms.put(read_source(named), named)
        _remove_ready(house, form_id)
    return added


def drop_ready(house: House, operator: Operator, form_id: str) -> None:
    """Forget the version that waits, if there is one."""
    with house.forms.changing:
        _remove_ready(house, form_id)
    note(house, "form_drop", staff_id=operator.staff_id, detail=form_id)


def form_at(house: House, form_id: str, address: str) -> Form:
    """Return a form in a version, or the one that waits (``READY``). Raises NotFoundError("form.unknown")."""
    return read_source(_source_at(house, form_id, address)) if address == READY else form_of(house, form_id, address)


def form_as_filled(house: House, form_id: str, version: str) -> Form:
    """Return the form that answers were given to, for showing them; the one in use when that version cannot be read.

    Raises NotFoundError("form.unknown") when there is neither.
    """
    try:
        return form_of(house, form_id, version)
    except (NotFoundError, FormError):
        if form_id not in house.forms:
            raise
        return house.forms[form_id]


def spreadsheet_at(house: House, form_id: str, address: str) -> bytes:
    """Return a form in a version as .xlsx. Raises NotFoundError("form.unknown")."""
    return write_spreadsheet(_source_at(house, form_id, address))


def _refuse_names(form: Form, page_words: Collection[str]) -> None:
    log = ProblemLog(form.file)
    for question in form.questions.values():
        if question.name in page_words and question.type not in UNANSWERED:
            what = f'"{question.name}" cannot be the name of a question, because the pages use that word'
            log.add(Place("survey", question.row, "name"), what, "choose another name")
    log.refuse_if_any()


def _card(house: House, form_id: str, form: Form | None, lines: list[VersionLine]) -> FormCard:
    if form is None:
        form = _latest_kept(house, form_id, lines)
    titles = form.titles if form else dict.fromkeys(("ar", "fr", "en"), form_id)
    return FormCard(form_id, titles, form.is_station if form else False, tuple(lines))


def _latest_kept(house: House, form_id: str, lines: Sequence[VersionLine]) -> Form | None:
    try:
        return form_of(house, form_id, lines[0].version)
    except (CaravanError, IndexError):
        return None


def _lines(
    house: House,
    form_id: str,
    kept: Sequence[FormVersion],
    counts: dict[tuple[str, str], int],
    waiting: dict[str, tuple[Form, str]],
) -> Iterator[VersionLine]:
    if form_id in waiting:
        form, digest = waiting[form_id]
        yield VersionLine(form.version, "ready", READY, digest=digest)
    used = house.forms[form_id].version if form_id in house.forms else None
    rows = [row for row in kept if row.form_id == form_id]
    for row in sorted(rows, key=lambda row: (row.version == used, version_key(row.version)), reverse=True):
        state: Literal["in_use", "kept"] = "in_use" if row.version == used else "kept"
        count = counts.get((form_id, row.version), 0)
        yield VersionLine(row.version, state, row.version, row.first_used_at, count)


def _source_at(house: House, form_id: str, address: str) -> Source:
    if address == READY:
        source = _ready_source(house, form_id)
    else:
        with house.database.read() as session:
            kept = find_version(session, form_id, address)
        source = source_of(kept.file, kept.source) if kept else None
    if source is None:
        raise NotFoundError("form.unknown", form=form_id)
    return source


def _waiting(house: House) -> Iterator[tuple[str, tuple[Form, str]]]:
    """Yield the forms that wait; one that this Caravan cannot read any more is passed over."""
    for path in form_files(_ready_folder(house)):
        try:
            source = open_source(path)
            form = read_source(source)
        except FormError:
            continue
        yield form.id, (form, _digest(source))


def _ready_source(house: House, form_id: str) -> Source | None:
    path = next((path for path in form_files(_ready_folder(house)) if path.stem == form_id), None)
    return open_source(path) if path else None


def _remove_ready(house: House, form_id: str) -> None:
    for path in form_files(_ready_folder(house)):
        if path.stem == form_id:
            path.unlink(missing_ok=True)


def _ready_folder(house: House) -> Path:
    return site_forms(house.data) / READY


def _digest(source: Source) -> str:
    return sha256(source.content).hexdigest()
