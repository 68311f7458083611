"""A laptop that dies and comes back at the same address, and tablets that go on meanwhile."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.contact_sheet import CHROMIUM
from caravan.settings import Settings
from tests.browser.conftest import make_caravan

KEPT = """() => new Promise((resolve) => {
  const wish = indexedDB.open("caravan", 1);
  wish.onsuccess = () => {
    const all = wish.result.transaction("records").objectStore("records").getAll();
    all.onsuccess = () => { wish.result.close(); resolve(all.result); };
  };
})"""


class Laptop:
    """A data folder served at one address by a process that can be killed, frozen and started again."""

    def __init__(self, data: Path) -> None:
        self.data, self.cards = data, make_caravan(data)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CARAVAN_")}
        command = [sys.executable, "-m", "caravan", "serve", *where]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean)
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("http://127.0.0.1:")

    def kill(self) -> None:
        """Pull the plug: no goodbye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def freeze(self) -> None:
        """Stop the process in the middle of whatever it does: it answers nothing, and its connections stay open."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def rows(self, table: str, what: str = "count(*)") -> list[tuple]:
        """Look into the database itself."""
        with sqlite3.connect(Settings(data=self.data).database_file) as database:
            return database.execute(f"select {what} from {table}").fetchall()  # noqa: S608

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(table)[0][0])


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """A laptop of this test alone."""
    one = Laptop(tmp_path / "data")
    yield one
    one.kill()


@pytest.fixture
def chromium_at_home(tmp_path: Path, chromium: Browser) -> Iterator[Callable[[], Page]]:
    """The browser of one tablet with a disk of its own; opened anew, the one before it is killed first."""
    home, running = tmp_path / "tablet", []

    def open_one() -> Page:
        close()
        path = shutil.which("chromium") or "chromium"
        context = chromium.browser_type.launch_persistent_context(
            home, executable_path=path, args=CHROMIUM, locale="ar"
        )
        running.append(context)
        return context.new_page()

    def close() -> None:
        while running:
            running.pop().close()

    yield open_one
    close()


def until(is_so, patience: float = 30.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it did not become so in time"
        time.sleep(0.1)


def kept(page) -> list[dict]:
    """The records that wait on the tablet."""
    return page.evaluate(KEPT)
