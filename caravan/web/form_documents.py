"""The documents that let a form react in the browser: a version's rules in one language, and nothing of a person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from caravan.formdefs.document import form_document
from caravan.formdefs.model import LANGUAGES, Form
from caravan.services.forms import form_of
from caravan.web.gate import allow
from caravan.web.house import current_house

pages = Blueprint("form_documents", __name__)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Written:
    """A document as it is sent; ``mark`` changes with every letter of it."""

    form: Form
    content: bytes
    mark: str


_written: dict[tuple[int, str], Written] = {}  # by the form object itself: a changed label needs no new version


# An answer of its own, not a block inside the page: pages are never kept by the browser, and this is fetched once.
@pages.get("/forms/<form_id>/<version>/<lang>.json")
@allow("volunteer", "doctor", "coordinator")
def document(form_id: str, version: str, lang: str) -> Response:
    """Send a form's rules; kept by the browser when asked for by their mark, since that is never two things."""
    if lang not in LANGUAGES:
        abort(404)
    written = written_document(form_of(current_house(), form_id, version), lang)
    response = Response(written.content, mimetype="application/json")
    response.set_etag(written.mark)
    if request.args.get("v") == written.mark:
        response.cache_control.private = True
        response.cache_control.max_age = int(KEPT_FOR.total_seconds())
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response.make_conditional(request)


def document_address(form: Form, lang: str) -> str:
    """Return where a page finds its form's rules."""
    mark = written_document(form, lang).mark
    return url_for("form_documents.document", form_id=form.id, version=form.version, lang=lang, v=mark)


def written_document(form: Form, lang: str) -> Written:
    """Return a form's document, written once for each form and language."""
    known = _written.get((id(form), lang))
    if known is None or known.form is not form:
        content = json.dumps(form_document(form, lang), ensure_ascii=False, separators=(",", ":")).encode()
        known = _written[id(form), lang] = Written(form, content, sha256(content).hexdigest()[:16])
    return known
