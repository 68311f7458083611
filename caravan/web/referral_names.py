"""The states, outcomes and reasons of referrals in words."""

from __future__ import annotations

from flask_babel import gettext as _
from markupsafe import Markup

from caravan.services import referring
from caravan.web.form_fields import in_language
from caravan.web.house import current_house
from caravan.web.reason_words import reason_text


def state_names() -> dict[str, str]:
    """Return the states of a referral in words."""
    return {
        "proposed": _("Proposed"),
        "accepted": _("Accepted"),
        "changed": _("Changed"),
        "attended": _("Attended"),
        "closed": _("Closed"),
        "cancelled": _("Not needed"),
    }


def outcome_names() -> dict[str, str]:
    """Return what may become of a referral, in words."""
    return {
        "seen": _("Seen by a doctor today"),
        "transferred": _("Transferred"),
        "arrived": _("Arrived there"),
        "refused": _("The person refuses"),
        "not_reached": _("Could not be reached"),
    }


def sign_name(sign: str, lang: str) -> str:
    """Return a danger sign in the words of the forms."""
    labels = dict(referring.alert_signs(current_house())).get(sign)
    return in_language(labels, lang) if labels else sign


def by_hand(origin: str, note: str, lang: str) -> str | Markup:
    """Return why a referral was made without a screening: the danger sign that was seen, or a doctor's reason."""
    return sign_name(note, lang) if origin == "alert" else reason_text(note)
