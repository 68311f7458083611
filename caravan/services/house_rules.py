"""What a house adds to the clinical rules: which switchable rules it follows, and a table of children's growth."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from caravan.domain.errors import CaravanError
from caravan.scoring.findings import RuleSet
from caravan.scoring.growth import GrowthTable, GrowthTableError, load_growth_table
from caravan.scoring.tables import UnknownRuleError, choose_rules

RULES, GROWTH = "rules.toml", "growth.csv"
LISTS = {"off", "on"}


def read_rules(data: Path) -> RuleSet:
    """Return the house's choice of rules: ``off`` and ``on`` of rules.toml, lists of rule ids; none without the file.

    Raises CaravanError: "rules.unusable" for what is no such file, "rules.unknown" for an id that is no rule which can
    be switched that way.
    """
    try:
        said = tomllib.loads((data / RULES).read_text("utf-8"))
    except FileNotFoundError:
        return RuleSet()
    except (ValueError, OSError) as wrong:  # not TOML, or not UTF-8
        raise CaravanError("rules.unusable", why=str(wrong)) from wrong
    if set(said) - LISTS or not all(_are_words(said.get(name, [])) for name in LISTS):
        raise CaravanError("rules.unusable", why='write off = ["…"] or on = ["…"]')
    try:
        return choose_rules(said.get("off", ()), said.get("on", ()))
    except UnknownRuleError as wrong:
        raise CaravanError("rules.unknown", rule=str(wrong)) from wrong


def read_growth(data: Path) -> GrowthTable | None:
    """Return the house's table of growth, None without growth.csv.

    Raises CaravanError("growth.unusable") naming the line that is wrong.
    """
    try:
        return load_growth_table(data / GROWTH)
    except (GrowthTableError, UnicodeDecodeError, OSError) as wrong:
        raise CaravanError("growth.unusable", why=str(wrong)) from wrong


def _are_words(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(word, str) for word in found)
