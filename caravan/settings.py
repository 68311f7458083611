"""What the environment and the command line decide, in one value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from caravan.paths import default_data_folder

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is and how to open it.

    ``database_url`` is None for the SQLite file of the data folder, else a PostgreSQL address.
    ``passphrase`` unwraps the key of an encrypted data folder; None means that nobody gave one.
    """

    data: Path
    database_url: str | None = None
    passphrase: str | None = None
    language: str = "fr"

    @property
    def database_file(self) -> Path:
        return self.data / "caravan.sqlite3"

    @property
    def backups(self) -> Path:
        return self.data / "backups"


def read_settings(data: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read CARAVAN_DATA, CARAVAN_DATABASE_URL, CARAVAN_PASSPHRASE and CARAVAN_LANG; ``data`` given by hand wins."""
    env = os.environ if environment is None else environment
    folder = data or (Path(env["CARAVAN_DATA"]) if env.get("CARAVAN_DATA") else default_data_folder())
    language = env.get("CARAVAN_LANG", "fr")
    return Settings(
        data=folder,
        database_url=env.get("CARAVAN_DATABASE_URL") or None,
        passphrase=env.get("CARAVAN_PASSPHRASE") or None,
        language=language if language in LANGUAGES else "fr",
    )
