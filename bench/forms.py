"""Measures the form engine: reading all forms, building a page's form, and filling the largest form twice over.

Run it from the checkout, with Node (or Chromium) on the path::

    .venv/bin/python -m bench.forms [--times 200]

Everything is measured in one run on one machine, the quickest of five turns each. The last column compares with filling
the largest form in Python: only that travels from one machine to another.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask

from caravan.formdefs.answers import submit
from caravan.formdefs.catalogue import Catalogue, load_catalogue
from caravan.formdefs.document import form_document
from caravan.formdefs.model import Form
from caravan.paths import shipped
from caravan.web import form_builder
from tests.formdefs.javascript import Job, run_javascript
from tests.formdefs.random_answers import Answers

TURNS = 5
LANGUAGE = "fr"
TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with nearly every question answered."""

    form: Form
    raw: dict[str, str | list[str]]
    context: dict[str, str]


def quickest(act: Callable[[], object], times: int) -> float:
    """Return the milliseconds that one time takes, in the quickest of the turns."""
    return min(_turn(act, times) for _ in range(TURNS))


def _turn(act: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        act()
    return (perf_counter() - start) * 1000 / times


def fill_largest(catalogue: Catalogue) -> Filled:
    """Return the form with most questions, with the fullest of twenty sets of answers."""
    form = max(catalogue.values(), key=lambda form: len(form.questions))
    drawn = Answers(form, Random(1), is_clean=True)  # noqa: S311
    return Filled(form, max((drawn.draw() for _ in range(20)), key=len), {"patient_age_years": "45"})


def in_javascript(filled: Filled, times: int) -> float:
    """Return the milliseconds that filling takes in the browser's engine, measured inside it."""
    job: Job = {"form": filled.form.id, "raw": filled.raw, "context": filled.context, "today": TODAY.isoformat()}
    document: Job = {"form": filled.form.id, "document": form_document(filled.form, LANGUAGE)}
    with TemporaryDirectory() as folder:
        said = list(run_javascript([document, *[job | {"times": times}] * TURNS], Path(folder)))
    return min(said[1:])


def build_class(form: Form) -> None:
    """Build the FlaskForm class anew, as the first page after a start does."""
    form_builder._classes.cache_clear()
    form_builder.form_class(form, LANGUAGE)


def build_form(app: Flask, form: Form) -> None:
    """Make the form of one request, from the class that is kept."""
    with app.test_request_context():
        form_builder.form_class(form, LANGUAGE)()


def measure(times: int) -> list[tuple[str, float]]:
    """Return what was measured, in milliseconds."""
    folder, catalogue = shipped("forms"), load_catalogue(shipped("forms"))
    filled, app = fill_largest(catalogue), Flask(__name__)
    app.config["SECRET_KEY"] = "not a secret: nothing is served"  # noqa: S105
    form = filled.form
    size = f"{form.id}, {len(form.questions)} questions, {len(filled.raw)} answered"
    return [
        (
            f"fill the largest form in Python ({size})",
            quickest(lambda: submit(form, filled.raw, context=filled.context, today=TODAY), times),
        ),
        ("fill the same form in JavaScript", in_javascript(filled, times)),
        (f"read all {len(catalogue)} forms", quickest(lambda: load_catalogue(folder), 1)),
        ("make its document for the browser", quickest(lambda: form_document(form, LANGUAGE), times)),
        ("build its FlaskForm class", quickest(lambda: build_class(form), max(1, times // 10))),
        ("make its FlaskForm for one request", quickest(lambda: build_form(app, form), max(1, times // 10))),
    ]


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, help="how often each is done in a turn")
    measured = measure(parser.parse_args().times)
    unit = measured[0][1]
    for what, milliseconds in measured:
        print(f"{milliseconds:10.3f} ms {milliseconds / unit:9.2f} ×  {what}")


if __name__ == "__main__":
    main()
