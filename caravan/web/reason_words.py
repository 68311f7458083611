"""Why a record was changed, in words: the usual reasons as taps, and a reason that was kept as it is read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.services.reasons import LONGEST, USUAL, read_reason, write_reason

CODE, WORDS = "record.reason", "record.why"  # no question of a form has a dot in its name


def reason_names() -> dict[str, str]:
    """Return the usual reasons in words."""
    return {
        "typing_error": _("Typing error"),
        "measured_again": _("Measured again"),
        "sides_swapped": _("Right and left were swapped"),
        "left_out": _("Something was left out"),
        "seen_on_document": _("Seen on a document"),
        "said_otherwise": _("The person says otherwise"),
        "wrong_person": _("Wrong person"),
        "recorded_twice": _("Recorded twice"),
        "wrong_station": _("Wrong form"),
        "trial": _("It was a trial"),
        "registered_twice": _("Registered twice"),
        "by_mistake": _("By mistake"),
        "asked_by_person": _("The person asks for it"),
        "left_at_once": _("The person left at once"),
        "lost": _("Lost"),
        "thrown_away": _("Thrown away"),
        "printed_badly": _("Printed badly"),
        "cancelled_by_mistake": _("Cancelled by mistake"),
        "checked_again": _("Checked: it was right"),
        "examined": _("After the examination"),
        "followed_already": _("Followed elsewhere already"),
        "nearer": _("Nearer to home"),
        "treated_here": _("Treated here today"),
        "symptoms": _("Because of symptoms"),
        "earlier_results": _("Because of earlier results"),
        "station closed": _("The station was closed"),
        "station removed": _("The station was removed"),
    }


def reason_text(kept: str) -> Markup:
    """Return a reason as it is read: its usual name, the words of its author, or both."""
    reason = read_reason(kept)
    name, words = escape(reason_names().get(reason.code, "")), Markup("<bdi>{}</bdi>").format(reason.words)
    if not reason.words:
        return name
    return Markup("{} ({})").format(name, words) if name else words


@dataclass(slots=True)
class Why:
    """The reason of the page that is open, as it was given so far."""

    act: str
    code: str
    words: str
    error: str = ""

    @property
    def kept(self) -> str:
        """The reason as it will be kept; empty when none was given."""
        return write_reason(self.act, self.code, self.words)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The usual reasons, to tap."""
        names = reason_names()
        return [(code, names[code]) for code in USUAL[self.act]]

    @property
    def longest(self) -> int:
        """How many letters the words may have."""
        return LONGEST


def why_of(act: str) -> Why:
    """Return the reason that was sent with the page, if it was sent."""
    return Why(act, request.form.get(CODE, ""), request.form.get(WORDS, ""))
