"""Labels, hints and messages of one row in the three languages, and what is missing of them."""

from __future__ import annotations

from caravan.formdefs.model import LANGUAGES, Labels
from caravan.formdefs.problems import ProblemLog
from caravan.formdefs.sheets import Row, heading_of

# What pyxform and its users write for a translation that nobody has made.
MISSING = ("", "-")
NARROW, USUAL = "\u202f", "\u00a0"  # no-break spaces: the narrow one before a unit can hardly be seen on a tablet


def texts(row: Row, column: str) -> Labels:
    """Return the texts of a translated column by language code; missing translations are left out."""
    found = {lang: row.get(f"{column}::{lang}") for lang in LANGUAGES}
    return {lang: text.replace(NARROW, USUAL) for lang, text in found.items() if text not in MISSING}


def full_texts(row: Row, column: str, owner: str, log: ProblemLog) -> Labels:
    """Return the texts of a translated column, noting each language without one; ``owner`` is whose they are."""
    found = texts(row, column)
    noun = column.replace("_", " ")
    for lang in LANGUAGES:
        if lang not in found:
            heading = heading_of(f"{column}::{lang}")
            log.add(
                row.place(heading),
                f"the {noun} of {owner} is missing in this language",
                f'write it in the column "{heading}"',
            )
    return found
