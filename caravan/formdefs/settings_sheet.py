"""The settings sheet: which form this is, its version, its titles, and whether a station fills it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caravan.formdefs.model import Labels, NormalTap
from caravan.formdefs.problems import Place, ProblemLog
from caravan.formdefs.sheets import Row, Sheet
from caravan.formdefs.translations import full_texts, texts

_FORM_ID = re.compile(r"[a-z][a-z0-9_]*")
_STATION_WORDS = {"": True, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings sheet says."""

    id: str
    version: str
    titles: Labels
    is_station: bool
    normal: NormalTap | None = None
    facts: tuple[str, ...] = ()


def read_settings(sheet: Sheet | None, log: ProblemLog) -> Settings:
    """Return the settings, noting in the log what is missing or wrong."""
    if sheet is None or not sheet.rows:
        remedy = "add it with the columns form_id, version and screen_title in three languages"
        log.add(Place("settings"), "the sheet is missing or empty", remedy)
        return Settings(id="", version="", titles={}, is_station=True)
    row, *others = sheet.rows
    if others:
        log.add(others[0].place(), "the sheet has a second row of settings", "keep one row")
    return Settings(
        id=_form_id(row, log),
        version=_version(row, log),
        titles=full_texts(row, "screen_title", "the form", log),
        is_station=_is_station(row, log),
        normal=_normal(row, log),
        facts=tuple(row.get("facts").split()),
    )


def _normal(row: Row, log: ProblemLog) -> NormalTap | None:
    if not texts(row, "normal"):
        return None
    hints = full_texts(row, "normal_hint", "the form", log) if texts(row, "normal_hint") else {}
    return NormalTap(full_texts(row, "normal", "the form", log), hints)


def _form_id(row: Row, log: ProblemLog) -> str:
    text = row.get("form_id")
    if not _FORM_ID.fullmatch(text):
        what = f'"{text}" cannot be a form id' if text else "the form has no id"
        log.add(row.place("form_id"), what, 'write a word of small letters, figures and "_", like "vitals"')
    return text


def _version(row: Row, log: ProblemLog) -> str:
    text = row.get("version")
    if not text:
        log.add(row.place("version"), "the form has no version", "write the day and a number, like 2026112101")
    return text


def _is_station(row: Row, log: ProblemLog) -> bool:
    word = row.get("station").lower()
    if word not in _STATION_WORDS:
        log.add(row.place("station"), f'"{row.get("station")}" is neither yes nor no', 'write "yes" or "no"')
    return _STATION_WORDS.get(word, True)
