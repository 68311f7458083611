"""Connections that never say what they want are let go of, and those that wait between two requests are kept."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
HEAD_SECONDS = 1.0
PROGRAM = f"""
from caravan.serving import heads, listen, serve
heads.HEAD_SECONDS = {HEAD_SECONDS}

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [environ["wsgi.input"].read()[:2] or b"ok"]

with listen("127.0.0.1", 0) as listeners:
    print(listeners.http_port, flush=True)
    serve(app, listeners)
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    env = {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def read_until(client: socket.socket, end: bytes) -> bool:
    said = b""
    while not said.endswith(end) and (part := client.recv(1000)):
        said += part
    return said.endswith(end)


def closed_after(client: socket.socket) -> float:
    began = time.monotonic()
    assert client.recv(100) == b""
    return time.monotonic() - began


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a"])
def test_who_says_nothing_or_half_of_it_is_let_go_of(port, begun):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(begun)
        assert 0.5 < closed_after(client) < 5


def test_a_header_that_comes_letter_by_letter_does_not_win_time(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nX: ")
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 8:
                client.sendall(b"a")
                time.sleep(0.1)
        assert time.monotonic() - began < 5


def test_the_limit_counts_again_for_a_second_request_that_is_begun_and_not_ended(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_until(client, b"ok")
        client.sendall(b"GET / HT")
        assert 0.5 < closed_after(client) < 5


def test_a_connection_between_two_requests_is_kept(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(2):
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"ok"
        opened = connection.sock
        time.sleep(2 * HEAD_SECONDS)
        assert connection.sock is opened
    connection.close()


def test_a_body_that_takes_longer_than_a_head_may_is_read_whole(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\nh")
        time.sleep(2 * HEAD_SECONDS)
        client.sendall(b"i")
        assert read_until(client, b"hi")
