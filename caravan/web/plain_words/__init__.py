"""Results in plain words, for someone who never went to school: read from two tables beside this module.

``findings.toml`` words each value of each finding, ``paper.toml`` everything else that a paper says. Each text is in
Arabic, French and English; nothing here knows a threshold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from caravan.formdefs.model import Labels

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("ar", "fr", "en")
SILENT: Final = "silent"
SIDE: Final = re.compile(r"_([rl])$")
UNFILLED: Final = re.compile(r"\s*\([^()]*\{figure\}[^()]*\)")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """How one value of a finding is told. ``order`` is its gravity among what is equally urgent, 0 the gravest.

    ``figure`` is a pattern such as "{bp_mean_systolic} mmHg"; ``is_quiet`` words are told only when something urgent
    hangs on them; ``side`` is "r" or "l" for a finding of one eye.
    """

    topic: str
    picture: str
    texts: Labels
    figure: str
    is_quiet: bool
    order: int
    side: str = ""

    def without_figure(self, lang: str) -> str:
        """Return the text without the brackets that hold a figure nobody measured."""
        return UNFILLED.sub("", self.texts[lang])


def find_plain_words(code: str, value: Any) -> PlainWords | None:
    """Return the words of a finding's value; None when it is silent, or not in the table."""
    table, name = _findings(), str(value)
    found = table.get((code, name))
    side = SIDE.search(code)
    if found is None and side is not None:
        found = table.get((SIDE.sub("_*", code), name))
    return found[side[1] if side else ""] if found else None


def is_silent(code: str, value: Any) -> bool:
    """Say whether the table says why this value of a finding is not told."""
    names = {code, SIDE.sub("_*", code)}
    return any(name in silent_findings() or f"{name}.{value}" in silent_findings() for name in names)


@cache
def silent_findings() -> Mapping[str, str]:
    """Return what is not told, as a code or "code.value", each with the reason."""
    return MappingProxyType(_read("findings")[SILENT])


@cache
def paper_words() -> Mapping[str, Mapping[str, Any]]:
    """Return the other words of the papers: tables by name, each with its rows by name."""
    return MappingProxyType(_read("paper"))


def texts(table: str, name: str) -> Labels:
    """Return a row's text in each language. Raises KeyError for a row that is not there."""
    row = paper_words()[table][name]
    return {lang: row[lang] for lang in LANGUAGES}


@cache
def _findings() -> Mapping[tuple[str, str], Mapping[str, PlainWords]]:
    """Return the words by code and value, then by side: "" of the whole person, "r" and "l" of an eye."""
    found: dict[tuple[str, str], Mapping[str, PlainWords]] = {}
    for code, entry in _read("findings").items():
        for name, row in entry.items() if code != SILENT else ():
            if isinstance(row, Mapping):
                sides = ("r", "l") if code.endswith("_*") else ("",)
                found[code, name] = {side: _words(entry, row, len(found), side) for side in sides}
    return MappingProxyType(found)


def _words(entry: Mapping[str, Any], row: Mapping[str, Any], order: int, side: str) -> PlainWords:
    return PlainWords(
        topic=row.get("topic", entry["topic"]),
        picture=row.get("picture", entry["picture"]),
        texts={lang: row[lang] for lang in LANGUAGES},
        figure=entry.get("figure", ""),
        is_quiet=row.get("quiet", False),
        order=order,
        side=side,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
