"""The life of caravans: one is closed at the end of its season, the next one starts, a closed one is put away.

One caravan goes on at a time, and the staff belong to it. Nothing is ever deleted or rewritten: the records of a closed
caravan keep its id, its sites and its dates, and stay in every search, report and list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from caravan.domain.errors import CaravanError
from caravan.services.caravans import (
    CaravanCard,
    NewSite,
    Plan,
    check_new_caravan,
    create_caravan,
    get_caravan,
    list_caravans,
    usual_circuit,
)
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.registration import once
from caravan.services.staff import bring_along
from caravan.storage import boards, circuits
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.operations import Request
from caravan.storage.tables import Caravan


@dataclass(frozen=True, slots=True)
class Summary:
    """A caravan with what it did: visits, the persons who made them, screenings, urgent referrals still open."""

    caravan: CaravanCard
    persons: int
    visits: int
    screenings: int
    urgent_open: int


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a caravan now would leave behind: who waits today where it stands, and what it did."""

    summary: Summary
    waiting: int


def list_summaries(house: House) -> list[Summary]:
    """Return every caravan with its figures, the newest first."""
    return [_summary(house, caravan) for caravan in list_caravans(house)]


def foresee_closing(house: House, caravan_id: UUID) -> Closing:
    """Say what closing a caravan now would leave behind. Raises NotFoundError("caravan.unknown")."""
    summary = _summary(house, get_caravan(house, caravan_id))
    site = summary.caravan.open_site
    with house.database.read() as session:
        waiting = boards.count_waiting_persons(session, site.id, house.today) if site else 0
    return Closing(summary, waiting)


def close_caravan(house: House, operator: Operator, caravan_id: UUID) -> None:
    """End a caravan: nothing is registered or screened in it any more. Raises NotFoundError("caravan.unknown")."""

    def close(unit: Unit) -> None:
        if stored.get_one(unit.session, caravan_id).closed_at is None:
            unit.ledger.change("caravan", caravan_id, closed_at=unit.at)

    house.database.write(close, at=house.now(), author_id=operator.staff_id)


def reopen_caravan(house: House, operator: Operator, caravan_id: UUID) -> None:
    """Let a caravan that was closed go on, out of the archive too; the staff belong to it again.

    Raises NotFoundError("caravan.unknown"), CaravanError("caravan.exists") while another one is going on.
    """

    def reopen(unit: Unit) -> None:
        caravan, going_on = stored.get_one(unit.session, caravan_id), stored.find_caravan(unit.session)
        if caravan.closed_at is None:
            return
        if going_on is not None:
            raise CaravanError("caravan.exists")
        last = stored.get_current(unit.session)
        unit.ledger.change("caravan", caravan_id, closed_at=None, archived_at=None)
        if last.id != caravan_id:
            bring_along(unit, last.id, caravan_id)

    house.database.write(reopen, at=house.now(), author_id=operator.staff_id)


def archive_caravan(house: House, operator: Operator, caravan_id: UUID) -> None:
    """Put a closed caravan away: out of the daily choice, still searched, listed and exported.

    Raises NotFoundError("caravan.unknown"), CaravanError("caravan.open") when it is going on.
    """

    def archive(unit: Unit) -> None:
        caravan = stored.get_one(unit.session, caravan_id)
        if caravan.closed_at is None:
            raise CaravanError("caravan.open", name=caravan.name)
        if caravan.archived_at is None:
            unit.ledger.change("caravan", caravan_id, archived_at=unit.at)

    house.database.write(archive, at=house.now(), author_id=operator.staff_id)


def unarchive_caravan(house: House, operator: Operator, caravan_id: UUID) -> None:
    """Take a caravan out of the archive; it stays closed. Raises NotFoundError("caravan.unknown")."""

    def unarchive(unit: Unit) -> None:
        if stored.get_one(unit.session, caravan_id).archived_at is not None:
            unit.ledger.change("caravan", caravan_id, archived_at=None)

    house.database.write(unarchive, at=house.now(), author_id=operator.staff_id)


def start_next(
    house: House, operator: Operator, plan: Plan, *, copied: Sequence[UUID] = (), operation_id: UUID
) -> UUID:
    """Start the next caravan with the staff, the forms and the circuit of the last one; every station is open.

    ``copied`` are sites of the last caravan to stop at again, before the sites of the plan. Once for each operation.

    Raises CaravanError: "caravan.exists" while one is going on, "caravan.dates" when it ends before it begins, and as
    ``check_new_caravan`` does.
    """
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise CaravanError("caravan.dates")

    def start(unit: Unit) -> dict[str, Any]:
        last = stored.get_current(unit.session)
        whole = replace(plan, sites=[*_sites(unit, last, copied), *plan.sites])
        check_new_caravan(whole.name, whole.sites)
        stations = [station for station in last.stations if station in house.forms] or usual_circuit(house)
        authorisation = last.id_number_authorisation
        whole = replace(whole, stations=stations, id_number_authorisation=authorisation)
        caravan_id = create_caravan(unit, house, whole)
        bring_along(unit, last.id, caravan_id)
        return {"caravan_id": str(caravan_id)}

    request = Request(operation_id, "caravan", _body(plan, copied))
    return UUID(once(house, operator, request, start)["caravan_id"])


def _body(plan: Plan, copied: Sequence[UUID]) -> dict[str, Any]:
    days = [_as_text(plan.starts_on), _as_text(plan.ends_on)]
    sites = [[site.name, site.name_ar, site.commune] for site in plan.sites]
    return {"name": plan.name, "days": days, "sites": sites, "copied": [str(site_id) for site_id in copied]}


def _as_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sites(unit: Unit, caravan: Caravan, wanted: Sequence[UUID]) -> list[NewSite]:
    sites = stored.list_sites(unit.session, caravan.id)
    return [NewSite(site.name, site.name_ar, site.commune) for site in sites if site.id in wanted]


def _summary(house: House, caravan: CaravanCard) -> Summary:
    with house.database.read() as session:
        visits, persons, screenings = circuits.count_whole(session, caravan.id)
        return Summary(caravan, persons, visits, screenings, circuits.count_urgent(session, caravan.id))
