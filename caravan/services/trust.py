"""What tablets are asked to trust: the authority of this laptop and the certificate it shows, kept in the data folder.

The folder ``tls`` holds both with their keys. It is never exported, merged or printed; only the certificate of the
authority is given away. The key files can be read by their owner alone (mode 0600; Windows gives the user's own data
folder to the user and the administrators, and knows no finer mode through Python).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caravan.domain.errors import CaravanError
from caravan.storage.certificates import (
    Signed,
    fingerprint,
    is_lasting,
    issue_leaf,
    make_authority,
    read_signed,
    vouches_for,
)
from caravan.storage.keys import write_private

FOLDER = "tls"
OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Authority:
    """What of the authority is shown and given away: its certificate (DER) and that certificate's SHA-256."""

    der: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The files that the server shows on https: the certificate and its key. ``is_new`` when they were just issued."""

    certificate: Path
    key: Path
    is_new: bool = False


def find_authority(data: Path) -> Authority | None:
    """Return the authority of a data folder, or None before the first start."""
    signed = _read(data, "authority")
    return None if signed is None else Authority(signed.der, fingerprint(signed.der))


def prepare_trust(data: Path, addresses: Iterable[str], *, at: datetime) -> Shown:
    """Return the certificate to show at these addresses, issued anew when they changed or it ages.

    The authority is made at the first start and kept for its five years: each tablet trusts it by hand, once. A clock
    that is late changes nothing; only an authority that is over is made anew, and the old one is kept beside it.
    """
    folder = data / FOLDER
    folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    authority = _read(data, "authority")
    if authority is not None and at > authority.certificate.not_valid_after_utc:
        _put_aside(folder)
        authority = None
    if authority is None:
        authority = make_authority(_name(), at=at)
        _write(folder, "authority", authority)
    wanted, leaf = tuple(addresses), _read_leaf(data)
    is_new = leaf is None or not is_lasting(leaf.certificate, at=at) or not vouches_for(leaf, authority, wanted)
    if is_new:
        _write(folder, "leaf", issue_leaf(authority, wanted, at=at))
    _keep_private(folder)
    return Shown(folder / "leaf.pem", folder / "leaf.key", is_new)


def _read(data: Path, name: str) -> Signed | None:
    folder = data / FOLDER
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    if not certificate.exists():
        return None
    try:
        return read_signed(certificate.read_bytes(), key.read_bytes())
    except (ValueError, TypeError, FileNotFoundError) as error:
        raise CaravanError("trust.damaged", file=f"{FOLDER}/{name}") from error


def _read_leaf(data: Path) -> Signed | None:
    try:
        return _read(data, "leaf")
    except CaravanError:
        return None  # written by halves when the power went: another one is issued


def _write(folder: Path, name: str, signed: Signed) -> None:
    # The key first: a certificate without its key is refused, a key without its certificate is made anew.
    write_private(folder / f"{name}.key", signed.key_pem)
    write_private(folder / f"{name}.pem", signed.certificate_pem)


def _put_aside(folder: Path) -> None:
    for file in (folder / "authority.pem", folder / "authority.key"):
        file.replace(file.with_suffix(f"{file.suffix}.old"))


def _keep_private(folder: Path) -> None:
    for key in folder.glob("*.key*"):
        key.chmod(OWNER_ONLY)


def _name() -> str:
    """Name the authority so that a tablet that met several laptops can tell them apart."""
    return f"Caravan {secrets.token_hex(2).upper()}"
