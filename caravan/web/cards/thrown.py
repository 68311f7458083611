"""What is blank of a printing thrown away, and brought back: each page says what will happen, and asks why."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from caravan.services import card_batches, card_stock
from caravan.web.again import shows_again
from caravan.web.cancellations import Answer, Ask, ask_first
from caravan.web.cards.area import pages
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.reason_words import why_of


@pages.route("/admin/cards/<uuid:batch_id>/throw-away", methods=["GET", "POST"])
@allow("coordinator")
@shows_again("coordinator")
def throw_away(batch_id: UUID) -> Answer:
    """Ask, then take what is blank of a printing out of the stock."""
    batch, back = card_batches.get_batch(current_house(), batch_id), _page_of(batch_id)
    if batch.thrown_at or not batch.left:
        return redirect(back)
    ask = Ask(_("Throw these cards away"), why_of("throw_cards"), back, [])
    ask.stakes = [
        ngettext(
            "%(num)s blank card can no longer be given, even when it is found.",
            "%(num)s blank cards can no longer be given, even when they are found.",
            batch.left,
        ),
        _("The cards that people have keep working."),
        _("Nothing is deleted: they can be brought back from here."),
    ]
    return ask_first(
        ask,
        lambda why: card_stock.throw_away(current_house(), current_operator(), batch_id, why),
        said=_("These cards are out of the stock."),
    )


@pages.route("/admin/cards/<uuid:batch_id>/bring-back", methods=["GET", "POST"])
@allow("coordinator")
@shows_again("coordinator")
def bring_back(batch_id: UUID) -> Answer:
    """Ask, then take the cards that were thrown away into the stock again."""
    batch, back = card_batches.get_batch(current_house(), batch_id), _page_of(batch_id)
    if not batch.thrown_at:
        return redirect(back)
    ask = Ask(_("Bring these cards back"), why_of("bring_back"), back, [], is_grave=False)
    ask.stakes = [
        ngettext("%(num)s blank card can be given again.", "%(num)s blank cards can be given again.", batch.thrown)
    ]
    return ask_first(
        ask,
        lambda why: card_stock.bring_back(current_house(), current_operator(), batch_id, why),
        said=_("These cards are in the stock again."),
    )


def _page_of(batch_id: UUID) -> str:
    return url_for("cards.batch", batch_id=batch_id)
