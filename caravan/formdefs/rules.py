"""The rules of a survey row (required, relevant, constraint …): which a question may have, and their trees."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from caravan.formdefs.expressions import ExpressionError, Tree, compile_expression, walk
from caravan.formdefs.model import SELECTS
from caravan.formdefs.problems import ProblemLog
from caravan.formdefs.sheets import Row

RULES = ("required", "relevant", "constraint", "soft_constraint", "calculation", "choice_filter")

_YES: Tree = ["true"]
_REQUIRED_WORDS: dict[str, Tree | None] = {
    "yes": _YES,
    "true": _YES,
    "true()": _YES,
    "no": None,
    "false": None,
    "false()": None,
}
_ASKED = frozenset({"required", "relevant", "constraint", "soft_constraint"})
_ALLOWED: dict[str, frozenset[str]] = {
    "note": frozenset({"relevant"}),
    "group": frozenset({"relevant"}),
    "hidden": frozenset(),
    "calculate": frozenset({"relevant", "calculation"}),
    "": frozenset(RULES),  # a type that is refused already
    **dict.fromkeys(SELECTS, _ASKED | {"choice_filter"}),
}
_SELF_MAY_STAND_IN = ("constraint", "soft_constraint")


def read_rules(row: Row, kind: str, columns: Collection[str], log: ProblemLog) -> Mapping[str, Tree | None]:
    """Return the tree of every rule column, None where there is no rule; ``columns`` are those of the choice list."""
    trees: dict[str, Tree | None] = {rule: _read_rule(row, rule, columns, log) for rule in RULES}
    for rule in RULES:
        if trees[rule] is not None and rule not in _ALLOWED.get(kind, _ASKED):
            log.add(row.place(rule), f'a row of type "{kind}" cannot have the rule "{rule}"', "empty the cell")
    if kind == "calculate" and not row.get("calculation"):
        log.add(row.place("calculation"), f'"{row.get("name")}" has nothing to calculate', "write an expression")
    return trees


def _read_rule(row: Row, rule: str, columns: Collection[str], log: ProblemLog) -> Tree | None:
    text = row.get(rule)
    if not text:
        return None
    if rule == "required" and (text.lower() in _REQUIRED_WORDS or re.fullmatch(r"\w+", text)):
        return _required_word(row, text, log)
    return read_expression(row, rule, columns if rule == "choice_filter" else None, log)


def read_expression(row: Row, rule: str, columns: Collection[str] | None, log: ProblemLog) -> Tree | None:
    """Return the tree of an expression, None when it is none; ``columns`` are those it may look at."""
    text = row.get(rule)
    try:
        tree = compile_expression(text, columns)
    except ExpressionError as wrong:
        log.add(row.place(rule), f"in the expression {text}, {wrong.what}", wrong.remedy)
        return None
    if rule not in _SELF_MAY_STAND_IN and any(node[0] == "self" for node in walk(tree)):
        log.add(row.place(rule), f'"." has no meaning in the rule "{rule}"', "write ${name} of an earlier question")
    return tree


def _required_word(row: Row, word: str, log: ProblemLog) -> Tree | None:
    if word.lower() not in _REQUIRED_WORDS:
        log.add(row.place("required"), f'"{word}" does not say whether an answer is required', 'write "yes" or "no"')
    return _REQUIRED_WORDS.get(word.lower())
