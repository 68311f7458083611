"""Where the shipped data folders and the caravan's own data live."""

from __future__ import annotations

from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """Return the folder ``forms``, ``templates`` or ``exports`` that travels with the program.

    A wheel carries it under ``caravan/_bundled``; a checkout has it beside the package.
    Raises FileNotFoundError when neither is there.
    """
    for candidate in (PACKAGE / "_bundled" / folder, PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The folder {folder!r} did not travel with Caravan: install it again.")


def default_data_folder() -> Path:
    """Return the user's own data folder for Caravan (not created here)."""
    return Path(platformdirs.user_data_dir("caravan", appauthor=False))
