"""The TLS side of the https listener: the certificate that new connections are shown, exchanged while it serves."""

from __future__ import annotations

import ssl
from pathlib import Path

from caravan.domain.errors import CaravanError


class SecureDoor:
    """One TLS context for the whole run. TLS 1.2 or newer; connections that are open keep what they were shown."""

    def __init__(self, certificate: Path, key: Path) -> None:
        """Read the certificate (with its chain) and its key. Raises CaravanError("certificate.unusable")."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self.show(certificate, key)

    def show(self, certificate: Path, key: Path) -> None:
        """Show another certificate from the next connection on."""
        try:
            self.context.load_cert_chain(certificate, key, password=_nobody_to_ask)
        except (ssl.SSLError, ValueError) as error:
            raise CaravanError("certificate.unusable", certificate=certificate.name, key=key.name) from error


def _nobody_to_ask() -> str:
    raise ValueError("The key is protected by a passphrase, and nobody is asked for it.")
