"""The slip that a person takes home, A5: chosen by gravity so that it always fits one page, and never empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

# What an A5 page has room for, in millimetres, and how many letters of 12 points a line of each column holds.
ROOM, HEADING, LINE, ROW, LEAST_ROW = 121.0, 9.5, 5.6, 2.0, 9.5
STEP_LINE, STEP_ROW, LEAST_STEP = 6.3, 1.6, 9.5
LETTERS, STEP_LETTERS = {"ar": 30, "fr": 27, "en": 27}, {"ar": 25, "fr": 22, "en": 22}
LONG_NAME, VERY_LONG_NAME = 22, 44
NAME_LINE, NAME_LETTERS = 7.2, {"full": 22, "small": 24, "tiny": 26}
ROOMY = 1.5  # how much larger everything is written when a page is left half empty
MOST_STEPS, MOST_TOPICS = 5, 6


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

    @property
    def is_roomy(self) -> bool:
        """Whether there is room to write larger."""
        rows = [each.line for each in self.found] + self.more
        used = _taken(self) + sum(_height(each, self.second) for each in rows)
        return used * ROOMY < ROOM


def compose_slip(house: House, patient_id: UUID, second: str = "fr") -> Slip:
    """Return the slip of a person's latest visit. Raises NotFoundError("patient.unknown")."""
    results = get_results(house, patient_id)
    slip = Slip(results, second)
    slip.steps = list(_steps(results))
    slip.given = _joined(list(_given(results)), " · ")
    slip.next = list(_next(results))
    told = told_findings(house, results.screenings)
    slip.found = told[: _how_many(slip, told)]
    slip.more = list(_more(house, slip, told))
    return slip


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


def _given(results: Results) -> Iterator[Line]:
    """Yield what was done and given today."""
    rows = paper_words()["treatment"]
    for screening in results.screenings:
        done = screening.answers.get("treatments") or []
        for name in done.split() if isinstance(done, str) else done:
            if name in rows:
                yield _counted(screening, name)
        if screening.answers.get("treatment_given"):
            yield line("medicine", texts("supply", "medicine"))
    for supply in results.supplies:
        name = f"{supply.kind}_{supply.status}"
        if supply.kind != "cataract_surgery" and name in paper_words()["supply"]:
            yield line(paper_words()["supply"][name]["picture"], texts("supply", name))


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
    for when in whens[-1:]:
        if when in paper_words()["retina_return"]:
            yield _dated("retina_return", when, latest_retina_day(when, results.day), results.day)


def _more(house: House, slip: Slip, told: Sequence[Told]) -> Iterator[Line]:
    """Yield what closes the findings: other points, what was examined, that the rest is well."""
    folded = told[len(slip.found) :]
    if not slip.results.screenings:
        yield line("paper", texts("say", "nothing_examined"))
        yield line("paper", texts("say", "not_yet"))
        return
    if not slip.found and not slip.steps:
        yield line("well", texts("say", "nothing"))
    if folded:
        yield _also(folded)
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
    taken = HEADING
    for step in slip.steps:
        taken += sum(_step_height(each, slip.second) for each in (*step.places, step.when))
    for part in (slip.given, slip.next):
        taken += (HEADING if part else 0) + sum(_height(each, slip.second) for each in part)
    return taken + (HEADING if slip.steps else 0) + _head(slip)


def _head(slip: Slip) -> float:
    """Return the millimetres that long names of the person and of the caravan take beyond one line and two."""
    names = slip.results.who.names.values()
    name_lines = max((ceil(len(name) / NAME_LETTERS[slip.name_size]) for name in names), default=1)
    caravan_lines = ceil(max(map(len, slip.results.caravan.split(" / "))) / LETTERS[slip.second])
    return NAME_LINE * (min(name_lines, 3) - 1) + LINE * max(min(caravan_lines, 3) - 2, 0)


def _how_many(slip: Slip, told: Sequence[Told]) -> int:
    """Return how many of the findings there is room for, beside all the rest."""
    room = ROOM - _taken(slip)
    heights = [_height(each.line, slip.second) for each in told]
    if sum(heights) + _height(line("well", texts("say", "rest_normal")), slip.second) <= room:
        return len(told)
    for count in range(len(told) - 1, 1, -1):
        if sum(heights[:count]) + _height(_also(told[count:]), slip.second) <= room:
            return count
    return min(len(told), 1)


def _also(folded: Sequence[Told]) -> Line:
    """Return the line that names what there is no room to tell."""
    topics = list({each.topic["en"]: each.topic for each in folded}.values())
    named = [Line("paper", {lang: escape(topic[lang]) for lang in LANGUAGES}) for topic in topics[:MOST_TOPICS]]
    if len(topics) > MOST_TOPICS:
        named.append(line("paper", texts("say", "others")))
    return _joined([line("paper", texts("say", "also")), *_listed(named)], " ")[0]


def _height(each: Line, second: str) -> float:
    lines = max(ceil(len(each.texts[lang].striptags()) / LETTERS[lang]) for lang in ("ar", second))
    return ROW + max(LEAST_ROW, lines * LINE)


def _step_height(each: Line, second: str) -> float:
    lines = max(ceil(len(each.texts[lang].striptags()) / STEP_LETTERS[lang]) for lang in ("ar", second))
    return STEP_ROW + max(LEAST_STEP, lines * STEP_LINE)
