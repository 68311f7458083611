"""One server for each data folder: the second start is told where the first one is."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from caravan.domain.errors import CaravanError
from caravan.services.addresses import is_loopback, read_doors

FILE = "serving.lock"
WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
"""What a disk answers that knows no locks; any other refusal is told, for then two servers could share the folder."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for one server. The system lets go of it when the process ends, however it ends.

    Raises CaravanError("serving.already") with the address to open instead, OSError for a folder it may not write.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / FILE, timeout=0)
    _acquire(lock, data)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: BaseFileLock, data: Path) -> None:
    try:
        lock.acquire()
    except Timeout as error:
        raise CaravanError("serving.already", data=str(data), address=_address(data)) from error
    except NotImplementedError:
        return  # a disk without locks (some network folders): better served unguarded than not at all
    except OSError as error:
        if error.errno not in WITHOUT_LOCKS:
            raise


def _address(data: Path) -> str:
    doors = read_doors(data)
    return doors.http(doors.host if is_loopback(doors.host) else "127.0.0.1")
