"""The expressions of a form: XLSForm text in, a small JSON-able tree out.

A tree is a list whose first item says what it is: ``["num", 3]``, ``["str", "a"]``, ``["ref", "question"]``,
``["self"]`` (the ``.`` of a constraint), ``["col", "column"]`` (of the choice a filter looks at),
``["question", "name"]`` (the second argument of jr:choice-name), ``["neg", tree]``, an operator with two trees, or a
function name with its arguments. Any language can evaluate it: a server and an offline tablet can obey the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeAlias, cast

from caravan.formdefs.patterns import PatternError, compile_pattern
from caravan.formdefs.problems import suggestion
from caravan.formdefs.tokens import END, ExpressionError, Token, tokens

__all__ = ["FUNCTIONS", "ExpressionError", "Tree", "compile_expression", "references", "walk"]

Tree: TypeAlias = "list[Tree | str | float]"

MANY = 99
# Function -> fewest and most arguments. ODK Collect refuses coalesce with any other number than two.
FUNCTIONS: dict[str, tuple[int, int]] = {
    "boolean": (1, 1),
    "ceiling": (1, 1),
    "coalesce": (2, 2),
    "concat": (1, MANY),
    "contains": (2, 2),
    "count-selected": (1, 1),
    "date": (1, 1),
    "decimal-date-time": (1, 1),
    "false": (0, 0),
    "floor": (1, 1),
    "format-date": (2, 2),
    "if": (3, 3),
    "int": (1, 1),
    "jr:choice-name": (2, 2),
    "max": (1, MANY),
    "min": (1, MANY),
    "normalize-space": (1, 1),
    "not": (1, 1),
    "number": (1, 1),
    "once": (1, 1),
    "pow": (2, 2),
    "regex": (2, 2),
    "round": (1, 2),
    "selected": (2, 2),
    "starts-with": (2, 2),
    "string": (1, 1),
    "string-length": (1, 1),
    "substr": (2, 3),
    "today": (0, 0),
    "true": (0, 0),
}
PRECEDENCE = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
DATE_CODES = frozenset("YymndeHhMS3ab%")
DEEPEST_NESTING = 50
DEEPEST_TREE = 150


def compile_expression(text: str, columns: Collection[str] | None = None) -> Tree:
    """Return the tree of an expression; ``columns`` are the choice columns that a choice_filter may name.

    Raises ExpressionError for anything outside the subset.
    """
    parser = _Parser(list(tokens(text)), columns)
    tree = parser.whole()
    _refuse_deep(tree)
    return tree


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield the tree and every tree inside it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(part for part in reversed(node) if isinstance(part, list))


def references(tree: Tree | None) -> tuple[str, ...]:
    """Return the names of the questions whose answers the tree reads, each once, in order of appearance."""
    nodes = walk(tree) if tree else ()
    return tuple(dict.fromkeys(str(node[1]) for node in nodes if node[0] == "ref"))


def _refuse_deep(tree: Tree) -> None:
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_TREE:
            raise ExpressionError("the expression is too long to be followed", "split it into several calculate rows")
        waiting.extend((part, depth + 1) for part in node if isinstance(part, list))


class _Parser:
    """Precedence climbing over the tokens of one expression."""

    def __init__(self, tokens: list[Token], columns: Collection[str] | None) -> None:
        self.tokens = tokens
        self.columns = columns
        self.at = 0
        self.nesting = 0

    def whole(self) -> Tree:
        if not self.tokens:
            raise ExpressionError("the expression is empty", "write a rule or empty the cell")
        tree = self.expression(1)
        if self.next != END:
            raise ExpressionError(*_unexpected(self.next, self.tokens[self.at - 1]))
        return tree

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def has_taken(self, mark: str) -> bool:
        if self.next != Token("mark", mark):
            return False
        self.at += 1
        return True

    def expression(self, lowest: int) -> Tree:
        left = self.unary()
        while self.next.kind in {"mark", "name"} and PRECEDENCE.get(self.next.text, 0) >= lowest:
            operator = self.take().text
            left = [operator, left, self.expression(PRECEDENCE[operator] + 1)]
        return left

    def unary(self) -> Tree:
        self.nesting += 1
        if self.nesting > DEEPEST_NESTING:
            raise ExpressionError("the expression is nested too deeply", "split it into several calculate rows")
        tree: Tree = ["neg", self.unary()] if self.has_taken("-") else self.operand()
        self.nesting -= 1
        return tree

    def operand(self) -> Tree:
        token = self.take()
        if token.kind == "number":
            return ["num", _shortest(token.text)]
        if token.kind == "string":
            return ["str", _plain(token.text[1:-1])]
        if token.kind == "ref":
            return ["ref", token.text]
        if token.kind == "self":
            return ["self"]
        if token.kind == "name":
            return self.call(token.text) if self.has_taken("(") else self.bare(token.text)
        if token == Token("mark", "("):
            return self.closed(self.expression(1))
        raise ExpressionError(*_unexpected(token, self.tokens[self.at - 2] if self.at > 1 else END))

    def closed(self, tree: Tree) -> Tree:
        if not self.has_taken(")"):
            raise ExpressionError("a parenthesis is never closed", 'add the missing ")"')
        return tree

    def bare(self, name: str) -> Tree:
        if self.columns is not None and name in self.columns:
            return ["col", name]
        if name in FUNCTIONS:
            raise ExpressionError(f'"{name}" is a function without parentheses', f"write {name}(…)")
        if self.columns is not None:
            near = suggestion(name, self.columns)
            raise ExpressionError(
                f'the choices have no column "{name}"', f"write one of their columns{near} or ${{name}}"
            )
        raise ExpressionError(
            f'"{name}" stands alone', f"write ${{{name}}} for the answer to a question, '{name}' for a text"
        )

    def call(self, name: str) -> Tree:
        if name not in FUNCTIONS:
            known = suggestion(name, FUNCTIONS) or f" (they are {', '.join(FUNCTIONS)})"
            raise ExpressionError(
                f'the function "{name}" is not available', f"use one of the supported functions{known}"
            )
        if name == "jr:choice-name":
            return self.choice_name()
        arguments = self.arguments()
        _refuse_count(name, len(arguments))
        _refuse_literals(name, arguments)
        return [name, *arguments]

    def arguments(self) -> list[Tree]:
        if self.has_taken(")"):
            return []
        found = [self.expression(1)]
        while self.has_taken(","):
            found.append(self.expression(1))
        self.closed(found[-1])
        return found

    def choice_name(self) -> Tree:
        value = self.expression(1)
        name = self.take() if self.has_taken(",") else END
        named = re.fullmatch(r"\$\{\s*([^\s{}$]+)\s*\}", name.text[1:-1]) if name.kind == "string" else None
        if named is None:
            raise ExpressionError(
                "jr:choice-name needs a value and the name of a question between quotes",
                "write jr:choice-name(${name}, '${name}')",
            )
        return self.closed(["jr:choice-name", value, ["question", named[1]]])


def _shortest(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _plain(text: str) -> str:
    if "${" in text:
        raise ExpressionError(
            "a reference to a question stands inside quotes", "take ${name} out of them; use concat(…)"
        )
    return text


def _unexpected(token: Token, before: Token) -> tuple[str, str]:
    if token == END:
        return "the expression stops too early", f'write what comes after "{before.text}"'
    if before == END:
        return f'the expression begins with "{token.text}"', "write a value before it"
    return f'"{token.text}" cannot follow "{before.text}"', "check the operators, commas and parentheses around it"


def _refuse_count(name: str, count: int) -> None:
    fewest, most = FUNCTIONS[name]
    if fewest <= count <= most:
        return
    wanted = f"{fewest}" if fewest == most else f"{fewest} or more" if most == MANY else f"{fewest} to {most}"
    noun = "argument" if wanted == "1" else "arguments"
    raise ExpressionError(
        f"{name}(…) was given {count or 'no'} argument{'s' * (count != 1)}", f"give it {wanted} {noun}"
    )


def _refuse_literals(name: str, arguments: list[Tree]) -> None:
    """Refuse a pattern or a date format that no answer could make right."""
    if name not in {"regex", "format-date"} or arguments[1][0] != "str":
        return
    text = cast("str", arguments[1][1])
    if name == "format-date":
        unknown = [code for code in re.findall(r"%(.?)", text) if code not in DATE_CODES or not code]
        if unknown:
            raise ExpressionError(
                f'"%{unknown[0]}" is not a part of a date', "use %Y %y %m %n %d %e %H %h %M %S %3 %a %b or %%"
            )
        return
    try:
        compile_pattern(text)
    except PatternError as wrong:
        raise ExpressionError(f'"{text}" is not a regular expression ({wrong})', "correct the pattern") from wrong
