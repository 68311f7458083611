"""The second typing of a sample of papers, and its report: what differs, how often, and what is settled."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.services import double_entry, patients, screening, typing_in
from caravan.services.double_entry import USUAL_SAMPLE, Difference, Entry
from caravan.services.forms import form_of
from caravan.services.outcomes import Filled, Refused
from caravan.services.typing_in import Found, Written
from caravan.web.again import is_shown_again, shows_again
from caravan.web.answer_words import answer_text, question_label
from caravan.web.coordination import XLSX
from caravan.web.findings import screening_cards
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.second_sheet import disagreement_sheet
from caravan.web.speech import current_language
from caravan.web.typing_in import EVERYBODY
from caravan.web.typing_keys import lines_of

pages = Blueprint("second", __name__)
Answer = str | tuple[str, int] | Response
MOST_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words."""

    label: str
    first: Markup | None
    second: Markup | None


@pages.get("/typing/again")
@allow(*EVERYBODY)
def index() -> str:
    """List the papers of the sample that this person may type again, with the code that finds the sheet."""
    every = min(max(request.args.get("every", USUAL_SAMPLE, type=int), 1), MOST_EVERY)
    lines = double_entry.list_sample(current_house(), current_operator(), every)
    cards = screening_cards(lines, current_language().code)
    people = {line.patient_id: patients.get_patient(current_house(), line.patient_id) for line in lines}
    found = [(card, people[line.patient_id]) for card, line in zip(cards, lines, strict=True)]
    return render_template("typing/again.html", found=found, every=every)


@pages.route("/typing/again/<uuid:screening_id>", methods=["GET", "POST"])
@allow(*EVERYBODY)
@shows_again(*EVERYBODY)
def sheet(screening_id: UUID) -> Answer:
    """Type a paper again without seeing the first typing."""
    line = screening.get_screening(current_house(), screening_id)
    if line.is_voided or line.source != "paper":
        flash(sentence(CaravanError("second.paper"), current_language().code), "warn")
        return redirect(url_for("second.index"))
    form = form_class(form_of(current_house(), line.form_id, line.form_version), current_language().code)()
    page = patients.get_patient(current_house(), line.patient_id)
    form.context = screening.person_context(screening.person_today(current_house(), line.patient_id))
    if request.method == "GET" or is_shown_again():
        return _sheet_page(page, form)
    filled = Filled(form.raw, operation_id(form.operation_id.data), form.confirmed_names, form.definition.version)
    try:
        done = double_entry.record_second(current_house(), current_operator(), screening_id, filled)
    except CaravanError as refusal:
        if refusal.code not in ("second.own", "second.twice", "screening.empty"):
            raise
        form.refuse(sentence(refusal, current_language().code))
        return _sheet_page(page, form), 422
    if isinstance(done, Refused):
        form.take(done.outcome)
        return _sheet_page(page, form), 422
    _tell(len(done))
    return redirect(url_for("second.index"), 303)


@pages.get("/admin/typing")
@allow("coordinator")
def report() -> str:
    """Show how the second typings agree with the first, question by question and sheet by sheet."""
    found, lang = double_entry.report(current_house()), current_language().code
    questions = [
        (one, question_label(current_house().forms[one.form_id], one.name, lang))
        for one in found.questions
        if one.differing
    ]
    entries = [(entry, _shown(entry)) for entry in found.open_entries]
    return render_template("typing/report.html", report=found, questions=questions, entries=entries)


@pages.post("/admin/typing/<uuid:entry_id>/settle")
@allow("coordinator")
def settle(entry_id: UUID) -> Response:
    """Say that a sheet's differences were looked at."""
    double_entry.settle(current_house(), current_operator(), entry_id)
    flash(_("Settled."), "ok")
    return redirect(url_for("second.report"), 303)


@pages.get("/admin/typing.xlsx")
@allow("coordinator")
def download() -> Response:
    """Download the report as a workbook; it names no person."""
    content = disagreement_sheet(double_entry.report(current_house()), current_house(), current_language().code)
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name="caravan-double-entry.xlsx")


def _tell(count: int) -> None:
    if count:
        flash(
            ngettext(
                "Kept. %(num)s answer differs: the coordinator looks.",
                "Kept. %(num)s answers differ: the coordinator looks.",
                count,
            ),
            "warn",
        )
    else:
        flash(_("Kept. Both typings agree."), "ok")


def _shown(entry: Entry) -> list[Shown]:
    form = form_of(current_house(), entry.form_id, entry.form_version)
    return [_difference(form, one) for one in entry.differences]


def _difference(form: Form, one: Difference) -> Shown:
    lang = current_language().code
    texts = [answer_text(form, one.name, answer, lang) for answer in (one.first, one.second)]
    return Shown(str(question_label(form, one.name, lang)), texts[0], texts[1])


def _sheet_page(page: patients.PatientPage, form: QuestionForm) -> str:
    code = page.cards[0] if page.cards else ""
    return render_template(
        "typing/sheet.html",
        found=Found(code, form.definition.id, form.definition.version, page),
        person=page,
        form=form,
        lines=lines_of(form),
        written=Written(),
        progress=typing_in.look_at_progress(current_house(), current_operator()),
        held=None,
        is_second=True,
        bind_id=new_id(),
    )
