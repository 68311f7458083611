"""Caries indices: DMFT on 32 and 28 teeth and dmft of the primary teeth, from the chart or from quick counts.

The chart is filled by exception: once one tooth of a dentition is coded, its uncoded teeth count as sound (mark L).
More than four teeth coded 9 (not recorded) leave no index (L). Missing for another reason counts from 30 years (K): a
named, switchable rule. Where a permanent and a primary tooth share a space, the permanent alone counts. DMFT and dmft
are never added. Quick counts serve when no chart is filled; under 5 years they are primary teeth, else permanent (L).
A code that does not belong to its tooth (a letter on a permanent one) is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from caravan.scoring.findings import Answers, Finding, Person, Rule
from caravan.scoring.reading import number, tidy
from caravan.scoring.tables import TableRule
from caravan.scoring.teeth import NOT_RECORDED, TABLE, THIRD_MOLARS, Chart, deciduous_chart, permanent_chart

DMFT: Final = TABLE["C2.dmft"]
OTHER_LOSS: Final = TABLE["C2.missing_from_30"]
UNRECORDED: Final = TABLE["C2.not_recorded"]
PRIMARY: Final = TABLE["C2.dmft_primary"]
COUNTED: Final = TABLE["C2.quick_counts"]


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


def how_many(chart: Chart, codes: Iterable[str]) -> int:
    """Teeth that bear one of the codes."""
    return sum(code in codes for code in chart.values())


def missing_teeth(chart: Chart, rule: TableRule, person: Person) -> int | None:
    """Lost by caries, and from 30 years lost for any reason; None when that age decides and is not known."""
    by_caries = how_many(chart, rule.words["missing"])
    otherwise = how_many(chart, rule.words.get("missing_otherwise", ()))
    if not otherwise or not OTHER_LOSS.holds_for(person):
        return by_caries
    if person.age_years is None:
        return None
    return by_caries + (otherwise if person.is_at_least(OTHER_LOSS.limits["from_years"]) else 0)


def score_chart(chart: Chart, rule: TableRule, person: Person) -> Index | None:
    """The index of a chart; None when nothing is coded or more than four teeth were not recorded."""
    too_many = how_many(chart, NOT_RECORDED) > UNRECORDED.limits["at_most"] and UNRECORDED.holds_for(person)
    if not chart or too_many:
        return None
    decayed, filled = how_many(chart, rule.words["decayed"]), how_many(chart, rule.words["filled"])
    return Index(decayed, missing_teeth(chart, rule, person), filled)


def without_third_molars(chart: Chart) -> Chart:
    """The chart of 28 teeth."""
    return {tooth: code for tooth, code in chart.items() if tooth not in THIRD_MOLARS}


def numbers(rule: Rule, values: Mapping[str, float | None]) -> list[Finding]:
    """A finding for each value that is known."""
    return [rule.finds(code, tidy(value)) for code, value in values.items() if value is not None]


def permanent_findings(chart: Chart, person: Person) -> list[Finding]:
    """DMFT on 32 and on 28 teeth, and its three parts (on 32)."""
    index, index_28 = (score_chart(each, DMFT, person) for each in (chart, without_third_molars(chart)))
    values: dict[str, float | None] = {}
    if index is not None:
        values = {"dmft": index.total, "d_teeth": index.decayed, "m_teeth": index.missing, "f_teeth": index.filled}
    if index_28 is not None:
        values["dmft_28"] = index_28.total
    return numbers(DMFT, values)


def counts_are_primary(person: Person) -> bool:
    """Whether quick counts are of primary teeth: under 5 years."""
    return person.is_under(COUNTED.limits["primary_under_years"])


def quick_findings(answers: Answers, person: Person) -> list[Finding]:
    """What the three counts tell; the index only when all three were given."""
    parts = {name: number(answers, f"{name}_count") for name in ("decayed", "missing", "filled")}
    known = [part for part in parts.values() if part is not None]
    total = sum(known) if len(known) == len(parts) else None
    if counts_are_primary(person):
        return numbers(COUNTED, {"dmft_primary": total})
    d, m, f = parts.values()
    return numbers(COUNTED, {"dmft": total, "d_teeth": d, "m_teeth": m, "f_teeth": f})


def dentition_findings(answers: Answers, person: Person) -> list[Finding]:
    """The indices of the charted dentitions, else of the quick counts."""
    permanent, deciduous = permanent_chart(answers), deciduous_chart(answers)
    if not permanent and not deciduous:
        return quick_findings(answers, person)
    primary = score_chart(deciduous, PRIMARY, person)
    found = permanent_findings(permanent, person)
    return found + numbers(PRIMARY, {"dmft_primary": None if primary is None else primary.total})


def decayed_teeth(answers: Answers, person: Person) -> tuple[float | None, float | None]:
    """Decayed permanent and decayed primary teeth, by the charts, else by the quick count; None where not known."""
    permanent, deciduous = permanent_chart(answers), deciduous_chart(answers)
    if permanent or deciduous:
        charted = (score_chart(permanent, DMFT, person), score_chart(deciduous, PRIMARY, person))
        first, second = (None if index is None else index.decayed for index in charted)
        return first, second
    counted = number(answers, "decayed_count")
    return (None, counted) if counts_are_primary(person) else (counted, None)


def has_decay(answers: Answers) -> bool:
    """Whether any tooth is decayed, by chart or by count."""
    charts = ((permanent_chart(answers), DMFT), (deciduous_chart(answers), PRIMARY))
    by_chart = any(how_many(chart, rule.words["decayed"]) for chart, rule in charts)
    return by_chart or (number(answers, "decayed_count") or 0) > 0
