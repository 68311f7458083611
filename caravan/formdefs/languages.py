"""A form that leaves out a whole language: said once, instead of row by row."""

from __future__ import annotations

from caravan.formdefs.model import LANGUAGES
from caravan.formdefs.problems import Place, Problem, ProblemLog
from caravan.formdefs.sheets import Sheet


def tell_missing_languages_once(survey: Sheet | None, log: ProblemLog) -> None:
    """Replace the problems of each language that has no label column by one that says so."""
    if survey is None or not survey.rows:
        return
    absent = [lang for lang in LANGUAGES if f"label::{lang}" not in survey.headings]
    missing = [lang for lang in absent if any(_is_of(problem, lang) for problem in log.problems)]
    if not missing:
        return
    log.problems[:] = [problem for problem in log.problems if not any(_is_of(problem, lang) for lang in missing)]
    present = [heading for lang, heading in LANGUAGES.items() if lang not in missing]
    columns = " and ".join(f'"label::{LANGUAGES[lang]}"' for lang in missing)
    what = f"the form is in {_written(present)}: {columns} {'is' if len(missing) == 1 else 'are'} missing"
    remedy = "add the column to survey and choices, screen_title to settings, and translate each row"
    log.add(Place("survey", 1, f"label::{LANGUAGES[missing[0]]}"), what, remedy)


def _written(present: list[str]) -> str:
    if not present:
        return "one language only"
    return f"one language only, {present[0]}" if len(present) == 1 else " and ".join(present) + " only"


def _is_of(problem: Problem, lang: str) -> bool:
    """Say whether a problem is a translation that is missing in this language."""
    return (problem.column or "").partition("::")[2] == LANGUAGES[lang] and "missing" in problem.what
