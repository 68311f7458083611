"""Expressions by chance, over every operator and function of the subset."""

from __future__ import annotations

from random import Random

from caravan.formdefs.expressions import FUNCTIONS, MANY, PRECEDENCE

ATOMS = (
    *("0", "1", "2", "7", "2.5", "0.1", "0.3", "100", "1.005", "-3", "1000000", "0.000001", "365.25", "18262"),
    *("''", "'a'", "'b c'", "'12'", "' 3 '", "'-.5'", "'1e3'", "'true'", "'2020-01-05'", "'2024-02-29T10:00'"),
    *("'سكر ١٢'", "'a b c'", "'😀x'", "'0001-01-01'", "'%d/%m/%Y'", "'yes'"),
    *("${n1}", "${n2}", "${d1}", "${t1}", "${t2}", "${day}", "${many}", "${none}", "."),
    *("today()", "true()", "false()", "(1 div 0)", "(0 div 0)", "-0"),
)
PATTERNS = (
    *("'[a-c]+'", "'.*'", "'a|b c'", r"'\d+'", r"'[^\s]*'", r"'\s*\S.*'", "'(?:a ?)+'", "'a{1,2}.*'", "'(?=a).*'"),
    *(
        "'^a b'",
        "'a$'",
        "'['",
        r"'\w+\.?'",
        "'a++'",
        r"'[\s\d]*'",
        "'a*?b?'",
        "'{'",
        r"'\bx'",
        "'.😀?x'",
        "'[]a]'",
        r"'(a)\1'",
    ),
)
FORMATS = ("'%d/%m/%Y'", "'%Y-%n-%e %b %y %a'", "'%H:%h:%M:%S.%3 %%'")
OPERATORS = tuple(PRECEDENCE)
NAMES = tuple(name for name in FUNCTIONS if name != "jr:choice-name")


def random_expression(random: Random, depth: int = 3) -> str:
    """Return an expression of the subset, at most so many levels deep."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(ATOMS)
    if random.random() < 0.45:
        left, right = random_expression(random, depth - 1), random_expression(random, depth - 1)
        return f"({left}) {random.choice(OPERATORS)} ({right})"
    if random.random() < 0.08:
        return f"-({random_expression(random, depth - 1)})"
    return _call(random, random.choice(NAMES), depth)


def _call(random: Random, name: str, depth: int) -> str:
    fewest, most = FUNCTIONS[name]
    count = random.randint(fewest, 3 if most == MANY else most)
    arguments = [random_expression(random, depth - 1) for _ in range(count)]
    if name in {"regex", "format-date"}:
        pool = PATTERNS if name == "regex" else FORMATS
        arguments[1] = f"concat({random.choice(pool)}, '')" if random.random() < 0.7 else arguments[1]
    if name in {"regex", "format-date"} and arguments[1].startswith("'"):
        arguments[1] = f"concat({arguments[1]}, '')"  # a wrong literal is refused when the form is read
    return f"{name}({', '.join(arguments)})"


def random_values(random: Random) -> dict[str, object]:
    """Return answers by the names that the expressions use; some are blank, or not there at all."""
    drawn = {
        "n1": random.choice((0.0, 1.0, -1.0, 12.0, float(random.randint(-300, 300)))),
        "n2": round(random.uniform(-300, 300), random.choice((0, 1, 2, 3))),
        "d1": random.uniform(-5, 5) * 10 ** random.randint(-13, 15),
        "t1": random.choice(("a", "b c", "12", "a b c", " a ", "True", "\n", "😀", "x" * 30, "-12.50", "سكر")),
        "t2": random.choice(("", "0", "a", "2021-06-30", "1", "yes")),
        "many": random.sample(["a", "b", "c", "yes"], random.randint(0, 3)),
    }
    return {name: "" if random.random() < 0.15 else value for name, value in drawn.items()}
