"""Runs JavaRosa from Python: the class beside this file, compiled against the ODK Validate of pyxform."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.formdefs.javascript import missing

SOURCE = Path(__file__).with_name("Oracle.java")


@cache
def odk_validate() -> Path:
    """Return the jar that holds JavaRosa."""
    return Path(str(files("pyxform"))) / "validators/odk_validate/bin/ODK_Validate.jar"


def compile_oracle(folder: Path) -> Path:
    """Return the folder with the compiled class; skips, or fails where CI=true, without a Java compiler."""
    if not (shutil.which("java") and shutil.which("javac")):
        missing("Java is")
    command = ["javac", "-encoding", "UTF-8", "-cp", str(odk_validate()), "-d", str(folder), str(SOURCE)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder


def ask_javarosa(
    compiled: Path, xforms: Iterable[Path], language: str, jobs: Iterable[dict[str, Any]]
) -> Iterator[Any]:
    """Yield the day of today(), then what JavaRosa says to each job: values, relevance and constraints by question."""
    lines = compiled / "jobs.jsonl"
    lines.write_text("".join(f"{json.dumps(job)}\n" for job in jobs), encoding="utf-8")
    options = ["-Duser.timezone=UTC", "-Duser.language=en", "-Dfile.encoding=UTF-8", "-XX:+UseSerialGC"]
    classes = f"{compiled}:{odk_validate()}"
    command = ["java", *options, "-cp", classes, "Oracle", language, *map(str, xforms)]
    errors = compiled / "errors.txt"
    with (
        lines.open("rb") as given,
        errors.open("wb") as said,
        subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=said) as java,
    ):
        assert java.stdout is not None
        yield from map(json.loads, java.stdout)
    assert java.returncode == 0, errors.read_text(encoding="utf-8")[-3000:]
