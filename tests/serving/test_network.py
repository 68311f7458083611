"""When the laptop comes to another network, the https door shows a certificate for it, without a restart."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from threading import Thread

import pytest

from caravan.domain.errors import CaravanError
from caravan.services import addresses
from caravan.services.addresses import Doors
from caravan.services.trust import find_authority
from caravan.serving import SecureDoor, listen
from caravan.serving.naming import Naming
from caravan.serving.network import Network
from caravan.serving.own_domain import domain_of
from caravan.storage import certificates
from caravan.storage.certificates import issue_leaf, make_authority
from tests.refusals import refused

NOW = datetime.now(UTC)


@pytest.fixture
def hosts(monkeypatch):
    """The addresses of the laptop, to be changed; nothing is told to the real network."""
    found = ["192.168.1.20"]
    monkeypatch.setattr(addresses, "lan_addresses", lambda: tuple(found))
    monkeypatch.setattr(Naming, "tell", lambda _self, _addresses: None)
    return found


def names_shown(door, data):
    """Shake hands once, over a real socket, as a tablet that trusts the laptop."""
    with listen("127.0.0.1", 0) as listeners:
        answering = Thread(target=_answer_one, args=(listeners.plain, door))
        answering.start()
        context = ssl.create_default_context(cafile=str(data / "tls" / "authority.pem"))
        with (
            socket.create_connection(("127.0.0.1", listeners.http_port), timeout=10) as opened,
            context.wrap_socket(opened, server_hostname="caravan.local") as client,
        ):
            shown = client.getpeercert()
        answering.join()
    return {value for kind, value in shown["subjectAltName"] if kind == "IP Address"}


def _answer_one(listener, door):
    opened, _address = listener.accept()
    with opened, door.context.wrap_socket(opened, server_side=True):
        pass


def test_another_network_brings_another_certificate_to_the_next_connection(tmp_path, hosts):
    network = Network(tmp_path, Doors(), now=lambda: NOW)
    network.begin()
    assert network.follow() == ("192.168.1.20",)
    assert "192.168.1.20" in names_shown(network.door, tmp_path)
    trusted = find_authority(tmp_path)
    hosts[:] = ["192.168.43.7", "10.0.0.5"]
    assert network.follow() == ("192.168.43.7", "10.0.0.5")
    assert {"192.168.43.7", "10.0.0.5"} <= names_shown(network.door, tmp_path)
    assert "192.168.1.20" not in names_shown(network.door, tmp_path)
    assert find_authority(tmp_path) == trusted


def test_nothing_is_said_while_the_addresses_stay(tmp_path, hosts):
    network = Network(tmp_path, Doors(), now=lambda: NOW)
    network.begin()
    assert network.follow() is not None
    before = (tmp_path / "tls" / "leaf.pem").read_bytes()
    assert network.follow() is None
    assert (tmp_path / "tls" / "leaf.pem").read_bytes() == before


def test_a_name_that_another_laptop_has_is_told_once(tmp_path, hosts, monkeypatch):
    network = Network(tmp_path, Doors(), now=lambda: NOW)
    assert not network.has_just_found_name_taken()
    network._naming.is_taken = True
    assert [network.has_just_found_name_taken() for _ in range(3)] == [True, False, False]


def test_a_key_of_another_certificate_is_refused(tmp_path):
    authority = make_authority("Caravan 0000", at=NOW)
    one, other = (issue_leaf(authority, (), at=NOW) for _ in range(2))
    (tmp_path / "one.pem").write_text(one.certificate_pem, "ascii")
    (tmp_path / "other.key").write_text(other.key_pem, "ascii")
    with refused("certificate.unusable"):
        SecureDoor(tmp_path / "one.pem", tmp_path / "other.key")


@pytest.mark.parametrize(
    ("names", "domain"),
    [
        (("caravan.example.org", "www.example.org"), "caravan.example.org"),
        (("*.example.org", "example.org"), "example.org"),
        (("*.example.org",), "caravan.example.org"),
    ],
)
def test_a_certificate_of_ones_own_says_which_name_the_tablets_open(tmp_path, monkeypatch, names, domain):
    authority = make_authority("Any", at=NOW)
    monkeypatch.setattr(certificates, "NAMES", names)
    leaf = issue_leaf(authority, (), at=NOW)
    (tmp_path / "own.pem").write_text(leaf.certificate_pem, "ascii")
    assert domain_of(tmp_path / "own.pem") == domain


def test_a_port_that_is_taken_is_not_silently_another_one():
    with listen("127.0.0.1", 0) as first, refused("port.taken"), listen("127.0.0.1", first.http_port):
        pass


def test_https_takes_the_next_port_of_its_list_and_lets_go_of_http_when_all_are_taken():
    with listen("127.0.0.1", 0) as first:
        with listen("127.0.0.1", 0, first.http_port, 0) as second:
            assert second.https_port not in (first.http_port, 0)
            plain = second.http_port
        with pytest.raises(CaravanError), listen("127.0.0.1", plain, first.http_port):
            pass
        with listen("127.0.0.1", plain) as third:
            assert third.http_port == plain
