"""A site's own scoring modules: ``scoring/hearing.py`` of the data folder scores the form ``hearing``.

A module has a ``FORM_ID`` and ``findings(answers, person)``, as the station modules of this package have. **It runs as
code, with all that the program may do**: only the person who owns the data folder may put one there, and nothing on
the network ever does. Each house keeps its own; a module is loaded by path and is never importable by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from importlib.machinery import SourceFileLoader
from inspect import signature
from itertools import count
from pathlib import Path
from types import MappingProxyType, ModuleType

from caravan.domain.errors import CaravanError
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.registry import Scorer
from caravan.scoring.urgency import ORDER

NOBODY = Person(age_years=None, sex="unknown", pregnant="unknown", on_day=date(2000, 1, 1))
_numbers = count(1)


class _NoScorerError(Exception):
    """The module can be read, but is no scoring module; the text says why."""


def load_site_scorers(folder: Path) -> Mapping[str, Scorer]:
    """Return the scorers of a folder's modules, by form id; none when there is no such folder.

    Raises CaravanError: "scoring.unusable" for a module that cannot be loaded, lacks FORM_ID or findings, or fails on
    an empty form; "scoring.twice" for two modules with one FORM_ID.
    """
    scorers: dict[str, Scorer] = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob("*.py")):
        if path.name.startswith(("_", ".")):
            continue
        form_id, scorer = _load_scorer(path)
        if form_id in scorers:
            raise CaravanError("scoring.twice", file=path.name, other=files[form_id], form=form_id)
        scorers[form_id], files[form_id] = scorer, path.name
    return MappingProxyType(scorers)


def _load_scorer(path: Path) -> tuple[str, Scorer]:
    try:
        module = _run(path)
        form_id, scorer = _scorer_of(module)
        _check(scorer({}, NOBODY))
    except (Exception, SystemExit) as wrong:  # a module may fail in any way, and the start must say which one did
        raise CaravanError("scoring.unusable", file=path.name, why=_told(wrong)) from wrong
    return form_id, _guarded(form_id, scorer)


def _run(path: Path) -> ModuleType:
    """Run a module's text; it leaves no compiled file and no name behind."""
    name = f"caravan_site_scoring_{next(_numbers)}_{path.stem}"
    code = SourceFileLoader(name, str(path)).source_to_code(path.read_bytes(), str(path))
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # dataclasses look their module up while they are made
    try:
        exec(code, vars(module))  # noqa: S102  (what a site module is for; see above whose code it is)
    finally:
        del sys.modules[name]
    return module


def _scorer_of(module: ModuleType) -> tuple[str, Scorer]:
    form_id, scorer = getattr(module, "FORM_ID", None), getattr(module, "findings", None)
    if not isinstance(form_id, str) or not form_id:
        raise _NoScorerError('it has no FORM_ID = "…"')
    if not callable(scorer):
        raise _NoScorerError("it has no function findings(answers, person)")
    try:
        signature(scorer).bind({}, NOBODY)
    except TypeError as wrong:
        raise _NoScorerError("its findings must take (answers, person)") from wrong
    return form_id, scorer


def _check(found: object) -> list[Finding]:
    if not isinstance(found, list) or not all(isinstance(finding, Finding) for finding in found):
        raise _NoScorerError("its findings must return a list of Finding")
    unknown = [finding.urgency for finding in found if finding.urgency not in ORDER]
    if unknown:
        raise _NoScorerError(f"the urgency {unknown[0]!r} is none of {', '.join(ORDER)}")
    return found


def _guarded(form_id: str, scorer: Scorer) -> Callable[[Answers, Person], list[Finding]]:
    """Return the scorer as one that refuses in words when the site's rules fail, so that the page keeps the answers."""

    def findings(answers: Answers, person: Person) -> list[Finding]:
        try:
            return _check(scorer(answers, person))
        except Exception as wrong:
            raise CaravanError("scoring.failed", form=form_id, why=_told(wrong)) from wrong

    return findings


def _told(wrong: BaseException) -> str:
    return str(wrong) if isinstance(wrong, _NoScorerError) else f"{type(wrong).__name__}: {wrong}"
