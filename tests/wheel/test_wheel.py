"""The wheel carries the forms, the templates, the exports and the rest, and works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CHECKOUT = Path(__file__).parents[2]


def run(*words: object, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build tool that is installed (nothing is downloaded)."""
    out = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    built = run(*pip, "wheel", CHECKOUT, "--no-deps", "--no-build-isolation", "--wheel-dir", out, cwd=out)
    assert built.returncode == 0, built.stderr
    (file,) = out.glob("caravan-*.whl")
    return file


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped_files(folder: str, pattern: str) -> set[str]:
    return {file.relative_to(CHECKOUT).as_posix() for file in (CHECKOUT / folder).glob(pattern) if file.is_file()}


@pytest.mark.parametrize(("folder", "pattern"), [("forms", "*.md"), ("templates", "**/*"), ("exports", "*.toml")])
def test_each_data_folder_travels_whole(names, folder, pattern):
    wanted = {f"caravan/_bundled/{name}" for name in shipped_files(folder, pattern)}
    assert wanted
    assert wanted <= names


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("caravan/translations", "*/LC_MESSAGES/*.po"),
        ("caravan/web/static", "**/*"),
        ("caravan/storage/migrations", "**/*.py"),
        ("caravan/storage/migrations", "*.mako"),
        ("caravan/domain/data", "*.csv"),
        ("caravan", "**/*.py"),
    ],
)
def test_everything_else_that_the_program_reads_travels_too(names, folder, pattern):
    wanted = {name for name in shipped_files(folder, pattern) if "__pycache__" not in name}
    assert wanted
    assert wanted <= names


def test_nothing_travels_that_is_not_the_program(names):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"caravan"}
    assert not [name for name in names if name.endswith((".pyc", ".sqlite3", ".xlsx", ".csv.gz"))]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; its libraries are those of this one. Returns the ``caravan`` command."""
    folder = tmp_path_factory.mktemp("installed")
    made = run(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    assert made.returncode == 0, made.stderr
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    done = run(*pip, "install", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return python.parent / "caravan"


@pytest.fixture
def away(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder far from the checkout, and an environment that knows nothing of it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CARAVAN_", "PYTHON"))}
    return tmp_path, env


def test_it_is_the_wheel_that_runs(installed, away):
    folder, env = away
    where = run(installed.parent / "python", "-c", "import caravan; print(caravan.__file__)", cwd=folder, env=env)
    assert Path(where.stdout.strip()).is_relative_to(installed.parents[1])


def test_the_installed_command_makes_a_demonstration(installed, away):
    folder, env = away
    made = run(installed, "demo", "--make-only", "--people", "9", "--data", folder / "data", cwd=folder, env=env)
    assert (made.returncode, made.stderr) == (0, "")
    assert "Khadija" in made.stdout
    checked = run(installed, "check", "--data", folder / "data", cwd=folder, env=env)
    assert (checked.returncode, checked.stderr) == (0, "")
    report = run(installed, "export", "report", "r.xlsx", "--lang", "ar", "--data", "data", cwd=folder, env=env)
    assert (report.returncode, report.stderr) == (0, "")
    assert zipfile.is_zipfile(folder / "r.xlsx")


def test_the_installed_forms_pass_their_check(installed, away):
    folder, env = away
    checked = run(installed, "forms", "check", "--data", folder / "data", cwd=folder, env=env)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "ok chronic.md" in checked.stdout
