"""A register of invented people as large as a season: households, attested spellings of names, ages as they are known.

Written straight into the tables, because only reading is measured on it; and the same people again, as they come back:
in either script, with another spelling, a slip of the pen, an age a year or two off, another commune.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from caravan.domain.dates import Birth
from caravan.domain.geography import COMMUNES
from caravan.domain.ids import new_id
from caravan.domain.names import name_keys
from caravan.services.house import House
from caravan.services.registration import birth_fields
from caravan.storage.database import Unit
from caravan.storage.projections import NAME_FIELDS, fold_name
from caravan.storage.tables import NameKey, Patient, Visit

PAIRS = Path(__file__).parents[1] / "tests" / "domain" / "data" / "name_pairs.csv"
TODAY = date(2026, 11, 21)
LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "fr": "abcdefghijklmnopqrstuvwxyz"}
ONE_SCRIPT, AGE_ONLY, HAS_PHONE, MOVED, SLIP, SWAPPED = 0.12, 0.33, 0.6, 0.15, 0.08, 0.04
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist. ``given`` and ``family`` are one Arabic spelling with its Latin ones."""

    given: tuple[str, tuple[str, ...]]
    family: tuple[str, tuple[str, ...]]
    sex: str
    born: int
    commune: str
    phone: str | None


class Names:
    """Attested names: each Arabic spelling with its Latin ones, as common as they are."""

    def __init__(self) -> None:
        with PAIRS.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.given, self.family = (self._of(rows, kind) for kind in ("given", "surname"))

    @staticmethod
    def _of(rows: Sequence[dict[str, str]], kind: str) -> tuple[list[tuple[str, tuple[str, ...]]], list[int]]:
        latin: dict[str, list[str]] = {}
        times: dict[str, int] = {}
        for row in (row for row in rows if row["kind"] == kind):
            latin.setdefault(row["arabic"], []).append(row["latin"])
            times[row["arabic"]] = times.get(row["arabic"], 0) + int(row["occurrences"])
        return [(arabic, tuple(spellings)) for arabic, spellings in latin.items()], list(times.values())

    def draw(self, chance: Random, kind: str) -> tuple[str, tuple[str, ...]]:
        """Draw a name; one given name in four has a second one."""
        names, times = getattr(self, kind)
        first = chance.choices(names, times)[0]
        if kind == "family" or chance.random() > 0.25:  # noqa: PLR2004
            return first
        second = chance.choices(names, times)[0]
        return f"{first[0]} {second[0]}", tuple(f"{first[1][0]} {latin}" for latin in second[1])


def invent(chance: Random, people: int) -> list[Invented]:
    """Invent people in households of one to seven that share the family name, the commune and the phone."""
    names, communes, found = Names(), [code for code in COMMUNES if code.startswith("10.")], []
    while len(found) < people:
        family, commune = names.draw(chance, "family"), chance.choice(communes[:12])
        phone = f"+2126{chance.randrange(10**8):08d}" if chance.random() < HAS_PHONE else None
        for _ in range(chance.randint(1, 7)):
            sex, born = chance.choice(("female", "male")), TODAY.year - min(94, max(1, int(chance.gauss(45, 21))))
            found.append(Invented(names.draw(chance, "given"), family, sex, born, commune, phone))
    return found[:people]


def first_fields(chance: Random, person: Invented) -> dict[str, Any]:
    """Return the columns of someone who comes for the first time."""
    script = chance.choice(("ar", "fr")) if chance.random() < ONE_SCRIPT else "both"
    return _names(person, script, latin=0) | _about(chance, person)


def later_fields(chance: Random, person: Invented) -> dict[str, Any]:
    """Return the columns of someone who comes back and whom nobody recognises at once."""
    moved = chance.random() < MOVED
    wrong_by = chance.choices((0, 1, 2, 3), (72, 16, 8, 4))[0] * chance.choice((-1, 1))
    again = replace(person, born=person.born + wrong_by)
    again = replace(again, commune=chance.choice(list(COMMUNES))) if moved else again
    fields = _names(again, chance.choice(("ar", "fr")), latin=chance.randrange(9)) | _about(chance, again)
    if chance.random() < SWAPPED:
        for script in ("ar", "fr"):
            given, family = fields[f"given_name_{script}"], fields[f"family_name_{script}"]
            fields |= {f"given_name_{script}": family, f"family_name_{script}": given}
    for name in NAME_FIELDS:
        if fields[name] and chance.random() < SLIP:
            fields[name] = slip(chance, fields[name], name[-2:])
    return fields


def slip(chance: Random, name: str, script: str) -> str:
    """Leave out a letter, or take another for it."""
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(("", chance.choice(LETTERS[script]))) + name[at + 1 :]


def _names(person: Invented, script: str, *, latin: int) -> dict[str, str | None]:
    given, family = person.given, person.family
    return {
        "given_name_ar": given[0] if script != "fr" else None,
        "family_name_ar": family[0] if script != "fr" else None,
        "given_name_fr": given[1][latin % len(given[1])] if script != "ar" else None,
        "family_name_fr": family[1][latin % len(family[1])] if script != "ar" else None,
    }


def _about(chance: Random, person: Invented) -> dict[str, Any]:
    by_age = chance.random() < AGE_ONLY
    age = TODAY.year - person.born
    birth = Birth(precision="age_estimate", age_years=age, age_on=TODAY) if by_age else Birth(None, "year", person.born)
    return {"sex": person.sex, "commune": person.commune, "phone": person.phone, **birth_fields(birth)}


def write_register(house: House, rows: Sequence[dict[str, Any]], *, where: tuple[UUID, UUID]) -> list[UUID]:
    """Write patients with their keys and a visit each into the tables; returns their ids."""
    ids = [new_id() for _ in rows]
    for start in range(0, len(rows), CHUNK):
        chunk = list(zip(ids, rows, strict=True))[start : start + CHUNK]
        house.database.write(lambda unit, chunk=chunk, start=start: _write(unit, chunk, start, where), at=house.now())
    return ids


def _write(unit: Unit, chunk: Sequence[tuple[UUID, dict[str, Any]]], start: int, where: tuple[UUID, UUID]) -> None:
    caravan_id, site_id = where
    place, at = {"caravan_id": caravan_id, "site_id": site_id}, datetime(2026, 3, 1, 9, tzinfo=UTC)
    known = [(identity, fields, [fields[name] for name in NAME_FIELDS if fields[name]]) for identity, fields in chunk]
    extra = {"extra": {}, "is_anonymous": False, "registered_at": at}
    patients = [
        {"id": identity, "folded_names": " ".join(map(fold_name, names)), **place, **extra, **fields}
        for identity, fields, names in known
    ]
    visits = [
        {"id": new_id(), "patient_id": i, "day": at.date(), "number": start + n, "arrived_at": at, **place}
        for n, (i, _fields, _names) in enumerate(known)
    ]
    for table, rows in ((Patient, patients), (NameKey, list(_keys(known))), (Visit, visits)):
        unit.session.connection().execute(insert(table), rows)


def _keys(known: Sequence[tuple[UUID, dict[str, Any], list[str]]]) -> Iterator[dict[str, Any]]:
    for patient_id, _fields, names in known:
        keys = {key for name in names for key in name_keys(name)}
        yield from ({"key": key, "patient_id": patient_id} for key in keys)
