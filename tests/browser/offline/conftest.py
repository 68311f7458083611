"""A laptop that dies and comes back at the same address, and tablets that go on meanwhile."""

import os
import shutil
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from bench.contact_sheet import CHROMIUM
from caravan.settings import Settings
from tests.browser.conftest import make_caravan, sign_in
from tests.browser.server import Server

ON_DISK = """(store) => new Promise((resolve) => {
  const wish = indexedDB.open("caravan", 1);
  wish.onsuccess = () => {
    const all = wish.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { wish.result.close(); resolve(all.result); };
  };
})"""
PROGRAM = Path(__file__).parents[3]
PAGES = "async () => (await (await caches.open('pages')).keys()).map(({ url }) => new URL(url).pathname)"


class Laptop:
    """A data folder served at one address by a process that can be killed, frozen and started again."""

    def __init__(self, data: Path) -> None:
        self.data, self.cards = data, make_caravan(data)
        self.port, self.https_port = free_port(), free_port()
        self.program = PROGRAM
        self.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def by_name(self) -> str:
        """The plain address by name: not secure for a browser, unlike loopback."""
        return f"http://caravan.local:{self.port}"

    @property
    def secure(self) -> str:
        """The https address by name."""
        return f"https://caravan.local:{self.https_port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        newer = self.program if self.program != PROGRAM else None
        ports = ["--https-port", str(self.https_port)]
        self.process = Server(self.data, *ports, port=self.port, program=newer)

    def kill(self) -> None:
        """Pull the plug: no goodbye."""
        self.process.kill()

    def upgrade(self, folder: Path) -> None:
        """Start again with a newer version of the program, whose pages have another style."""
        for part in ("caravan", "forms", "templates", "exports"):
            shutil.copytree(PROGRAM / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        with (folder / "caravan" / "web" / "static" / "css" / "base.css").open("a") as style:
            style.write("\n.newer{color:inherit}\n")
        self.program = folder
        self.start()

    def freeze(self) -> None:
        """Stop the process in the middle of whatever it does: it answers nothing, and its connections stay open."""
        self.process.send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        self.process.send(signal.SIGCONT)

    def rows(self, table: str, what: str = "count(*)") -> list[tuple]:
        """Look into the database itself."""
        with sqlite3.connect(Settings(data=self.data).database_file) as database:
            return database.execute(f"select {what} from {table}").fetchall()  # noqa: S608

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(table)[0][0])


@pytest.fixture
def workers() -> str:
    """With the service worker, as at an address that the browser calls secure."""
    return "allow"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """A laptop of this test alone."""
    one = Laptop(tmp_path / "data")
    yield one
    one.kill()


class Home:
    """The browser of one tablet, with a disk of its own."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self.chromium, self.folder, self.context = chromium, folder, None

    def open(self) -> Page:
        """Open the browser, as it was left or killed."""
        path = shutil.which("chromium") or "chromium"
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.folder, executable_path=path, args=CHROMIUM, locale="ar"
        )
        return self.context.new_page()

    def kill(self) -> None:
        """The battery dies: every process of this browser is gone at once, and nothing is written any more."""
        mine = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
                if mine in (process / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Leave the browser."""
        if self.context is not None:
            with suppress(Error):
                self.context.close()
        self.context = None


@pytest.fixture
def home(tmp_path: Path, chromium: Browser) -> Iterator[Home]:
    """The browser of one tablet, that can be killed and opened again."""
    one = Home(chromium, tmp_path / "tablet")
    yield one
    one.close()


@pytest.fixture
def prepare(laptop: Laptop) -> Callable[..., None]:
    """Sign in and wait until the tablet is ready to be alone."""

    def do(page: Page, role: str = "doctor", pages: int = 6, base: str = "") -> None:
        sign_in(page, base or laptop.base, role)
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.reload()
        until(lambda: len(page.evaluate(PAGES)) >= pages)
        until(lambda: len(on_disk(page, "people")) == len(laptop.cards))

    return do


@pytest.fixture
def prepared(tablet: Callable[..., Page], prepare: Callable[..., None]) -> Callable[..., Page]:
    """A tablet at which someone signed in, and that is ready to be alone."""

    def do(role: str, pages: int) -> Page:
        page = tablet("ar")
        prepare(page, role, pages)
        return page

    return do


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(is_so, patience: float = 30.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it did not become so in time"
        time.sleep(0.1)


def on_disk(page: Page, store: str) -> list[dict]:
    """What a store on the disk of the tablet holds."""
    return page.evaluate(ON_DISK, store)


def kept(page: Page) -> list[dict]:
    """The records that wait on the tablet."""
    return on_disk(page, "records")
