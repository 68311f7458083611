"""What is said of a tablet whose clock is wrong: by how much, and that it be set. Nothing of a clock that is right."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

MINUTES_IN_AN_HOUR = 60
LONGEST_IN_MINUTES = 90
MINUTES_IN_A_DAY = 24 * 60


def clock_words(ahead: timedelta | None) -> str:
    """Return the sentence about a clock so far before the laptop's (negative: behind it), in the reader's language."""
    if ahead is None:
        return ""
    minutes = round(abs(ahead).total_seconds() / 60)
    if minutes >= MINUTES_IN_A_DAY:
        return str(_("Clock wrong by a day or more: set it"))
    if minutes < LONGEST_IN_MINUTES:
        return _in_minutes(minutes, is_ahead=ahead > timedelta())
    return _in_hours(round(minutes / MINUTES_IN_AN_HOUR), is_ahead=ahead > timedelta())


def _in_minutes(minutes: int, *, is_ahead: bool) -> str:
    if is_ahead:
        return str(ngettext("Clock %(num)s min ahead: set it", "Clock %(num)s min ahead: set it", minutes))
    return str(ngettext("Clock %(num)s min behind: set it", "Clock %(num)s min behind: set it", minutes))


def _in_hours(hours: int, *, is_ahead: bool) -> str:
    if is_ahead:
        return str(ngettext("Clock %(num)s h ahead: set it", "Clock %(num)s h ahead: set it", hours))
    return str(ngettext("Clock %(num)s h behind: set it", "Clock %(num)s h behind: set it", hours))
