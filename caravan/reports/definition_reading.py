"""Reading an export definition (TOML) and checking it: each mistake is one sentence with file, place, key, remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from caravan.domain.errors import CaravanError
from caravan.reports.bases import BASES
from caravan.reports.conditions import OPERATORS
from caravan.reports.dataset import PersonRow
from caravan.reports.definition_needs import LANGUAGES, NEEDED_COLUMNS, NEEDED_LABELS, NEEDED_WORDS, SHEET_KINDS

Table = dict[str, Any]
SHEET_TITLE_LIMIT = 31  # Excel refuses longer sheet names
SHEET_TITLE_FORBIDDEN = set("[]:*?/\\")
LISTS = ("sheet", "column", "indicator")
ADDED = ("sheet", "indicator", "finding", "watched_questions")  # what a site's own definition may hold
MAPPINGS = ("title", "words", "labels", "finding", "watched_questions", "finding_columns")


class DefinitionError(CaravanError):
    """An export definition that cannot be used; ``problems`` are ready sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("export.definition", problems=self.problems)

    def __str__(self) -> str:
        return " ".join(self.problems)


def read_tables(path: Path, *additions: Path) -> Table:
    """Return the tables of the file, joined by those of ``additions``, station indicators spelled out per station.

    Raises DefinitionError, naming the file at fault.
    """
    tables = _written(path)
    spelled = _checked(path.name, tables)
    for addition in additions:
        tables = _joined(tables, addition)
        spelled = _checked(addition.name, tables)
    return spelled


def _written(path: Path) -> Table:
    try:
        written: Table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError([f"{path.name} cannot be read as TOML: {error}."]) from error
    return {"kind": "", **{name: [] for name in LISTS}, **{name: {} for name in MAPPINGS}, **written}


def _checked(name: str, tables: Table) -> Table:
    problems = list(_shape_problems(tables)) or [*_general_problems(tables), *_sheet_problems(tables)]
    if not problems:
        tables = tables | {"indicator": list(_spelled_out(tables))}
        problems = list(_indicator_problems(tables))
    _refuse(name, problems)
    return tables


def _joined(tables: Table, addition: Path) -> Table:
    """Return the tables with a site's sheets, indicators and finding texts; its sheets stand after their like."""
    added = _written(addition)
    _refuse(addition.name, [*_shape_problems(added), *_addition_problems(added)])
    sheets = list(tables["sheet"])
    for sheet in added["sheet"]:
        alike = [place for place, other in enumerate(sheets, start=1) if other["kind"] == sheet.get("kind")]
        sheets.insert(alike[-1] if alike else len(sheets), sheet)
    mappings = {name: {**tables[name], **added[name]} for name in ("finding", "watched_questions")}
    return {**tables, **mappings, "sheet": sheets, "indicator": [*tables["indicator"], *added["indicator"]]}


def _addition_problems(added: Table) -> Iterator[str]:
    for name, content in added.items():
        if name not in ADDED and content:
            yield f"'{name}': a site's definition may only add {', '.join(ADDED)}; remove it"


def _refuse(name: str, problems: Sequence[str]) -> None:
    if problems:
        raise DefinitionError(f"{name}, {problem}." for problem in problems)


def _shape_problems(tables: Table) -> Iterator[str]:
    for name in LISTS:
        if not isinstance(tables[name], list) or not all(isinstance(table, dict) for table in tables[name]):
            yield f"table '{name}': write each one under its own [[{name}]]"
            continue
        for place, table in enumerate(tables[name], start=1):
            if not isinstance(table.get("key"), str):
                yield f"[[{name}]] number {place}, key 'key': it is missing; give it a short English name"
    for name in MAPPINGS:
        if not isinstance(tables[name], dict):
            yield f"table '{name}': it must be a table of names and values"


def _general_problems(tables: Table) -> Iterator[str]:
    kind = tables["kind"]
    if kind not in SHEET_KINDS:
        yield f"key 'kind': {kind!r} is unknown; write one of {', '.join(SHEET_KINDS)}"
        return
    yield from _untranslated("the file", "title", tables["title"])
    for word in NEEDED_WORDS[kind]:
        yield from _untranslated("table 'words'", word, tables["words"].get(word))
    for group in NEEDED_LABELS[kind]:
        if not tables["labels"].get(group):
            yield f"table 'labels', key '{group}': it is missing; list its codes and their labels"
    for group, codes in tables["labels"].items():
        for code, labels in codes.items():
            yield from _untranslated(f"table 'labels.{group}'", code, labels)
    for code, sentence in tables["finding"].items():
        yield from _untranslated("table 'finding'", code, sentence)
    yield from _column_problems(tables)


def _column_problems(tables: Table) -> Iterator[str]:
    for column in tables["column"]:
        place = f"column '{column['key']}'"
        yield from _untranslated(place, "label", column.get("label"))
        yield from _untranslated(place, "definition", column.get("definition"))
    known = {column["key"] for column in tables["column"]}
    for key in NEEDED_COLUMNS[tables["kind"]]:
        if key not in known:
            yield f"column '{key}': it is missing; add a [[column]] with its label and definition"


def _sheet_problems(tables: Table) -> Iterator[str]:
    kinds = SHEET_KINDS.get(tables["kind"], ())
    for sheet in tables["sheet"]:
        place = f"sheet '{sheet['key']}'"
        if sheet.get("kind") not in kinds:
            yield f"{place}, key 'kind': {sheet.get('kind')!r} is unknown; write one of {', '.join(kinds)}"
        if sheet.get("kind") == "station" and not sheet.get("form"):
            yield f"{place}, key 'form': a station sheet must name its form"
        yield from _untranslated(place, "title", sheet.get("title"))
        yield from _title_problems(place, sheet.get("title"))
        for section in sheet.get("section", []):
            yield from _untranslated(place, f"section {section.get('key')}", section.get("title"))
    yield from _twice("sheet", [sheet["key"] for sheet in tables["sheet"]])
    for language in LANGUAGES:
        titles = [sheet["title"].get(language, "") for sheet in tables["sheet"] if isinstance(sheet.get("title"), dict)]
        yield from _twice("sheet title", [title.casefold() for title in titles])


def _title_problems(place: str, titles: object) -> Iterator[str]:
    for language, title in titles.items() if isinstance(titles, dict) else ():
        if len(str(title)) > SHEET_TITLE_LIMIT or SHEET_TITLE_FORBIDDEN & set(str(title)):
            limit = f"at most {SHEET_TITLE_LIMIT} characters and none of [ ] : * ? / \\"
            yield f"{place}, key 'title.{language}': Excel cannot name a sheet {title!r}; use {limit}"


def _spelled_out(tables: Table) -> Iterator[Table]:
    """Repeat each indicator that names ``forms`` for the stations it names ("*" is every station sheet of the file)."""
    stations = {sheet["form"]: sheet["key"] for sheet in tables["sheet"] if sheet["kind"] == "station"}
    for indicator in tables["indicator"]:
        if "forms" not in indicator:
            yield indicator
            continue
        wanted = stations if indicator["forms"] == "*" else indicator["forms"]
        for form in wanted:
            yield indicator | {
                "key": indicator["key"].replace("{form}", form),
                "of": indicator["of"].replace("{form}", form) if indicator.get("of") else None,
                "form": form,
                "sheet": stations.get(form, ""),
            }


def _indicator_problems(tables: Table) -> Iterator[str]:
    sheets = {sheet["key"]: sheet for sheet in tables["sheet"]}
    keys = [indicator["key"] for indicator in tables["indicator"]]
    yield from _twice("indicator", keys)
    for indicator in tables["indicator"]:
        place = f"sheet '{indicator.get('sheet', '')}', indicator '{indicator['key']}'"
        yield from _untranslated(place, "label", indicator.get("label"))
        yield from _untranslated(place, "definition", indicator.get("definition"))
        yield from _place_problems(place, indicator, sheets)
        if indicator.get("of") and indicator["of"] not in keys:
            yield f"{place}, key 'of': there is no indicator {indicator['of']!r}"
        yield from _basis_problems(place, indicator)


def _place_problems(place: str, indicator: Table, sheets: Mapping[str, Table]) -> Iterator[str]:
    sheet = sheets.get(indicator.get("sheet", ""))
    if sheet is None:
        yield f"{place}, key 'sheet': there is no such sheet"
        return
    sections = [section.get("key") for section in sheet.get("section", [])]
    if indicator.get("shown", True) and indicator.get("section") not in sections:
        yield f"{place}, key 'section': {indicator.get('section')!r} is not a section of this sheet"
    if indicator.get("also_on") not in (None, *sheets):
        yield f"{place}, key 'also_on': there is no sheet {indicator['also_on']!r}"


def _basis_problems(place: str, indicator: Table) -> Iterator[str]:
    basis = BASES.get(indicator.get("basis", ""))
    if basis is None:
        yield f"{place}, key 'basis': {indicator.get('basis')!r} is unknown; write one of {', '.join(BASES)}"
        return
    if indicator["basis"] == "readings" and not indicator.get("questions"):
        yield f"{place}, key 'questions': name the questions whose numbers are read"
    for field, wanted in indicator.get("where", {}).items():
        prefix, _, name = field.partition(".")
        known = {"person": _PERSON_FIELDS}.get(prefix, frozenset({name})) if name else basis.fields
        if (name or prefix) not in known or (name and prefix not in ("person", "finding", "answer")):
            yield f"{place}, key 'where.{field}': rows counted by {indicator['basis']} have no such field"
        for operator in wanted if isinstance(wanted, dict) else ():
            if operator not in OPERATORS:
                yield f"{place}, key 'where.{field}': {operator!r} is unknown; write one of {', '.join(OPERATORS)}"


_PERSON_FIELDS = frozenset(PersonRow.__dataclass_fields__)


def _untranslated(place: str, key: str, labels: object) -> Iterator[str]:
    if not isinstance(labels, dict):
        yield f"{place}, key '{key}': it is missing; write it in {', '.join(LANGUAGES)}"
        return
    for language in LANGUAGES:
        if not isinstance(labels.get(language), str) or not labels[language].strip():
            yield f"{place}, key '{key}.{language}': the text is missing; write it"


def _twice(what: str, keys: list[str]) -> Iterator[str]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{what} '{key}': it is defined twice; keep one"
