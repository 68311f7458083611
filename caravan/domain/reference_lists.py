"""Reading of the reference lists that travel with the program (see data/README.md)."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_rows(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a list in ``caravan/domain/data``, each a mapping from column to text."""
    text = files("caravan.domain").joinpath("data", file_name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
