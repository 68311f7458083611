"""What comes back from a save: done, or refused with what to mend."""

from __future__ import annotations

from dataclasses import dataclass

from caravan.formdefs.answers import Outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was saved: the outcome says, question by question, what to correct or to confirm."""

    outcome: Outcome
