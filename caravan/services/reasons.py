"""Why a record was changed: a usual reason as a stable code, free words, or both; kept as one text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caravan.domain.errors import CaravanError
from caravan.formdefs.typed_values import clean_text

LONGEST = 300
LOST, WRONG_PERSON = "lost", "wrong_person"
USUAL: Mapping[str, tuple[str, ...]] = {
    "correct_screening": ("typing_error", "measured_again", "sides_swapped", "left_out"),
    "correct_person": ("typing_error", "seen_on_document", "said_otherwise", "left_out"),
    "cancel_screening": (WRONG_PERSON, "recorded_twice", "wrong_station", "trial"),
    "cancel_person": ("registered_twice", "by_mistake", "trial", "asked_by_person"),
    "cancel_visit": ("by_mistake", WRONG_PERSON, "left_at_once"),
    "cancel_card": (LOST, WRONG_PERSON),
    "throw_cards": ("thrown_away", "printed_badly", LOST),
    "change_referral": ("examined", "measured_again", "followed_already", "nearer", "asked_by_person"),
    "drop_referral": ("treated_here", "examined", "followed_already", WRONG_PERSON),
    "add_referral": ("examined", "symptoms", "earlier_results", "asked_by_person"),
    "bring_back": ("cancelled_by_mistake", "checked_again"),
}
OF_ITSELF = ("station closed", "station removed")
"""Reasons that nobody chooses: what was done gives them."""
KNOWN = frozenset(code for codes in USUAL.values() for code in codes) | set(OF_ITSELF)
BETWEEN = ": "


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that was kept: the code of a usual one (or ""), and free words (or "")."""

    code: str
    words: str


def write_reason(act: str, code: str, words: str) -> str:
    """Return a reason as it is kept: "typing_error", "typing_error: read 28 for 18", or free words alone.

    A code that is not usual for the act counts as none; nothing at all is the empty text.
    """
    known = code if code in USUAL[act] else ""
    return BETWEEN.join(part for part in (known, clean_text(words)[:LONGEST]) if part)


def read_reason(kept: str) -> Reason:
    """Return the parts of a reason that was kept."""
    code, between, words = kept.partition(BETWEEN)
    if code not in KNOWN:
        return Reason("", kept)
    return Reason(code, words if between else "")


def need_reason(kept: str, refusal: str) -> str:
    """Return the reason, or raise CaravanError with this code when it is blank."""
    if not kept.strip():
        raise CaravanError(refusal)
    return kept.strip()
