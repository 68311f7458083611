"""The lines of a history: each thing that someone did at once, with what followed from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from markupsafe import Markup

from caravan.domain.dates import local_day
from caravan.services.telling import Fact, History, Moment
from caravan.web.reason_words import reason_text
from caravan.web.speech import current_language
from caravan.web.telling.caravans import tell_caravan, tell_site, tell_staff
from caravan.web.telling.persons import tell_attachment, tell_card, tell_patient, tell_visit, tell_waits
from caravan.web.telling.referrals import tell_referral
from caravan.web.telling.screenings import tell_screening, tell_supply
from caravan.web.telling.words import Scene, Told
from caravan.web.wording import role_names

TELLERS: Mapping[str, Callable[[Scene, Fact], Told]] = {
    "patient": tell_patient,
    "visit": tell_visit,
    "card": tell_card,
    "attachment": tell_attachment,
    "screening": tell_screening,
    "referral": tell_referral,
    "supply": tell_supply,
    "staff": tell_staff,
    "site": tell_site,
    "caravan": tell_caravan,
}


@dataclass(frozen=True, slots=True)
class Line:
    """What someone did at once: the fact that counts, why, and what followed from it."""

    at: datetime
    author: str
    role: str
    reason: Markup
    told: Told
    also: list[Told]

    @property
    def day(self) -> date:
        """The day in Morocco on which it was done."""
        return local_day(self.at)


def tell(history: History) -> list[Line]:
    """Return the lines of a history, newest first."""
    return [_line(history, moment) for moment in history.moments]


def _line(history: History, moment: Moment) -> Line:
    scene = Scene(history, moment, current_language().code)
    waits = [fact for fact in moment.facts if fact.entity == "queue_entry"]
    told = [TELLERS[fact.entity](scene, fact) for fact in moment.facts if fact not in waits]
    told += tell_waits(scene, waits)
    author, role = moment.author or _("The laptop itself"), role_names().get(moment.role, "")
    return Line(moment.at, author, role, reason_text(moment.facts[0].reason), told[0], told[1:])
