"""The tables of rules: every threshold with its rule id, version, mark and source, one TOML file for each domain.

A row says what its rule finds (``finds``: code to values, empty for a number), and holds its numbers: ``limits`` by
name, ``bands`` (name to upper limit, half-open, the last one ``inf``), ``sets`` of numbers by unit or kind, ``words``
and ``actions`` (urgency and destination). Rules marked K or L may be switched off; a row with ``alternative = true``
(another scheme) is off until a house chooses it; all other rules marked S are always followed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from caravan.scoring.bands import Bands
from caravan.scoring.findings import NO_ACTION, Action, Person, Rule, RuleSet

FOLDER: Final = Path(__file__).parent / "rules"
FIXED_MARK: Final = "S"


class UnknownRuleError(ValueError):
    """A name that is no rule which can be switched that way."""


@dataclass(frozen=True, slots=True)
class TableRule(Rule):
    """A rule as its table has it. ``says`` is the rule in one sentence, for the medical lead who signs it off."""

    says: str = ""
    is_alternative: bool = False
    finds_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    bands: Mapping[str, Bands] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)

    @property
    def is_switchable(self) -> bool:
        """Whether a house may choose to follow this rule or not."""
        return self.is_alternative or self.mark != FIXED_MARK

    def holds_for(self, person: Person) -> bool:
        """Whether this person's house follows the rule."""
        if self.is_alternative:
            return self.rule_id in person.rules.on
        return self.rule_id not in person.rules.off

    def action(self, name: str, person: Person) -> Action:
        """What the rule asks for in a named case, nothing where it is silent or not followed."""
        return self.actions.get(name, NO_ACTION) if self.holds_for(person) else NO_ACTION


Table = Mapping[str, TableRule]


@cache
def read_rules(domain: str) -> Table:
    """The rules of one domain by rule id."""
    text = (FOLDER / f"{domain}.toml").read_text("utf-8")
    rows = [_rule(row) for row in tomllib.loads(text)["rule"]]
    return MappingProxyType({rule.rule_id: rule for rule in rows})


@cache
def all_rules() -> Table:
    """Every rule of every domain by rule id."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return MappingProxyType({name: rule for domain in names for name, rule in read_rules(domain).items()})


def choose_rules(off: Iterable[str] = (), on: Iterable[str] = ()) -> RuleSet:
    """A house's choice of rules. Raises UnknownRuleError for a name that cannot be switched that way."""
    left, chosen = frozenset(off), frozenset(on)
    switchable = [rule for rule in all_rules().values() if rule.is_switchable]
    alternatives = {rule.rule_id for rule in switchable if rule.is_alternative}
    others = {rule.rule_id for rule in switchable if not rule.is_alternative}
    if wrong := sorted((left - others) | (chosen - alternatives)):
        raise UnknownRuleError(wrong[0])
    return RuleSet(left, chosen)


def _rule(row: Mapping[str, Any]) -> TableRule:
    return TableRule(
        row["id"],
        row["version"],
        row["source"],
        row["mark"],
        says=row["says"],
        is_alternative=row.get("alternative", False),
        finds_codes={code: tuple(values) for code, values in row.get("finds", {}).items()},
        limits=row.get("limits", {}),
        bands={name: _bands(limits) for name, limits in row.get("bands", {}).items()},
        sets=row.get("sets", {}),
        words={name: tuple(words) for name, words in row.get("words", {}).items()},
        actions={name: Action(*text.split()) for name, text in row.get("actions", {}).items()},
    )


def _bands(limits: Mapping[str, float]) -> Bands:
    return tuple((limit, name) for name, limit in limits.items())
