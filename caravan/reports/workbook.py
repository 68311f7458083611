"""The aggregated workbook: rows and a definition in, the bytes of an xlsx file out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook

from caravan.reports.bases import Book
from caravan.reports.cells import clean_text
from caravan.reports.dataset import Dataset
from caravan.reports.definitions import ReportDefinition
from caravan.reports.indicators import count_indicators
from caravan.reports.labels import Words
from caravan.reports.sheet_coverage import write_coverage
from caravan.reports.sheet_crossing import write_crossing
from caravan.reports.sheet_definitions import write_definitions
from caravan.reports.sheet_indicators import write_indicators, write_quality
from caravan.reports.sheet_referrals import write_referrals
from caravan.reports.sheet_station import write_station
from caravan.reports.sheets import Sheet

if TYPE_CHECKING:
    from caravan.formdefs.model import Form

WRITERS: Mapping[str, Callable[[Sheet], None]] = {
    "indicators": write_indicators,
    "crossing": write_crossing,
    "coverage": write_coverage,
    "station": write_station,
    "referrals": write_referrals,
    "quality": write_quality,
    "definitions": write_definitions,
}


def write_report(dataset: Dataset, definition: ReportDefinition, forms: Mapping[str, Form], lang: str) -> bytes:
    """Return the report as an xlsx file. ``lang`` is ar, fr or en; a form that is not in ``forms`` shows its codes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    words = Words(definition, forms, lang)
    book, counts = Book(dataset), count_indicators(dataset, definition)
    for spec in definition.sheets:
        WRITERS[spec.kind](Sheet(spec, book, counts, words, workbook))
    set_properties(workbook, dataset, words)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def set_properties(workbook: Workbook, dataset: Dataset, words: Words) -> None:
    """Write the file's own title, language and the moment of the snapshot."""
    moment = dataset.snapshot_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    workbook.properties.title = clean_text(f"{words.definition.titles[words.lang]} — {dataset.caravan_name}")
    workbook.properties.creator = "Caravan"
    workbook.properties.language = words.lang
    workbook.properties.created = workbook.properties.modified = moment
