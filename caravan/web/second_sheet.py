"""The report of a second typing as a workbook: a sheet by question, a sheet of every difference; no names."""

from __future__ import annotations

from io import BytesIO

from flask_babel import gettext as _
from markupsafe import Markup
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from caravan.services.double_entry import Report
from caravan.services.forms import form_of
from caravan.services.house import House
from caravan.web.answer_words import answer_text, question_label

WIDTHS = (18, 46, 30, 30, 22, 22)
BOLD = Font(bold=True)


def disagreement_sheet(report: Report, house: House, lang: str) -> bytes:
    """Return the workbook as .xlsx, in a language."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = str(_("By question"))
    _begin(first, lang, [_("Form"), _("Question"), _("Typed twice"), _("Differing"), "%"])
    for one in report.questions:
        label = question_label(house.forms[one.form_id], one.name, lang)
        first.append([one.form_id, _plain(label), one.compared, one.differing, round(one.percent, 1)])
    second = book.create_sheet(str(_("Differences")))
    heads = [_("Form"), _("Question"), _("First typing"), _("Second typing"), _("Typed by"), _("Typed again by")]
    _begin(second, lang, heads)
    for entry in report.entries:
        form = form_of(house, entry.form_id, entry.form_version)
        for each in entry.differences:
            texts = [_plain(answer_text(form, each.name, answer, lang) or "") for answer in (each.first, each.second)]
            shown = _plain(question_label(form, each.name, lang))
            second.append([_safe(cell) for cell in (entry.form_id, shown, *texts, entry.first_by, entry.typed_by)])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _begin(sheet: Worksheet, lang: str, heads: list[str]) -> None:
    sheet.sheet_view.rightToLeft = lang == "ar"
    sheet.append([str(head) for head in heads])
    for place, width in enumerate(WIDTHS[: len(heads)], 1):
        sheet.cell(1, place).font = BOLD
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _plain(text: str | Markup) -> str:
    return text.striptags() if isinstance(text, Markup) else str(text)


def _safe(text: str) -> str:
    """Keep a text that a spreadsheet would take for a formula a text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
