"""Runs the browser's form engine from Python: in Node, or in Chromium where there is no Node.

A line is a form (``form``, ``document``), a filled form (``form``, ``raw``, ``context``, ``confirmed``, ``today``), or
an expression (``tree``, ``values``, ``self``, ``today``); each is answered by one line. With ``times`` a filled form
is filled so often and the answer is the milliseconds that one time took.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / "caravan/web/static/js/forms"
RUNNER = Path(__file__).with_name("run_cases.mjs")
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'"
CHUNK = 500
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Job = dict[str, Any]


def run_javascript(jobs: Iterable[Job], folder: Path, *, modules: Path = MODULES) -> Iterator[Any]:
    """Yield what the engine says to each job, as soon as it says it; ``folder`` is for the files that Node needs."""
    if shutil.which("node"):
        return _in_node(jobs, folder, modules)
    if not shutil.which("chromium"):
        missing("Node and Chromium are")
    return run_chromium(jobs, modules=modules)


def run_chromium(jobs: Iterable[Job], *, modules: Path = MODULES) -> Iterator[Any]:
    """Yield what the engine says to each job in a page of Chromium, under the policy of the real pages."""
    lines = [json.dumps(job) for job in jobs]
    with ThreadPoolExecutor(1) as thread:  # Playwright wants a thread without an event loop of somebody else
        return map(json.loads, thread.submit(_in_chromium, lines, modules).result())


def missing(what: str) -> None:
    """Skip the test, or fail it where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} not installed: run tests/install_system_packages.sh")
    pytest.skip(f"{what} not installed")


def _in_node(jobs: Iterable[Job], folder: Path, modules: Path) -> Iterator[Any]:
    copy, cases = folder / "modules", folder / "cases.jsonl"
    shutil.copytree(modules, copy, dirs_exist_ok=True)
    (copy / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    cases.write_text("".join(f"{json.dumps(job)}\n" for job in jobs), encoding="utf-8")
    command = ["node", str(RUNNER), str(copy)]
    with cases.open("rb") as lines, subprocess.Popen(command, stdin=lines, stdout=subprocess.PIPE) as node:
        assert node.stdout is not None
        yield from map(json.loads, node.stdout)
    assert node.returncode == 0


def _in_chromium(lines: list[str], modules: Path) -> list[str]:
    from playwright.sync_api import Route, sync_playwright  # noqa: PLC0415

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        path = RUNNER if name == RUNNER.name else modules / name
        headers = {"Content-Security-Policy": POLICY}
        if not name:
            return route.fulfill(body="<!doctype html><title>forms</title>", content_type="text/html", headers=headers)
        return route.fulfill(path=path, content_type="text/javascript", headers=headers)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto("http://forms.test/")
        said: list[str] = []
        for at in range(0, len(lines), CHUNK):
            script = "async (lines) => { const { run } = await import('/run_cases.mjs'); return lines.map(run); }"
            said += page.evaluate(script, lines[at : at + CHUNK])
        browser.close()
    return said
