"""A real server at both doors: https that our authority vouches for, one for each folder, a stop that loses nothing."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from http.client import HTTPSConnection
from pathlib import Path
from shutil import copytree

import pytest
from cryptography import x509

from caravan.services.trust import prepare_trust
from caravan.storage import certificates
from caravan.storage.certificates import issue_leaf, make_authority
from tests.cli.test_serve import CHECKOUT, HALF_A_POST, START_SECONDS, Server, command, serving
from tests.conftest import MORNING

SLOW_APP = """
import os, sys, time
from caravan.serving import SecureDoor, listen, serve

def app(environ, start_response):
    os.write(1, b"began\\n")  # one call: both doors may say it at the same moment
    time.sleep(float(environ["QUERY_STRING"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]

with listen("127.0.0.1", 0, 0) as listeners:
    door = SecureDoor(sys.argv[1], sys.argv[2])
    print(listeners.http_port, listeners.https_port, flush=True)
    ended = serve(app, listeners, door=door)
    print("ended" if ended else "given up", flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def data(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(copytree(prepared, tmp_path_factory.mktemp("served") / "data"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with serving(data) as running:
        yield running


def trusting(data: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(data / "tls" / "authority.pem"))


def ask_https(server: Server, context: ssl.SSLContext, host: str = "127.0.0.1", path: str = "/healthz") -> int:
    connection = HTTPSConnection(host, server.secure_port, context=context, timeout=20)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_both_doors_lead_to_the_same_house(server, data):
    assert server.secure_address == f"https://127.0.0.1:{server.secure_port}/"
    assert server.ask("/login").status == 200
    assert ask_https(server, trusting(data), path="/login") == 200
    assert ask_https(server, trusting(data), host="localhost") == 200


def test_a_tablet_that_does_not_trust_the_laptop_is_not_deceived(server):
    with pytest.raises(ssl.SSLCertVerificationError):
        ask_https(server, ssl.create_default_context())


@pytest.mark.parametrize(("version", "is_taken"), [(ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_1, False)])
def test_tls_is_spoken_from_version_1_2_on(server, data, version, is_taken):
    context = trusting(data)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the old version is old on purpose
        context.minimum_version = version
        context.maximum_version = version
    if is_taken:
        assert ask_https(server, context) == 200
    else:
        with pytest.raises(ssl.SSLError):
            ask_https(server, context)


def test_plain_http_at_the_https_door_is_refused_and_holds_nobody_up(server, data):
    with socket.create_connection(("127.0.0.1", server.secure_port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert client.recv(200)[:5] != b"HTTP/"
    assert ask_https(server, trusting(data)) == 200


def test_a_second_server_on_the_same_folder_is_told_where_the_first_one_is(server, data):
    second = command(data, "--port", "0")
    out, err = second.communicate(timeout=START_SECONDS)
    assert (second.returncode, out) == (1, "")
    assert err == (
        f"Caravan already serves {data}. Open http://127.0.0.1:{server.port}/, "
        "or stop the other one first (Ctrl-C in its window).\n"
    )
    assert server.ask("/healthz").status == 200


def test_a_port_of_https_that_was_asked_for_and_is_taken_is_refused(server, prepared, tmp_path):
    second = command(
        Path(copytree(prepared, tmp_path / "data")), "--port", "0", "--https-port", str(server.secure_port)
    )
    _out, err = second.communicate(timeout=START_SECONDS)
    assert (second.returncode, err) == (
        1,
        f"Port {server.secure_port} is already used. Stop the other program, or give another port.\n",
    )


def test_the_plain_door_alone_when_that_is_wanted(prepared, tmp_path):
    data = Path(copytree(prepared, tmp_path / "data"))
    with serving(data, "--no-https") as running:
        assert running.ask("/login").status == 200
        assert not (data / "tls").exists()


@pytest.mark.parametrize("words", [["--cert", "c.pem"], ["--key", "c.key"]])
def test_a_certificate_without_its_key_is_wrong_usage(data, tmp_path, words):
    (tmp_path / words[1]).write_text("", "ascii")
    done = command(data, words[0], str(tmp_path / words[1]))
    assert "Give --cert and --key together." in done.communicate(timeout=START_SECONDS)[1]
    assert done.returncode == 2


def test_a_certificate_of_a_domain_of_ones_own_is_shown(prepared, tmp_path, monkeypatch):
    monkeypatch.setattr(certificates, "NAMES", ("caravan.example.org",))
    authority = make_authority("Some public authority", at=MORNING)
    leaf = issue_leaf(authority, (), at=MORNING)
    files = [tmp_path / "own.pem", tmp_path / "own.key"]
    for file, text in zip(files, (leaf.certificate_pem, leaf.key_pem), strict=True):
        file.write_text(text, "ascii")
    data = Path(copytree(prepared, tmp_path / "data"))
    with serving(data, "--cert", str(files[0]), "--key", str(files[1])) as running:
        assert running.secure_address.startswith("https://caravan.example.org:")
        shown = ssl.get_server_certificate(("127.0.0.1", running.secure_port))
        assert x509.load_pem_x509_certificate(shown.encode("ascii")) == leaf.certificate


def test_a_certificate_that_is_none_is_refused_in_one_sentence(prepared, tmp_path):
    for name in ("own.pem", "own.key"):
        (tmp_path / name).write_text("nothing", "ascii")
    words = ["--port", "0", "--cert", str(tmp_path / "own.pem"), "--key", str(tmp_path / "own.key")]
    refused = command(Path(copytree(prepared, tmp_path / "data")), *words)
    assert refused.communicate(timeout=START_SECONDS)[1].splitlines()[-1] == (
        "The certificate own.pem vouches for no domain. Give one in PEM that does."
    )
    assert refused.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_after_a_crash_the_next_start_needs_no_cleaning_and_keeps_the_trust_of_the_tablets(prepared, tmp_path):
    data = Path(copytree(prepared, tmp_path / "data"))
    with serving(data) as running:
        trusted = trusting(data)
        assert ask_https(running, trusted) == 200
        running.process.send_signal(signal.SIGKILL)
        running.process.wait(timeout=10)
    with serving(data) as again:
        assert again.ask("/login").status == 200
        assert ask_https(again, trusted) == 200


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Server]:
    """A server of ours whose requests last as long as they ask for."""
    shown = prepare_trust(tmp_path, (), at=datetime.now(UTC))
    words = [sys.executable, "-c", SLOW_APP, str(shown.certificate), str(shown.key)]
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        plain, secure = process.stdout.readline().split()
        yield Server(process, f"http://127.0.0.1:{plain}/", f"https://127.0.0.1:{secure}/")
        process.kill()


def begin(stack: ExitStack, server: Server, data: Path, seconds: float) -> list[socket.socket]:
    """Begin a request at each door and wait until both are under way."""
    plain = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
    secure = stack.enter_context(socket.create_connection(("127.0.0.1", server.secure_port), timeout=20))
    doors = [plain, stack.enter_context(trusting(data).wrap_socket(secure, server_hostname="localhost"))]
    for door in doors:
        door.sendall(f"GET /?{seconds} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
    assert server.process.stdout is not None
    assert [server.process.stdout.readline() for _door in doors] == ["began\n", "began\n"]
    return doors


def read_all(door: socket.socket) -> bytes:
    parts = []
    while part := door.recv(4096):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_requests_under_way_at_both_doors_are_answered_whole_before_the_stop(slow, tmp_path):
    with ExitStack() as stack:
        doors = begin(stack, slow, tmp_path, 2)
        idle = stack.enter_context(socket.create_connection(("127.0.0.1", slow.port), timeout=20))
        half = stack.enter_context(socket.create_connection(("127.0.0.1", slow.secure_port), timeout=20))
        half.sendall(HALF_A_POST[:5])
        began = time.monotonic()
        slow.process.send_signal(signal.SIGTERM)
        assert all(b"whole" in read_all(door) for door in doors)
        assert read_all(idle) == b""
        assert slow.process.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
    assert slow.process.stdout is not None
    assert slow.process.stdout.read().endswith("ended\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_request_that_never_ends_does_not_hold_the_stop_over_ten_seconds(slow, tmp_path):
    with ExitStack() as stack:
        begin(stack, slow, tmp_path, 600)
        began = time.monotonic()
        slow.process.send_signal(signal.SIGTERM)
        assert slow.process.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
    assert slow.process.stdout is not None
    assert slow.process.stdout.read().endswith("given up\n")
