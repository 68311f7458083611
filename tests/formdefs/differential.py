"""The same cases in Python and in JavaScript, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from unittest.mock import patch

from caravan.formdefs import answers
from caravan.formdefs.answers import Refusal
from caravan.formdefs.document import STORED_LANGUAGE, form_document, text_tree
from caravan.formdefs.evaluation import Scope, evaluate
from caravan.formdefs.expressions import Tree, compile_expression
from caravan.formdefs.model import LANGUAGES, Form
from caravan.formdefs.values import Value, to_text
from tests.formdefs.javascript import Job
from tests.formdefs.random_answers import Answers
from tests.formdefs.random_expressions import random_expression, random_values

TODAYS = (date(2026, 11, 21), date(2024, 2, 29), date(2027, 1, 1))


@dataclass(frozen=True, slots=True)
class Case:
    """A filled form, or an expression with what it may look at; ``job`` is the line for JavaScript."""

    form: Form | None
    job: Job


def document_jobs(forms: Iterable[Form]) -> list[Job]:
    return [
        {"form": f"{form.id}/{lang}", "document": form_document(form, lang)} for form in forms for lang in LANGUAGES
    ]


def form_cases(form: Form, count: int, seed: int) -> Iterator[Case]:
    """Yield forms filled by chance, with unusual values confirmed now and then."""
    chance = Random(f"{form.id} {seed}")
    drawn = Answers(form, chance)
    for _ in range(count):
        lang, confirmed = chance.choice(tuple(LANGUAGES)), [name for name in form.questions if chance.random() < 0.1]
        job: Job = {"form": f"{form.id}/{lang}", "raw": drawn.draw(), "context": drawn.context()}
        yield Case(form, job | {"confirmed": confirmed, "today": chance.choice(TODAYS).isoformat()})


def expression_cases(count: int, seed: int) -> Iterator[Case]:
    """Yield expressions by chance."""
    chance = Random(seed)
    for _ in range(count):
        text, values = random_expression(chance), random_values(chance)
        own = chance.choice(("", 0.0, "a", "b c", 12.5, True))
        job: Job = {"text": text, "tree": compile_expression(text), "values": values, "self": own}
        yield Case(None, job | {"today": "2026-11-21"})


def differences(cases: Iterable[Case], said: Iterable[Any]) -> list[str]:
    """Return a line for each part of each case in which JavaScript differs from Python."""
    found: list[str] = []
    for case, theirs in zip(cases, said, strict=True):
        ours = _filled(case.form, case.job) if case.form else _worth(case.job)
        found += _compare(case.job, ours, _numbers(theirs))
    return found


def _compare(job: Job, ours: Any, theirs: Any) -> Iterator[str]:
    if not isinstance(ours, dict):
        if ours != theirs:
            yield f"{job['text']} with {job['values']} and . {job['self']!r}: {ours} is {theirs} in JavaScript"
        return
    for part in ours.keys() | theirs.keys():
        if ours.get(part) != theirs.get(part):
            mine, other = ours.get(part), theirs.get(part)
            yield f"{job['form']} {part}: {_only(mine, other)} is {_only(other, mine)} in JavaScript, for {job['raw']}"


def _only(one: Any, other: Any) -> Any:
    """Return what the other has not."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return one
    return {name: value for name, value in one.items() if name not in other or other[name] != value}


def _worth(job: Job) -> str:
    scope = Scope(job["values"], date.fromisoformat(job["today"]), self_value=job["self"])
    return _plain(evaluate(job["tree"], scope))


def _filled(form: Form, job: Job) -> dict[str, Any]:
    """Return what Python makes of a filled form, in the shape that run_cases.mjs gives."""
    lang, kept = job["form"].rpartition("/")[2], []

    def keep(*parts: Any) -> Any:
        kept.append(filling(*parts))
        return kept[-1]

    filling = answers._Filling
    with patch.object(answers, "_Filling", keep):
        given = {"context": job["context"], "confirmed": job["confirmed"], "today": date.fromisoformat(job["today"])}
        outcome = answers.submit(form, job["raw"], **given)
    return {
        "values": {name: _plain(value) for name, value in kept[0].values.items()},
        "relevant": kept[0].relevant | _relevant_groups(form, kept[0]),
        "answers": {name: _answer(answer) for name, answer in outcome.answers.items()},
        "errors": _messages(outcome.errors, lang),
        "toConfirm": _messages(outcome.to_confirm, lang),
        "confirmed": list(outcome.confirmed),
        "offered": _offered(form, kept[0]),
        "texts": _texts(form, kept[0], lang),
    }


def _relevant_groups(form: Form, filling: Any) -> dict[str, bool]:
    around = {name: question.group for question in form.questions.values() for name in question.group}
    return {
        name: name in around
        and all(filling.holds(form.groups[g].relevant) for g in around[name][: around[name].index(name) + 1])
        for name in form.groups
    }


def _offered(form: Form, filling: Any) -> dict[str, list[str]]:
    return {
        name: [c.name for c in form.choices[question.list_name] if filling.holds(question.choice_filter, choice=c)]
        for name, question in form.questions.items()
        if question.choice_filter and filling.relevant[name]
    }


def _texts(form: Form, filling: Any, lang: str) -> dict[str, dict[str, str]]:
    scope = Scope(filling.values, filling.today, form=form, language=STORED_LANGUAGE)
    written: dict[str, dict[str, str]] = {}
    for name, part, tree in _text_trees(form, lang):
        written.setdefault(name, {})[part] = to_text(evaluate(tree, scope))
    return written


def _text_trees(form: Form, lang: str) -> list[tuple[str, str, Tree]]:
    if (form.file, lang) not in _kept:
        items = (*form.groups.values(), *form.questions.values())
        texts = [(item.name, "label", item.labels.get(lang, "")) for item in items]
        texts += [(name, "hint", question.hints.get(lang, "")) for name, question in form.questions.items()]
        trees = ((name, part, text_tree(text)) for name, part, text in texts)
        _kept[form.file, lang] = [(name, part, tree) for name, part, tree in trees if tree]
    return _kept[form.file, lang]


_kept: dict[tuple[str, str], list[tuple[str, str, Tree]]] = {}


def _messages(refusals: Mapping[str, Refusal], lang: str) -> dict[str, str]:
    return {name: refusal.labels[lang] for name, refusal in refusals.items()}


def _answer(answer: Any) -> Any:
    return answer if isinstance(answer, list) else _plain(float(answer) if isinstance(answer, int) else answer)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return f"b:{str(value).lower()}"
    if isinstance(value, float):
        return f"n:{value!r}"
    return f"d:{value.isoformat()}" if isinstance(value, date) else f"s:{value}"


def _numbers(said: Any) -> Any:
    """Return the same with every number written as Python writes it."""
    if isinstance(said, str):
        return f"n:{float(said[2:])!r}" if said.startswith("n:") else said
    if isinstance(said, dict):
        shapes = ("values", "answers")
        return said | {part: {name: _numbers(value) for name, value in said[part].items()} for part in shapes}
    return said
