"""The line list of one form: one row per screening, streamed, with a codebook of every column and code.

Row 1 of the list and of the codebook holds stable English names for programs, row 2 their labels for people, and the
records begin in row 3: ``pandas.read_excel(path, skiprows=[1])`` reads it as it is, and Excel filters from row 2 down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from caravan.reports.cells import put, streamed
from caravan.reports.dataset import Dataset, ScreeningRow
from caravan.reports.definitions import ReportDefinition, SheetSpec
from caravan.reports.heading import heading_lines
from caravan.reports.labels import Words
from caravan.reports.list_columns import ListColumn, list_columns
from caravan.reports.look import TONES, alignment
from caravan.reports.page import A4, FOOTER_NAME_LIMIT, footer_text
from caravan.reports.workbook import set_properties

if TYPE_CHECKING:
    from caravan.formdefs.model import Form

WIDTHS: Mapping[str, float] = {
    "patient_name": 26, "site": 20, "day": 12, "performed_at": 19, "recorded_at": 19, "card_code": 14,
    "performed_by": 20, "age_years": 8, "sex": 9,
}  # fmt: skip
USUAL_WIDTH = 15.0
CODEBOOK = ("column", "label", "kind", "unit", "code", "code_label")
CODEBOOK_WIDTHS = (26.0, 52.0, 18.0, 12.0, 20.0, 44.0)
ABOUT_WIDTH = 92
FIXED_COLUMNS = "C"  # the columns before it stay in sight


def write_list(dataset: Dataset, form: Form, definition: ReportDefinition, lang: str) -> bytes:
    """Return the line list of ``form`` as an xlsx file: sheets list, codebook and about. Values are codes."""
    workbook = Workbook(write_only=True)
    words = Words(definition, {form.id: form}, lang)
    columns = list_columns(form, words)
    rows = sorted(
        (row for row in dataset.screenings if row.form_id == form.id), key=lambda row: (row.performed_at, row.id)
    )
    for spec in definition.sheets:
        sheet = _open(workbook, spec, lang)
        line = HeaderFooterItem()
        line.left.text, line.right.text = footer_text(dataset.caravan_name[:FOOTER_NAME_LIMIT]), "&P / &N"
        sheet.HeaderFooter.oddFooter = line
        if spec.kind == "list":
            _write_rows(sheet, columns, rows, lang)
        elif spec.kind == "codebook":
            _write_codebook(sheet, columns, words)
        else:
            _write_about(sheet, dataset, form, words)
    set_properties(workbook, dataset, words)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _open(workbook: Workbook, spec: SheetSpec, lang: str) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(spec.titles[lang])
    sheet.sheet_view.rightToLeft = lang == "ar"
    sheet.page_setup.paperSize = A4
    sheet.page_margins.left = sheet.page_margins.right = 0.45
    sheet.page_setup.orientation = "landscape" if spec.is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (0 if spec.kind == "list" else 1), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=spec.kind != "list")
    return sheet


def _write_rows(sheet: Worksheet, columns: Sequence[ListColumn], rows: Sequence[ScreeningRow], lang: str) -> None:
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.name, USUAL_WIDTH)
    names, labels = [column.name for column in columns], [column.label for column in columns]
    _write_headers(sheet, names, labels, lang=lang, fixed=FIXED_COLUMNS)
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{len(rows) + 2}"
    readers = [column.read for column in columns]
    for row in rows:
        sheet.append([streamed(sheet, read(row)) for read in readers])


def _write_headers(sheet: Worksheet, names: Sequence[str], labels: Sequence[str], *, lang: str, fixed: str) -> None:
    """Write the two header rows: names for programs, labels for people."""
    sheet.freeze_panes = f"{fixed}3"
    sheet.print_title_rows = "1:2"
    sheet.row_dimensions[2].height = 44
    sheet.append([_header(sheet, name, "group", Alignment(horizontal="left", readingOrder=1)) for name in names])
    sheet.append([_header(sheet, label, "header", alignment("text", lang, is_header=True)) for label in labels])


def _header(sheet: Worksheet, text: str, tone: str, aligned: Alignment) -> Cell:
    cell: Cell = WriteOnlyCell(sheet)
    put(cell, text)
    look = TONES[tone]
    cell.font, cell.alignment = look.font, aligned
    if look.fill is not None:
        cell.fill = look.fill
    return cell


def _write_codebook(sheet: Worksheet, columns: Sequence[ListColumn], words: Words) -> None:
    for place, width in enumerate(CODEBOOK_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _write_headers(sheet, CODEBOOK, [words.column(key) for key in CODEBOOK], lang=words.lang, fixed="B")
    for column in columns:
        for line in _codebook_lines(column, words):
            sheet.append([streamed(sheet, value) for value in line])


def _codebook_lines(column: ListColumn, words: Words) -> Iterable[tuple[str, ...]]:
    kind = words.word(column.kind) if column.kind in words.definition.words else column.kind
    start = (column.name, column.label, kind, column.unit)
    if not column.codes:
        return [(*start, "", "")]
    return [(*start, code, label) for code, label in column.codes.items()]


def _write_about(sheet: Worksheet, dataset: Dataset, form: Form, words: Words) -> None:
    sheet.column_dimensions["A"].width = ABOUT_WIDTH
    title = f"{words.of(words.definition.titles)} — {words.of(form.titles)} ({form.version})"
    rules = ("one_row", "names_row", "values_are_codes", "flags", "times")
    lines = [(title, "title"), *((line, "where") for line in heading_lines(dataset, words))]
    if not any(row.form_id == form.id for row in dataset.screenings):
        lines.append((words.word("empty"), "note"))
    lines += [(words.word("how_to_read"), "group"), *((words.word(rule), "plain") for rule in rules)]
    for place, (text, tone) in enumerate(lines, start=1):
        sheet.row_dimensions[place].height = 26 if tone == "title" or len(text) > ABOUT_WIDTH else 16
        kind = "line" if tone in ("title", "where") else "text"
        sheet.append([_header(sheet, text, tone, alignment(kind, words.lang))])
