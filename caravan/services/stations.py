"""The circuit: stations opened and closed for a while, put in order, added, and removed when never used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.storage import boards, circuits
from caravan.storage import caravans as stored
from caravan.storage.database import Unit
from caravan.storage.tables import Caravan

CLOSED, REMOVED = "station closed", "station removed"  # reasons, as the history tells them


@dataclass(frozen=True, slots=True)
class StationCard:
    """A station of the circuit: whether it receives people, how many wait there today, whether it was ever used."""

    form_id: str
    is_open: bool
    waiting: int
    is_used: bool


@dataclass(frozen=True, slots=True)
class Circuit:
    """The stations in the order in which people walk them, and the station forms that are not among them."""

    stations: tuple[StationCard, ...]
    others: tuple[str, ...]


def get_circuit(house: House) -> Circuit:
    """Return the circuit of today's caravan."""
    with house.database.read() as session:
        caravan = stored.get_current(session)
        used = circuits.count_screenings(session, caravan.id)
        waiting = boards.count_waiting(session, caravan.open_site_id, house.today) if caravan.open_site_id else {}
        cards = tuple(
            StationCard(name, name not in caravan.closed_stations, waiting.get(name, 0), bool(used.get(name)))
            for name in caravan.stations
            if name in house.forms
        )
        others = tuple(form.id for form in house.forms.stations if form.id not in caravan.stations)
    return Circuit(cards, others)


def get_station(house: House, form_id: str) -> StationCard:
    """Return a station of the circuit. Raises NotFoundError("form.unknown")."""
    found = [card for card in get_circuit(house).stations if card.form_id == form_id]
    if not found:
        raise NotFoundError("form.unknown", form=form_id)
    return found[0]


def close_station(house: House, operator: Operator, form_id: str, *, keep_queue: bool) -> int:
    """Close a station for now; returns how many were waiting there.

    With ``keep_queue`` they keep their places until it opens again, else each leaves this queue without care ("left").
    Pages of the form that are open already can still be saved. Raises NotFoundError("form.unknown").
    """

    def close(unit: Unit, caravan: Caravan) -> int:
        if form_id in caravan.closed_stations or caravan.open_site_id is None:
            return 0
        unit.ledger.change("caravan", caravan.id, closed_stations=[*caravan.closed_stations, form_id])
        waiting = circuits.list_waiting(unit.session, form_id, caravan.open_site_id, house.today)
        for entry in () if keep_queue else waiting:
            unit.ledger.change("queue_entry", entry.id, status="left", ended_at=unit.at, because=CLOSED)
        return len(waiting)

    return _write(house, operator, form_id, close)


def open_station(house: House, operator: Operator, form_id: str) -> int:
    """Open a station again; returns how many join its queue because they came while it was closed and still wait
    elsewhere. Raises NotFoundError("form.unknown").
    """

    def reopen(unit: Unit, caravan: Caravan) -> int:
        if form_id not in caravan.closed_stations:
            return 0
        left_closed = [station for station in caravan.closed_stations if station != form_id]
        unit.ledger.change("caravan", caravan.id, closed_stations=left_closed)
        return _queue_those_here(house, unit, caravan, form_id)

    return _write(house, operator, form_id, reopen)


def move_station(house: House, operator: Operator, form_id: str, direction: Literal["earlier", "later"]) -> None:
    """Exchange a station with the one before or after it in the circuit. Raises NotFoundError("form.unknown")."""

    def move(unit: Unit, caravan: Caravan) -> int:
        order = [station for station in caravan.stations if station in house.forms]
        place = order.index(form_id)
        other = place + (-1 if direction == "earlier" else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            unread = [station for station in caravan.stations if station not in house.forms]
            unit.ledger.change("caravan", caravan.id, stations=[*order, *unread])
        return other

    _write(house, operator, form_id, move)


def add_station(house: House, operator: Operator, form_id: str) -> int:
    """Add a station whose form is known, at the end of the circuit; returns how many join its queue.

    Raises NotFoundError("form.unknown").
    """
    form = house.forms.get(form_id)
    if form is None or not form.is_station:
        raise NotFoundError("form.unknown", form=form_id)

    def add(unit: Unit) -> int:
        caravan = stored.get_caravan(unit.session)
        if form_id in caravan.stations:
            return 0
        unit.ledger.change("caravan", caravan.id, stations=[*caravan.stations, form_id])
        return _queue_those_here(house, unit, caravan, form_id)

    return house.database.write(add, at=house.now(), author_id=operator.staff_id)


def remove_station(house: House, operator: Operator, form_id: str) -> None:
    """Take a station out of the circuit; the places in its queue are void.

    Raises NotFoundError("form.unknown"), CaravanError("station.used") when something was ever recorded there.
    """

    def remove(unit: Unit, caravan: Caravan) -> int:
        if circuits.count_screenings(unit.session, caravan.id).get(form_id):
            raise CaravanError("station.used")
        unit.ledger.change(
            "caravan",
            caravan.id,
            stations=[station for station in caravan.stations if station != form_id],
            closed_stations=[station for station in caravan.closed_stations if station != form_id],
        )
        entries = circuits.list_entries(unit.session, caravan.id, form_id)
        for entry in entries:
            unit.ledger.void("queue_entry", entry.id, REMOVED)
        return len(entries)

    _write(house, operator, form_id, remove)


def _queue_those_here(house: House, unit: Unit, caravan: Caravan, form_id: str) -> int:
    """Queue the visits of today that could not be queued when they came, and that still wait somewhere."""
    if caravan.open_site_id is None:
        return 0
    visits = circuits.list_unqueued(unit.session, form_id, caravan.open_site_id, house.today)
    for visit in visits:
        place = {"caravan_id": caravan.id, "visit_id": visit.id, "station": form_id}
        unit.ledger.create("queue_entry", **place, queued_at=unit.at)
    return len(visits)


def _write(house: House, operator: Operator, form_id: str, job: Callable[[Unit, Caravan], int]) -> int:
    """Carry out ``job`` on the caravan that is going on when it has this station."""

    def on_station(unit: Unit) -> int:
        caravan = stored.get_caravan(unit.session)
        if form_id not in caravan.stations or form_id not in house.forms:
            raise NotFoundError("form.unknown", form=form_id)
        return job(unit, caravan)

    return house.database.write(on_station, at=house.now(), author_id=operator.staff_id)
