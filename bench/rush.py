"""Thirty tablets over TLS at the rush of the largest day, at ten and a hundred times of it, next to a bare Flask page.

Run it from the checkout::

    .venv/bin/python -m bench.rush [--times 1 10 100] [--seconds 25] [--people 600]

The rush is 300 registrations and 900 saves of a station an hour, at moments that do not wait for the laptop (seeded, as
people come). A registration is two searches, the form, the record, the page of the number and the card; a save is the
form of a card, the record and what was found. Records go the way of the outbox (``/api/ops``). Twenty tablets ask for
their queue every five seconds besides. A tablet does one thing at a time: when all thirty are busy the next person
waits, and the laptop is at its limit; the line of the stage then says how many of the wanted requests a second it
reached.

A Flask page that says "hello" is served by the same server over TLS, from a process of its own, at the same moments
and with as many requests: what it takes is what server, TLS and this program take. A time is from the request to its
whole answer. CPU and memory are those of the server's process (Linux).
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from queue import Empty, Queue
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from bench.tablets import FORMS, POLL_S, SEED, prepare, token_of
from caravan.domain.codes import new_code
from caravan.domain.ids import new_id
from caravan.services.demonstration.people import FAMILIES, WOMEN

TABLETS, POLLING = 30, 20
REGISTRATIONS, SAVES = 300, 900  # an hour
ASKED = {"registration": 6, "save": 3}  # requests of a job, for the bare page
FINE = frozenset({"done", "held"})  # held: someone alike is registered, and a person decides
CONSENT = {"consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness"}
HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")[^>]*name="([\w.]+)"[^>]*value="([^"]*)"')
AUTHOR = re.compile(r'data-author="([^"]+)"')
ABOUT = re.compile(r"data-about='([^']+)'")
HELLO = """
import sys
from flask import Flask
from caravan.serving import SecureDoor, listen, serve
app = Flask("hello")
app.add_url_rule("/", "hello", lambda: "hello")
with listen("127.0.0.1", 0, 0) as found:
    print(f"https://127.0.0.1:{found.https_port}", flush=True)
    serve(app, found, door=SecureDoor(sys.argv[1], sys.argv[2]))
"""


@dataclass
class Book:
    """Seconds of each kind of request, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, status: int) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            if status not in (200, 303, 304):
                self.errors[f"{kind} {status}"] += 1

    def refuse(self, what: str) -> None:
        with self.lock:
            self.errors[what] += 1


class Tablet:
    """One connection over TLS that stays open, its cookies, and who is signed in."""

    def __init__(self, base: str, context: ssl.SSLContext | None, book: Book, number: int) -> None:
        self.base, place = base, urlsplit(base)
        self.connection = HTTPSConnection(str(place.hostname), place.port, timeout=60, context=context)
        self.book, self.random = book, Random(SEED * 1000 + number)  # noqa: S311  a pace, not a secret
        self.cookies: dict[str, str] = {}
        self.marks: dict[str, str] = {}

    def ask(self, kind: str, address: str, body: str | None = None, content: str = "") -> tuple[int, str]:
        """Send a request and note its time; returns the status and the body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.base}
        headers |= {"Referer": f"{self.base}/", "Accept-Language": "fr", "X-Caravan-Outbox": "1"}
        if body is None and address in self.marks:
            headers["If-None-Match"] = self.marks[address]
        if content:
            headers["Content-Type"] = content
        start = time.perf_counter()
        try:
            self.connection.request("GET" if body is None else "POST", address, body, headers)
            answer = self.connection.getresponse()
            text, status = answer.read().decode(), answer.status
        except (HTTPException, OSError):
            self.connection.close()
            self.book.add(kind, time.perf_counter() - start, 0)
            return 0, ""
        self.book.add(kind, time.perf_counter() - start, status)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if mark := answer.headers.get("ETag"):
            self.marks[address] = mark
        return status, text

    def sign_in(self, staff_id: str, pin: str) -> None:
        _status, page = self.ask("login", f"/login/{staff_id}")
        answers = urlencode({"csrf_token": token_of(page), "pin": pin})
        status, _page = self.ask("login", f"/login/{staff_id}", answers, "application/x-www-form-urlencoded")
        if status != 303:  # noqa: PLR2004  see other
            raise SystemExit(f"The sign-in was refused ({status}).")

    def send(self, kind: str, page: str, fields: dict[str, str], **parts: object) -> str:
        """Send one record as the outbox does; returns where to look at it, "" when it was not taken in."""
        author = AUTHOR.search(page)
        record = {"id": fields["operation_id"], "kind": kind, "author": author.group(1) if author else "", **parts}
        record["fields"] = [[name, value] for name, value in fields.items() if name != "csrf_token"]
        content = json.dumps({"sent_at": datetime.now(UTC).isoformat(), "ops": [record]})
        status, text = self.ask("save", "/api/ops", content, "application/json")
        (reply,) = json.loads(text)["replies"] if status == 200 else [{"state": "lost"}]  # noqa: PLR2004  fine
        if reply["state"] not in FINE:
            self.book.refuse(f"{kind} {parts.get('form', '')} {reply['state']}: {reply.get('said', '')}")
        return str(reply.get("location", ""))


def hidden_of(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def register(tablet: Tablet) -> None:
    """Search for someone new, register her, see the number, give a card."""
    (given, given_ar), (family, family_ar) = tablet.random.choice(WOMEN), tablet.random.choice(FAMILIES)
    tablet.ask("page", f"/patients/found?q={quote(given[:4])}")
    tablet.ask("page", f"/patients/found?q={quote(f'{given} {family}')}")
    _status, page = tablet.ask("page", "/reception/register")
    names = {"given_name_ar": given_ar, "given_name_fr": given}
    names["family_name_ar"] = f"{family_ar} {tablet.random.choice(FAMILIES)[1]}"
    figures = {"age_years": str(tablet.random.randint(18, 90)), "phone": f"06{tablet.random.randint(10**7, 10**8 - 1)}"}
    fields = {**hidden_of(page), **names, **figures, **CONSENT, "sex": "female", "operation_id": str(new_id())}
    location = tablet.send("register", page, fields) or tablet.send(
        "register", page, fields, late=True
    )  # she is another
    if location:
        _status, page = tablet.ask("page", location)
        about = {"registration": fields["operation_id"]}
        tablet.send("bind", page, {"operation_id": str(new_id()), "code": new_code()}, about=about)


def examine(tablet: Tablet, form_id: str, code: str) -> None:
    """Open the form of a card, save it, see what was found."""
    _status, page = tablet.ask("page", f"/q/{code}/{form_id}")
    about = ABOUT.search(page)
    fields = {**hidden_of(page), **FORMS[form_id], "operation_id": str(new_id())}
    person = json.loads(html.unescape(about.group(1))) if about else {"card": code}
    if location := tablet.send("screening", page, fields, form=form_id, about=person):
        tablet.ask("page", location)


Do = Callable[[str, int], None]


def moments(an_hour: float, seconds: float, chance: Random) -> Iterator[float]:
    """When people come, in seconds from the start: as many an hour as said, at random."""
    at = chance.expovariate(an_hour / 3600)
    while at < seconds:
        yield at
        at += chance.expovariate(an_hour / 3600)


def plan(times: float, seconds: float) -> list[tuple[float, str, int]]:
    """Every job of a stage: when, what, and its number."""
    chance = Random(SEED)  # noqa: S311  the same day each time
    found = [(at, "registration") for at in moments(REGISTRATIONS * times, seconds, chance)]
    found += [(at, "save") for at in moments(SAVES * times, seconds, chance)]
    return [(at, what, number) for number, (at, what) in enumerate(sorted(found))]


def run(jobs: list[tuple[float, str, int]], seconds: float, workers: list[Do]) -> float:
    """Let tablets do the jobs at their moments, each one at a time; returns the seconds until the end.

    What was not begun by then is left: the laptop was at its limit.
    """
    due, start = Queue[tuple[float, str, int]](), time.monotonic()
    for job in jobs:
        due.put(job)

    def work(do: Do) -> None:
        while time.monotonic() - start < seconds:
            try:
                at, what, number = due.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, at - (time.monotonic() - start)))
            do(what, number)

    threads = [threading.Thread(target=work, args=(do,), daemon=True) for do in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(seconds, time.monotonic() - start)


def poll(tablet: Tablet, form_id: str, end: threading.Event) -> None:
    wait = tablet.random.uniform(0, POLL_S)
    while not end.wait(wait):
        tablet.ask("queue", f"/queue/{form_id}/rows")
        wait = POLL_S


@dataclass(frozen=True)
class Load:
    """What a process used: CPU seconds so far, and megabytes now; 0 where it cannot be known."""

    cpu_s: float
    memory_mb: float

    @classmethod
    def of(cls, pid: int) -> Load:
        try:
            parts = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
            pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        except OSError:
            return cls(0, 0)
        ticks = int(parts[11]) + int(parts[12])
        return cls(ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


@contextmanager
def started(command: list[str], lines: int) -> Iterator[tuple[int, str]]:
    """Start a server; gives its process id and the last of the addresses that it prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CARAVAN_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean) as server:
        try:
            assert server.stdout is not None  # noqa: S101
            address = [server.stdout.readline().strip().rstrip("/") for _line in range(lines)][-1]
            yield server.pid, address
        finally:
            server.terminate()


class Stages:
    """The stages of one run: who serves, who is signed in, and the table that is printed."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.data, self.options = folder / "data", options
        self.staff, self.cards, _first = prepare(self.data, options.people)
        self.context: ssl.SSLContext | None = None

    def all(self) -> None:
        print(f"{'request':<22}{'rush x':>6}{'count':>9}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}")
        serve = [
            sys.executable,
            "-m",
            "caravan",
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--data",
            str(self.data),
        ]
        with started(serve, lines=2) as (pid, base):
            self.context = ssl.create_default_context(cafile=str(self.data / "tls" / "authority.pem"))
            for times in self.options.times:
                self.caravan(pid, base, times)
        leaf = [str(self.data / "tls" / name) for name in ("leaf.pem", "leaf.key")]
        with started([sys.executable, "-c", HELLO, *leaf], lines=1) as (pid, base):
            for times in self.options.times:
                self.hello(pid, base, times)

    def caravan(self, pid: int, base: str, times: float) -> None:
        book, forms, end = Book(), list(FORMS), threading.Event()
        desk_of = self._signed_in(base, "volunteer", TABLETS)
        doctor_of = self._signed_in(base, "doctor", TABLETS)
        watchers = self._signed_in(base, "doctor", POLLING)

        def worker(desk: Tablet, doctor: Tablet) -> Do:
            def do(what: str, number: int) -> None:
                if what == "registration":
                    register(desk)
                else:
                    examine(doctor, forms[number % len(forms)], self.cards[number % len(self.cards)])

            return do

        for tablet in (*desk_of, *doctor_of, *watchers):
            tablet.book = book
        asking = [(one, forms[n % len(forms)], end) for n, one in enumerate(watchers)]
        pollers = [threading.Thread(target=poll, args=given, daemon=True) for given in asking]
        for thread in pollers:
            thread.start()
        workers = [worker(desk, doctor) for desk, doctor in zip(desk_of, doctor_of, strict=True)]
        self._stage(pid, times, book, workers)
        end.set()

    def hello(self, pid: int, base: str, times: float) -> None:
        book = Book()

        def worker(tablet: Tablet) -> Do:
            def do(what: str, _number: int) -> None:
                for _each in range(ASKED[what]):
                    tablet.ask("hello", "/")

            return do

        self._stage(pid, times, book, [worker(Tablet(base, self.context, book, n)) for n in range(TABLETS)])

    def _signed_in(self, base: str, role: str, count: int) -> list[Tablet]:
        """Tablets of one person, who signs in once; each is a tablet of its own to the laptop."""
        tablets = [Tablet(base, self.context, Book(), number) for number in range(count)]
        tablets[0].sign_in(*self.staff[role])
        for tablet in tablets[1:]:
            tablet.cookies = {name: value for name, value in tablets[0].cookies.items() if name != "tablet"}
        return tablets

    def _stage(self, pid: int, times: float, book: Book, workers: list[Do]) -> None:
        jobs, before = plan(times, self.options.seconds), Load.of(pid)
        took = run(jobs, self.options.seconds, workers)
        after = Load.of(pid)
        wanted = sum(ASKED[what] for _at, what, _number in jobs) / self.options.seconds
        sent = [kind for kind in book.seconds if kind != "queue"]
        reached = sum(len(book.seconds[kind]) for kind in sent) / took
        for kind in sorted(book.seconds):
            p50, p95, p99 = percentiles(book.seconds[kind])
            print(f"{kind:<22}{times:>6g}{len(book.seconds[kind]):>9}{p50:>8.0f}{p95:>8.0f}{p99:>8.0f}")
        used = f"{after.cpu_s - before.cpu_s:.1f} CPU s in {took:.0f} s, {after.memory_mb:.0f} MB"
        print(f"  x{times:g}: {reached:.1f} of {wanted:.1f} requests a second; {used}")
        print(f"  errors: {dict(book.errors) or 'none'}\n")


def percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99 in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--times", type=float, nargs="+", default=[1, 10, 100])
    with tempfile.TemporaryDirectory() as folder:
        Stages(Path(folder), parser.parse_args()).all()


if __name__ == "__main__":
    main()
