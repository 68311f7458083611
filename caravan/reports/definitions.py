"""What an export definition says once it is read: sheets, indicators, columns, words, labels; all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from caravan.reports.conditions import Condition
from caravan.reports.definition_reading import read_tables

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: what kind it is, its titles, the form it reports on (stations), its sections in order."""

    key: str
    kind: str
    titles: Labels
    notes: Labels
    form: str | None
    sections: Mapping[str, Labels]
    is_landscape: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """One count: of what (``basis``), of which form, under which conditions, out of which other indicator."""

    key: str
    sheet: str
    section: str
    basis: str
    form: str | None
    questions: tuple[str, ...]
    where: tuple[Condition, ...]
    of: str | None
    labels: Labels
    definitions: Labels
    is_shown: bool
    also_on: str | None


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a table, by key: its header and what its numbers mean."""

    key: str
    labels: Labels
    definitions: Labels


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """One file of ``exports/``. A report has indicators; a list has columns and, per form, the finding columns."""

    name: str
    kind: str
    titles: Labels
    words: Mapping[str, Labels]
    labels: Mapping[str, Mapping[str, Labels]]
    sheets: tuple[SheetSpec, ...]
    columns: Mapping[str, ColumnSpec]
    indicators: tuple[Indicator, ...]
    findings: Mapping[str, Labels]
    watched_questions: Mapping[str, tuple[str, ...]]
    finding_columns: Mapping[str, tuple[str, ...]]

    def indicators_of(self, sheet: str, section: str) -> tuple[Indicator, ...]:
        """The indicators to print in a section of a sheet, in the order of the file."""
        return tuple(i for i in self.indicators if i.is_shown and (i.sheet, i.section) == (sheet, section))


def read_definition(path: Path, *additions: Path) -> ReportDefinition:
    """Read and check one export definition, with the sheets and indicators that a site's own files add to it.

    Raises DefinitionError: one sentence for each mistake, naming the file, the sheet (or table) and the key.
    """
    tables = read_tables(path, *additions)
    sheets = tuple(_sheet(table) for table in tables["sheet"])
    return ReportDefinition(
        name=path.name,
        kind=tables["kind"],
        titles=tables["title"],
        words=tables["words"],
        labels=tables["labels"],
        sheets=sheets,
        columns={table["key"]: _column(table) for table in tables["column"]},
        indicators=tuple(_indicator(table) for table in tables["indicator"]),
        findings=tables["finding"],
        watched_questions={form: tuple(names) for form, names in tables["watched_questions"].items()},
        finding_columns={form: tuple(codes) for form, codes in tables["finding_columns"].items()},
    )


def _sheet(table: Mapping[str, object]) -> SheetSpec:
    values: dict[str, object] = {"note": {}, "form": None, "section": [], "landscape": False, **table}
    return SheetSpec(
        key=str(values["key"]),
        kind=str(values["kind"]),
        titles=values["title"],  # type: ignore[arg-type]
        notes=values["note"],  # type: ignore[arg-type]
        form=values["form"],  # type: ignore[arg-type]
        sections={section["key"]: section["title"] for section in values["section"]},  # type: ignore[attr-defined]
        is_landscape=bool(values["landscape"]),
    )


def _column(table: Mapping[str, object]) -> ColumnSpec:
    return ColumnSpec(str(table["key"]), table["label"], table["definition"])  # type: ignore[arg-type]


def _indicator(table: Mapping[str, object]) -> Indicator:
    values: dict[str, object] = {
        "section": "", "form": None, "questions": [], "where": {}, "of": None, "shown": True, "also_on": None, **table
    }  # fmt: skip
    return Indicator(
        key=str(values["key"]),
        sheet=str(values["sheet"]),
        section=str(values["section"]),
        basis=str(values["basis"]),
        form=values["form"],  # type: ignore[arg-type]
        questions=tuple(values["questions"]),  # type: ignore[arg-type]
        where=tuple(conditions(values["where"])),  # type: ignore[arg-type]
        of=values["of"],  # type: ignore[arg-type]
        labels=values["label"],  # type: ignore[arg-type]
        definitions=values["definition"],  # type: ignore[arg-type]
        is_shown=bool(values["shown"]),
        also_on=values["also_on"],  # type: ignore[arg-type]
    )


def conditions(where: Mapping[str, object]) -> list[Condition]:
    """Turn ``{sex = ["female"], age_years = {at_least = 18}}`` into conditions."""
    found: list[Condition] = []
    for field, wanted in where.items():
        comparisons = wanted if isinstance(wanted, dict) else {"in": wanted}
        found += [Condition(field, operator, operand) for operator, operand in comparisons.items()]
    return found
