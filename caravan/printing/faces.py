"""What stands where on one card of a given size: the symbol, the code in groups, the number, and room for a name.

Four arrangements, the first that fits is taken: *face* (symbol and code, and beside them room for a logo, a sentence
and a name), *below* (the code under the symbol), *strip* (low and long, as a wristband), *beside* (the code beside it).
The symbol is 25 mm, version 2-H, wherever there is room; else version 1-H, whose modules stay 0.75 mm or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caravan.domain.errors import CaravanError
from caravan.printing.labels import Label
from caravan.printing.qr_symbol import QUIET_MODULES, SMALL_VERSION, VERSION, modules_of

# All lengths in millimetres.
SYMBOL_SIDE = 25.0  # with its white margin, so that a module of version 2 is 0.76 mm
LEAST_MODULE = 0.75  # under it a tablet no longer reads from a distance (measured on degraded photographs)
LEAST_QUIET = 3  # modules of margin kept on a label whose own paper is white around it
UNDER_SYMBOL = 6.2  # the code and the number, under the symbol
CODE_ACROSS = 15.5  # half a code of the widest letters, in the smallest of its sizes, and the gap before it
PAD = 2.0
SIDE_PAD = 4.0  # before the symbol of a face: printers leave so much of a sheet white
FACE_ROOM = 28.0  # width beside the symbol from which a name or a sentence can stand there
STRIP_ROOM = 45.0
NARROWEST_CODE = 24.0


@dataclass(frozen=True, slots=True)
class Face:
    """An arrangement on a label: the symbol's version, its side with ``quiet`` modules of margin, and its corner."""

    arrangement: str
    version: int
    side: float
    quiet: int
    left: float
    top: float

    @property
    def module(self) -> float:
        """The side of one module in millimetres."""
        return self.side / (modules_of(self.version) + 2 * self.quiet)

    @property
    def has_room(self) -> bool:
        """Say whether a name, a sentence and a logo can stand on it."""
        return self.arrangement in ("face", "strip")


def arrange(label: Label) -> Face:
    """Return how a card of this label is laid out.

    Raises CaravanError("label.too_small") (width, height: what was asked) when no symbol that a tablet reads fits.
    """
    for version, quiet, side in _sizes(label):
        arrangement = _arrangement(label.width, label.height, side)
        if arrangement is not None:
            left, top = _corner(label, arrangement, side)
            return Face(arrangement, version, side, quiet, left, top)
    raise CaravanError("label.too_small", width=f"{label.width:g}", height=f"{label.height:g}")


def _sizes(label: Label) -> Iterator[tuple[int, int, float]]:
    """Yield the symbols to try (version, quiet modules, side), the best first."""
    yield VERSION, QUIET_MODULES, SYMBOL_SIDE
    for quiet in range(QUIET_MODULES, LEAST_QUIET - 1, -1):
        modules = modules_of(SMALL_VERSION) + 2 * quiet
        rooms = (label.height - UNDER_SYMBOL, label.height, label.width - CODE_ACROSS)
        for side in sorted({min(SYMBOL_SIDE, room, label.width, label.height) for room in rooms}, reverse=True):
            if side >= LEAST_MODULE * modules:
                yield SMALL_VERSION, quiet, side


def _arrangement(width: float, height: float, side: float) -> str | None:
    is_high = height >= side + UNDER_SYMBOL
    if is_high and width >= side + FACE_ROOM + 2 * SIDE_PAD + PAD:
        return "face"
    if is_high and width >= max(side, NARROWEST_CODE) + 1:
        return "below"
    if height >= side and width >= side + CODE_ACROSS + STRIP_ROOM:
        return "strip"
    if height >= side and width >= side + CODE_ACROSS:
        return "beside"
    return None


def _corner(label: Label, arrangement: str, side: float) -> tuple[float, float]:
    if arrangement == "below":
        return (label.width - side) / 2, (label.height - side - UNDER_SYMBOL) / 2
    if arrangement == "face":
        return SIDE_PAD, (label.height - side - UNDER_SYMBOL) / 2
    return (PAD if arrangement == "strip" else 0.0), (label.height - side) / 2
