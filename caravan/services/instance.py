"""One server for each data folder: the second start is told where the first one is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from caravan.domain.errors import CaravanError
from caravan.services.addresses import is_loopback, read_doors

FILE = "serving.lock"


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for one server. The system lets go of it when the process ends, however it ends.

    Raises CaravanError("serving.already") with the address to open instead.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise CaravanError("serving.already", data=str(data), address=_address(data)) from error
    except (NotImplementedError, OSError):
        yield  # a disk without locks (some network folders): better served unguarded than not at all
        return
    try:
        yield
    finally:
        lock.release()


def _address(data: Path) -> str:
    doors = read_doors(data)
    return doors.http(doors.host if is_loopback(doors.host) else "127.0.0.1")
