"""The certificates of one laptop: an authority that can vouch for the caravan's own network only, and what it signs.

Tablets are asked to trust the authority. Whoever stole its key could therefore vouch for an address of a private
network, and for nothing of the Internet: the constraints are critical (RFC 5280, 4.2.1.10), so a reader that does not
know them refuses the certificate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "caravan.local"
NAMES = (NAME, "localhost")
LOOPBACK = ("127.0.0.1", "::1")
PRIVATE = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fe80::/10", "fc00::/7", "::1/128"),
)
AUTHORITY_LASTS = timedelta(days=5 * 365)
LEAF_LASTS = timedelta(days=397)  # iPadOS refuses more than 825 days, some readers more than 398
BACKDATED = timedelta(days=30)  # a tablet whose clock is late takes them all the same
RENEWED_BEFORE = timedelta(days=30)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NETWORKS: tuple[Network, ...] = tuple(ip_network(text) for text in PRIVATE)


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate as tablets install it."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def certificate_pem(self) -> str:
        """The certificate as a file."""
        return self.certificate.public_bytes(Encoding.PEM).decode("ascii")

    @property
    def key_pem(self) -> str:
        """The key as a file: for its owner only."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def is_private(address: str) -> bool:
    """Tell whether an address is one that the authority may vouch for."""
    found = ip_address(address)
    return any(found in network for network in NETWORKS if network.version == found.version)


def fingerprint(der: bytes) -> str:
    """Return the SHA-256 of a certificate as devices show it: pairs of hexadecimal digits."""
    return sha256(der).digest().hex(":").upper()


def read_signed(certificate_pem: bytes, key_pem: bytes) -> Signed:
    """Read a certificate and its key; raises ValueError when they are damaged or do not belong together."""
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    key = load_pem_private_key(key_pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("The key is not that of the certificate.")
    return Signed(certificate, key)


def make_authority(name: str, *, at: datetime) -> Signed:
    """Make the authority of a laptop; ``name`` is what the settings of a tablet list."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    permitted: list[x509.GeneralName] = [x509.DNSName(host) for host in NAMES]
    permitted += [x509.IPAddress(network) for network in NETWORKS]
    builder = (
        _begin(subject, subject, key, at=at, lasts=AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return Signed(builder.sign(key, SHA256()), key)


def issue_leaf(authority: Signed, addresses: Iterable[str], *, at: datetime) -> Signed:
    """Sign a certificate for the name of the laptop and for those of its addresses that the authority may vouch for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    known: list[x509.GeneralName] = [x509.DNSName(host) for host in NAMES]
    known += [x509.IPAddress(address) for address in _vouched(addresses)]
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        _begin(subject, authority.certificate.subject, key, at=at, lasts=LEAF_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(signer, critical=False)
    )
    return Signed(builder.sign(authority.key, SHA256()), key)


def is_lasting(certificate: x509.Certificate, *, at: datetime) -> bool:
    """Tell whether a certificate is valid now and for a good while."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc - RENEWED_BEFORE


def vouches_for(leaf: Signed, authority: Signed, addresses: Iterable[str]) -> bool:
    """Tell whether a leaf was signed by this authority for exactly these addresses."""
    try:
        leaf.certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    names = leaf.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(names.get_values_for_type(x509.IPAddress)) == set(_vouched(addresses))


def _vouched(addresses: Iterable[str]) -> list[Address]:
    found = {ip_address(text) for text in (*LOOPBACK, *addresses) if is_private(text)}
    return sorted(found, key=lambda address: (address.version, int(address)))


def _begin(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, *, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    begins = at - BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
