"""Small drawings for posters, each in a square: a tablet that finds the Wi-Fi, one that scans, a name tapped."""

from __future__ import annotations

from dataclasses import dataclass

from caravan.printing.paper import Paper

INK, ACCENT, PALE = (27, 37, 48), (11, 107, 105), (223, 240, 238)
STROKE = 0.035  # of the square's side


@dataclass(frozen=True, slots=True)
class Square:
    """Where a drawing stands: its left and top edge and its side, in millimetres."""

    left: float
    top: float
    side: float

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return a point given in parts of the side."""
        return self.left + across * self.side, self.top + down * self.side


def draw_wifi(paper: Paper, square: Square) -> None:
    """A tablet with the waves of a network above it."""
    _tablet(paper, square, top=0.42)
    x, y = square.at(0.5, 0.36)
    paper.set_draw_color(*ACCENT)
    for reach in (0.34, 0.23, 0.12):
        side = 2 * reach * square.side
        paper.arc(x - side / 2, y - side / 2, side, 225, 315)
    _dot(paper, x, y, 0.035 * square.side)


def draw_scan(paper: Paper, square: Square) -> None:
    """A tablet whose camera looks at a code."""
    _tablet(paper, square, top=0.1, bottom=0.9)
    paper.set_draw_color(*ACCENT)
    corners = (0.34, 0.3, 1, 1), (0.66, 0.3, -1, 1), (0.34, 0.66, 1, -1), (0.66, 0.66, -1, -1)
    for across, down, right, below in corners:
        x, y = square.at(across, down)
        paper.line(x, y, x + right * 0.1 * square.side, y)
        paper.line(x, y, x, y + below * 0.1 * square.side)
    paper.set_fill_color(*INK)
    for across, down in ((0.41, 0.37), (0.52, 0.37), (0.41, 0.48), (0.525, 0.5)):
        paper.rect(*square.at(across, down), 0.075 * square.side, 0.075 * square.side, style="F")


def draw_name(paper: Paper, square: Square) -> None:
    """A tablet with three names, one of them chosen."""
    _tablet(paper, square, top=0.1, bottom=0.9)
    for down, is_chosen in ((0.25, False), (0.43, True), (0.61, False)):
        colour = ACCENT if is_chosen else PALE
        paper.set_fill_color(*colour)
        left, top = square.at(0.32, down)
        size = 0.36 * square.side, 0.12 * square.side
        paper.rect(left, top, *size, style="F", round_corners=True, corner_radius=square.side * 0.03)


def draw_number(paper: Paper, square: Square) -> None:
    """The ground on which the number of a step stands."""
    paper.set_fill_color(*ACCENT)
    paper.ellipse(square.left, square.top, square.side, square.side, style="F")


def _tablet(paper: Paper, square: Square, *, top: float, bottom: float = 0.95) -> None:
    paper.set_line_width(STROKE * square.side)
    paper.set_draw_color(*INK)
    left, upper = square.at(0.22, top)
    height = (bottom - top) * square.side
    paper.rect(left, upper, 0.56 * square.side, height, round_corners=True, corner_radius=square.side * 0.06)
    x, y = square.at(0.5, bottom - 0.07)
    paper.set_fill_color(*INK)
    _dot(paper, x, y, 0.025 * square.side, colour=INK)


def _dot(paper: Paper, x: float, y: float, radius: float, colour: tuple[int, int, int] = ACCENT) -> None:
    paper.set_fill_color(*colour)
    paper.ellipse(x - radius, y - radius, 2 * radius, 2 * radius, style="F")
