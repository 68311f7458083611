"""What a person is told of the findings of a visit: one line for each topic, the gravest first, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from caravan.formdefs.model import Form, Labels
from caravan.scoring.urgency import rank
from caravan.services.form_editing import form_as_filled
from caravan.services.house import House
from caravan.services.patients import FindingLine, ScreeningLine
from caravan.services.results import ReferralLine
from caravan.web.figures import ltr
from caravan.web.i18n import LANGUAGES
from caravan.web.plain_words import PlainWords, find_plain_words, is_silent, paper_words, texts

BOTH, DANGER = "both", "danger_signs"
COLON = {"ar": ": ", "fr": "\N{NO-BREAK SPACE}: ", "en": ": "}
LAST = 10_000  # after everything that the table words


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing and a sentence in each language."""

    picture: str
    texts: Mapping[str, Markup]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of findings; ``topic`` names what it is about when there is no room for the line."""

    line: Line
    topic: Labels
    urgency: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A finding with its words, before the gravest of each topic is chosen."""

    words: PlainWords
    finding: FindingLine
    form: Form
    screening: ScreeningLine

    @property
    def gravity(self) -> tuple[int, bool, int]:
        return -rank(self.finding.urgency), self.words.is_quiet, self.words.order


def told_findings(house: House, screenings: Sequence[ScreeningLine]) -> list[Told]:
    """Return what is told of the findings of these screenings: for each topic (and eye) the gravest."""
    found = sorted(_candidates(house, screenings), key=lambda each: each.gravity)
    pairs = {(each.words.topic, each.words.order, each.words.side) for each in found}
    told: list[Told] = []
    seen: set[tuple[str, str]] = set()
    for each in found:
        topic, side = each.words.topic, each.words.side
        if (topic, side) in seen or (topic, "") in seen or (not side and any(name == topic for name, _ in seen)):
            continue
        is_pair = bool(side) and {(topic, each.words.order, one) for one in "rl"} <= pairs
        seen |= {(topic, "r"), (topic, "l")} if is_pair else {(topic, side)}
        told.append(_told(each, BOTH if is_pair else side))
    return told


def told_signs(referrals: Iterable[ReferralLine]) -> list[Told]:
    """Return the danger signs that someone of the team saw and noted without a form."""
    noted = {each.note: each.urgency for each in referrals if each.screening_id is None and each.note}
    found = [(find_plain_words(DANGER, sign), urgency) for sign, urgency in noted.items()]
    return [
        Told(line(words.picture, words.texts), texts("topic", words.topic), urgency)
        for words, urgency in found
        if words
    ]


def in_words(row: Labels, lang: str, **parts: Markup) -> Markup:
    """Return a text of the tables with its parts put in."""
    return Markup(row[lang]).format(**parts)  # noqa: S704  our own tables; what is put in is escaped


def line(picture: str, row: Labels, **parts: Markup) -> Line:
    """Return a text of the tables as a line, its parts the same in each language."""
    return Line(picture, {lang: in_words(row, lang, **parts) for lang in LANGUAGES})


def _candidates(house: House, screenings: Sequence[ScreeningLine]) -> Iterator[_Candidate]:
    for screening in screenings:
        form = form_as_filled(house, screening.form_id, screening.form_version)
        for finding in screening.findings:
            words = find_plain_words(finding.code, finding.value) or _own_words(form, finding)
            if words is not None and not (words.is_quiet and finding.urgency == "n"):
                yield _Candidate(words, finding, form, screening)


def _own_words(form: Form, finding: FindingLine) -> PlainWords | None:
    """Word an urgent finding that the table does not know, such as one of a site's own form, by the form's labels."""
    if finding.urgency == "n" or is_silent(finding.code, finding.value):
        return None
    code, value = finding.code, finding.value
    shown = {
        lang: f"{form.finding_label(code, lang)}{COLON[lang]}{form.finding_value_label(code, value, lang)}"
        for lang in LANGUAGES
    }
    return PlainWords(code, "paper", shown, "", is_quiet=False, order=LAST)


def _told(each: _Candidate, side: str) -> Told:
    words = each.words
    topic = texts("topic", words.topic) if words.topic in paper_words()["topic"] else _own_topic(each)
    return Told(Line(words.picture, {lang: _text(each, side, lang) for lang in LANGUAGES}), topic, each.finding.urgency)


def _own_topic(each: _Candidate) -> Labels:
    return {lang: each.form.finding_label(each.finding.code, lang) for lang in LANGUAGES}


def _text(each: _Candidate, side: str, lang: str) -> Markup:
    words, figure = each.words, figure_of(each.words, each.form, each.screening, lang)
    text = words.texts[lang] if figure else words.without_figure(lang)
    eye = Markup(paper_words()["eye"][side][lang]) if side else Markup()  # noqa: S704  our own table
    if words.order == LAST:
        return Markup("{}").format(text)
    return Markup(text).format(figure=ltr(figure), eye=eye)  # noqa: S704  our own table; the figure is escaped


def figure_of(words: PlainWords, form: Form, screening: ScreeningLine, lang: str) -> str:
    """Return the figure of a finding as it is written; empty when a part of it was not measured, or is nought."""
    if not words.figure:
        return ""
    values = {**screening.answers, **{finding.code: finding.value for finding in screening.findings}}
    shown = {name: _shown(form, name, value, lang) for name, value in values.items() if value not in (0, None, "")}
    try:
        return words.figure.format_map(shown)
    except KeyError:
        return ""


def _shown(form: Form, name: str, value: Any, lang: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(format_decimal(round(value, 2), locale=LANGUAGES[lang].locale, group_separator=False))
    question = form.questions.get(name)
    if question is not None and question.list_name and isinstance(value, str):
        return form.choice_label(name, value, lang)
    return str(value)
