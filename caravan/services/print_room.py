"""Where PDFs of many cards are made: one after the other, beside the work of the tablets, each with how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from subprocess import PIPE, Popen
from tempfile import mkdtemp
from threading import Lock, Thread
from weakref import finalize

from caravan.paths import PACKAGE
from caravan.printing.beside import describe
from caravan.printing.card_design import Card, Sheet

MOST_FILES = 8
"""Finished files that are kept; the oldest makes room. The cards are in the stock, so any file can be made again."""


@dataclass(slots=True)
class Job:
    """A PDF in the making: how many of its cards are drawn, and where it is once it is finished."""

    total: int
    file: Path
    done: int = 0
    is_ready: bool = False
    has_failed: bool = False


class PrintRoom:
    """The PDFs of this process, in a folder that goes with it; threads may share it."""

    def __init__(self) -> None:
        self._lock, self._press = Lock(), Lock()
        self._jobs: dict[Hashable, Job] = {}
        self._folder: Path | None = None
        self._count = 0

    def start(self, key: Hashable, cards: Sequence[Card], sheet: Sheet) -> Job:
        """Begin a PDF under a key, in the place of the one that was made under it before."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="caravan-print-"))
                finalize(self, rmtree, self._folder, ignore_errors=True)
            self._count += 1
            job = Job(len(cards), self._folder / f"{self._count}.pdf")
            replaced = self._jobs.pop(key, None)
            self._jobs[key] = job
            gone = [replaced] if replaced else []
            while len(self._jobs) > MOST_FILES:
                gone.append(self._jobs.pop(next(iter(self._jobs))))
        for old in gone:
            old.file.unlink(missing_ok=True)
        # A thread that the process does not wait for when it stops: the cards are in the stock, not in the file.
        Thread(target=_make, args=(self._press, job, cards, sheet), name="print", daemon=True).start()
        return job

    def find(self, key: Hashable) -> Job | None:
        """Return the PDF under a key, finished or not; None when none was begun, or it made room for others."""
        with self._lock:
            return self._jobs.get(key)


def _make(press: Lock, job: Job, cards: Sequence[Card], sheet: Sheet) -> None:
    """Make one PDF, in a process of its own, once the press is free."""
    order = describe(job.file, cards, sheet).encode()
    path = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "caravan.printing.beside"]
    with press, Popen(command, stdin=PIPE, stdout=PIPE, env={**os.environ, "PYTHONPATH": path}) as process:  # noqa: S603
        if process.stdin is not None and process.stdout is not None:
            with suppress(BrokenPipeError):  # a process that ended at once: its return code says so
                process.stdin.write(order)
                process.stdin.close()
            for line in process.stdout:
                job.done += int(line)
    job.is_ready = process.returncode == 0 and job.done == job.total
    job.has_failed = not job.is_ready
