"""What was recorded at a station while its form was being filled: the page carries which screenings it knew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import g, request

from caravan.web.findings import ScreeningCard

FIELD = "screenings.known"  # no question of a form has a dot in its name


def known_when_opened() -> frozenset[UUID] | None:
    """Return the screenings that the posted page knew, None when no page was posted; what cannot be read is dropped."""
    if FIELD not in request.form:
        return None
    return frozenset(_ids(request.form[FIELD].split()))


def of_other_saves(done: Sequence[ScreeningCard]) -> list[ScreeningCard]:
    """Leave out the screening that the posted page stored itself before, as the refusal of its other answers says."""
    own = g.get("saved_before", {}).get("screening_id")
    return [card for card in done if str(card.id) != own]


def unknown_when_opened(done: Sequence[ScreeningCard]) -> list[ScreeningCard]:
    """Return the screenings that were recorded after the posted page was opened."""
    known = known_when_opened()
    return [] if known is None else [card for card in done if card.id not in known]


def _ids(words: Iterable[str]) -> Iterable[UUID]:
    for word in words:
        try:
            yield UUID(word)
        except ValueError:
            continue
