"""Starting a caravan and saying where it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import caravans as stored
from caravan.storage.database import Unit


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A place where the caravan stops."""

    id: UUID
    name: str
    name_ar: str | None
    is_open: bool

    def label(self, language: str) -> str:
        return self.name_ar if language == "ar" and self.name_ar else self.name


@dataclass(frozen=True, slots=True)
class CaravanCard:
    """The caravan that is going on."""

    id: UUID
    name: str
    starts_on: date
    sites: tuple[SiteCard, ...]
    stations: tuple[str, ...]

    @property
    def open_site(self) -> SiteCard | None:
        return next((site for site in self.sites if site.is_open), None)


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site to add: its name, and the Arabic one when known."""

    name: str
    name_ar: str | None = None


CIRCUIT = ("vitals", "eye", "dental", "chronic")


def _place_in_circuit(station: str) -> tuple[int, str]:
    """Order stations as people walk them; those of a site's own come last, by name."""
    return (CIRCUIT.index(station) if station in CIRCUIT else len(CIRCUIT), station)


def start_caravan(house: House, *, name: str, sites: Sequence[NewSite], starts_on: date | None = None) -> UUID:
    """Start a caravan, standing at its first site, with every station form open.

    Raises CaravanError: "caravan.exists", "caravan.incomplete" or "site.twice".
    """
    check_new_caravan(name, sites)

    def start(unit: Unit) -> UUID:
        if stored.find_caravan(unit.session) is not None:
            raise CaravanError("caravan.exists")
        caravan_id = unit.ledger.create(
            "caravan",
            name=name.strip(),
            starts_on=starts_on or house.today,
            stations=sorted((form.id for form in house.forms.stations), key=_place_in_circuit),
            is_demo=house.is_demo,
        )
        added = [
            unit.ledger.create("site", caravan_id=caravan_id, name=site.name, name_ar=site.name_ar) for site in sites
        ]
        unit.ledger.change("caravan", caravan_id, open_site_id=added[0])
        return caravan_id

    return house.database.write(start, at=house.now())


def check_new_caravan(name: str, sites: Sequence[NewSite]) -> None:
    """Raise CaravanError "caravan.incomplete" unless the caravan and each of its sites (one at least) has a name, and
    "site.twice" when two sites have the same.
    """
    names = [site.name.strip() for site in sites]
    if not name.strip() or not names or not all(names):
        raise CaravanError("caravan.incomplete")
    if len(set(names)) < len(names):
        raise CaravanError("site.twice")


def get_caravan(house: House) -> CaravanCard:
    """Return the caravan that is going on. Raises CaravanError("caravan.none")."""
    with house.database.read() as session:
        caravan = stored.get_caravan(session)
        sites = tuple(
            SiteCard(site.id, site.name, site.name_ar, site.id == caravan.open_site_id)
            for site in stored.list_sites(session, caravan.id)
        )
        stations = tuple(station for station in caravan.stations if station in house.forms)
        return CaravanCard(caravan.id, caravan.name, caravan.starts_on, sites, stations)


def open_site(house: House, operator: Operator, site_id: UUID) -> None:
    """Say where the caravan stands now. Raises NotFoundError("site.unknown")."""

    def move(unit: Unit) -> None:
        caravan = stored.get_caravan(unit.session)
        if site_id not in {site.id for site in stored.list_sites(unit.session, caravan.id)}:
            raise NotFoundError("site.unknown")
        if caravan.open_site_id != site_id:
            unit.ledger.change("caravan", caravan.id, open_site_id=site_id)

    house.database.write(move, at=house.now(), author_id=operator.staff_id)
