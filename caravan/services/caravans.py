"""The caravan as pages show it: where it stands, its stations, whether it is closed; and how the first one starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from caravan.domain.dates import local_day
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.geography import COMMUNES
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.tables import Caravan


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A place where the caravan stops; closed once it does not come back there."""

    id: UUID
    name: str
    name_ar: str | None
    is_open: bool
    commune: str | None = None
    is_closed: bool = False

    def label(self, language: str) -> str:
        return self.name_ar if language == "ar" and self.name_ar else self.name


@dataclass(frozen=True, slots=True)
class CaravanCard:
    """A caravan. ``stations`` is the whole circuit; ``open_stations`` those of it that receive people now."""

    id: UUID
    name: str
    starts_on: date
    sites: tuple[SiteCard, ...]
    stations: tuple[str, ...]
    open_stations: tuple[str, ...]
    ends_on: date | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    people_per_day: int | None = None

    @property
    def open_site(self) -> SiteCard | None:
        return next((site for site in self.sites if site.is_open), None)

    @property
    def closed_on(self) -> date | None:
        """The day in Morocco when it was closed."""
        return local_day(self.closed_at) if self.closed_at else None

    @property
    def is_closed(self) -> bool:
        """Say whether nothing can be recorded in it any more."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site to add: its name, and the Arabic one and the commune's code when known."""

    name: str
    name_ar: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A caravan to start: its name, its sites (it begins at the first), and its days when they are known."""

    name: str
    sites: Sequence[NewSite]
    starts_on: date | None = None
    ends_on: date | None = None
    stations: Sequence[str] = field(default=())
    id_number_authorisation: str | None = None


CIRCUIT = ("vitals", "eye", "dental", "chronic")


def _place_in_circuit(station: str) -> tuple[int, str]:
    """Order stations as people walk them; those of a site's own come last, by name."""
    return (CIRCUIT.index(station) if station in CIRCUIT else len(CIRCUIT), station)


def usual_circuit(house: House) -> list[str]:
    """Return every station form there is, in the usual order."""
    return sorted((form.id for form in house.forms.stations), key=_place_in_circuit)


def start_caravan(house: House, *, name: str, sites: Sequence[NewSite], starts_on: date | None = None) -> UUID:
    """Start a caravan, standing at its first site, with every station form open.

    Raises CaravanError: "caravan.exists", or as ``check_new_caravan`` does.
    """
    plan = Plan(name, sites, starts_on, stations=usual_circuit(house))
    check_new_caravan(name, sites)
    return house.database.write(lambda unit: create_caravan(unit, house, plan), at=house.now())


def create_caravan(unit: Unit, house: House, plan: Plan) -> UUID:
    """Write a planned caravan with its sites. Raises CaravanError("caravan.exists") while another is going on."""
    if stored.find_caravan(unit.session) is not None:
        raise CaravanError("caravan.exists")
    caravan_id = unit.ledger.create(
        "caravan",
        name=plan.name.strip(),
        starts_on=plan.starts_on or house.today,
        ends_on=plan.ends_on,
        stations=list(plan.stations),
        is_demo=house.is_demo,
        id_number_authorisation=plan.id_number_authorisation,
    )
    added = [create_site(unit, caravan_id, site) for site in plan.sites]
    unit.ledger.change("caravan", caravan_id, open_site_id=added[0])
    return caravan_id


def create_site(unit: Unit, caravan_id: UUID, site: NewSite) -> UUID:
    """Write a site of a caravan."""
    fields = {"name": site.name.strip(), "name_ar": (site.name_ar or "").strip() or None, "commune": site.commune}
    return unit.ledger.create("site", caravan_id=caravan_id, **fields)


def check_new_caravan(name: str, sites: Sequence[NewSite]) -> None:
    """Raise CaravanError "caravan.incomplete" unless the caravan and each of its sites (one at least) has a name,
    "site.twice" when two sites have the same, "site.commune" for a commune that is not in the list.
    """
    names = [site.name.strip().casefold() for site in sites]
    if not name.strip() or not names or not all(names):
        raise CaravanError("caravan.incomplete")
    if len(set(names)) < len(names):
        raise CaravanError("site.twice")
    if any(site.commune and site.commune not in COMMUNES for site in sites):
        raise CaravanError("site.commune")


def get_caravan(house: House, caravan_id: UUID | None = None) -> CaravanCard:
    """Return a caravan; without an id the one that is going on, else the one that was closed last.

    Raises CaravanError("caravan.none") or NotFoundError("caravan.unknown").
    """
    with house.database.read() as session:
        caravan = stored.get_one(session, caravan_id) if caravan_id else stored.get_current(session)
        return _card(house, session, caravan)


def list_caravans(house: House) -> list[CaravanCard]:
    """Return every caravan, also closed and archived ones, the newest first."""
    with house.database.read() as session:
        return [_card(house, session, caravan) for caravan in stored.list_caravans(session)]


def find_by_name(house: House, name: str) -> CaravanCard:
    """Return the newest caravan of this name, also an archived one. Raises NotFoundError("caravan.unknown")."""
    found = [card for card in list_caravans(house) if card.name.casefold() == name.strip().casefold()]
    if not found:
        raise NotFoundError("caravan.unknown")
    return found[0]


def _card(house: House, session: Session, caravan: Caravan) -> CaravanCard:
    return CaravanCard(
        id=caravan.id,
        name=caravan.name,
        starts_on=caravan.starts_on,
        ends_on=caravan.ends_on,
        sites=tuple(
            SiteCard(s.id, s.name, s.name_ar, s.id == caravan.open_site_id, s.commune, s.closed_at is not None)
            for s in stored.list_sites(session, caravan.id)
        ),
        stations=tuple(station for station in caravan.stations if station in house.forms),
        open_stations=tuple(station for station in stored.open_stations(caravan) if station in house.forms),
        closed_at=caravan.closed_at,
        archived_at=caravan.archived_at,
        people_per_day=caravan.people_per_day,
    )


def open_site(house: House, operator: Operator, site_id: UUID) -> None:
    """Say where the caravan stands now. Raises NotFoundError("site.unknown"), CaravanError: "site.closed"."""

    def move(unit: Unit) -> None:
        caravan = stored.get_caravan(unit.session)
        found = [site for site in stored.list_sites(unit.session, caravan.id) if site.id == site_id]
        if not found:
            raise NotFoundError("site.unknown")
        if found[0].closed_at is not None:
            raise CaravanError("site.closed", site=found[0].name)
        if caravan.open_site_id != site_id:
            unit.ledger.change("caravan", caravan.id, open_site_id=site_id)

    house.database.write(move, at=house.now(), author_id=operator.staff_id)
