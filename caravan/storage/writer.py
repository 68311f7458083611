"""One thread writes: jobs queue in order of arrival, up to 64 share a transaction, each in a savepoint of its own.

Thirty tablets saving at once never meet "database is locked", and one job's failure undoes that job alone. A job is
answered only after the commit that holds it reached the disk.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from caravan.domain.errors import CaravanError

T = TypeVar("T")
Job = Callable[[Session], Any]
BATCH = 64


class Writer:
    """The group-commit writer of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="caravan-writer", daemon=True)
        self._thread.start()

    def run(self, job: Callable[[Session], T]) -> T:
        """Carry out ``job`` in a transaction and return its result once it is durable.

        Whatever the job raises is raised here and leaves no trace in the database. Raises
        CaravanError("database.closed") after ``close``.
        """
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise CaravanError("database.closed")
            self._jobs.put((job, future))
        return future.result()

    def close(self) -> None:
        """Finish the jobs already queued, then stop."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            self._commit(batch)

    def _next_batch(self) -> list[tuple[Job, Future[Any]]] | None:
        first = self._jobs.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < BATCH:
            try:
                item = self._jobs.get_nowait()
            except queue.Empty:
                break
            if item is None:
                self._jobs.put(None)
                break
            batch.append(item)
        return batch

    def _commit(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                for job, future in batch:
                    _carry_out(connection, job, future, done)
        except BaseException as error:  # the disk is full, the server is gone: everyone waiting must hear it
            for _job, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for future, result in done:
            future.set_result(result)


def _carry_out(connection: Connection, job: Job, future: Future[Any], done: list[tuple[Future[Any], Any]]) -> None:
    try:
        with Session(connection, join_transaction_mode="create_savepoint", autoflush=False) as session:
            result = job(session)
            session.commit()
    except Exception as error:
        future.set_exception(error)
    else:
        done.append((future, result))
