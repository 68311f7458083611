"""A PDF of cards made in a process of its own, so that the tablets do not wait: told in JSON what to do, it counts.

``python -m caravan.printing.beside`` reads the order from its input and writes a line for each sheet that is drawn.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from caravan.printing.card_design import Card, Design, Sheet
from caravan.printing.cards import write_cards
from caravan.printing.labels import Label

POLITENESS = 5  # the work of the tablets goes first where the system knows such a thing


def describe(out: Path, cards: Sequence[Card], sheet: Sheet) -> str:
    """Return an order as JSON."""
    design = asdict(sheet.design) | {"logo": b64encode(sheet.design.logo).decode() if sheet.design.logo else None}
    paper = {"label": asdict(sheet.label), "design": design, "used": sheet.used}
    return json.dumps({"out": str(out), "cards": [asdict(card) for card in cards], **paper})


def read_order(text: str) -> tuple[Path, list[Card], Sheet]:
    """Return what an order in JSON asks for."""
    order = json.loads(text)
    design = order["design"]
    logo = b64decode(design["logo"]) if design["logo"] else None
    words = tuple(design["name_words"])
    sheet = Sheet(
        Label(**order["label"]),
        Design(design["sentence_ar"], design["sentence_fr"], logo, (words[0], words[1])),
        order["used"],
    )
    return Path(order["out"]), [Card(**card) for card in order["cards"]], sheet


def main() -> None:
    """Carry out the order of the standard input."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    out, cards, sheet = read_order(sys.stdin.buffer.read().decode("utf-8"))
    write_cards(out, cards, sheet, progress=_tell)


def _tell(count: int) -> None:
    sys.stdout.write(f"{count}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
