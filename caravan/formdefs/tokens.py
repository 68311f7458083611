"""The words and signs of an expression, and what to write instead of those that other tools use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<string>"[^"]*"|'[^']*')
      | \$\{\s*(?P<ref>[^\s{}$]+)\s*\}
      | (?P<name>[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?)
      | (?P<mark>!=|<=|>=|[=<>+\-*(),])
      | (?P<self>\.)""",
    re.VERBOSE,
)
# What people write from habit or from other tools, and what to write here.
_HABITS = tuple(
    (re.compile(pattern), what, remedy)
    for pattern, what, remedy in (
        (r"==", '"==" is not an operator here', 'write "="'),
        (r"=>", '"=>" is not an operator', 'write ">="'),
        (r"=<", '"=<" is not an operator', 'write "<="'),
        (r"<>|≠|!(?!=)", '"<>", "≠" and "!" are not operators here', 'write "!=" or not(…)'),
        (r"≥|≤", '"≥" and "≤" are not operators here', 'write ">=" or "<="'),
        (r"×|÷|%", '"×", "÷" and "%" are not operators here', 'write "*", "div" or "mod"'),
        (r"&&?", '"&" is not an operator here', 'write "and"'),
        (r"\|\|?", '"|" is not an operator here', 'write "or"'),
        (r"[“”„«»‘’]", "a curly quotation mark is not understood", "put texts between straight quotes, like 'yes'"),
        (r"['\"]", "a quotation mark is never closed", "close the text with the same quotation mark"),
        (r"\[", "conditions in square brackets are outside the supported subset", "use choice_filter, or if(…)"),
        (
            r"\.\.|//?",
            "paths to other parts of a form are outside the supported subset",
            "write ${name}, or div to divide",
        ),
        (r"\$|\{|\}", "a reference to a question is not well written", "write ${name}, with the name between braces"),
        (r";", '";" does not separate arguments', 'write ","'),
    )
)


class ExpressionError(ValueError):
    """An expression outside the subset; its text says what is wrong and, after a semicolon, what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy


class Token(NamedTuple):
    kind: str
    text: str


END = Token("end", "")


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        _refuse_habit(text, at, is_token=match is not None)
        if match is None:
            raise ExpressionError(f'"{text[at]}" is not understood', "remove it or put the text between quotes")
        at = match.end()
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[str(match.lastgroup)])


def _refuse_habit(text: str, at: int, *, is_token: bool) -> None:
    if is_token and text[at : at + 2] not in {"==", "=>", "=<", "<>", ".."}:
        return
    for pattern, what, remedy in _HABITS:
        if pattern.match(text, at):
            raise ExpressionError(what, remedy)
