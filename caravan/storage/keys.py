"""The raw key of an encrypted database, wrapped by a passphrase: Argon2id (RFC 9106), then AES-256-GCM.

The file beside the database holds the wrapped key and how to derive, never the key itself. Unwrapping once
at start costs a third of a second; opening a connection with the raw key costs none.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caravan.domain.errors import CaravanError

MEMORY_KIB = 65_536
TIME_COST = 3
LANES = 4
LEAST_LENGTH = 10
_PURPOSE = b"caravan database key v1"


def make_wrapped_key(passphrase: str, path: Path) -> bytes:
    """Make a random 32-byte key, write it wrapped to ``path`` (owner only) and return it.

    Raises CaravanError("passphrase.short") under 10 characters.
    """
    if len(passphrase) < LEAST_LENGTH:
        raise CaravanError("passphrase.short", least=LEAST_LENGTH)
    key, salt, nonce = secrets.token_bytes(32), secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_derive(passphrase, salt, MEMORY_KIB, TIME_COST)).encrypt(nonce, key, _PURPOSE)
    document = {
        "kdf": "argon2id",
        "memory_kib": MEMORY_KIB,
        "time_cost": TIME_COST,
        "lanes": LANES,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "wrapped": wrapped.hex(),
    }
    write_private(path, json.dumps(document, indent=2))
    return key


def unwrap_key(passphrase: str, path: Path) -> bytes:
    """Return the 32-byte key wrapped in ``path``. Raises CaravanError("passphrase.wrong")."""
    document = json.loads(path.read_text("utf-8"))
    derived = _derive(passphrase, bytes.fromhex(document["salt"]), document["memory_kib"], document["time_cost"])
    try:
        return AESGCM(derived).decrypt(bytes.fromhex(document["nonce"]), bytes.fromhex(document["wrapped"]), _PURPOSE)
    except InvalidTag as error:
        raise CaravanError("passphrase.wrong") from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    temporary = path.with_suffix(path.suffix + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _derive(passphrase: str, salt: bytes, memory_kib: int, time_cost: int) -> bytes:
    return hash_secret_raw(
        passphrase.encode("utf-8"),
        salt,
        time_cost=time_cost,
        memory_cost=memory_kib,
        parallelism=LANES,
        hash_len=32,
        type=Type.ID,
    )
