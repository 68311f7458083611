"""Findings in words: what a screening found, gravest first, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.formdefs.model import Form
from caravan.services.form_editing import form_as_filled
from caravan.services.patients import FindingLine, PatientPage, ScreeningLine
from caravan.services.record_marks import Cancelled, PersonMarks, person_marks
from caravan.web.figures import measures, number
from caravan.web.gate import current_operator
from caravan.web.house import current_house

GRAVITY = "euprn"
ARTICLE = "ال"  # a name has it in Arabic, and a value that says the name often not
FOR_MEANS = frozenset(
    {
        "presenting_logmar_r",
        "presenting_logmar_l",
        "glucose_mg_dl",
        "hba1c_mmol_mol",
        "cholesterol_mg_dl",
        "creatinine_mg_dl",
    }
)  # canonical values of what was typed in another unit or notation: for exports, not for reading at the desk


def says_itself(label: str, shown: str) -> bool:
    """Whether a value holds its own name, such as "Poor near vision" that of "Near vision"; both without tags."""
    return label.casefold().removeprefix(ARTICLE) in shown.casefold()


@dataclass(frozen=True, slots=True)
class FindingWords:
    """One finding as it is read: its name, its value, and how urgent it is."""

    label: str
    shown: Markup
    urgency: str

    @property
    def gist(self) -> Markup:
        """The value alone where it says its own name, such as "Poor near vision", else after its name."""
        value = Markup("<b>{}</b>").format(self.shown)
        if says_itself(self.label, self.shown.striptags()):
            return value
        return escape(_("%(name)s: %(value)s")) % {"name": self.label, "value": value}

    @property
    def rank(self) -> int:
        """Its place in the list: the gravest first."""
        return GRAVITY.index(self.urgency)


@dataclass(frozen=True, slots=True)
class ScreeningCard:
    """One screening of today as a card: where, when, by whom, how urgent, and what was found."""

    id: UUID
    form_id: str
    title: str
    performed_at: datetime
    performed_by: str
    urgency: str
    findings: list[FindingWords]


def finding_lines(form: Form, findings: Iterable[FindingLine], lang: str) -> list[FindingWords]:
    """Return the findings of a screening in words, gravest first; a plain "no" is not worth a line."""
    told = [f for f in findings if f.code not in FOR_MEANS and (f.value != "no" or f.urgency != "n")]
    lines = [
        FindingWords(form.finding_label(f.code, lang), finding_value(form, f.code, f.value, lang), f.urgency)
        for f in told
    ]
    return sorted(lines, key=lambda line: line.rank)


@dataclass(frozen=True, slots=True)
class PersonRecords:
    """The screenings of a person as cards: of today, of each earlier visit, and cancelled ones; with their marks."""

    today: list[ScreeningCard]
    earlier: Mapping[UUID, list[ScreeningCard]]
    cancelled: list[tuple[ScreeningCard, Cancelled]]
    marks: PersonMarks


def person_records(page: PatientPage, lang: str) -> PersonRecords:
    """Return what the page of a person shows of their screenings to who is at the tablet."""
    marks = person_marks(current_house(), current_operator(), page.line.id)
    here = page.today.id if page.today else None
    return PersonRecords(
        today=screening_cards(page.today.screenings if page.today else (), lang),
        earlier={visit.id: screening_cards(visit.screenings, lang) for visit in page.visits if visit.id != here},
        cancelled=[(screening_card(each.line, lang), each) for each in marks.cancelled],
        marks=marks,
    )


def screening_card(screening: ScreeningLine, lang: str) -> ScreeningCard:
    """Return a screening as a card, also a cancelled one."""
    form = form_as_filled(current_house(), screening.form_id, screening.form_version)
    return ScreeningCard(
        id=screening.id,
        form_id=screening.form_id,
        title=form.titles[lang],
        performed_at=screening.performed_at,
        performed_by=screening.performed_by,
        urgency=screening.urgency,
        findings=finding_lines(form, screening.findings, lang),
    )


def screening_cards(screenings: Sequence[ScreeningLine], lang: str) -> list[ScreeningCard]:
    """Return today's screenings of a person, each with its findings in words."""
    return [screening_card(screening, lang) for screening in screenings if not screening.is_voided]


def finding_value(form: Form, code: str, value: Any, lang: str) -> Markup:
    """Return the value of a finding in words, or as a figure with its unit."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(round(value, 1), form.finding_unit(code))
    return measures(form.finding_value_label(code, str(value), lang))
