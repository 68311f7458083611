"""``caravan serve`` in a process of its own.

Reading the program takes a start most of its time. Each server is therefore forked by the standard library's fork
server, which has read it already; from there on it is the command as a terminal runs it, with memory, files and signals
of its own, and can be killed, frozen and started again.
"""

import os
import signal
import subprocess
import sys
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["caravan.cli"])


class Server:
    """One run of the command ``caravan serve`` on loopback, and the addresses it printed.

    ``program`` is the folder of another version of the program, which is then read from the start.
    Raises AssertionError when it ends before it serves.
    """

    def __init__(self, data: Path, *words: str, port: int = 0, addresses: int = 1, program: Path | None = None) -> None:
        command = ["caravan", "serve", "--host", "127.0.0.1", "--port", str(port), *words, "--data", str(data)]
        ours, its = os.pipe()
        self._process = _Apart(command, its, program) if program else _forked(command, its)
        os.close(its)
        self._printed = os.fdopen(ours, encoding="utf-8")
        self.addresses = [self._printed.readline().strip().rstrip("/") for _ in range(addresses)]
        assert self.base.startswith("http://127.0.0.1:"), self.base

    @property
    def base(self) -> str:
        """The plain address, without a slash at its end."""
        return self.addresses[0]

    def send(self, what: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, what)

    def kill(self) -> None:
        """Pull the plug: no goodbye."""
        self._process.kill()
        self._end(10)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C or a shutdown does; returns its exit code."""
        self._process.terminate()
        return self._end(20)

    def _end(self, patience: float) -> int:
        self._process.join(patience)
        self._printed.close()
        assert self._process.exitcode is not None, "the server did not end"
        return self._process.exitcode


class _Apart(subprocess.Popen[bytes]):
    """A process that reads the program of a folder from the start, with the names of a process that was forked."""

    def __init__(self, command: list[str], printed: int, program: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        super().__init__([sys.executable, "-m", *command], stdout=printed, env=clean, cwd=program)

    def join(self, patience: float) -> None:
        self.wait(patience)

    @property
    def exitcode(self) -> int | None:
        return self.returncode


def _forked(command: list[str], printed: int) -> BaseProcess:
    process = FORKS.Process(target=_run, args=(command, DupFd(printed)))
    process.start()
    return process


def _run(command: list[str], printed: Any) -> None:
    from caravan.cli import main  # noqa: PLC0415 the fork server has read it

    for name in filter(_is_ours, list(os.environ)):
        del os.environ[name]
    os.dup2(printed.detach(), 1)
    sys.stdout = TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8", line_buffering=True)
    sys.argv = command
    main()


def _is_ours(name: str) -> bool:
    return name.startswith("CARAVAN_")
