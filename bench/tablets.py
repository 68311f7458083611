"""How long each page takes the server while thirty tablets work: median, 95th percentile and slowest, page by page.

Run it from the checkout::

    .venv/bin/python -m bench.tablets [--people 1200] [--tablets 30] [--seconds 60] [--pause 2.0]

It serves a demonstration of that many invented people from a process of its own, on loopback. A third of the tablets
register, the others record an eye, a dental, a chronic or a vitals form for cards of the demonstration; each doctor's
tablet also asks for its queue every five seconds, as the page does, one screen shows the board and one the dashboard.
Between two requests a tablet pauses for ``--pause`` seconds, more or less half of it; 2 s is about ten times the rush
of the largest day. The time is what the tablet waits from the request to the whole answer.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from caravan.domain.ids import new_id
from caravan.services.accounts import list_staff
from caravan.services.caravans import get_caravan
from caravan.services.demonstration import DEMO_STAFF, make_demonstration
from caravan.services.demonstration.people import FAMILIES, WOMEN
from caravan.services.house import make_house, open_house
from caravan.services.patients import search_patients
from caravan.settings import Settings

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
POLL_S = 5
SEED = 11
SEE_OTHER = 303
FORMS = {
    "eye": {"va_unaided_r": "v01", "va_unaided_l": "v02"},
    "dental": {"decayed_count": "3", "missing_count": "2", "filled_count": "1", "urgency_code": "2"},
    "chronic": {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95", "systolic_2_mmhg": "144", "diastolic_2_mmhg": "92"},
    "vitals": {"systolic_1_mmhg": "130", "diastolic_1_mmhg": "80"},
}


@dataclass
class Book:
    """What was measured: seconds by page, and what was refused."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, seconds: float, status: int) -> None:
        with self.lock:
            self.seconds[page].append(seconds)
            if status not in (200, 302, 303, 304):
                self.faults[f"{page} {status}"] += 1


class Tablet:
    """One tablet: a connection that stays open, its cookies, and its pace."""

    def __init__(self, base: str, book: Book, number: int, pause: float) -> None:
        self.place = urlsplit(base)
        self.connection = HTTPConnection(str(self.place.hostname), self.place.port, timeout=60)
        self.book, self.pause = book, pause
        self.random = Random(SEED * 1000 + number)  # noqa: S311  a pace, not a secret
        self.cookies: dict[str, str] = {}
        self.marks: dict[str, str] = {}

    def ask(self, page: str, address: str, answers: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Send a request and note its time; returns the status, the body and where a redirect leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if address in self.marks:
            headers["If-None-Match"] = self.marks[address]
        body = None
        if answers is not None:
            body, headers["Content-Type"] = urlencode(answers), "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request("GET" if answers is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.book.add(page, time.perf_counter() - start, answer.status)
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        if mark := answer.headers.get("ETag"):
            self.marks[address] = mark
        return answer.status, text, answer.headers.get("Location", "")

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value

    def sign_in(self, staff_id: str, pin: str) -> None:
        _status, page, _to = self.ask("login", f"/login/{staff_id}")
        status, _page, _to = self.ask("pin", f"/login/{staff_id}", {"csrf_token": token_of(page), "pin": pin})
        if status != SEE_OTHER:
            raise SystemExit(f"The sign-in was refused ({status}).")

    def rest(self) -> None:
        time.sleep(self.random.uniform(0.5, 1.5) * self.pause)


def token_of(page: str) -> str:
    found = TOKEN.search(page)
    return found.group(1) if found else ""


def reception(tablet: Tablet) -> None:
    """Search for someone new, register her, see the number."""
    (given, given_ar), (family, family_ar) = tablet.random.choice(WOMEN), tablet.random.choice(FAMILIES)
    tablet.ask("desk", "/reception")
    tablet.rest()
    tablet.ask("search as you type", f"/patients/found?q={quote(given[:4])}")
    tablet.ask("search as you type", f"/patients/found?q={quote(f'{given} {family}')}")
    tablet.rest()
    _status, page, _to = tablet.ask("register", "/reception/register")
    tablet.rest()
    answers = {
        "csrf_token": token_of(page),
        "operation_id": str(new_id()),
        "given_name_ar": given_ar,
        "family_name_ar": f"{family_ar} {tablet.random.choice(FAMILIES)[1]}",
        "given_name_fr": given,
        "sex": "female",
        "age_years": str(tablet.random.randint(18, 90)),
        "phone": f"06{tablet.random.randint(10_000_000, 99_999_999)}",
        "consent_care": "yes",
        "consent_data": "yes",
        "consent_method": "oral_witness",
    }
    status, page, to = tablet.ask("save a registration", "/reception/register", answers)
    if status == SEE_OTHER:
        tablet.ask("number and card", to)
    else:
        tablet.ask("desk", "/reception")  # a possible duplicate: this tablet leaves it
    tablet.rest()


def station(tablet: Tablet, form_id: str, cards: Queue[str]) -> None:
    """Scan a card, fill the form, save, see what was found."""
    code = cards.get()
    cards.put(code)
    tablet.ask(f"queue of {form_id}", f"/queue/{form_id}")
    tablet.rest()
    _status, page, _to = tablet.ask(f"form {form_id}", f"/q/{code}/{form_id}")
    tablet.rest()
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    hidden |= dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page))
    answers = {**hidden, **FORMS[form_id], "operation_id": str(new_id())}
    status, _page, to = tablet.ask(f"save {form_id}", f"/q/{code}/{form_id}", answers)
    if status == SEE_OTHER:
        tablet.ask("what was found", to)
    tablet.rest()


def poll(tablet: Tablet, page: str, address: str, until: float) -> None:
    time.sleep(tablet.random.uniform(0, POLL_S))
    while time.monotonic() < until:
        tablet.ask(page, address)
        time.sleep(POLL_S)


def work(tablet: Tablet, job: str, cards: Queue[str], until: float) -> None:
    time.sleep(tablet.random.uniform(0, 2 * tablet.pause))  # thirty people do not begin in the same second
    while time.monotonic() < until:
        if job == "reception":
            reception(tablet)
        else:
            station(tablet, job, cards)


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Serve a data folder from a process of its own; gives its address."""
    command = [sys.executable, "-m", "caravan", "serve", "--host", "127.0.0.1", "--port", "0", "--data", str(data)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CARAVAN_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean) as server:
        try:
            assert server.stdout is not None  # noqa: S101
            yield server.stdout.readline().strip().rstrip("/")
        finally:
            server.terminate()


def prepare(data: Path, people: int) -> tuple[dict[str, tuple[str, str]], list[str], str]:
    """Make the demonstration; returns a staff id and PIN by role, the cards, and the first station."""
    settings = Settings(data=data)
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings) as house:
        make_demonstration(house, people=people)
        pins = {name: pin for name, _role, pin, _language in DEMO_STAFF}
        staff = {card.role: (str(card.id), pins[card.name]) for card in list_staff(house)}
        found = search_patients(house, "", limit=people)
        cards = [line.card_code for line in found if line.card_code and line.number_today is not None]
        return staff, cards, get_caravan(house).stations[0]


def run(base: str, staff: dict[str, tuple[str, str]], cards: list[str], options: argparse.Namespace) -> Book:
    book, free = Book(), Queue[str]()
    for code in cards:
        free.put(code)
    until = time.monotonic() + options.seconds
    jobs = ["reception", *FORMS, "reception", *FORMS]
    threads = []
    for number in range(options.tablets):
        job = jobs[number % len(jobs)]
        tablet = Tablet(base, book, number, options.pause)
        tablet.sign_in(*staff["volunteer" if job == "reception" else "doctor"])
        threads.append(threading.Thread(target=work, args=(tablet, job, free, until), daemon=True))
        if job != "reception":
            watcher = Tablet(base, book, 1000 + number, options.pause)
            watcher.cookies = dict(tablet.cookies)
            threads.append(
                threading.Thread(target=poll, args=(watcher, "queue, asked again", f"/queue/{job}/rows", until))
            )
    coordinator = Tablet(base, book, 2000, options.pause)
    coordinator.sign_in(*staff["coordinator"])
    threads.append(threading.Thread(target=poll, args=(coordinator, "dashboard", "/dashboard", until)))
    threads.append(threading.Thread(target=poll, args=(Tablet(base, book, 2001, 1), "board", "/board/numbers", until)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return book


def tell(book: Book, seconds: float) -> None:
    print(f"{'page':<24}{'requests':>9}{'median ms':>11}{'p95 ms':>9}{'slowest ms':>12}")
    everything = [taken for times in book.seconds.values() for taken in times]
    for page, times in [*sorted(book.seconds.items()), ("all", everything)]:
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        figures = statistics.median(times) * 1e3, p95 * 1e3, max(times) * 1e3
        print(f"{page:<24}{len(times):>9}{figures[0]:>11.0f}{figures[1]:>9.0f}{figures[2]:>12.0f}")
    print(f"{len(everything) / seconds:.1f} requests a second; refused: {dict(book.faults) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1200)
    parser.add_argument("--tablets", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        staff, cards, _first = prepare(Path(folder) / "data", options.people)
        with serving(Path(folder) / "data") as base:
            tell(run(base, staff, cards, options), options.seconds)


if __name__ == "__main__":
    main()
