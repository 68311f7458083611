"""Referrals in words: where to, how urgent, why, by whom, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.domain.ids import new_id
from caravan.services import referring
from caravan.services.form_editing import form_as_filled
from caravan.services.patients import PatientPage
from caravan.services.permissions import may_decide_referral, may_settle_referral
from caravan.services.reasons import USUAL
from caravan.services.referral_lines import ReferralLine, list_referrals
from caravan.services.referring import NOWHERE
from caravan.web.figures import clock
from caravan.web.findings import FindingWords, finding_lines
from caravan.web.form_fields import in_language
from caravan.web.gate import current_operator
from caravan.web.house import current_house
from caravan.web.reason_words import reason_names
from caravan.web.referral_names import by_hand, outcome_names, state_names
from caravan.web.speech import current_language
from caravan.web.wording import place_name, urgency_names


@dataclass(frozen=True, slots=True)
class ReferralCard:
    """A referral as it is read, and what the person at the tablet may do with it."""

    line: ReferralLine
    place: str
    station: str
    findings: list[FindingWords]
    note: str | Markup
    state: str
    made: Markup
    settled: Markup
    may_decide: bool
    may_settle: bool


def referral_card(line: ReferralLine) -> ReferralCard:
    """Return a referral in the reader's language."""
    lang, operator = current_language().code, current_operator()
    form = form_as_filled(current_house(), line.form_id, line.form_version) if line.form_id else None
    return ReferralCard(
        line=line,
        place=place_name(line.destination, lang) if line.destination != NOWHERE else str(_("No place named")),
        station=form.titles[lang] if form else "",
        findings=finding_lines(form, line.findings, lang) if form else [],
        note=by_hand(line.origin, line.note, lang),
        state=outcome_names()[line.outcome] if line.outcome else state_names()[line.status],
        made=_made(line, form.titles[lang] if form else ""),
        settled=_settled(line),
        may_decide=may_decide_referral(operator),
        may_settle=may_settle_referral(operator),
    )


def referrals_of(page: PatientPage) -> list[ReferralCard]:
    """Return the referrals of a person's visit of today, the open ones first."""
    if page.today is None:
        return []
    return [referral_card(line) for line in list_referrals(current_house(), page.today.id)]


def place_choices() -> list[tuple[str, str]]:
    """Return where people can be sent, as (code, words)."""
    return [(code, place_name(code, current_language().code)) for code in referring.destinations(current_house())]


def urgency_choices() -> list[tuple[str, str]]:
    """Return the urgencies that a referral may have, gravest first."""
    return [(code, name) for code, name in urgency_names().items() if code in referring.URGENCIES]


def reason_choices(act: str) -> list[tuple[str, str]]:
    """Return the usual reasons of an act, as (code, words)."""
    names = reason_names()
    return [(code, names[code]) for code in USUAL[act]]


def sign_choices() -> list[tuple[str, str]]:
    """Return the danger signs that may be raised, as (code, words)."""
    lang = current_language().code
    return [(name, in_language(labels, lang)) for name, labels in referring.alert_signs(current_house())]


def _made(line: ReferralLine, station: str) -> Markup:
    """Say how a referral came about."""
    if line.origin == "rules":
        return escape(_("Proposed by the rules: %(station)s")) % {"station": station}
    texts = {
        "alert": _("Danger sign reported at %(time)s by %(name)s"),
        "doctor": _("Added at %(time)s by %(name)s"),
    }
    return _told(texts[line.origin], line.since, line.made_by)


def _settled(line: ReferralLine) -> Markup:
    """Say when a referral was settled, and by whom."""
    if line.settled_at is None:
        return Markup()
    return _told(_("Settled at %(time)s by %(name)s"), line.settled_at, line.settled_by)


def _told(text: str, at: datetime, name: str) -> Markup:
    return escape(text) % {"time": clock(at), "name": Markup("<bdi>{}</bdi>").format(name)}


def init_referral_words(app: Flask) -> None:
    """Give the words to every template."""
    app.jinja_env.globals.update(
        outcome_names=outcome_names,
        place_choices=place_choices,
        urgency_choices=urgency_choices,
        reason_choices=reason_choices,
        sign_choices=sign_choices,
        new_operation=new_id,
    )
