"""The coordinator's forms: every version as a page and as a spreadsheet; a new one checked, then used."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.formdefs.problems import FormError, Problem
from caravan.formdefs.sources import Source
from caravan.services import form_editing
from caravan.web.coordination import XLSX
from caravan.web.form_builder import form_class, page_words
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.i18n import LANGUAGES
from caravan.web.messages import sentence
from caravan.web.speech import current_language, speaking

pages = Blueprint("forms", __name__)
Answer = str | tuple[str, int] | Response

LARGEST_UPLOAD_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
MOST_PROBLEMS = 100  # more than anybody repairs in one go


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an uploaded file was not kept: one sentence, or the problems of its rows."""

    file: str
    text: str = ""
    problems: tuple[Problem, ...] = ()


@pages.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: object) -> None:
    """Let an upload be larger than a page's answers, before anything reads it."""
    if endpoint == "forms.upload":
        request.max_content_length = LARGEST_UPLOAD_BYTES


@pages.get("/admin/forms")
@allow("coordinator")
def index() -> str:
    """Show the forms with their versions."""
    return _index_page()


@pages.post("/admin/forms")
@allow("coordinator")
def upload() -> Answer:
    """Check an uploaded form and keep it ready; a refused one leaves nothing behind."""
    source = _uploaded()
    try:
        if not source.name:
            raise CaravanError("form.no_file")
        form = form_editing.keep_ready(current_house(), current_operator(), source, page_words=page_words())
    except FormError as error:
        return _index_page(Refusal(source.name, problems=error.problems)), 422
    except CaravanError as error:
        return _index_page(Refusal(source.name, sentence(error, current_language().code))), 422
    title = form.titles[current_language().code]
    flash(_("“%(form)s” is checked and ready. Look at it, then use it from now on.", form=title), "ok")
    return redirect(url_for("forms.index", _anchor=form.id), 303)


@pages.post("/admin/forms/<form_id>/use")
@allow("coordinator")
def use(form_id: str) -> Answer:
    """Use the version that waits from now on."""
    try:
        added = form_editing.use_ready(
            current_house(), current_operator(), form_id, digest=request.form.get("digest", "")
        )
    except FormError as error:
        return _index_page(Refusal(form_id, problems=error.problems)), 422
    except CaravanError as error:
        return _index_page(Refusal(form_id, sentence(error, current_language().code))), 422
    flash(_("Version %(version)s is used from now on. Pages already open keep theirs.", version=added.version), "ok")
    return redirect(url_for("forms.index", _anchor=form_id), 303)


@pages.post("/admin/forms/<form_id>/drop")
@allow("coordinator")
def drop(form_id: str) -> Response:
    """Forget the version that waits."""
    form_editing.drop_ready(current_house(), current_operator(), form_id)
    flash(_("The upload is forgotten. Nothing else changed."), "ok")
    return redirect(url_for("forms.index"), 303)


@pages.get("/admin/forms/<form_id>/<path:address>")
@allow("coordinator")
def preview(form_id: str, address: str) -> str:
    """Show a version as the station sees it, in any language, without a way to save."""
    form, lang = form_editing.form_at(current_house(), form_id, address), _asked_language()
    with speaking(lang):
        drawn = render_template("forms/drawn.html", form=form_class(form, lang)())
    return render_template("forms/preview.html", form_def=form, address=address, shown=LANGUAGES[lang], drawn=drawn)


@pages.get("/admin/forms/<form_id>/<path:address>/xlsx")
@allow("coordinator")
def xlsx(form_id: str, address: str) -> Response:
    """Download a version as a spreadsheet, to be changed or used in ODK and Kobo."""
    form = form_editing.form_at(current_house(), form_id, address)
    content = form_editing.spreadsheet_at(current_house(), form_id, address)
    name = f"{form.id}-{form.version}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def _index_page(refusal: Refusal | None = None) -> str:
    cards = form_editing.list_form_cards(current_house())
    return render_template("forms/index.html", cards=cards, refusal=refusal, most=MOST_PROBLEMS)


def _uploaded() -> Source:
    """Return what was sent, under its plain name (browsers may send a whole path)."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return Source("", b"")
    name = PurePosixPath(file.filename.replace("\\", "/")).name
    return Source(name[-LONGEST_NAME:], file.read())


def _asked_language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else current_language().code
