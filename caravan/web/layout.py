"""What every page shows around its content: the caravan, the place, the tabs of the role, the person at work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from caravan.domain.errors import CaravanError
from caravan.services import caravans
from caravan.services.caravans import CaravanCard, SiteCard
from caravan.web.authors import author_token
from caravan.web.clock_words import clock_words
from caravan.web.house import clock_reading, current_house, today
from caravan.web.tablet import current_tablet


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the page's head."""

    endpoint: str
    label: str
    area: str = ""

    @property
    def address(self) -> str:
        """Where the tab leads."""
        return url_for(self.endpoint)

    @property
    def is_here(self) -> bool:
        """Tell whether the page shown is this one, or one of its area."""
        return request.endpoint == self.endpoint or (bool(self.area) and request.blueprint in self.area.split())


def tabs() -> list[Tab]:
    """Return the tabs of the person's role: their own work first."""
    operator = g.get("operator")
    if operator is None:
        return []
    reception = [Tab("reception.desk", _("Reception")), Tab("reception.register", _("Register"))]
    queues = Tab("queues.index", _("Queues"), area="queues")
    referrals = Tab("referrals.index", _("Referrals"), area="referrals")
    typing = Tab("typing.index", _("Paper"), area="typing second")
    by_role = {
        "volunteer": [*reception, queues, typing],
        "doctor": [
            Tab("access.home", _("Station"), area="station"),
            queues,
            referrals,
            Tab("reception.search", _("Search")),
            typing,
        ],
        "coordinator": [
            Tab("coordination.dashboard", _("Dashboard")),
            referrals,
            *reception,
            Tab("station.choose", _("Stations"), area="station"),
            queues,
            typing,
            Tab("coordination.exports", _("Exports")),
            Tab("admin.home", _("Administration"), area="admin forms cards paper"),
        ],
    }
    return by_role[operator.role]


def find_caravan() -> CaravanCard | None:
    """Return the caravan, or None before it was made."""
    if "caravan_card" not in g:
        try:
            g.caravan_card = caravans.get_caravan(current_house())
        except CaravanError:
            g.caravan_card = None
    card: CaravanCard | None = g.caravan_card
    return card


def find_open_site() -> SiteCard | None:
    """Return the site where the caravan works today."""
    card = find_caravan()
    return card.open_site if card else None


def init_layout(app: Flask) -> None:
    """Give the frame's values to every template."""
    app.context_processor(
        lambda: {
            "operator": g.get("operator"),
            "house": current_house(),
            "find_caravan": find_caravan,
            "find_open_site": find_open_site,
            "tabs": tabs,
            "today": today,
            "clock_reading": clock_reading,
            "clock_words": clock_words,
            "tablet": current_tablet(),
            "author_token": author_token,
        }
    )
