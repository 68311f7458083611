"""Reading export definitions: the shipped ones are whole, and each mistake is told with file, place and key."""

from __future__ import annotations

import pytest

from caravan.paths import shipped
from caravan.reports.definition_reading import DefinitionError
from caravan.reports.definitions import read_definition

SOURCE = (shipped("exports") / "report.toml").read_text(encoding="utf-8")


def problems_of(text, tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_definition(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('basis = "persons_unseen"', 'basis = "nobody"', "report.toml, sheet 'summary', indicator 'registered_only'"),
        ("is_anonymous = [true]", "is_nameless = [true]", "indicator 'anonymous_persons', key 'where.is_nameless'"),
        ("{ at_least = 15 }", "{ atleast = 15 }", "key 'where.finding.findrisc': 'atleast' is unknown"),
        ('of = "distinct_over_sites"', 'of = "nothing"', "key 'of': there is no indicator 'nothing'"),
        ('kind = "crossing"', 'kind = "maze"', "sheet 'crossing', key 'kind': 'maze' is unknown"),
        ('section = "visits"', 'section = "trips"', "key 'section': 'trips' is not a section of this sheet"),
        ('key = "referrals"\nkind', 'key = "coverage"\nkind', "sheet 'coverage': it is defined twice"),
        ('fr = "Synthèse"', 'fr = ""', "sheet 'summary', key 'title.fr': the text is missing"),
        ('en = "Data quality"', 'en = "Data: quality?"', "key 'title.en': Excel cannot name a sheet"),
        ('en = "Median"', 'sp = "Mediana"', "column 'median', key 'label.en': the text is missing"),
        ("unnamed_site = ", "unknown_site = ", "table 'words', key 'unnamed_site': it is missing"),
        ('kind = "report"', 'kind = "novel"', "key 'kind': 'novel' is unknown"),
        ('[[sheet]]\nkey = "eye"\n', "[[sheet]]\n", "[[sheet]] number 5, key 'key': it is missing"),
        ('kind = "report"', "kind = report", "report.toml cannot be read as TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(old, new, told, tmp_path):
    assert old in SOURCE
    assert told in problems_of(SOURCE.replace(old, new, 1), tmp_path)


def test_a_missing_file_is_told_in_a_sentence(tmp_path):
    with pytest.raises(DefinitionError, match=r"nowhere\.toml cannot be read"):
        read_definition(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("name", ["report.toml", "list.toml"])
def test_shipped_french_has_a_no_break_space_before_its_signs(name):
    definition = read_definition(shipped("exports") / name)
    sentences = [
        *(labels["fr"] for labels in definition.words.values()),
        *(indicator.definitions["fr"] for indicator in definition.indicators),
        *(indicator.labels["fr"] for indicator in definition.indicators),
        *(column.definitions["fr"] for column in definition.columns.values()),
    ]
    assert not [text for text in sentences if any(f" {sign}" in text for sign in ":;?!%»")]


def test_a_station_indicator_is_repeated_for_each_station_sheet():
    definition = read_definition(shipped("exports") / "report.toml")
    keys = {indicator.key for indicator in definition.indicators}
    assert {f"{form}.persons" for form in ("vitals", "eye", "dental", "chronic")} <= keys


def test_a_new_station_needs_only_a_few_lines(tmp_path):
    sheet = """
[[sheet]]
key = "hearing"
kind = "station"
form = "hearing"
title = { ar = "السمع", fr = "Audition", en = "Hearing" }
[[sheet.section]]
key = "activity"
title = { ar = "من فحص", fr = "Personnes examinées", en = "Who was screened" }
"""
    path = tmp_path / "report.toml"
    path.write_text(SOURCE + sheet, encoding="utf-8")
    assert "hearing.persons" in {indicator.key for indicator in read_definition(path).indicators}
