"""Caravan against JavaRosa, the engine of ODK Collect: value, relevance and constraint of thousands of filled forms.

Values and constraints are compared where the question is relevant, numbers as numbers. The soft constraints, which ODK
does not know, are compared too, in a second copy of each form where they take the place of the constraints.

What JavaRosa has otherwise, and the cases therefore do not ask:

- ``floor`` and ``ceiling`` are unknown to it: the forms get ``int`` in their place here.
- ``max`` of zeros and negative numbers alone is wrong: the torture form's ``max`` has a 1 in it.
- ``round(-139.9, -1)`` gives -130: no rounding to tens.
- A calculated number nearer than 1e-9 to a whole one is stored as the whole one: so much may a value differ.
- A calculated truth is stored as 1 or 0, in Caravan as "true" or "false"; the rules of both see a truth value.
- Numbers under 0.001 and from 10,000,000 up are written as Java does (1.0E-4): no such number is made a text.
- ``once`` keeps what it had, from case to case: the torture form's ``once`` holds a constant.
- The answers are clean: Caravan trims texts, reads other figures and puts choices in the order of their list.
"""

import math
import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from caravan.formdefs import answers, evaluation
from caravan.formdefs.catalogue import form_files
from caravan.formdefs.model import LANGUAGES, UNANSWERED
from caravan.formdefs.reader import read_form
from caravan.formdefs.values import Value, to_number, to_text
from caravan.paths import shipped
from tests.formdefs.random_answers import Answers
from tests.formdefs.torture_form import torture_text
from tests.oracle.javarosa import ask_javarosa, compile_oracle

EACH = 400
SEED = 20261121
SHOWN = 5
FRENCH = LANGUAGES["fr"]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    return compile_oracle(tmp_path_factory.mktemp("oracle"))


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The shipped forms and the torture form by the names of their XForm files; .soft.xml has soft constraints."""
    folder = tmp_path_factory.mktemp("forms")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in form_files(shipped("forms"))}
    texts["torture"] = torture_text(ours=False)
    return {made.name: (read_form(path), made) for path, made in _xforms(folder, texts)}


def _xforms(folder, texts):
    from pyxform.xls2xform import convert  # noqa: PLC0415

    for name, text in texts.items():
        known = text.replace("floor(", "int(").replace("ceiling(", "int(")
        for suffix, version in (("", known), (".soft", _swapped(known))):
            path = folder / f"{name}{suffix}.md"
            path.write_text(version, encoding="utf-8")
            xform = path.with_suffix(".xml")
            xform.write_text(convert(path).xform, encoding="utf-8")
            yield path, xform


def _swapped(text):
    """Return the form with soft constraints and constraints in each other's place."""
    header = next(line for line in text.splitlines() if re.search(r"\| *constraint *\|", line))
    soft = header.replace("soft_constraint", "\0").replace("constraint", "soft_constraint").replace("\0", "constraint")
    return text.replace(header, soft, 1)


@pytest.fixture(scope="module")
def asked(compiled, forms):
    """Each case with what JavaRosa says to it, and its today."""
    cases = [case for name, (form, _path) in forms.items() for case in _cases(name, form)]
    said = ask_javarosa(compiled, (path for _form, path in forms.values()), FRENCH, (case["job"] for case in cases))
    today = date.fromisoformat(next(said))
    return today, list(zip(cases, said, strict=True))


def _cases(name, form):
    chance = Random(f"{name} {SEED}")
    drawn = Answers(form, chance, is_clean=True)
    for _ in range(EACH):
        raw, context = drawn.draw(), {name: text for name, text in drawn.context().items() if text}
        texts = {name: " ".join(typed) if isinstance(typed, list) else typed for name, typed in raw.items()}
        typed = {name: [form.questions[name].type, text] for name, text in texts.items()}
        job = {"form": name, "set": typed | {name: ["hidden", text] for name, text in context.items()}}
        yield {"form": form, "raw": raw, "context": context, "job": job}


def disagreements(today, asked):
    """Return a line for each question in which JavaRosa differs."""
    return [line for case, theirs in asked for line in _compare(case, _fill(case, today), theirs)]


def _fill(case, today):
    filling = answers._Filling(case["form"], today)
    for name in case["form"].order:
        answers._fill(filling, case["form"].questions[name], case["raw"], case["context"])
    assert not filling.errors, filling.errors
    return filling


def _compare(case, filling, theirs):
    form = case["form"]
    for name, question in form.questions.items():
        about = f"{form.file} {name} of {case['raw']} {case['context']}"
        is_relevant, value = filling.relevant[name], filling.values.get(name, "")
        if is_relevant != theirs["relevant"][name]:
            yield f"relevant {about}: {is_relevant}"
        if not is_relevant:
            continue
        if not _is_same(value, theirs["values"][name]):
            yield f"value {about}: {value!r}, in JavaRosa {theirs['values'][name]!r}"
        if question.type not in UNANSWERED and name in filling.answers:
            holds = filling.holds(question.constraint, value=value)
            if holds != theirs["constraint"][name]:
                yield f"constraint {about}: {holds}"


def _is_same(ours: Value, theirs: str) -> bool:
    if isinstance(ours, bool):
        return theirs == str(int(ours))
    if isinstance(ours, float):
        return math.isclose(to_number(_plain(theirs)), ours, rel_tol=1e-12, abs_tol=1e-9)
    return to_text(ours) == theirs or (ours == "" and theirs in {"NaN", "Infinity", "-Infinity"})


def _plain(number: str) -> str:
    """Return a number in plain figures, that Java may write like 1.0E-4."""
    return f"{Decimal(number):f}" if re.fullmatch(r"-?[0-9.]+E-?[0-9]+", number) else number


@pytest.mark.slow
def test_javarosa_agrees_on_value_relevance_and_constraint(asked):
    assert disagreements(*asked)[:SHOWN] == []


@pytest.mark.slow
def test_the_cases_reach_both_sides_of_the_rules(asked):
    today, cases = asked
    seen = set()
    for case, theirs in cases:
        filling = _fill(case, today)
        for name in filling.answers:
            if case["form"].questions[name].constraint:
                seen.add((case["job"]["form"], name, theirs["constraint"][name]))
    names = {(form, name) for form, name, _holds in seen}
    one_sided = {pair for pair in names if not {(*pair, True), (*pair, False)} <= seen}
    assert len(one_sided) <= len(names) / 10, one_sided


@pytest.mark.slow
def test_bug_planted_in_the_rounding_is_found(asked, monkeypatch):
    monkeypatch.setitem(evaluation._PLAIN, "round", lambda given: to_number(given[0]) // 1)
    assert disagreements(*asked)


@pytest.mark.slow
def test_bug_planted_in_the_blanks_is_found(asked, monkeypatch):
    monkeypatch.setattr(evaluation, "to_number", lambda value: 0.0 if value == "" else to_number(value))
    assert disagreements(*asked)
