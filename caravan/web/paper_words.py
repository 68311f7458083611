"""The words on paper that is in two languages at once: the cards and the join poster, in Arabic and in French."""

from __future__ import annotations

from caravan.printing.poster import Words
from caravan.web.i18n import AT_HAND, gettext_for
from caravan.web.sentences import say

NAME = say("Name")
POSTER = {
    "title": say("Join the caravan with your tablet"),
    "join_wifi": say("Connect to the Wi-Fi"),
    "network": say("Network"),
    "password": say("Password"),
    "no_password": say("Open network, no password"),
    "open_address": say("Open the page of the caravan"),
    "or_type": say("Or type this address"),
    "scan": say("Scan code %(number)s"),
    "choose_name": say("Tap your name, type your PIN"),
    "note": say("No Internet is needed. If the tablet says that there is none, stay connected to this network."),
}


def name_words() -> tuple[str, str]:
    """Return the word for "name" in Arabic and in French."""
    arabic, french = (gettext_for(code)(NAME.text) for code in AT_HAND)
    return arabic, french


def poster_words() -> tuple[Words, Words]:
    """Return what the poster says in Arabic and in French."""
    arabic, french = (
        Words(**{field: gettext_for(code)(said.text) for field, said in POSTER.items()}) for code in AT_HAND
    )
    return arabic, french
