"""The join poster: what it leads to, and the Wi-Fi that this laptop keeps only when it is asked to."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, request
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.printing.poster import Poster, read_address, write_poster
from caravan.printing.wifi import Wifi, read_wifi
from caravan.services.addresses import join_addresses
from caravan.services.posters import find_wifi, forget_wifi, keep_wifi
from caravan.web.cards.area import Answer, download, pages, said
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.paper_words import poster_words

FIELDS = {"wifi.name": "wifi", "wifi.password": "password", "poster.address": "url"}


@pages.get("/admin/poster")
@allow("coordinator")
def poster() -> str:
    """Offer the poster, with the network when it was kept."""
    wifi = find_wifi(current_house())
    shown = {"url": _address()}
    if wifi is not None:
        shown |= {"wifi": wifi.name, "password": wifi.password, "keep": "yes"}
        shown |= {"hidden": "yes"} if wifi.is_hidden else {}
    return _page(shown)


@pages.post("/admin/poster")
@allow("coordinator")
def print_poster() -> Answer:
    """Download the poster. The network is kept or forgotten as the page says."""
    form = request.form
    try:
        wifi = _typed_wifi()
        address = read_address(form.get("url", ""))
    except CaravanError as refusal:
        return _page(form.to_dict(), {FIELDS[refusal.code]: said(refusal)}), 422
    if wifi is not None and "keep" in form:
        keep_wifi(current_house(), current_operator(), wifi)
    else:
        forget_wifi(current_house(), current_operator())
    return _download(Poster(address, _caravan(), wifi))


def _typed_wifi() -> Wifi | None:
    name, password = request.form.get("wifi", ""), request.form.get("password", "")
    if not name and not password:
        return None
    return read_wifi(name, password, is_hidden="hidden" in request.form)


def _download(wanted: Poster) -> Response:
    content = BytesIO()
    write_poster(content, wanted, *poster_words())
    return download(content, "caravan-poster.pdf")


def _address() -> str:
    """Return the address of this laptop as tablets reach it."""
    return join_addresses(current_house().data)[0]


def _caravan() -> str:
    card = find_caravan()
    return card.name if card else ""


def _page(shown: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template("cards/poster.html", shown=shown, errors=errors or {})
