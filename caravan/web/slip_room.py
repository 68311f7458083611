"""What an A5 slip has room for: its parts, how large it is written, and how many findings fit beside the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from markupsafe import escape

from caravan.services.results import Results
from caravan.web.answer_words import LIST_MARK
from caravan.web.i18n import LANGUAGES
from caravan.web.plain_words import texts
from caravan.web.told import Line, Told, line

LONG_NAME, VERY_LONG_NAME = 22, 44
NAME_LINES, MOST_NAME_LINES = {"full": 7.2, "small": 6.0, "tiny": 5.1}, 3
NAME_LETTERS = {"full": 20, "small": 21, "tiny": 22}


@dataclass(frozen=True, slots=True)
class Setting:
    """How large a slip is written, as the style sheet does it: millimetres of the page and letters of a line."""

    name: str
    room: float  # of the page without its head and foot
    heading: float
    line: float
    row: float  # what a row takes beside its lines
    least: float  # the least of a row, which is that of its drawing
    letters: Mapping[str, int]
    step_line: float
    step_row: float
    least_step: float
    step_letters: Mapping[str, int]
    most_topics: int = 6
    most_given: int = 200  # letters of what was given


def _letters(arabic: int, latin: int) -> Mapping[str, int]:
    return {"ar": arabic, "fr": latin, "en": latin}


ROOMY = Setting("roomy", 124, 9.5, 6.9, 4.3, 16.3, _letters(23, 20), 8.0, 3.2, 15.2, _letters(20, 17))
PLAIN = Setting("plain", 124, 9.5, 5.6, 2.0, 11.0, _letters(30, 26), 6.3, 1.2, 10.2, _letters(25, 22))
DENSE = Setting("dense", 132, 7.6, 5.3, 1.3, 8.3, _letters(32, 28), 5.3, 0.5, 7.1, _letters(30, 27), 3, 54)


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go until one day: the places, and the day."""

    urgency: str
    places: tuple[Line, ...]
    when: Line


@dataclass(slots=True)
class Slip:
    """A slip, in Arabic and in the language ``second``."""

    results: Results
    second: str
    setting: Setting
    steps: list[Step] = field(default_factory=list)
    found: list[Told] = field(default_factory=list)
    more: list[Line] = field(default_factory=list)
    given: list[Line] = field(default_factory=list)
    next: list[Line] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        """Whether someone must act today."""
        return self.results.urgency in "ue"

    @property
    def name_size(self) -> str:
        """How large the name can be written: a class of the style sheet."""
        longest = max((len(name) for name in self.results.who.names.values()), default=0)
        return "tiny" if longest > VERY_LONG_NAME else "small" if longest > LONG_NAME else "full"


def does_fit(slip: Slip) -> bool:
    """Whether a slip fits its page."""
    rows = [each.line for each in slip.found] + slip.more
    return _taken(slip) + sum(_height(each, slip) for each in rows) <= slip.setting.room


def _taken(slip: Slip) -> float:
    """Return the millimetres that all but the findings takes."""
    steps = [line for step in slip.steps for line in (*step.places, step.when)]
    parts = [part for part in (slip.steps, slip.setting is not DENSE and (slip.given or slip.next)) if part]
    rows = sum(_height(each, slip) for each in (*slip.given, *slip.next))
    return (
        slip.setting.heading * (1 + len(parts)) + sum(_step_height(each, slip) for each in steps) + rows + _head(slip)
    )


def _head(slip: Slip) -> float:
    """Return the millimetres that long names of the person and of the caravan take beyond one line and two."""
    names = slip.results.who.names.values()
    name_lines = max((ceil(len(name) / NAME_LETTERS[slip.name_size]) for name in names), default=1)
    caravan_lines = ceil(max(map(len, slip.results.caravan.split(" / "))) / PLAIN.letters["fr"])
    third = PLAIN.line if caravan_lines > 2 and slip.setting is not DENSE else 0.0  # noqa: PLR2004
    return NAME_LINES[slip.name_size] * (min(name_lines, MOST_NAME_LINES) - 1) + third


def how_many(slip: Slip, told: Sequence[Told]) -> int:
    """Return how many of the findings there is room for, beside all the rest; one at least."""
    room = slip.setting.room - _taken(slip)
    heights = [_height(each.line, slip) for each in told]
    if sum(heights) + _height(line("well", texts("say", "rest_normal")), slip) <= room:
        return len(told)
    for count in range(len(told) - 1, 1, -1):
        if sum(heights[:count]) + _height(also(told[count:], slip.setting), slip) <= room:
            return count
    return min(len(told), 1)


def also(folded: Sequence[Told], setting: Setting) -> Line:
    """Return the line that names what there is no room to tell."""
    topics = list({each.topic["en"]: each.topic for each in folded}.values())
    named = [Line("paper", {lang: escape(topic[lang]) for lang in LANGUAGES}) for topic in topics]
    if len(topics) > setting.most_topics:
        named = [*named[: setting.most_topics], line("paper", texts("say", "others"))]
    return joined([line("paper", texts("say", "also")), *listed(named)], " ")[0]


def _height(each: Line, slip: Slip) -> float:
    setting = slip.setting
    return max(setting.least, setting.row + setting.line * _lines(each, slip.second, setting.letters))


def _step_height(each: Line, slip: Slip) -> float:
    setting = slip.setting
    return max(
        setting.least_step, setting.step_row + setting.step_line * _lines(each, slip.second, setting.step_letters)
    )


def _lines(each: Line, second: str, letters: Mapping[str, int]) -> int:
    return max(ceil(len(each.texts[lang].striptags()) / letters[lang]) for lang in ("ar", second))


def joined(lines: list[Line], mark: str) -> list[Line]:
    """Return lines as one, each sentence once; none for none."""
    if not lines:
        return []
    shown = {lang: list(dict.fromkeys(each.texts[lang] for each in lines)) for lang in LANGUAGES}
    return [Line(lines[0].picture, {lang: escape(mark).join(found) for lang, found in shown.items()})]


def listed(lines: list[Line]) -> list[Line]:
    """Return lines as one, with the comma of each language between them."""
    texts_of = {lang: escape(LIST_MARK[lang]).join(each.texts[lang] for each in lines) for lang in LANGUAGES}
    return [Line(lines[0].picture, texts_of)] if lines else []
