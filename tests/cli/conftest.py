"""Running the command as a person does: in this process, or in one of its own where that counts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from caravan.cli import main


@dataclass
class Run:
    """How a run of the command ended, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment that says nothing, and sentences in English."""
    for name in [name for name in os.environ if name.startswith("CARAVAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CARAVAN_LANG", "en")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(no_settings: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run the command here. Whatever it writes, it never writes a traceback."""

    def do(*words: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["caravan", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        written = capsys.readouterr()
        assert "Traceback" not in written.err
        return Run(int(stop.value.code or 0), written.out, written.err)

    return do


@pytest.fixture
def run_apart(no_settings: None) -> Callable[..., Run]:
    """Run the command in a process of its own, its output in pipes."""

    def do(*words: object, **environment: str) -> Run:
        command = [sys.executable, "-m", "caravan", *map(str, words)]
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
        done = subprocess.run(command, capture_output=True, check=False, env=env, timeout=120)
        return Run(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    return do


@pytest.fixture
def data(tmp_path: Path, prepared: Path) -> Path:
    """A data folder with the caravan of all tests."""

    return Path(copytree(prepared, tmp_path / "data"))
