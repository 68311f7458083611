"""The sites of a caravan: added, renamed, closed and reopened, and what moving there would mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.geography import COMMUNES
from caravan.services.caravans import NewSite, SiteCard, create_site, get_caravan
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.registration import once
from caravan.storage import boards, encounters
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Site


@dataclass(frozen=True, slots=True)
class Move:
    """What happens when the caravan goes to a site: the first number given there, and who still waits where it leaves.

    ``waiting`` counts persons; ``per_station`` has the waiting visits of each station that has some.
    """

    site: SiteCard
    leaving: SiteCard | None
    first_number: int
    waiting: int
    per_station: tuple[tuple[str, int], ...]


def get_site(house: House, site_id: UUID) -> SiteCard:
    """Return a site of today's caravan. Raises NotFoundError("site.unknown")."""
    found = [site for site in get_caravan(house).sites if site.id == site_id]
    if not found:
        raise NotFoundError("site.unknown")
    return found[0]


def add_site(house: House, operator: Operator, site: NewSite, operation_id: UUID) -> UUID:
    """Add a site to the caravan that is going on, once for each operation.

    Raises CaravanError: "site.name", "site.twice", "site.commune".
    """

    def add(unit: Unit) -> dict[str, Any]:
        caravan = stored.get_caravan(unit.session)
        _check(unit, caravan.id, site)
        return {"site_id": str(create_site(unit, caravan.id, site))}

    body = {"name": site.name, "name_ar": site.name_ar, "commune": site.commune}
    return UUID(once(house, operator, Request(operation_id, "site", body), add)["site_id"])


def change_site(house: House, operator: Operator, site_id: UUID, site: NewSite) -> None:
    """Give a site other names or another commune; its visits stay its own.

    Raises NotFoundError("site.unknown"), CaravanError as ``add_site`` does.
    """

    def change(unit: Unit) -> None:
        old = _get(unit, site_id)
        _check(unit, old.caravan_id, site, but=site_id)
        wanted = {"name": site.name.strip(), "name_ar": (site.name_ar or "").strip() or None, "commune": site.commune}
        changed = {field: value for field, value in wanted.items() if getattr(old, field) != value}
        if changed:
            unit.ledger.change("site", site_id, **changed)

    house.database.write(change, at=house.now(), author_id=operator.staff_id)


def close_site(house: House, operator: Operator, site_id: UUID) -> None:
    """Take a site out of the choice of places. Raises CaravanError("site.stands_here") for the open one."""

    def close(unit: Unit) -> None:
        site = _get(unit, site_id)
        if stored.get_caravan(unit.session).open_site_id == site_id:
            raise CaravanError("site.stands_here", site=site.name)
        if site.closed_at is None:
            unit.ledger.change("site", site_id, closed_at=unit.at)

    house.database.write(close, at=house.now(), author_id=operator.staff_id)


def reopen_site(house: House, operator: Operator, site_id: UUID) -> None:
    """Put a closed site back into the choice of places. Raises NotFoundError("site.unknown")."""

    def reopen(unit: Unit) -> None:
        if _get(unit, site_id).closed_at is not None:
            unit.ledger.change("site", site_id, closed_at=None)

    house.database.write(reopen, at=house.now(), author_id=operator.staff_id)


def foresee_move(house: House, site_id: UUID) -> Move:
    """Say what moving the caravan to a site today would mean. Raises NotFoundError("site.unknown")."""
    site, caravan = get_site(house, site_id), get_caravan(house)
    leaving = caravan.open_site
    with house.database.read() as session:
        first_number = encounters.next_number(session, site_id, house.today)
        waits = boards.count_waiting(session, leaving.id, house.today) if leaving else {}
        persons = boards.count_waiting_persons(session, leaving.id, house.today) if leaving else 0
    per_station = tuple((station, waits[station]) for station in caravan.stations if waits.get(station))
    return Move(site, leaving, first_number, persons, per_station)


def _get(unit: Unit, site_id: UUID) -> Site:
    caravan = stored.get_caravan(unit.session)
    found = [site for site in stored.list_sites(unit.session, caravan.id) if site.id == site_id]
    if not found:
        raise NotFoundError("site.unknown")
    return found[0]


def _check(unit: Unit, caravan_id: UUID, site: NewSite, *, but: UUID | None = None) -> None:
    name = site.name.strip()
    if not name:
        raise CaravanError("site.name")
    if site.commune and site.commune not in COMMUNES:
        raise CaravanError("site.commune")
    others = [other for other in stored.list_sites(unit.session, caravan_id) if other.id != but]
    if any(other.name.casefold() == name.casefold() for other in others):
        raise CaravanError("site.twice")
