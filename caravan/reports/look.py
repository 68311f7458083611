"""The look of the workbooks: calm sand and indigo, one font for both scripts, number formats, borders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "Arial"  # has Arabic and Latin letters in every Excel
INDIGO, INDIGO_PALE = "1F3A5F", "E4EBF4"
SAND_PALE, SAND, SAND_DARK = "FFFDF8", "EADFCB", "CDBD9F"
INK, INK_SOFT = "1B2530", "4A5560"

FORMATS: Mapping[str, str] = {
    "text": "@",
    "prose": "@",
    "count": "#,##0",
    "measure": "#,##0.0",
    "share": "0.0%",
    "day": "dd/mm/yyyy",
}


@dataclass(frozen=True, slots=True)
class Tone:
    """How a row looks: its letters, its ground, and the line under it."""

    font: Font
    fill: PatternFill | None = None
    border: Border | None = None


def _font(*, size: int = 10, bold: bool = False, color: str = INK, italic: bool = False) -> Font:
    return Font(name=FONT, size=size, bold=bold, color=color, italic=italic)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


_HAIR = Border(bottom=Side(style="hair", color=SAND_DARK))
_RULE = Border(top=Side(style="thin", color=INDIGO), bottom=Side(style="thin", color=INDIGO))

TONES: Mapping[str, Tone] = {
    "title": Tone(_font(size=16, bold=True, color=INDIGO)),
    "where": Tone(_font(size=10, color=INK_SOFT)),
    "note": Tone(_font(size=10, color=INK_SOFT, italic=True)),
    "header": Tone(_font(bold=True, color="FFFFFF"), _fill(INDIGO)),
    "band": Tone(_font(size=11, bold=True, color=INDIGO), _fill(SAND)),
    "group": Tone(_font(bold=True), _fill(INDIGO_PALE), _HAIR),
    "plain": Tone(_font(), None, _HAIR),
    "total": Tone(_font(bold=True), _fill(SAND_PALE), _RULE),
}


def alignment(kind: str, lang: str, *, indent: int = 0, is_header: bool = False) -> Alignment:
    """Text begins where the language begins (a "line" runs on over its neighbours); figures stay right-aligned.

    So units stand under units in both directions.
    """
    order = 2 if lang == "ar" else 1
    if kind in ("text", "prose", "line"):
        side = "right" if lang == "ar" else "left"
        if kind == "line":
            return Alignment(horizontal=side, vertical="center", readingOrder=order, indent=indent)
        vertical = "center" if is_header else "top"
        return Alignment(horizontal=side, vertical=vertical, wrap_text=True, readingOrder=order, indent=indent)
    side = "center" if kind == "day" else "right"
    vertical = "center" if is_header else "top"
    inset = 0 if kind == "day" else 1
    order = order if is_header else 1
    return Alignment(horizontal=side, vertical=vertical, wrap_text=is_header, readingOrder=order, indent=inset)
