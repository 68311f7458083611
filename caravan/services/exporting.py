"""Workbooks for the evening: the aggregated report and the list of one form's screenings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from caravan.domain.errors import NotFoundError
from caravan.paths import shipped
from caravan.reports.definitions import ReportDefinition, read_definition
from caravan.reports.line_list import write_list
from caravan.reports.workbook import write_report
from caravan.services.accounts import note
from caravan.services.datasets import Filters, load_dataset
from caravan.services.forms import forms_over_versions, over_versions
from caravan.services.house import House
from caravan.services.operators import Operator

__all__ = ["Filters", "export_list", "export_report"]


def export_report(house: House, operator: Operator | None, *, lang: str, filters: Filters) -> bytes:
    """Return the aggregated workbook (.xlsx). Raises NotFoundError("caravan.unknown" or "site.unknown")."""
    dataset = load_dataset(house, filters, language=lang)
    forms = forms_over_versions(house, ((row.form_id, row.form_version) for row in dataset.screenings))
    content = write_report(dataset, house.report, forms, lang)
    note(house, "export_report", staff_id=operator.staff_id if operator else None, detail=lang)
    return content


def export_list(house: House, operator: Operator | None, *, form_id: str, lang: str, filters: Filters) -> bytes:
    """Return the list of one form's screenings (.xlsx), with the questions of every version that they answer.

    Raises NotFoundError("form.unknown", "caravan.unknown" or "site.unknown").
    """
    form = house.forms.get(form_id)
    if form is None or not form.is_station:
        raise NotFoundError("form.unknown", form=form_id)
    dataset = load_dataset(house, filters, language=lang)
    used = {row.form_version for row in dataset.screenings if row.form_id == form_id}
    content = write_list(
        dataset, over_versions(house, form_id, used), _definition(shipped("exports") / "list.toml"), lang
    )
    note(house, "export_list", staff_id=operator.staff_id if operator else None, detail=form_id)
    return content


@cache
def _definition(path: Path) -> ReportDefinition:
    return read_definition(path)
