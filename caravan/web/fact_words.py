"""The facts beside a station's form in words: what the others found, what nobody has measured yet, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.formdefs.model import Form
from caravan.services.facts import FactLine, Known, facts_of, figure_names
from caravan.services.form_editing import form_as_filled
from caravan.services.next_steps import NextStep, next_steps
from caravan.services.patients import PatientPage
from caravan.web.answer_words import answer_text, question_label
from caravan.web.figures import ltr, number
from caravan.web.findings import ScreeningCard, finding_value, screening_cards
from caravan.web.form_fields import in_language
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.speech import current_language
from caravan.web.wording import station_title

EARLIER_SHOWN = 2


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact as it is read. ``ask_at`` are the names of the stations that would find it out, when it is not known."""

    label: str | Markup
    figure: Markup | None
    words: list[str | Markup]
    station: str
    at: datetime | None
    is_today: bool
    is_alarming: bool
    ask_at: list[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside a form: its facts, what is against an extraction, and its own results of earlier days."""

    facts: list[FactWords]
    stops: list[str]
    earlier: list[ScreeningCard]


@dataclass(frozen=True, slots=True)
class Step:
    """A station to see next, in words."""

    step: NextStep
    title: str
    reasons: list[str]


def panel_of(page: PatientPage, form: Form) -> Panel:
    """Return the panel of a form for a person."""
    lang, card = current_language().code, find_caravan()
    facts = facts_of(current_house(), page, form, card.stations if card else ())
    here = page.today.id if page.today else None
    before = [line for visit in page.visits if visit.id != here for line in visit.screenings]
    own = [line for line in before if line.form_id == form.id][:EARLIER_SHOWN]
    return Panel(
        facts=[_fact_words(line, lang) for line in facts.lines],
        stops=[stop_names().get(code, form.finding_label(code, lang)) for code in facts.stops],
        earlier=screening_cards(own, lang),
    )


def steps_of(page: PatientPage) -> list[Step]:
    """Return the stations to see next."""
    lang, names = current_language().code, reason_names()
    return [
        Step(step, station_title(step.station, lang), [names.get(code, code) for code in step.reasons])
        for step in next_steps(current_house(), page)
    ]


def stop_names() -> dict[str, str]:
    """Return what may stand against an extraction, in words."""
    return {
        "stop_pressure": _("Very high pressure"),
        "stop_glucose": _("Blood glucose too low or too high"),
        "stop_anticoagulant": _("Takes an anticoagulant"),
        "stop_bisphosphonate": _("Takes a bisphosphonate"),
        "stop_pregnancy": _("First months of a pregnancy"),
        "stop_allergy": _("Has an allergy"),
    }


def reason_names() -> dict[str, str]:
    """Return why a station is proposed, in words."""
    return {
        "fundus_of_diabetic": _("Diabetes: the fundus is to be examined"),
        "eye_pressure_from_40": _("From 40 years: eye pressure"),
        "near_vision_from_35": _("From 35 years: near vision"),
        "raised_pressure": _("Raised pressure: the doctor sees it"),
        "urine_in_pregnancy": _("Pregnancy with raised pressure: protein in the urine"),
        "glucose_after_findrisc": _("Risk of diabetes: blood glucose"),
        "risk_score_40_to_74": _("From 40 to 74 years: cardiovascular risk"),
        "pressure_before_extraction": _("Before an extraction: pressure"),
        "glucose_before_extraction": _("Before an extraction: blood glucose"),
    }


def _fact_words(line: FactLine, lang: str) -> FactWords:
    form = _form_of(line)
    in_figure = figure_names(line.fact.figure)
    shown = [name for name in line.fact.show if name in line.values and name not in in_figure]
    return FactWords(
        label=_label(line, form, lang),
        figure=_figure(line, form, lang) if form else None,
        words=[_value(form, name, line.values[name], lang) for name in shown] if form else [],
        station=station_title(line.form_id, lang),
        at=line.at,
        is_today=line.is_today,
        is_alarming=line.is_alarming,
        ask_at=[station_title(station, lang) for station in line.ask_at],
    )


def _form_of(line: FactLine) -> Form | None:
    if not line.form_id:
        return None
    if not line.form_version:
        return current_house().forms.get(line.form_id)
    return form_as_filled(current_house(), line.form_id, line.form_version)


def _label(line: FactLine, form: Form | None, lang: str) -> str | Markup:
    """Return the name of a fact: that of the table, else that of the one finding or answer that it is."""
    if line.fact.labels:
        return in_language(line.fact.labels, lang)
    name = line.fact.id
    if form and name in form.questions:
        return question_label(form, name, lang)
    return form.finding_label(name, lang) if form else name


def _figure(line: FactLine, form: Form, lang: str) -> Markup | None:
    """Write the figure of a fact with its unit; none unless every value that it names is known."""
    names = figure_names(line.fact.figure)
    if not names or not all(name in line.values for name in names):
        return None
    parts = {name: _plain(form, name, line.values[name], lang) for name in names}
    return ltr(line.fact.figure.format(**parts), line.fact.unit or None)


def _plain(form: Form, name: str, known: Known, lang: str) -> str:
    if isinstance(known.value, int | float):
        return number(round(known.value, 1 if known.is_finding else 2)).striptags()
    shown = _value(form, name, known, lang)
    return shown.striptags() if isinstance(shown, Markup) else shown


def _value(form: Form, name: str, known: Known, lang: str) -> str | Markup:
    if known.is_finding:
        return finding_value(form, name, known.value, lang)
    if name not in form.questions:
        return escape(known.value)
    return answer_text(form, name, known.value, lang) or ""
