"""What can be counted: for each basis, the rows looked at and what makes one of them distinct."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from caravan.reports.conditions import is_missing
from caravan.reports.dataset import Dataset, PersonRow, ReferralRow, ScreeningRow, VisitRow


@dataclass(frozen=True, slots=True)
class Reading:
    """One number typed on a form, for questions about how numbers were typed."""

    screening_id: str
    patient_id: str
    form_id: str
    sex: str
    name: str
    value: float
    last_digit: int


Row = PersonRow | VisitRow | ScreeningRow | ReferralRow | Reading


class Book:
    """A dataset with the indexes that counting needs; each is made once, when first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def persons(self) -> Mapping[str, PersonRow]:
        """Persons by id."""
        return {person.id: person for person in self.dataset.persons}

    @cached_property
    def latest(self) -> Sequence[ScreeningRow]:
        """The latest screening of each person on each form: what a person is counted by."""
        newest: dict[tuple[str, str], ScreeningRow] = {}
        for row in sorted(self.dataset.screenings, key=lambda row: (row.performed_at, row.recorded_at, row.id)):
            newest[row.patient_id, row.form_id] = row
        return tuple(newest.values())

    @cached_property
    def latest_of(self) -> Mapping[str, Sequence[ScreeningRow]]:
        """The same, form by form."""
        rows: dict[str, list[ScreeningRow]] = {}
        for row in self.latest:
            rows.setdefault(row.form_id, []).append(row)
        return rows

    @cached_property
    def sites_of(self) -> Mapping[str, set[str]]:
        """For each person seen, the sites where a form was completed."""
        places: dict[str, set[str]] = {}
        for row in self.dataset.screenings:
            places.setdefault(row.patient_id, set()).add(row.site)
        return places

    def readings(self, form_id: str | None, questions: Iterable[str]) -> Iterable[Reading]:
        """Every number typed for these questions; the last digit is that of its whole part."""
        names = tuple(questions)
        for row in self.dataset.screenings:
            if form_id is not None and row.form_id != form_id:
                continue
            for name in names:
                value = row.answers.get(name)
                if isinstance(value, int | float) and not is_missing(value):
                    digit = int(abs(value)) % 10
                    yield Reading(row.id, row.patient_id, row.form_id, row.sex, name, value, digit)


@dataclass(frozen=True, slots=True)
class Basis:
    """``rows`` gives the rows of a book; rows of one ``identity`` count once; ``has_sex``: sexes add up."""

    row_type: type
    rows: Callable[[Book], Iterable[Row]]
    identity: Callable[..., Hashable]
    has_sex: bool = True

    @property
    def fields(self) -> frozenset[str]:
        """The attributes a condition may name."""
        return frozenset(field.name for field in fields(self.row_type))


def _unseen(book: Book) -> Iterable[Row]:
    return (person for person in book.dataset.persons if person.id not in book.sites_of)


def _several_sites(book: Book) -> Iterable[Row]:
    return (row for row in book.latest if len(book.sites_of[row.patient_id]) > 1)


BASES: Mapping[str, Basis] = {
    "persons": Basis(PersonRow, lambda book: book.dataset.persons, lambda row: row.id),
    "persons_seen": Basis(ScreeningRow, lambda book: book.latest, lambda row: row.patient_id),
    "persons_unseen": Basis(PersonRow, _unseen, lambda row: row.id),
    "persons_at_each_site": Basis(
        ScreeningRow, lambda book: book.dataset.screenings, lambda row: (row.patient_id, row.site)
    ),
    "persons_at_several_sites": Basis(ScreeningRow, _several_sites, lambda row: row.patient_id),
    "visits": Basis(VisitRow, lambda book: book.dataset.visits, lambda row: row.id),
    "sites": Basis(VisitRow, lambda book: book.dataset.visits, lambda row: row.site, has_sex=False),
    "days": Basis(VisitRow, lambda book: book.dataset.visits, lambda row: row.day, has_sex=False),
    "contacts": Basis(
        ScreeningRow, lambda book: book.dataset.screenings, lambda row: (row.patient_id, row.form_id, row.day)
    ),
    "services": Basis(ScreeningRow, lambda book: book.dataset.screenings, lambda row: row.id),
    "referrals": Basis(ReferralRow, lambda book: book.dataset.referrals, lambda row: row.id),
    "persons_referred": Basis(ReferralRow, lambda book: book.dataset.referrals, lambda row: row.patient_id),
    "readings": Basis(Reading, lambda _book: (), lambda row: (row.screening_id, row.name)),
}
