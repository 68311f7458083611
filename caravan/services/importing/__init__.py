"""Rows of other people's tables become patients and screenings."""

from caravan.services.importing.drafts import RowNote
from caravan.services.importing.imports import ImportReport, Order, import_file
from caravan.services.importing.maps import ImportMap, read_map

__all__ = ["ImportMap", "ImportReport", "Order", "RowNote", "import_file", "read_map"]
