"""Teeth: DMFT on 32 and 28 teeth, dmft of the primary teeth, PUFA, from the chart or from quick counts.

The chart is filled by exception: once one tooth of a dentition is coded, its uncoded teeth count as sound (mark L).
More than four teeth coded 9 (not recorded) leave no index (L). Missing for another reason counts from 30 years (K): a
named, switchable rule. Where a permanent and a primary tooth share a space, the permanent alone counts. DMFT and dmft
are never added. Quick counts serve when no chart is filled; under 5 years they are primary teeth, else permanent (L).
A code that does not belong to its tooth (a letter on a permanent one) is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from caravan.scoring.findings import Answers, Finding, Person, Rule
from caravan.scoring.reading import number, tidy, word

DMFT: Final = Rule("C2.dmft", "1", "WHO Oral Health Surveys 5th ed. 2013; age rule for missing teeth", "K")
PRIMARY: Final = Rule("C2.dmft_primary", "1", "WHO Oral Health Surveys 5th ed. 2013", "S")
COUNTED: Final = Rule("C2.quick_counts", "1", "Project default: counts without a chart", "L")
PUFA: Final = Rule("C3.pufa", "1", "PUFA index 2010", "S")

PERMANENT: Final = tuple(f"{quadrant}{place}" for quadrant in range(1, 5) for place in range(1, 9))
DECIDUOUS: Final = tuple(f"{quadrant}{place}" for quadrant in range(5, 9) for place in range(1, 6))
SUCCESSOR: Final = {tooth: f"{int(tooth[0]) - 4}{tooth[1]}" for tooth in DECIDUOUS}
THIRD_MOLARS: Final = frozenset({"18", "28", "38", "48"})
PERMANENT_CODES: Final = frozenset("0123456789")
DECIDUOUS_CODES: Final = frozenset("abcdefg")
DECAYED: Final = frozenset("12bc")
FILLED: Final = frozenset("3d")
MISSING_BY_CARIES: Final = frozenset("4e")
MISSING_OTHERWISE: Final = "5"
UNERUPTED: Final = "8"
NOT_RECORDED: Final = "9"
OTHER_LOSS_COUNTS_FROM_YEARS: Final = 30
MOST_NOT_RECORDED: Final = 4
PRIMARY_UNDER_YEARS: Final = 5

Chart = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Index:
    """Decayed, missing and filled teeth; ``missing`` is None when the age that decides is not known."""

    decayed: int
    missing: int | None
    filled: int

    @property
    def total(self) -> int | None:
        """The index itself, None when a part is."""
        return None if self.missing is None else self.decayed + self.missing + self.filled


def read_chart(answers: Answers, teeth: Iterable[str], codes: frozenset[str]) -> Chart:
    """The coded teeth of one dentition, codes in lower case."""
    coded = ((tooth, word(answers, f"tooth_{tooth}")) for tooth in teeth)
    return {tooth: code for tooth, code in coded if code in codes}


def permanent_chart(answers: Answers) -> Chart:
    """The coded permanent teeth."""
    return read_chart(answers, PERMANENT, PERMANENT_CODES)


def deciduous_chart(answers: Answers) -> Chart:
    """The coded primary teeth whose space is not taken by a permanent one."""
    permanent = permanent_chart(answers)
    chart = read_chart(answers, DECIDUOUS, DECIDUOUS_CODES)
    free = {UNERUPTED, NOT_RECORDED}
    return {tooth: code for tooth, code in chart.items() if permanent.get(SUCCESSOR[tooth], UNERUPTED) in free}


def how_many(chart: Chart, codes: frozenset[str]) -> int:
    """Teeth that bear one of the codes."""
    return sum(code in codes for code in chart.values())


def missing_teeth(chart: Chart, age_years: int | None) -> int | None:
    """Lost by caries, and from 30 years lost for any reason; None when that age decides and is not known."""
    otherwise = how_many(chart, frozenset(MISSING_OTHERWISE))
    if age_years is None and otherwise:
        return None
    counts_all = age_years is not None and age_years >= OTHER_LOSS_COUNTS_FROM_YEARS
    return how_many(chart, MISSING_BY_CARIES) + (otherwise if counts_all else 0)


def score_chart(chart: Chart, age_years: int | None) -> Index | None:
    """The index of a chart; None when nothing is coded or more than four teeth were not recorded."""
    if not chart or how_many(chart, frozenset(NOT_RECORDED)) > MOST_NOT_RECORDED:
        return None
    return Index(how_many(chart, DECAYED), missing_teeth(chart, age_years), how_many(chart, FILLED))


def without_third_molars(chart: Chart) -> Chart:
    """The chart of 28 teeth."""
    return {tooth: code for tooth, code in chart.items() if tooth not in THIRD_MOLARS}


def numbers(rule: Rule, values: Mapping[str, float | None]) -> list[Finding]:
    """A finding for each value that is known."""
    return [rule.finds(code, tidy(value)) for code, value in values.items() if value is not None]


def permanent_findings(chart: Chart, age_years: int | None) -> list[Finding]:
    """DMFT on 32 and on 28 teeth, and its three parts (on 32)."""
    index, index_28 = score_chart(chart, age_years), score_chart(without_third_molars(chart), age_years)
    values: dict[str, float | None] = {}
    if index is not None:
        values = {"dmft": index.total, "d_teeth": index.decayed, "m_teeth": index.missing, "f_teeth": index.filled}
    if index_28 is not None:
        values["dmft_28"] = index_28.total
    return numbers(DMFT, values)


def quick_findings(answers: Answers, person: Person) -> list[Finding]:
    """What the three counts tell; the index only when all three were given."""
    parts = {name: number(answers, f"{name}_count") for name in ("decayed", "missing", "filled")}
    known = [part for part in parts.values() if part is not None]
    total = sum(known) if len(known) == len(parts) else None
    if person.is_under(PRIMARY_UNDER_YEARS):
        return numbers(COUNTED, {"dmft_primary": total})
    d, m, f = parts.values()
    return numbers(COUNTED, {"dmft": total, "d_teeth": d, "m_teeth": m, "f_teeth": f})


def dentition_findings(answers: Answers, person: Person) -> list[Finding]:
    """The indices of the charted dentitions, else of the quick counts."""
    permanent, deciduous = permanent_chart(answers), deciduous_chart(answers)
    if not permanent and not deciduous:
        return quick_findings(answers, person)
    primary = score_chart(deciduous, person.age_years)
    found = permanent_findings(permanent, person.age_years)
    return found + numbers(PRIMARY, {"dmft_primary": None if primary is None else primary.total})


def has_decay(answers: Answers) -> bool:
    """Whether any tooth is decayed, by chart or by count."""
    charts = (permanent_chart(answers), deciduous_chart(answers))
    return any(how_many(chart, DECAYED) for chart in charts) or (number(answers, "decayed_count") or 0) > 0


def pufa_teeth(answers: Answers, letter: str) -> frozenset[str]:
    """The teeth listed under one letter of PUFA; what is no tooth is left out."""
    listed = re.split(r"\D+", word(answers, f"pufa_{letter}"))
    return frozenset(listed).intersection(PERMANENT + DECIDUOUS)


def pufa_findings(answers: Answers) -> list[Finding]:
    """The number of teeth with pulp, ulceration, fistula or abscess, each tooth once; nothing when none was asked."""
    if not any(word(answers, f"pufa_{letter}") for letter in "pufa"):
        return []
    teeth = frozenset[str]().union(*(pufa_teeth(answers, letter) for letter in "pufa"))
    return [PUFA.finds("pufa", len(teeth))]
