"""The people of today's visits, as a tablet keeps them for when the laptop is away: nothing of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from caravan.domain.dates import age_on
from caravan.services.house import House
from caravan.services.patients import display_names
from caravan.services.registration import birth_of
from caravan.storage import caravans, encounters
from caravan.storage import patients as stored
from caravan.storage.tables import Card, Patient, Visit


@dataclass(frozen=True, slots=True)
class PersonOfDay:
    """Someone who came today. ``names`` has "ar", "fr" or both; ``cards`` are codes of ten characters."""

    id: UUID
    number: int
    names: Mapping[str, str]
    sex: str
    age_years: int | None
    pregnant: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Who came, and the mark to ask from next time: the newest visit or card among them, None when there is none."""

    people: tuple[PersonOfDay, ...]
    newest: UUID | None


def people_of_day(house: House, after: UUID | None = None) -> News:
    """Return who came to the open site today, by number; nobody while no site is open.

    ``after``: only those whose visit or a card is newer than this mark (ids grow with time). A corrected name comes
    with the whole list only.
    """
    with house.database.read() as session:
        caravan = caravans.find_caravan(session)
        if caravan is None or caravan.open_site_id is None:
            return News((), after)
        came = encounters.list_of_day(session, caravan.open_site_id, house.today, after=after)
        cards: dict[UUID, list[Card]] = {}
        for card in stored.list_cards(session, [patient.id for _visit, patient in came]):
            cards.setdefault(card.patient_id, []).append(card)
        marks = [visit.id for visit, _patient in came] + [card.id for own in cards.values() for card in own]
        people = tuple(_person(house, visit, patient, cards.get(patient.id, ())) for visit, patient in came)
        return News(people, max(marks, default=after))


def _person(house: House, visit: Visit, patient: Patient, cards: Sequence[Card]) -> PersonOfDay:
    return PersonOfDay(
        id=patient.id,
        number=visit.number,
        names=display_names(patient),
        sex=patient.sex,
        age_years=age_on(birth_of(patient), house.today),
        pregnant=patient.pregnant or "unknown",
        cards=tuple(card.code for card in cards),
    )
