"""The slip that a person takes home, A5: chosen by gravity so that it always fits one page, and never empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import ceil
from uuid import UUID

from babel.dates import format_date
from markupsafe import Markup, escape

from caravan.scoring.delays import latest_day, latest_retina_day
from caravan.services.form_editing import form_as_filled
from caravan.services.house import House
from caravan.services.patients import ScreeningLine
from caravan.services.results import Results, get_results
from caravan.web.answer_words import LIST_MARK
from caravan.web.figures import ltr
from caravan.web.i18n import LANGUAGES
from caravan.web.plain_words import paper_words, texts
from caravan.web.told import Line, Told, line, told_findings

LONG_NAME, VERY_LONG_NAME = 22, 44
NAME_LINES, MOST_NAME_LINES = {"full": 7.2, "small": 6.0, "tiny": 5.1}, 3
NAME_LETTERS = {"full": 22, "small": 24, "tiny": 26}
MOST_STEPS, FEWEST_FOUND = 5, 3


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
DENSE = Setting("dense", 134, 7.6, 5.3, 1.3, 8.3, _letters(32, 28), 5.3, 0.5, 7.1, _letters(30, 27), 3, 54)


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



def compose_slip(house: House, patient_id: UUID, second: str = "fr") -> Slip:
    """Return the slip of a person's latest visit, as large as it fits. Raises NotFoundError("patient.unknown")."""
    results = get_results(house, patient_id)
    told = told_findings(house, results.screenings)
    for setting in (ROOMY, PLAIN, DENSE):
        slip = Slip(results, second, setting, list(_steps(results)))
        slip.given = list(_given(results, setting))
        slip.next = list(_next(results))
        count = _how_many(slip, told)
        slip.found, slip.more = told[:count], list(_more(house, slip, told[count:]))
        if _is_good(slip, told):
            break
    return slip


def _is_good(slip: Slip, told: Sequence[Told]) -> bool:
    """Whether a slip fits as it is written and tells enough: all of it, if it is to be written large."""
    enough = len(told) if slip.setting is ROOMY else min(len(told), FEWEST_FOUND)
    rows = [each.line for each in slip.found] + slip.more
    fits = _taken(slip) + sum(_height(each, slip) for each in rows) <= slip.setting.room
    return fits and len(slip.found) >= enough


def long_day(day: date, lang: str, today: date) -> Markup:
    """Return a day in the words of a language, with its year when that is not this year."""
    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    return Markup("<bdi>{}</bdi>").format(format_date(day, pattern, locale=LANGUAGES[lang].locale))


def _steps(results: Results) -> Iterator[Step]:
    """Yield where to go: each place once, with others of the same urgency, the most urgent first."""
    urgencies: dict[str, str] = {}
    for referral in results.referrals:
        urgencies.setdefault(referral.destination, referral.urgency)
    rows = paper_words()["destination"]
    for urgency, group in groupby(list(urgencies.items())[:MOST_STEPS], key=lambda each: each[1]):
        names = [place if place in rows else "none" for place, _urgency in group]
        places = tuple(line(rows[name]["picture"], texts("destination", name)) for name in names)
        yield Step(urgency, places, _dated("when", urgency, latest_day(urgency, results.day), results.day))


def _dated(table: str, name: str, day: date | None, today: date) -> Line:
    row = texts(table, name)
    shown = {lang: long_day(day, lang, today) if day else Markup() for lang in LANGUAGES}
    return Line("calendar", {lang: Markup(row[lang]).format(day=shown[lang]) for lang in LANGUAGES})  # noqa: S704


def _given(results: Results, setting: Setting) -> Iterator[Line]:
    """Yield one line of what was done and given today, as much of it as there is room for."""
    whole: list[Line] = []
    for each in _each_given(results):
        longer = _joined([*whole, each], " · ")[0]
        if max(len(text.striptags()) for text in longer.texts.values()) <= setting.most_given:
            whole.append(each)
    yield from _joined(whole, " · ")


def _each_given(results: Results) -> Iterator[Line]:
    """Yield what was given and done: glasses and treatments to take first, then what was done in the mouth."""
    for supply in results.supplies:
        name = f"{supply.kind}_{supply.status}"
        if supply.kind != "cataract_surgery" and name in paper_words()["supply"]:
            yield line(paper_words()["supply"][name]["picture"], texts("supply", name))
    for screening in results.screenings:
        if screening.answers.get("treatment_given"):
            yield line("medicine", texts("supply", "medicine"))
        done = screening.answers.get("treatments") or []
        for name in done.split() if isinstance(done, str) else done:
            if name in paper_words()["treatment"]:
                yield _counted(screening, name)


def _counted(screening: ScreeningLine, name: str) -> Line:
    """Return a treatment, with how many teeth had it when they were named."""
    row = paper_words()["treatment"][name]
    teeth = str(screening.answers.get(row.get("count", ""), "")).replace(",", " ").split()
    shown = texts("treatment", name)
    if not teeth:
        shown = {lang: text.replace(" ({n})", "") for lang, text in shown.items()}
    return line(row["picture"], shown, n=ltr(len(teeth)))


def _next(results: Results) -> Iterator[Line]:
    """Yield the visits to come that no referral tells: the list of operations, the retina."""
    phone = results.who.phone
    call = line("calendar", texts("say", "call" if phone else "no_phone"), number=ltr(phone))
    if any(supply.kind == "cataract_surgery" for supply in results.supplies):
        yield from _joined([line("calendar", texts("supply", "cataract_surgery_listed")), call], " ")
    whens = [f.value for each in results.screenings for f in each.findings if f.code == "retina_return"]
    is_sent = any(referral.destination == "ophthalmology" for referral in results.referrals)
    for when in whens[-1:]:
        if not is_sent and when in paper_words()["retina_return"]:
            yield _dated("retina_return", when, latest_retina_day(when, results.day), results.day)


def _more(house: House, slip: Slip, folded: Sequence[Told]) -> Iterator[Line]:
    """Yield what closes the findings: other points, what was examined, that the rest is well."""
    if not slip.results.screenings:
        yield line("paper", texts("say", "nothing_examined"))
        yield line("paper", texts("say", "not_yet"))
        return
    if not slip.found and not slip.steps:
        yield line("well", texts("say", "nothing"))
    if folded:
        yield _also(folded, slip.setting)
    elif slip.found:
        yield line("well", texts("say", "rest_normal"))
    if not slip.found and not slip.steps:
        yield from _joined([line("well", texts("say", "examined")), *_listed(_examined(house, slip.results))], " ")
        yield line("hospital", texts("say", "stay_well"))


def _examined(house: House, results: Results) -> list[Line]:
    forms = {each.form_id: each.form_version for each in results.screenings}
    titles = [form_as_filled(house, form_id, version).titles for form_id, version in forms.items()]
    return [Line("well", {lang: escape(title[lang]) for lang in LANGUAGES}) for title in titles]


def _joined(lines: list[Line], mark: str) -> list[Line]:
    """Return lines as one, each sentence once; none for none."""
    if not lines:
        return []
    shown = {lang: list(dict.fromkeys(each.texts[lang] for each in lines)) for lang in LANGUAGES}
    return [Line(lines[0].picture, {lang: escape(mark).join(found) for lang, found in shown.items()})]


def _listed(lines: list[Line]) -> list[Line]:
    """Return lines as one, with the comma of each language between them."""
    texts_of = {lang: escape(LIST_MARK[lang]).join(each.texts[lang] for each in lines) for lang in LANGUAGES}
    return [Line(lines[0].picture, texts_of)] if lines else []


def _taken(slip: Slip) -> float:
    """Return the millimetres that all but the findings takes."""
    steps = [line for step in slip.steps for line in (*step.places, step.when)]
    parts = [part for part in (slip.steps, slip.setting is not DENSE and (slip.given or slip.next)) if part]
    rows = sum(_height(each, slip) for each in (*slip.given, *slip.next))
    return slip.setting.heading * (1 + len(parts)) + sum(_step_height(each, slip) for each in steps) + rows + _head(slip)


def _head(slip: Slip) -> float:
    """Return the millimetres that long names of the person and of the caravan take beyond one line and two."""
    names = slip.results.who.names.values()
    name_lines = max((ceil(len(name) / NAME_LETTERS[slip.name_size]) for name in names), default=1)
    caravan_lines = ceil(max(map(len, slip.results.caravan.split(" / "))) / PLAIN.letters["fr"])
    third = PLAIN.line if caravan_lines > 2 and slip.setting is not DENSE else 0.0  # noqa: PLR2004
    return NAME_LINES[slip.name_size] * (min(name_lines, MOST_NAME_LINES) - 1) + third


def _how_many(slip: Slip, told: Sequence[Told]) -> int:
    """Return how many of the findings there is room for, beside all the rest; one at least."""
    room = slip.setting.room - _taken(slip)
    heights = [_height(each.line, slip) for each in told]
    if sum(heights) + _height(line("well", texts("say", "rest_normal")), slip) <= room:
        return len(told)
    for count in range(len(told) - 1, 1, -1):
        if sum(heights[:count]) + _height(_also(told[count:], slip.setting), slip) <= room:
            return count
    return min(len(told), 1)


def _also(folded: Sequence[Told], setting: Setting) -> Line:
    """Return the line that names what there is no room to tell."""
    topics = list({each.topic["en"]: each.topic for each in folded}.values())
    named = [Line("paper", {lang: escape(topic[lang]) for lang in LANGUAGES}) for topic in topics]
    if len(topics) > setting.most_topics:
        named = [*named[: setting.most_topics], line("paper", texts("say", "others"))]
    return _joined([line("paper", texts("say", "also")), *_listed(named)], " ")[0]


def _height(each: Line, slip: Slip) -> float:
    setting = slip.setting
    return max(setting.least, setting.row + setting.line * _lines(each, slip.second, setting.letters))


def _step_height(each: Line, slip: Slip) -> float:
    setting = slip.setting
    return max(setting.least_step, setting.step_row + setting.step_line * _lines(each, slip.second, setting.step_letters))


def _lines(each: Line, second: str, letters: Mapping[str, int]) -> int:
    return max(ceil(len(each.texts[lang].striptags()) / letters[lang]) for lang in ("ar", second))
