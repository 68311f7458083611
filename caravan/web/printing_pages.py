"""Papers for people and doctors: the result slip, the referral letters, and the day's stack of each."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from caravan.printing.qr_symbol import FULL_MODULES, svg_path
from caravan.services.results import list_referred
from caravan.web.gate import allow, safe_page
from caravan.web.house import current_house
from caravan.web.i18n import LANGUAGES
from caravan.web.letters import compose_letters, identity
from caravan.web.plain_words import paper_words
from caravan.web.slips import compose_slip
from caravan.web.speech import speaking

pages = Blueprint("printing", __name__)
FIRST = "ar"
BESIDE = ("fr", "en")


@pages.get("/print/slip/<uuid:patient_id>")
@allow("volunteer", "doctor", "coordinator")
def slip(patient_id: UUID) -> str:
    """Show the slip that a person takes home."""
    return _slips([patient_id], back=_back(url_for("reception.person", patient_id=patient_id)))


@pages.get("/print/letter/<uuid:patient_id>")
@allow("doctor", "coordinator")
def letter(patient_id: UUID) -> str:
    """Show the letters for those who will receive a person, one for each destination."""
    return _letters([patient_id], back=_back(url_for("reception.person", patient_id=patient_id)))


@pages.get("/print/slips")
@allow("coordinator")
def slips() -> str:
    """Show the slips of all who were referred today."""
    return _slips(list_referred(current_house()), back=_back(url_for("coordination.dashboard")))


@pages.get("/print/letters")
@allow("coordinator")
def letters() -> str:
    """Show the letters of all who were referred today."""
    return _letters(list_referred(current_house()), back=_back(url_for("coordination.dashboard")))


def _slips(patient_ids: list[UUID], back: str) -> str:
    second = request.args.get("second", "")
    second = second if second in BESIDE else BESIDE[0]
    papers = [compose_slip(current_house(), patient_id, second) for patient_id in patient_ids]
    return render_template("print/slip.html", slips=papers, second=second, beside=BESIDE, back=back, **_common())


def _letters(patient_ids: list[UUID], back: str) -> str:
    with speaking("fr"):
        papers = [letter for patient_id in patient_ids for letter in compose_letters(current_house(), patient_id)]
        heads = [identity(letter.results) for letter in papers]
    pairs = list(zip(papers, heads, strict=True))
    return render_template("print/letter.html", letters=pairs, back=back, **_common())


def _common() -> dict[str, object]:
    return {
        "words": paper_words(),
        "paper_languages": LANGUAGES,
        "first": FIRST,
        "qr_path": svg_path,
        "qr_size": FULL_MODULES,
    }


def _back(otherwise: str) -> str:
    return safe_page(request.args["back"]) if request.args.get("back") else otherwise
