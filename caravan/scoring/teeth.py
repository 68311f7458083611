"""Teeth by their ISO 3950 number: which exist, which codes they may bear, and what an extraction leaves behind.

Decided here (mark L): a tooth extracted today is missing by caries at the next visit when it was decayed, otherwise
missing for another reason; an extracted primary tooth that was not decayed leaves the chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from caravan.scoring.findings import Answers
from caravan.scoring.reading import word
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("dental")
PERMANENT: Final = tuple(f"{quadrant}{place}" for quadrant in range(1, 5) for place in range(1, 9))
DECIDUOUS: Final = tuple(f"{quadrant}{place}" for quadrant in range(5, 9) for place in range(1, 6))
SUCCESSOR: Final = {tooth: f"{int(tooth[0]) - 4}{tooth[1]}" for tooth in DECIDUOUS}
THIRD_MOLARS: Final = frozenset({"18", "28", "38", "48"})
PERMANENT_CODES: Final = frozenset("0123456789")
DECIDUOUS_CODES: Final = frozenset("abcdefg")
ROOT_CODES: Final = frozenset({"0", "1", "2", "3", "7", "8", "9"})
ROOT_CARIES: Final = frozenset({"1", "2"})
CROWNS_WITHOUT_ROOT_CARIES: Final = frozenset({"4", "5", "8"})
ROOTS_FROM_YEARS: Final = 18
UNERUPTED: Final = "8"
NOT_RECORDED: Final = "9"
NEEDS_TEETH: Final = {
    "ext": "extracted_teeth",
    "fil_gic": "filled_teeth",
    "fil_comp": "filled_teeth",
    "fil_amal": "filled_teeth",
    "pulp": "pulp_teeth",
    "seal": "sealed_teeth",
}

Chart = Mapping[str, str]


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


def listed_teeth(answers: Answers, question: str) -> frozenset[str]:
    """The teeth that a text lists, "36 46"; what is no tooth is left out."""
    return frozenset(re.split(r"\D+", word(answers, question))).intersection(PERMANENT + DECIDUOUS)


def code_problem(tooth: str, code: str) -> str | None:
    """Why a crown code cannot stand on a tooth: "no_tooth", "letter_on_permanent", "digit_on_primary", "no_code"."""
    if tooth not in PERMANENT + DECIDUOUS:
        return "no_tooth"
    own, other = (PERMANENT_CODES, DECIDUOUS_CODES) if tooth in PERMANENT else (DECIDUOUS_CODES, PERMANENT_CODES)
    said = code.strip().lower()
    if said in own:
        return None
    if said not in other:
        return "no_code"
    return "letter_on_permanent" if tooth in PERMANENT else "digit_on_primary"


def root_problem(crown: str, root: str, age_years: int | None) -> str | None:
    """Why a root code cannot stand: "no_code", "root_in_child", or "root_caries_without_crown" on a crown 4, 5 or 8."""
    if root not in ROOT_CODES:
        return "no_code"
    if age_years is not None and age_years < ROOTS_FROM_YEARS:
        return "root_in_child"
    is_caries = root in ROOT_CARIES and crown in CROWNS_WITHOUT_ROOT_CARIES
    return "root_caries_without_crown" if is_caries else None


def teeth_left_out(treatments: Iterable[str], answers: Answers) -> tuple[str, ...]:
    """The treatments of today that need a tooth and name none."""
    return tuple(each for each in treatments if each in NEEDS_TEETH and not word(answers, NEEDS_TEETH[each]))


def chart_at_next_visit(answers: Answers) -> Chart:
    """The chart with which the next visit begins: as examined, less the teeth that were extracted."""
    chart = {**read_chart(answers, PERMANENT, PERMANENT_CODES), **read_chart(answers, DECIDUOUS, DECIDUOUS_CODES)}
    for tooth in sorted(listed_teeth(answers, "extracted_teeth")):
        was_decayed = chart.get(tooth, "") in {"1", "2", "b", "c"}
        if tooth in PERMANENT:
            chart[tooth] = "4" if was_decayed else "5"
        elif was_decayed:
            chart[tooth] = "e"
        else:
            chart.pop(tooth, None)
    return chart
