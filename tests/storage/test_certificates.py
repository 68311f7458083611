"""The authority of a laptop vouches for the caravan's own network and for nothing else; readers hold it to that."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from caravan.storage import certificates
from caravan.storage.certificates import fingerprint, is_lasting, is_private, issue_leaf, make_authority, vouches_for

NOW = datetime.now(UTC)
ADDRESSES = ("192.168.43.7", "10.0.0.5")


@pytest.fixture(scope="module")
def authority():
    return make_authority("Caravan 0000", at=NOW)


def shake_hands(authority, leaf, host, tmp_path):
    """Open a TLS connection in memory as a browser that trusts the authority; raises what the browser would say."""
    (tmp_path / "leaf.pem").write_text(leaf.certificate_pem, "ascii")
    (tmp_path / "leaf.key").write_text(leaf.key_pem, "ascii")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "leaf.pem", tmp_path / "leaf.key")
    client = ssl.create_default_context(cadata=authority.certificate_pem)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _round in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return ends[0].getpeercert()


@pytest.mark.parametrize("host", ["caravan.local", "localhost", "192.168.43.7", "10.0.0.5", "127.0.0.1", "::1"])
def test_a_reader_that_trusts_the_authority_takes_the_names_and_addresses_of_the_laptop(authority, host, tmp_path):
    assert shake_hands(authority, issue_leaf(authority, ADDRESSES, at=NOW), host, tmp_path)


@pytest.mark.parametrize("host", ["192.168.43.8", "other.local"])
def test_a_reader_refuses_what_the_leaf_does_not_name(authority, host, tmp_path):
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(authority, issue_leaf(authority, ADDRESSES, at=NOW), host, tmp_path)


@pytest.mark.parametrize(
    "outside", ["www.example.org", "evil.caravan.local.example.org", "93.184.216.34", "2001:db8::7"]
)
def test_a_reader_refuses_a_site_outside_the_constraints_though_our_authority_signed_it(
    authority, outside, tmp_path, monkeypatch
):
    """What a thief of the key would sign."""
    is_address = outside[0].isdigit()
    monkeypatch.setattr(certificates, "is_private", lambda _address: True)
    monkeypatch.setattr(certificates, "NAMES", () if is_address else (outside,))
    stolen = issue_leaf(authority, (outside,) if is_address else (), at=NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(authority, stolen, outside, tmp_path)


def test_the_authority_says_in_critical_words_what_it_may_do(authority):
    found = authority.certificate.extensions
    for kind in (x509.BasicConstraints, x509.KeyUsage, x509.NameConstraints):
        assert found.get_extension_for_class(kind).critical, kind
    basic = found.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)
    usage = found.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)


def test_a_leaf_lasts_no_longer_than_tablets_take_and_begins_before_a_late_clock(authority):
    leaf = issue_leaf(authority, ADDRESSES, at=NOW).certificate
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=397)
    assert leaf.not_valid_before_utc <= NOW - timedelta(days=29)
    assert authority.certificate.not_valid_after_utc - NOW > timedelta(days=4 * 365)


def test_a_leaf_names_no_public_address_since_that_would_spoil_the_private_ones(authority, tmp_path):
    leaf = issue_leaf(authority, ("192.0.2.2", "192.168.43.7"), at=NOW)
    names = leaf.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.0.2.2" not in {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    assert shake_hands(authority, leaf, "192.168.43.7", tmp_path)


def test_a_leaf_vouches_for_exactly_its_addresses_whatever_their_order(authority):
    leaf = issue_leaf(authority, ADDRESSES, at=NOW)
    assert vouches_for(leaf, authority, reversed(ADDRESSES))
    assert not vouches_for(leaf, authority, ADDRESSES[:1])
    assert not vouches_for(leaf, authority, (*ADDRESSES, "192.168.1.1"))
    assert not vouches_for(leaf, make_authority("Caravan 0000", at=NOW), ADDRESSES)


def test_a_leaf_is_renewed_a_month_before_its_end_and_when_the_clock_was_put_back_before_its_beginning(authority):
    leaf = issue_leaf(authority, ADDRESSES, at=NOW).certificate
    assert is_lasting(leaf, at=NOW)
    assert not is_lasting(leaf, at=leaf.not_valid_after_utc - timedelta(days=29))
    assert not is_lasting(leaf, at=leaf.not_valid_before_utc - timedelta(days=1))


def test_each_authority_has_a_key_of_its_own_on_the_curve_that_every_tablet_knows(authority):
    other = make_authority("Caravan 0000", at=NOW)
    assert other.key_pem != authority.key_pem
    assert authority.key.curve.name == "secp256r1"
    assert isinstance(authority.certificate.signature_hash_algorithm, SHA256)
    names = authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert [name.value for name in names] == ["Caravan 0000"]


def test_the_fingerprint_is_written_as_devices_write_it():
    assert fingerprint(b"abc").startswith("BA:78:16:BF:8F:01:CF:EA:41:41:40:DE")
    assert len(fingerprint(b"abc").split(":")) == 32


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *[
            (text, True)
            for text in ("10.255.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "fe80::1")
        ],
        *[
            (text, False)
            for text in ("9.255.255.255", "172.15.0.1", "172.32.0.1", "192.169.0.1", "8.8.8.8", "2001:db8::1")
        ],
    ],
)
def test_private_networks_end_where_the_standard_ends_them(address, expected):
    """RFC 1918, RFC 4193 and RFC 4291."""
    assert is_private(address) is expected
