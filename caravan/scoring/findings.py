"""What a scored screening is made of: the person's facts, the rule, the finding it made, and the whole result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from caravan.scoring.growth import GrowthTable

Answer = int | float | str | list[str]
Answers = Mapping[str, Answer]
Value = str | int | float | bool
Mark = Literal["S", "K", "L"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One scored fact: a stable code, its value, how urgent it is, where it sends to, and the rule that says so."""

    code: str
    value: Value
    urgency: str
    rule_id: str
    rule_version: str
    source: str
    mark: Mark
    refer_to: str = "none"


@dataclass(frozen=True, slots=True)
class Action:
    """What a rule asks for: an urgency (``e u p r n``) and a destination of the list ``referral_to``."""

    urgency: str
    refer_to: str = "none"


NO_ACTION = Action("n")


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a threshold comes from. ``mark``: S source seen, K from knowledge (verify), L project default."""

    rule_id: str
    rule_version: str
    source: str
    mark: Mark

    def finds(self, code: str, value: Value, urgency: str = "n", refer_to: str = "none") -> Finding:
        """The finding that this rule makes."""
        return Finding(code, value, urgency, self.rule_id, self.rule_version, self.source, self.mark, refer_to)

    def asks(self, code: str, value: Value, action: Action) -> Finding:
        """The finding that this rule makes, with what it asks for."""
        return self.finds(code, value, action.urgency, action.refer_to)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Which switchable rules a house follows: ``off`` those it left, ``on`` the alternatives it chose, by rule id.

    ``caravan.scoring.tables.choose_rules`` makes one and refuses names that are no switchable rule.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """What scoring may know of the patient on the day: ``age_years`` are completed years, None when not known.

    ``age_months`` (with decimals) and ``growth`` serve children's z scores; ``rules`` are the house's choice of rules;
    ``elsewhere`` holds what other stations wrote of this person, by form id.
    """

    age_years: int | None
    sex: Literal["female", "male", "unknown"]
    pregnant: Literal["yes", "no", "unknown"]
    on_day: date
    age_months: float | None = None
    growth: GrowthTable | None = None
    rules: RuleSet = RuleSet()
    elsewhere: Mapping[str, Answers] = field(default_factory=dict)

    @property
    def is_pregnant(self) -> bool:
        """Said to be pregnant; "unknown" is not a yes."""
        return self.pregnant == "yes"

    def is_under(self, years: float) -> bool:
        """Known to be younger than ``years``."""
        return self.age_years is not None and self.age_years < years

    def is_at_least(self, years: float) -> bool:
        """Known to be ``years`` old or older."""
        return self.age_years is not None and self.age_years >= years


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of one screening. ``reasons`` are the codes of the findings that set the urgency."""

    findings: tuple[Finding, ...] = ()
    urgency: str = "n"
    referral_to: str | None = None
    reasons: tuple[str, ...] = ()
