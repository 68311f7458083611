"""One queue of writes: order, isolation of failures, durable answers, once-only operations."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from caravan.domain.errors import CaravanError, ConflictError
from caravan.domain.ids import new_id
from caravan.storage import operations
from caravan.storage.operations import Request
from caravan.storage.revisions import REVISIONS, TABLES, broken_links
from tests.storage.conftest import AT


def names(database):
    with database.read() as session:
        table = TABLES["site"]
        return session.execute(select(table.c.name).order_by(table.c.id)).scalars().all()


def add_site(place, name):
    return lambda unit: unit.ledger.create("site", caravan_id=place["caravan_id"], name=name)


def test_a_job_that_fails_leaves_no_trace_and_spoils_no_other(database, place):
    started, release = threading.Event(), threading.Event()

    def slow(unit):
        started.set()
        release.wait(5)
        return add_site(place, "slow")(unit)

    def fails(unit):
        add_site(place, "half done")(unit)
        raise CaravanError("card.malformed")

    results = {}

    def run(name, job):
        try:
            results[name] = database.write(job, at=AT)
        except CaravanError as error:
            results[name] = error.code

    first = threading.Thread(target=run, args=("slow", slow))
    first.start()
    started.wait(5)
    others = [threading.Thread(target=run, args=(n, j)) for n, j in (("bad", fails), ("good", add_site(place, "good")))]
    for thread in others:
        thread.start()
    release.set()
    for thread in (first, *others):
        thread.join()
    assert results["bad"] == "card.malformed"
    assert sorted(names(database)) == ["Guelmim", "good", "slow"]
    with database.read() as session:
        rows = session.execute(select(REVISIONS).order_by(REVISIONS.c.device_sequence)).mappings().all()
    assert broken_links(rows) == []


def test_jobs_are_done_in_the_order_they_came(database, place):
    for number in range(30):
        database.write(add_site(place, f"{number:02}"), at=AT)
    assert names(database)[1:] == [f"{number:02}" for number in range(30)]


def test_the_same_operation_is_carried_out_once_and_answered_with_its_first_reply(database, place):
    request = Request(new_id(), "site", {"name": "Asrir"})

    def job(unit):
        known = operations.recall(unit.session, request)
        if known is None:
            known = {"id": str(add_site(place, "Asrir")(unit))}
            operations.remember(unit.session, request, known, unit.at)
        return known

    assert database.write(job, at=AT) == database.write(job, at=AT)
    assert names(database).count("Asrir") == 1


def test_the_same_operation_with_other_content_is_refused(database, place):
    operation_id = new_id()
    first, other = (Request(operation_id, "site", {"name": name}) for name in ("Asrir", "Tighmert"))
    database.write(lambda unit: operations.remember(unit.session, first, {}, unit.at), at=AT)
    with pytest.raises(ConflictError, match=r"operation\.changed"):
        database.write(lambda unit: operations.recall(unit.session, other), at=AT)


def test_after_closing_a_write_is_refused_rather_than_lost(open_at):
    database = open_at()
    database.close()
    with pytest.raises(CaravanError, match=r"database\.closed"):
        database.write(lambda unit: None, at=AT)


def test_closing_finishes_the_writes_already_queued(open_at, tmp_path):
    database = open_at()
    place = {"caravan_id": database.write(lambda u: u.ledger.create("caravan", name="c", starts_on=AT.date()), at=AT)}
    threads = [
        threading.Thread(target=database.write, args=(add_site(place, str(i)),), kwargs={"at": AT}) for i in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    device_id = database.device_id
    database.close()
    again = open_at(device_id=device_id)
    with again.read() as session:
        assert session.execute(select(func.count()).select_from(TABLES["site"])).scalar_one() == 20
