"""What is printed: one card, what all cards of a printing share, and the sheets that they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from caravan.printing.labels import USUAL, Label, get_label


@dataclass(frozen=True, slots=True)
class Card:
    """One card to print: its code, its number in the stock, and the person's names when they are wanted on it."""

    code: str
    number: int = 0
    name_ar: str = ""
    name_fr: str = ""

    @property
    def has_name(self) -> bool:
        return bool(self.name_ar or self.name_fr)


@dataclass(frozen=True, slots=True)
class Design:
    """What all cards of a printing share. ``logo`` is a PNG; ``name_words`` say "name" in Arabic and in French."""

    sentence_ar: str = ""
    sentence_fr: str = ""
    logo: bytes | None = None
    name_words: tuple[str, str] = ("", "")

    @property
    def needs_room(self) -> bool:
        return bool(self.sentence_ar or self.sentence_fr or self.logo)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How cards are laid on paper: the labels, the design, and how many labels of the first sheet are used already."""

    label: Label = field(default_factory=lambda: get_label(USUAL))
    design: Design = Design()
    used: int = 0
