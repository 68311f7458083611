"""A certificate of a domain of one's own: which name the tablets open. Such a tablet needs no trust by hand."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509

from caravan.domain.errors import CaravanError

ANY = "*."


def domain_of(certificate: Path) -> str:
    """Return the first name that the certificate vouches for; ``*.example.org`` is opened as caravan.example.org.

    Raises CaravanError("certificate.nameless") when there is none.
    """
    try:
        read = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        domains = names.get_values_for_type(x509.DNSName)
    except (ValueError, x509.ExtensionNotFound) as error:
        raise CaravanError("certificate.nameless", certificate=certificate.name) from error
    if not domains:
        raise CaravanError("certificate.nameless", certificate=certificate.name)
    exact = [name for name in domains if not name.startswith(ANY)]
    return exact[0] if exact else f"caravan.{domains[0].removeprefix(ANY)}"
