"""The house of the running application, and its clock, for the views."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import current_app

from caravan.domain.dates import CASABLANCA, local_day
from caravan.services.house import House


def current_house() -> House:
    """Return the house that the application was made with."""
    return cast("House", current_app.extensions["caravan"])


def today() -> date:
    """Return the day in Morocco by the house's own clock, never by the tablet's."""
    return local_day(current_house().now())


def clock_reading() -> str:
    """Return what a clock in Morocco shows when the page is made: 2026-11-21T10:42:07."""
    return current_house().now().astimezone(CASABLANCA).replace(tzinfo=None).isoformat(timespec="seconds")
