"""A real server: it says where it is, answers, refuses what is too large, is not held up, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from shutil import copytree

import pytest

START_SECONDS = 60
CHECKOUT = Path(__file__).parents[2]
HALF_A_POST = (
    b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\npin=12"
)


@dataclass
class Server:
    """A running ``caravan serve``."""

    process: subprocess.Popen[str]
    address: str
    secure_address: str = ""

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rsplit(":", 1)[1])

    @property
    def secure_port(self) -> int:
        return int(self.secure_address.rstrip("/").rsplit(":", 1)[1])

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, timeout: float = 20) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response


def command(data: Path, *words: str) -> subprocess.Popen[str]:
    env = {**os.environ, "CARAVAN_LANG": "en", "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [sys.executable, "-m", "caravan", "serve", "--host", "127.0.0.1", "--data", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
    )


@contextmanager
def serving(data: Path, *words: str) -> Iterator[Server]:
    process = command(data, "--port", "0", *words)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        yield Server(process, address, "" if "--no-https" in words else process.stdout.readline().strip())
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(Path(copytree(prepared, tmp_path_factory.mktemp("served") / "data"))) as running:
        yield running


def test_it_prints_the_address_to_type_and_answers_there(server):
    assert server.address == f"http://127.0.0.1:{server.port}/"
    assert server.ask("/healthz").status == 200


def test_the_first_page_leads_to_the_log_in(server):
    assert server.ask("/").status in (302, 303)
    assert server.ask("/login").status == 200


def test_it_does_not_tell_what_it_is_made_of(server):
    assert server.ask("/healthz").getheader("Server") is None


def test_a_second_server_on_the_same_port_is_refused_in_one_sentence(server, prepared, tmp_path):
    second = command(Path(copytree(prepared, tmp_path / "data")), "--port", str(server.port))
    out, err = second.communicate(timeout=START_SECONDS)
    assert (second.returncode, out) == (1, "")
    assert err == f"Port {server.port} is already used. Stop the other program, or give another port.\n"
    assert server.ask("/healthz").status == 200


def test_an_address_of_another_machine_is_refused_in_one_sentence(prepared, tmp_path):
    second = command(Path(copytree(prepared, tmp_path / "data")), "--host", "192.0.2.77", "--port", "0")
    _out, err = second.communicate(timeout=START_SECONDS)
    assert (second.returncode, err) == (1, "This laptop has no address 192.0.2.77. Check --host.\n")


@pytest.mark.parametrize("megabytes", [5, 21])
def test_a_body_over_the_limit_is_refused(server, megabytes):
    """5 MB is over what a form may hold, 21 MB over what is read at all."""
    body = b"x" * (megabytes * 1024 * 1024)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        head = f"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        client.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        with suppress(BrokenPipeError, ConnectionResetError):  # it may be refused before the end
            client.sendall(body)
        answer = client.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert server.ask("/healthz").status == 200


def test_forty_half_sent_posts_hold_nobody_up(server):
    with ExitStack() as stack:
        for _ in range(40):
            half = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            half.sendall(HALF_A_POST)
        began = time.monotonic()
        assert server.ask("/login", timeout=2).status == 200
        assert time.monotonic() - began < 2


def test_forty_silent_connections_hold_nobody_up(server):
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
        assert server.ask("/login", timeout=2).status == 200


def test_what_is_no_request_is_refused_and_forgotten(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
        assert b"400" in client.recv(200)
    assert server.ask("/healthz").status == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("told", "started"), [(signal.SIGTERM, HALF_A_POST), (signal.SIGINT, b"")])
def test_it_stops_within_ten_seconds_when_told_and_leaves_the_database_whole(prepared, tmp_path, told, started):
    data = Path(copytree(prepared, tmp_path / "data"))
    with serving(data) as running:
        assert running.ask("/healthz").status == 200
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as client:
            client.sendall(started)
            running.process.send_signal(told)
            began = time.monotonic()
            code = running.process.wait(timeout=15)
            assert time.monotonic() - began < 10
    assert code == 0
    assert not (data / "caravan.sqlite3-wal").exists(), "the last connection was closed, its log folded in"
