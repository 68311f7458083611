"""People of the register who may be the one being registered. Nothing is merged or refused here: a human decides.

The score is the one fitted for Moroccan names across the two scripts: how alike the names sound, how rare they are, and
whether birth, sex, commune and phone agree; a document number outranks it. Its weights are starting values (another
commune and another phone were measured on invented registers), to be set anew on the decisions that the register keeps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from caravan.domain.names import field_sim, name_keys, person_sim
from caravan.services.house import House
from caravan.services.patients import PatientLine, patient_lines
from caravan.storage import patients as stored
from caravan.storage.patients import Traits
from caravan.storage.tables import Patient

LIKELY, POSSIBLE = 0.5, 0.1
LEAST_Z = math.log(POSSIBLE / (1 - POSSIBLE))
COMPARED, SHOWN, HOUSEHOLD = 100, 4, 20
SAME_NAME = 0.75  # two spellings of one name are at least so alike
SCRIPTS = ("ar", "fr")
NAMES = {f"{part}_name_{script}" for part in ("given", "family") for script in SCRIPTS}
BIRTH = {"birth_year", "age_years", "age_on"}

# The logistic score: constant, name similarity, the last tenth of it, rarity of the name, and what agrees.
BASE, ALIKE, VERY_ALIKE, RARE = -32.0, 28.0, 6.5, 0.24
SAME_SEX, SAME_COMMUNE, OTHER_COMMUNE, SAME_PHONE, OTHER_PHONE = 5.4, 4.1, -1.0, 0.9, -1.0
YEARS_APART = ((0, -0.6), (1, -2.5), (3, -3.8), (6, -7.7))
MANY_YEARS_APART, NO_YEAR = -12.8, -4.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be the same person. ``is_likely`` holds the save; the others are only a mild word.

    ``shared`` says what agrees: "name", "birth", "commune", "phone", "document".
    """

    line: PatientLine
    probability: float
    is_likely: bool
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A stored patient with the score."""

    patient: Patient
    probability: float
    is_more_than_kin: bool
    shared: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.probability >= LIKELY and self.is_more_than_kin


def find_duplicates(house: House, fields: Mapping[str, Any]) -> tuple[Candidate, ...]:
    """Return those of the register who may be the person of these columns, the likeliest first, at most four.

    ``fields`` are a patient's columns as ``patient_fields`` gives them. Members of a household, who share the phone but
    not the given name, come last and are never likely.
    """
    with house.database.read() as session:
        found = [_Found(patient, *_score(patient, fields, rarity)) for patient, rarity in _compared(session, fields)]
        worth = [one for one in found if one.probability >= POSSIBLE or "phone" in one.shared]
        best = sorted(worth, key=lambda one: (one.is_likely, one.probability, one.patient.id), reverse=True)[:SHOWN]
        lines = patient_lines(house, session, [one.patient for one in best])
    return tuple(
        Candidate(line, one.probability, one.is_likely, one.shared) for line, one in zip(lines, best, strict=True)
    )


def _compared(session: Session, fields: Mapping[str, Any]) -> Iterable[tuple[Patient, float]]:
    """Yield those who share the rarest sounds of the name, the phone or the document; with that rarity."""
    weights = stored.weigh_keys(session, {key for name in _all_names(fields) for key in name_keys(name)})
    traits = Traits(fields.get("sex"), year_of_birth(fields), fields.get("commune"))
    near = stored.find_alike(session, weights, traits=traits, limit=COMPARED)
    number = fields.get("id_number")
    kin = stored.find_by_contact(session, phone=fields.get("phone"), number=number, limit=HOUSEHOLD)
    for patient in {patient.id: patient for patient in (*near, *kin)}.values():
        yield patient, _rarity(patient, weights)


def _rarity(patient: Patient, weights: Mapping[str, float]) -> float:
    """How telling the shared sounds are: the rarest of the given name and the rarest of the family name."""
    total = 0.0
    for part in ("given_name", "family_name"):
        names = (getattr(patient, f"{part}_{script}") for script in SCRIPTS)
        keys = {key for name in names if name for key in name_keys(name)}
        total += max((weights[key] for key in keys if key in weights), default=0.0)
    return total


def _score(patient: Patient, fields: Mapping[str, Any], rarity: float) -> tuple[float, bool, tuple[str, ...]]:
    """Return how probable it is that the two are one person, whether they are more than kin, and what agrees."""
    apart = _years_apart(patient.model_dump(include=BIRTH), fields)
    same = {
        "birth": apart is not None and apart <= 1,
        "commune": bool(patient.commune) and patient.commune == fields.get("commune"),
        "phone": bool(patient.phone) and patient.phone == fields.get("phone"),
        "document": bool(patient.id_number) and patient.id_number == fields.get("id_number"),
    }
    z = BASE + RARE * rarity + _worth_of_years(apart)
    z += SAME_SEX * (patient.sex == fields.get("sex"))
    if patient.commune and fields.get("commune"):
        z += SAME_COMMUNE if same["commune"] else OTHER_COMMUNE
    if patient.phone and fields.get("phone"):
        z += SAME_PHONE if same["phone"] else OTHER_PHONE
    is_worth_it = same["phone"] or same["document"] or z + ALIKE + VERY_ALIKE / 10 >= LEAST_Z
    alike, given = _similarity(patient, fields) if is_worth_it else (0.0, 0.0)
    shared = tuple(name for name, agrees in {"name": alike >= SAME_NAME, **same}.items() if agrees)
    z += ALIKE * alike + VERY_ALIKE * max(0.0, alike - 0.9)
    is_more_than_kin = same["document"] or not same["phone"] or given >= SAME_NAME
    return (1.0 if same["document"] else 1 / (1 + math.exp(-z))), is_more_than_kin, shared


def _similarity(patient: Patient, fields: Mapping[str, Any]) -> tuple[float, float]:
    """Return how alike the names are, and the given names: in the scripts that both have, else across the scripts."""
    ours = {script: _name(fields, script) for script in SCRIPTS}
    theirs = {script: _name(patient.model_dump(include=NAMES), script) for script in SCRIPTS}
    pairs = [(one, other) for one in SCRIPTS for other in SCRIPTS if any(ours[one]) and any(theirs[other])]
    pairs = [pair for pair in pairs if pair[0] == pair[1]] or pairs
    whole = max((person_sim(*ours[one], *theirs[other]) for one, other in pairs), default=0.0)
    return whole, max((_given_sim(ours[one], theirs[other]) for one, other in pairs), default=0.0)


def _given_sim(ours: tuple[str, str], theirs: tuple[str, str]) -> float:
    """Compare the given names; when given and family name were swapped, both must fit."""
    swapped = min(field_sim(ours[0], theirs[1]), field_sim(ours[1], theirs[0]))
    return max(field_sim(ours[0], theirs[0]), swapped)


def _name(columns: Mapping[str, Any], script: str) -> tuple[str, str]:
    return columns.get(f"given_name_{script}") or "", columns.get(f"family_name_{script}") or ""


def year_of_birth(columns: Mapping[str, Any]) -> int | None:
    """Return the year of birth that these columns hold, worked out from an age when that is all that was said."""
    if columns.get("birth_year") is not None:
        return int(columns["birth_year"])
    said_on: date | None = columns.get("age_on")
    return said_on.year - int(columns["age_years"]) if said_on and columns.get("age_years") is not None else None


def _years_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Return how far apart two births are. An age in years leaves its year open by one, which is no difference."""
    years = year_of_birth(one), year_of_birth(other)
    if years[0] is None or years[1] is None:
        return None
    by_age = any(columns.get("birth_year") is None for columns in (one, other))
    return max(0, abs(years[0] - years[1]) - by_age)


def _worth_of_years(apart: int | None) -> float:
    if apart is None:
        return NO_YEAR
    return next((worth for most, worth in YEARS_APART if apart <= most), MANY_YEARS_APART)


def _all_names(fields: Mapping[str, Any]) -> list[str]:
    return [str(fields[name]) for name in sorted(NAMES) if fields.get(name)]
