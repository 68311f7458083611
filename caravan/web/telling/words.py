"""What the tellers share: one fact in words, and what they look up while they word it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.domain.dates import local_day
from caravan.formdefs.model import Form
from caravan.services.form_editing import form_as_filled
from caravan.services.telling import History, Moment
from caravan.web.answer_words import Change
from caravan.web.figures import clock, short_day
from caravan.web.house import current_house, today


@dataclass(frozen=True, slots=True)
class Told:
    """One fact in words: a title, what changed, and what is only worth a closer look.

    ``is_first`` when there was nothing before it.
    """

    title: str | Markup
    changes: list[Change] = field(default_factory=list)
    details: list[Change] = field(default_factory=list)
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The moment that is being told, of which history, in which language."""

    history: History
    moment: Moment
    lang: str

    def done(self, instant: datetime) -> Markup:
        """Say when something was done, with its day unless it is that of the moment."""
        text = _("done at %(time)s")
        if local_day(instant) != local_day(self.moment.at):
            text = _("done on %(day)s at %(time)s")
        return fill_in(text, time=clock(instant), day=short_day(local_day(instant)))

    def site(self, site_id: UUID | None) -> Markup:
        """Return the name of a site; empty when there is none."""
        names = self.history.sites.get(site_id, {}) if site_id else {}
        return Markup("<bdi>{}</bdi>").format(names.get(self.lang) or names.get("fr", ""))

    def form_of(self, screening_id: UUID) -> Form | None:
        """Return the form of a screening that this history tells of."""
        facts = (fact for moment in self.history.moments for fact in moment.facts)
        found = next((fact.state for fact in facts if fact.record_id == screening_id), None)
        return form_as_filled(current_house(), found["form_id"], found["form_version"]) if found else None


def fill_in(text: str, **figures: object) -> Markup:
    """Fill a translated sentence; what is put into it is escaped."""
    return escape(text) % figures


def stamp(act: str, instant: datetime, by: str) -> Markup:
    """Say when and by whom something was "done", "corrected" or "cancelled", with the day unless it is today."""
    texts = {
        "done": (_("Done at %(time)s by %(name)s"), _("Done on %(day)s at %(time)s by %(name)s")),
        "corrected": (_("Corrected at %(time)s by %(name)s"), _("Corrected on %(day)s at %(time)s by %(name)s")),
        "cancelled": (_("Cancelled at %(time)s by %(name)s"), _("Cancelled on %(day)s at %(time)s by %(name)s")),
    }
    day, name = local_day(instant), Markup("<bdi>{}</bdi>").format(by)
    return fill_in(texts[act][day != today()], time=clock(instant), day=short_day(day), name=name)


def day_text(day: date | None) -> Markup | None:
    """Return a day in figures, None for none."""
    return short_day(day) if day else None
