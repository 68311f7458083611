"""The stock of cards: what is left, new cards to print with their progress, and batches printed again."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.printing.cards import LONGEST_SENTENCE, check_sheet
from caravan.printing.labels import USUAL
from caravan.services import card_batches, card_stock, letterhead
from caravan.services.card_batches import ALL, LEFT, Order
from caravan.services.print_room import Job
from caravan.web.cards.area import PDF, Answer, layouts, pages, print_room, said
from caravan.web.freshness import fresh
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.operations import operation_id
from caravan.web.paper_words import name_words

USUAL_COUNT = 400  # ten sheets: a day of a middle-sized caravan
OTHER = "other"
FIELDS = {
    "cards.count": "count",
    "label.": "layout",
    "cards.sentence": "sentence_fr",
    "cards.used": "used",
    "logo.none": "logo",
}


@pages.get("/admin/cards")
@allow("coordinator")
def index() -> Answer:
    """Show the stock, what a card is when its code is given, and the form for new cards."""
    code, found, error = request.args.get("code", ""), None, ""
    if code:
        try:
            found = card_stock.look_up(current_house(), code)
        except CaravanError as refusal:
            error = said(refusal)
    page = _index_page({"count": str(USUAL_COUNT), "layout": USUAL, "used": "0"}, code=code, found=found, error=error)
    return (page, 422) if error else page


@pages.get("/print/cards")
@allow("coordinator")
def old_address() -> Response:
    """Lead an address that was noted to where the cards are now."""
    return redirect(url_for("cards.index"))


@pages.post("/admin/cards")
@allow("coordinator")
def print_new() -> Answer:
    """Record new cards, then begin their PDF."""
    wanted, house = operation_id(request.form.get("operation_id")), current_house()
    try:
        order, used = _typed_order(), _typed_used()
        check_sheet(card_batches.sheet_of(house, order, used=used))
        batch_id = card_batches.record_batch(house, current_operator(), order, wanted)
    except CaravanError as refusal:
        field = next((name for code, name in FIELDS.items() if refusal.code.startswith(code)), None)
        if field is None:
            raise
        return _index_page(request.form.to_dict(), errors={field: said(refusal)}), 422
    _begin(batch_id, ALL, used)
    return redirect(url_for("cards.batch", batch_id=batch_id, used=used or None), 303)


@pages.get("/admin/cards/<uuid:batch_id>")
@allow("coordinator")
def batch(batch_id: UUID) -> Answer:
    """Show a batch, how far its PDF is, and how to print it again."""
    job = _job(batch_id, _which(), _used())
    if request.args.get("part") == "making":
        state = (job.done, job.is_ready, job.has_failed) if job else None
        return fresh(state, lambda: _batch_page("cards/making.html", batch_id, job))
    return _batch_page("cards/batch.html", batch_id, job)


@pages.post("/admin/cards/<uuid:batch_id>/again")
@allow("coordinator")
def print_again(batch_id: UUID) -> Answer:
    """Record that a batch is printed again, then begin its PDF: the same codes, all or those left."""
    wanted, which = operation_id(request.form.get("operation_id")), request.form.get("which", LEFT)
    house, used = current_house(), request.form.get("used", type=int) or 0
    try:
        card_batches.cards_of(house, batch_id, which)
        found = card_batches.get_batch(house, batch_id)
        check_sheet(card_batches.sheet_of(house, found.order, used=used))
    except CaravanError as refusal:
        if refusal.code == "batch.unknown":
            raise
        flash(said(refusal), "warn")
        return redirect(url_for("cards.batch", batch_id=batch_id), 303)
    card_batches.record_reprint(house, current_operator(), batch_id, wanted)
    _begin(batch_id, which, used)
    return redirect(url_for("cards.batch", batch_id=batch_id, which=which, used=used or None), 303)


@pages.get("/admin/cards/<uuid:batch_id>/sheets.pdf")
@allow("coordinator")
def sheets(batch_id: UUID) -> Response:
    """Download the PDF of a batch once it is finished, unless it was thrown away; else lead back to how far it is."""
    job, found = _job(batch_id, _which(), _used()), card_batches.get_batch(current_house(), batch_id)
    if job is None or not job.is_ready or found.thrown:
        return redirect(url_for("cards.batch", batch_id=batch_id, which=_which(), used=_used() or None))
    name = f"caravan-cards-{found.first}-{found.last}.pdf"
    return send_file(job.file, mimetype=PDF, as_attachment=True, download_name=name)


@pages.post("/admin/cards/people")
@allow("coordinator")
def people() -> Response:
    """Keep how many people are expected in a day."""
    try:
        card_stock.expect_people(current_house(), current_operator(), request.form.get("people", ""))
        flash(_("The number is kept. The dashboard says when cards run out."), "ok")
    except CaravanError as refusal:
        flash(said(refusal), "warn")
    return redirect(url_for("cards.index"), 303)


@pages.post("/admin/cards/logo")
@allow("coordinator")
def change_logo() -> Response:
    """Keep the picture that was chosen as the logo, or take the logo away."""
    picture = request.files.get("picture")
    try:
        if "drop" in request.form:
            letterhead.drop_logo(current_house(), current_operator())
            flash(_("The logo is taken away."), "ok")
        else:
            letterhead.keep_logo(current_house(), current_operator(), picture.read() if picture else b"")
            flash(_("The logo is kept."), "ok")
    except CaravanError as refusal:
        flash(said(refusal), "warn")
    return redirect(url_for("cards.index", _anchor="logo"), 303)


@pages.get("/admin/cards/logo.png")
@allow("coordinator")
def logo() -> Response:
    """Show the logo; without one, lead to where it is chosen."""
    picture = letterhead.find_logo(current_house())
    return send_file(BytesIO(picture), mimetype="image/png") if picture else redirect(url_for("cards.index"))


def _index_page(shown: dict[str, str], *, errors: dict[str, str] | None = None, **found: object) -> str:
    return render_template(
        "cards/index.html",
        stock=card_stock.look_at_stock(current_house()),
        shown=shown,
        errors=errors or {},
        layouts=layouts(),
        other=OTHER,
        longest=LONGEST_SENTENCE,
        has_logo=letterhead.find_logo(current_house()) is not None,
        operation_id=new_id(),
        **{"code": "", "found": None, "error": "", **found},
    )


def _batch_page(template: str, batch_id: UUID, job: Job | None) -> str:
    found = card_batches.get_batch(current_house(), batch_id)
    asked = {"batch_id": batch_id, "which": _which(), "used": _used() or None}
    return render_template(template, batch=found, job=job, asked=asked, operation_id=new_id())


def _begin(batch_id: UUID, which: str, used: int) -> None:
    house = current_house()
    order = card_batches.get_batch(house, batch_id).order
    sheet = card_batches.sheet_of(house, order, used=used, name_words=name_words())
    cards = card_batches.cards_of(house, batch_id, which)
    print_room().start((batch_id, which, used), cards, sheet)


def _job(batch_id: UUID, which: str, used: int) -> Job | None:
    return print_room().find((batch_id, which, used))


def _which() -> str:
    return LEFT if request.args.get("which") == LEFT else ALL


def _used() -> int:
    return request.args.get("used", type=int) or 0


def _typed_order() -> Order:
    form = request.form
    layout = form.get("size", "") if form.get("layout") == OTHER else form.get("layout", USUAL)
    sentences = (form.get("sentence_ar", "").strip(), form.get("sentence_fr", "").strip())
    return Order(_whole(form.get("count", "")), layout.strip(), *sentences, has_logo="logo" in form)


def _typed_used() -> int:
    return _whole(request.form.get("used") or "0", otherwise=-1)


def _whole(typed: str, otherwise: int = 0) -> int:
    text = typed.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("100000") else otherwise
