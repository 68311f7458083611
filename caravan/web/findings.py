"""Findings in words: what a screening found, gravest first, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from caravan.formdefs.model import Form
from caravan.services.form_editing import form_as_filled
from caravan.services.patients import FindingLine, ScreeningLine
from caravan.web.figures import number
from caravan.web.house import current_house

GRAVITY = "euprn"


@dataclass(frozen=True, slots=True)
class FindingWords:
    """One finding as it is read: its name, its value, and how urgent it is."""

    label: str
    shown: str | Markup
    urgency: str

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
    told = [finding for finding in findings if finding.value != "no" or finding.urgency != "n"]
    lines = [FindingWords(form.finding_label(f.code, lang), _shown(form, f, lang), f.urgency) for f in told]
    return sorted(lines, key=lambda line: line.rank)


def screening_cards(screenings: Sequence[ScreeningLine], lang: str) -> list[ScreeningCard]:
    """Return today's screenings of a person, each with its findings in words."""
    return [_card(screening, lang) for screening in screenings if not screening.is_voided]


def _card(screening: ScreeningLine, lang: str) -> ScreeningCard:
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


def _shown(form: Form, finding: FindingLine, lang: str) -> str | Markup:
    if isinstance(finding.value, int | float) and not isinstance(finding.value, bool):
        return number(round(finding.value, 1), form.finding_unit(finding.code))
    return form.finding_value_label(finding.code, str(finding.value), lang)
