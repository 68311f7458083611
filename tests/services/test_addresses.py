"""Where tablets find the laptop: likeliest address first, and the doors of the last start remembered."""

from types import SimpleNamespace

import pytest

from caravan.services import addresses
from caravan.services.addresses import Doors, is_loopback, join_addresses, keep_doors, lan_addresses, read_doors


def adapter(name, *found):
    ips = [SimpleNamespace(is_IPv4=":" not in text, ip=text) for text in found]
    return SimpleNamespace(nice_name=name, name=name, ips=ips)


@pytest.fixture
def network(monkeypatch):
    """The adapters of a laptop, and the address by which it would leave for elsewhere."""

    def set_up(outward, *adapters):
        monkeypatch.setattr("ifaddr.get_adapters", lambda: adapters)
        monkeypatch.setattr(addresses, "_outward", lambda: outward)

    return set_up


def test_the_way_out_comes_first_and_what_machines_make_for_themselves_last(network):
    network(
        "192.168.8.2",
        adapter("lo", "127.0.0.1", "::1"),
        adapter("docker0", "172.17.0.1"),
        adapter("vEthernet (WSL)", "172.28.0.1"),
        adapter("eth0", "169.254.7.7"),
        adapter("wlan1", "10.42.0.1"),
        adapter("wlan0", "192.168.8.2", "fe80::1"),
    )
    assert lan_addresses() == ("192.168.8.2", "10.42.0.1", "169.254.7.7", "172.17.0.1", "172.28.0.1")


def test_a_laptop_on_no_network_has_no_address_for_tablets(network):
    network(None, adapter("lo", "127.0.0.1"))
    assert Doors().hosts == ()


def test_a_server_that_listens_on_one_address_is_found_there_alone(network):
    network("192.168.8.2", adapter("wlan0", "192.168.8.2"))
    assert Doors(host="10.42.0.1").hosts == ("10.42.0.1",)
    assert Doors(host="127.0.0.1").hosts == ()


def test_addresses_are_written_as_browsers_take_them():
    doors = Doors(http_port=8080, https_port=8443)
    assert doors.http("10.0.0.1", "/join") == "http://10.0.0.1:8080/join"
    assert doors.https("10.0.0.1") == "https://10.0.0.1:8443/"
    assert doors.https("::1") == "https://[::1]:8443/"
    assert Doors(https_port=443).https("caravan.local") == "https://caravan.local/"
    assert Doors(https_port=None).https("10.0.0.1") is None


def test_a_domain_of_ones_own_stands_in_the_place_of_every_address():
    assert Doors(domain="caravan.example.org").https("10.0.0.1") == "https://caravan.example.org:8443/"


@pytest.mark.parametrize("host", ["192.0.2.2", "laptop"])
def test_a_host_that_the_authority_may_not_vouch_for_is_opened_by_the_name_of_the_laptop(host):
    assert Doors().https(host) == "https://caravan.local:8443/"


def test_the_doors_of_the_last_start_are_remembered_for_the_poster(tmp_path, network):
    network("192.168.8.2", adapter("wlan0", "192.168.8.2"))
    keep_doors(tmp_path, Doors(http_port=9000))
    assert join_addresses(tmp_path) == ("http://192.168.8.2:9000/join", "http://caravan.local:9000/join")


@pytest.mark.parametrize("content", [None, "", "{", '{"unknown": 1}', "[]"])
def test_doors_that_cannot_be_read_are_the_usual_ones(tmp_path, content):
    if content is not None:
        (tmp_path / "doors.json").write_text(content, "utf-8")
    assert read_doors(tmp_path) == Doors()


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("", False), ("10.0.0.1", False)],
)
def test_the_laptop_itself_is_known_from_its_tablets(host, expected):
    assert is_loopback(host) is expected
