"""Every text can be read on what it stands on, in each look; what a finger may touch has an edge that can be seen."""

from itertools import product

import pytest

from caravan.web.styleguide import read_tokens

PLAIN = ("page", "card")
TEXT = (
    *product(("ink", "ink-2", "indigo", "danger"), PLAIN),
    *product(("ink", "ink-2"), ("field", "indigo-2")),  # typed and not yet typed; a row, a tile or a tap under a finger
    *product(("ok", "warn", "teal"), ("card",)),
    ("ink", "danger-2"),  # a refused field
    ("ink-2", "danger-2"),  # the list of the urgent
    ("indigo", "indigo-2"),  # tags, quiet buttons under a finger
    ("danger", "indigo-2"),
    ("on-indigo", "indigo"),
    ("on-teal", "teal"),
    ("on-teal", "teal-3"),
    ("on-danger", "danger"),
    ("on-danger", "danger-3"),
    *((f"{tone}-ink", f"{tone}-2") for tone in ("ok", "warn", "danger")),
    *((tone, f"{tone}-2") for tone in ("ok", "warn", "teal")),  # tags
    *product(("on-bar", "on-bar-2"), ("bar", "bar-2")),
    ("bar", "on-bar"),  # the language that is spoken, in the bar
    ("on-accent", "accent"),
    ("print", "paper"),  # codes to scan
)
EDGES = (
    *product(("edge",), ("page", "card", "field")),
    *product(("focus", "teal", "danger"), ("page", "card")),  # the ring, the main button, a refused field
    *((tone, f"{tone}-2") for tone in ("indigo", "ok", "warn", "danger")),  # messages: their frames and drawings
    *product(("teal", "danger"), ("track",)),  # how much of a bar is done
    *product(("lamp-ok", "lamp-late", "lamp-off", "on-bar", "accent"), ("bar-2",)),
    ("on-bar-2", "bar"),
)
LEAST_EDGE = 3.0
LEAST_TEXT = {"light": 4.5, "dark": 4.5, "sun": 7.0}


def tokens(look):
    own = {} if look == "light" else read_tokens(look)
    return read_tokens("base") | own


def lightness(colour):
    """Relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


def faults(of, pairs, least):
    found = {f"{one} on {other}": round(contrast(of[one], of[other]), 2) for one, other in pairs}
    return {pair: measured for pair, measured in found.items() if measured < least}


@pytest.mark.parametrize("look", LEAST_TEXT)
def test_every_text_can_be_read_in_each_look(look):
    assert faults(tokens(look), TEXT, LEAST_TEXT[look]) == {}


@pytest.mark.parametrize("look", LEAST_TEXT)
def test_every_edge_can_be_seen_in_each_look(look):
    assert faults(tokens(look), EDGES, LEAST_EDGE) == {}


def test_a_colour_made_too_pale_is_found():
    pale = tokens("light") | {"ink-2": "#8a949f"}
    assert "ink-2 on page" in faults(pale, TEXT, LEAST_TEXT["light"])


def test_contrast_is_measured_as_the_guidelines_say():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", ["dark", "sun"])
def test_a_look_only_gives_other_values_to_known_tokens(look):
    assert set(read_tokens(look)) <= set(read_tokens("base"))


def test_every_colour_of_the_base_is_held_against_another():
    """A colour that no pair names could fade unseen; those that only adorn, or part things, are named here."""
    adorning = {"clay", "line", "line-2"}
    named = {name for pair in (*TEXT, *EDGES) for name in pair}
    colours = {name for name, value in read_tokens("base").items() if value.startswith("#")}
    assert colours - named == adorning
