"""What each kind of export definition must hold: sheet kinds, words, label groups and columns."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("ar", "fr", "en")

SHEET_KINDS: Mapping[str, tuple[str, ...]] = {
    "report": ("indicators", "crossing", "coverage", "station", "referrals", "quality", "definitions"),
    "list": ("list", "codebook", "about"),
}

_COMMON_WORDS = (
    "period_between", "period_from", "period_until", "period_all", "period_none", "site_one", "site_all", "snapshot",
    "empty", "day_format",
)  # fmt: skip

NEEDED_WORDS: Mapping[str, tuple[str, ...]] = {
    "report": (
        *_COMMON_WORDS, "page", "records", "form_versions", "digest", "unnamed_site",
        "site_total", "sum_of_sites", "sum_of_sites_is", "distinct_persons",
        "distinct_persons_is", "site_total_is", "coverage_family", "coverage_scheme", "coverage_of", "all_sheets",
        "finding_classes", "finding_of", "finding_without_text", "no_findings", "referral_by",
        "total", "total_is", "missing_answers", "missing_answers_is", "about", "about_caravan", "about_period",
        "about_snapshot", "columns",
    ),
    "list": (
        *_COMMON_WORDS, "select_one", "select_multiple", "integer", "decimal", "text", "date", "barcode", "calculate",
        "finding", "flag", "metadata", "how_to_read", "one_row", "names_row", "values_are_codes", "flags", "times",
    ),
}  # fmt: skip

NEEDED_LABELS: Mapping[str, tuple[str, ...]] = {
    "report": ("sex", "age_band", "urgency", "coverage_family"),
    "list": ("sex", "age_band", "urgency"),
}

NEEDED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "report": (
        "number", "women", "men", "out_of", "share", "site", "day", "sex", "visits", "seen", "services",
        "age_band", "coverage", "finding", "mean", "sd", "median", "measure", "destination", "station", "urgency",
        "referrals", "persons_referred", "check", "sheet", "what", "definition", "rule",
    ),
    "list": (
        "screening_id", "form_id", "form_version", "visit_id", "patient_id", "card_code", "patient_name", "sex",
        "age_years", "age_band", "coverage", "site", "day", "performed_at", "performed_by", "recorded_at", "confirmed",
        "urgency", "referral_to", "column", "label", "kind", "unit", "code", "code_label",
    ),
}  # fmt: skip
