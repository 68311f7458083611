"""The page and the server obey the same rules: thousands of filled forms, worked out by both, never differ.

The planted bugs at the end show that the comparison can fail.
"""

import math
import shutil
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice

import pytest

from caravan.formdefs import evaluation, values
from caravan.formdefs.catalogue import form_files
from caravan.formdefs.document import form_document
from caravan.formdefs.expressions import FUNCTIONS, PRECEDENCE, walk
from caravan.formdefs.model import Form
from caravan.formdefs.reader import read_form
from caravan.formdefs.rules import RULES
from caravan.paths import shipped
from tests.formdefs.differential import differences, document_jobs, expression_cases, form_cases
from tests.formdefs.javascript import MODULES, missing, run_chromium, run_javascript
from tests.formdefs.torture_form import write_torture

FORMS, EXPRESSIONS, PLANTED = 10_000, 10_000, 250
SEED = 20261121
SHOWN = 5


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    torture = write_torture(tmp_path_factory.mktemp("torture"))
    return [read_form(path) for path in (*form_files(shipped("forms")), torture)]


@pytest.fixture(scope="module")
def documents(forms):
    return document_jobs(forms)


@pytest.fixture(scope="module")
def torture(forms):
    """The torture form filled by chance, and expressions: a tenth of the cases is enough to find planted bugs."""
    return [*form_cases(forms[-1], PLANTED, SEED), *expression_cases(PLANTED, SEED)]


@pytest.fixture(scope="module")
def worked_out(torture, documents, tmp_path_factory):
    """What JavaScript makes of the torture cases."""
    return list(run(documents, torture, tmp_path_factory.mktemp("torture")))


def run(documents, cases, folder, runner=run_javascript, **more):
    jobs = [*documents, *(case.job for case in cases)]
    said = runner(jobs, **more) if runner is run_chromium else runner(jobs, folder, **more)
    return islice(said, len(documents), None)


def counted(said, seen):
    """Pass on what is said and count the parts that hold something."""
    for state in said:
        seen.update(part for part, held in state.items() if held)
        yield state


@pytest.mark.slow
def test_ten_thousand_filled_forms_are_the_same_in_python_and_javascript(forms, documents, tmp_path):
    each = math.ceil(FORMS / len(forms))
    cases = [case for form in forms for case in form_cases(form, each, SEED)]
    seen = Counter()
    assert differences(cases, counted(run(documents, cases, tmp_path), seen))[:SHOWN] == []
    assert min(seen[part] for part in ("errors", "toConfirm", "confirmed", "answers", "offered", "texts")) > FORMS / 20


@pytest.mark.slow
def test_ten_thousand_expressions_are_worth_the_same_in_python_and_javascript(tmp_path):
    cases = list(expression_cases(EXPRESSIONS, SEED))
    assert differences(cases, run([], cases, tmp_path))[:SHOWN] == []


def test_the_page_of_a_browser_works_out_the_same(forms, documents):
    if not shutil.which("chromium"):
        missing("Chromium is")
    cases = [*(case for form in forms for case in form_cases(form, 30, SEED)), *expression_cases(500, SEED)]
    assert differences(cases, run(documents, cases, None, run_chromium))[:SHOWN] == []


def test_the_torture_form_has_every_operator_and_function(forms):
    used = {node[0] for node in _nodes(forms[-1])}
    assert FUNCTIONS.keys() | PRECEDENCE.keys() | {"neg", "self", "col", "ref", "question"} <= used


def _nodes(form: Form):
    items = (*form.questions.values(), *form.groups.values())
    trees = [getattr(item, rule, None) for item in items for rule in RULES]
    return [node for tree in trees if tree for node in walk(tree)]


def test_a_document_holds_only_what_the_rules_need(forms):
    document = form_document(forms[-1], "ar")
    assert document["questions"]["tube"] == {"type": "barcode"}
    assert document["questions"]["weeks"]["group"] == ["women", "more"]
    assert document["groups"]["deep"] == {"relevant": [">", ["ref", "weeks"], ["num", 20]]}
    assert document["questions"]["born"]["messages"]["constraint"] == "born ar"
    assert document["choices"]["yn"] == {
        "names": ["yes", "no"],
        "labels": {"fr": ["yes fr", "no fr"], "ar": ["yes ar", "no ar"]},
    }
    assert document["choices"]["town"]["columns"] == {
        "region": ["south", "south", "north", "north"],
        "size": ["1", "2", "3", ""],
    }
    assert document["choices"]["signs"] == {"names": ["pain", "fever", "cough", "none"]}
    assert document["texts"]["deep_note"]["label"][:3] == ["concat", ["str", "Semaine "], ["ref", "weeks"]]
    assert list(document["questions"]) == list(forms[-1].questions)


# Bugs planted on purpose.


def test_no_bug_is_found_where_none_is_planted(torture, worked_out):
    assert differences(torture, worked_out) == []


def half_to_even(given):
    number, places = values.to_number(given[0]), values.to_number(given[1]) if len(given) > 1 else 0
    if not math.isfinite(number) or not abs(places) < 400:
        return number
    exact = Decimal(repr(number)).scaleb(int(places))
    return float(exact.to_integral_value(ROUND_HALF_EVEN).scaleb(-int(places)))


def blank_is_zero(value):
    return 0.0 if value == "" else values.to_number(value)


def planted_in_python(monkeypatch, name):
    if name == "rounding":
        monkeypatch.setitem(evaluation._PLAIN, "round", half_to_even)
    elif name == "blank number":
        monkeypatch.setattr(evaluation, "to_number", blank_is_zero)
    else:
        monkeypatch.setattr(evaluation, "is_blank", lambda value: value == "")


@pytest.mark.parametrize("name", ["rounding", "blank number", "blank NaN"])
def test_bug_planted_in_python_is_found(monkeypatch, torture, worked_out, name):
    planted_in_python(monkeypatch, name)
    found = differences(torture, worked_out)
    assert found, f"the planted {name} bug went unnoticed"
    assert any(line.startswith("torture/") for line in found)


JAVASCRIPT_BUGS = [
    ("numbers.js", 'rest[0] > "5" || /^50*[1-9]/.test(rest)', 'rest[0] >= "5"'),
    ("values.js", ".test(text) ? Number(text) : NaN", ".test(text) ? Number(text) : 0"),
    ("values.js", "Math.abs(value) > NEARLY", "value !== 0"),
    ("typed.js", "[,٫،]", "[,٫]"),
    ("typed.js", "FIGURES.indexOf(figure) % 10", "FIGURES.indexOf(figure)"),
    ("answers.js", 'if (isBlank(result) || result === Infinity', 'if (result === Infinity'),
    ("answers.js", "(question.group ?? [])", "(question.group ?? []).slice(-1)"),
    ("patterns.js", "`^(?:${own})$`", "own"),
    ("evaluate.js", "words(toText(value)).length", 'toText(value).split(" ").length'),
]  # fmt: skip


@pytest.mark.parametrize("bug", JAVASCRIPT_BUGS, ids=lambda bug: f"{bug[0]}: {bug[1]}")
def test_bug_planted_in_javascript_is_found(torture, documents, tmp_path, bug):
    file, right, wrong = bug
    modules = tmp_path / "planted"
    shutil.copytree(MODULES, modules)
    text = (modules / file).read_text(encoding="utf-8")
    assert text.count(right) == 1, "the text to replace is not there any more"
    (modules / file).write_text(text.replace(right, wrong), encoding="utf-8")
    said = run(documents, torture, tmp_path, modules=modules)
    assert differences(torture, said), "the planted bug went unnoticed"


def test_cases_are_the_same_in_every_run(forms):
    first, second = ([case.job for case in islice(form_cases(forms[0], 5, SEED), 5)] for _ in range(2))
    assert first == second
