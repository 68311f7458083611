"""An import: every good row becomes an anonymous or named patient with a visit and a screening, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from caravan.domain.dates import CASABLANCA
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import imported_id
from caravan.scoring.registry import score
from caravan.services.house import House
from caravan.services.importing.drafts import Draft, Drafting, RowNote
from caravan.services.importing.maps import ImportMap, plain_map
from caravan.services.importing.tables import Row, read_rows
from caravan.services.screening import add_screening
from caravan.storage import caravans, encounters, operations, patients
from caravan.storage.database import Unit
from caravan.storage.tables import Operation

CHUNK = 200
Sentence = Callable[[CaravanError, str], str]


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of a file."""

    rows: int = 0
    added: int = 0
    already_there: int = 0
    refused: int = 0
    notes: list[RowNote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """What to import and how: the form, the map (None when headers are our names), whether to write at all."""

    form_id: str
    plan: ImportMap | None = None
    dry_run: bool = False
    language: str = "fr"


def import_file(
    house: House, path: Path, order: Order, *, sentence: Sentence, progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Import a table. A bad row is noted and does not stop the rest; a row imported before is left alone.

    ``sentence`` turns a CaravanError into words; ``progress`` hears how many rows are behind.
    Raises CaravanError for a file or map that cannot be used at all, NotFoundError("form.unknown").
    """
    rows = read_rows(path)
    drafting = _drafting(house, path, order, columns=set(rows[0].cells), sentence=sentence)
    report = ImportReport(rows=len(rows))
    site_id: UUID | None = None
    seen: dict[UUID, str] = {}
    for chunk in _chunks(rows):
        drafts = [draft for row in chunk if (draft := drafting.draft(row, report.notes))]
        fresh = _fresh(house, drafting, drafts, seen=seen, report=report)
        if fresh and not order.dry_run:
            site_id = site_id or _site(house, drafting.plan)
            _write(house, drafting, fresh, site_id=site_id)
        report.added += len(fresh)
        report.refused = len({note.number for note in report.notes if note.is_refused})
        if progress is not None:
            progress(len(chunk))
    return report


def _drafting(house: House, path: Path, order: Order, *, columns: set[str], sentence: Sentence) -> Drafting:
    form = house.forms.get(order.form_id)
    if form is None or not form.is_station:
        raise NotFoundError("form.unknown", form=order.form_id)
    registration = house.forms["registration"]
    plan = order.plan
    if plan is None:
        plan = plain_map(path.stem, columns, registration=set(registration.questions), answers=set(form.questions))
    if plan.form_id not in (None, form.id):
        raise CaravanError("map.other_form", form=plan.form_id)
    if missing := sorted(plan.columns() - columns):
        raise CaravanError("import.no_column", column=missing[0], file=path.name)
    if unknown := sorted(set(plan.answers) - set(form.questions)):
        raise CaravanError("map.unknown_question", question=unknown[0], form=form.id)
    if unknown := sorted(set(plan.registration) - set(registration.questions)):
        raise CaravanError("map.unknown_question", question=unknown[0], form=registration.id)
    if not plan.answers:
        raise CaravanError("import.nothing_maps", file=path.name, form=form.id)
    return Drafting(
        plan, registration, form, order.language, house.today, sentence, house.scorers, house.rules, house.growth
    )


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _operation_id(drafting: Drafting, draft: Draft) -> UUID:
    return imported_id("operation", drafting.plan.source, drafting.station.id, draft.key)


def _fresh(
    house: House, drafting: Drafting, drafts: Sequence[Draft], *, seen: dict[UUID, str], report: ImportReport
) -> list[Draft]:
    """Leave out what was imported before or stood further up in the file, noting what came back with other content.

    ``seen`` holds the content of each row met so far, by the row's operation.
    """
    ids = [_operation_id(drafting, draft) for draft in drafts]
    with house.database.read() as session:
        query = select(Operation).where(col(Operation.id).in_(ids))
        seen |= {operation.id: operation.body_hash for operation in session.exec(query).all()}
    fresh = []
    for operation_id, draft in zip(ids, drafts, strict=True):
        content = operations.body_hash(draft.body)
        if operation_id not in seen:
            seen[operation_id] = content
            fresh.append(draft)
        elif seen[operation_id] == content:
            report.already_there += 1
        else:
            _note_conflict(drafting, draft, report)
    return fresh


def _note_conflict(drafting: Drafting, draft: Draft, report: ImportReport) -> None:
    error = CaravanError("import.other_content", key=draft.key)
    report.notes.append(RowNote(draft.number, "", drafting.sentence(error, drafting.language), is_refused=True))


def _site(house: House, plan: ImportMap) -> UUID:
    """Return the site of the import: the map's (made when it is new), else the open one."""

    def find(unit: Unit) -> UUID:
        caravan = caravans.get_caravan(unit.session)
        if plan.site is None:
            return caravans.get_open_site(unit.session).id
        known = [site for site in caravans.list_sites(unit.session, caravan.id) if site.name == plan.site]
        return known[0].id if known else unit.ledger.create("site", caravan_id=caravan.id, name=plan.site)

    return house.database.write(find, at=house.now())


def _write(house: House, drafting: Drafting, drafts: Sequence[Draft], *, site_id: UUID) -> None:
    def write_all(unit: Unit) -> None:
        caravan_id = caravans.get_caravan(unit.session).id
        numbers: dict[date, int] = {}
        for draft in drafts:
            number = numbers.get(draft.day) or encounters.next_number(unit.session, site_id, draft.day)
            is_new_visit = _write_one(unit, drafting, draft, where=(caravan_id, site_id, number))
            numbers[draft.day] = number + is_new_visit

    if drafts:
        house.database.write(write_all, at=house.now())


def _write_one(unit: Unit, drafting: Drafting, draft: Draft, *, where: tuple[UUID, UUID, int]) -> bool:
    """Write a row's patient, visit and screening; returns whether the visit with this number is a new one."""
    caravan_id, site_id, number = where
    source, form = drafting.plan.source, drafting.station
    patient_id = imported_id("patient", source, draft.key)
    performed_at = datetime.combine(draft.day, time(12), CASABLANCA).astimezone(UTC)
    place = {"caravan_id": caravan_id, "site_id": site_id, "patient_id": patient_id}
    visit = None
    if patients.is_known(unit.session, patient_id):
        visit = encounters.find_visit(unit.session, patient_id, site_id, draft.day)
    else:
        own = {"caravan_id": caravan_id, "site_id": site_id, "source_ref": f"{source}:{draft.key}"}
        unit.ledger.create("patient", patient_id, **own, registered_at=performed_at, **draft.patient)
    place["visit_id"] = visit.id if visit else _add_visit(unit, draft, place, number=number, at=performed_at)
    fields = {
        "form_id": form.id,
        "form_version": form.version,
        "answers": dict(draft.answers),
        "confirmed": sorted(draft.confirmed),
        "source": "import",
        "performed_at": performed_at,
    }
    scored = score(form.id, draft.answers, draft.person, drafting.scorers)
    screening_id = add_screening(unit, place, scored=scored, fields=fields)
    request = operations.Request(_operation_id(drafting, draft), "import", draft.body)
    operations.remember(unit.session, request, {"screening_id": str(screening_id)}, unit.at)
    return visit is None


def _add_visit(unit: Unit, draft: Draft, place: Mapping[str, UUID], *, number: int, at: datetime) -> UUID:
    return unit.ledger.create(
        "visit",
        **place,
        day=draft.day,
        number=number,
        arrived_at=at,
        coverage_scheme=draft.patient.get("coverage_scheme"),
        age_years=draft.person.age_years,
    )
