"""The command itself: help everywhere, exit codes 0, 1 and 2, one sentence and never a traceback."""

import click
import pytest

from caravan import __version__
from caravan.cli import caravan


def every_command(command=caravan, words=()):
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from every_command(inner, (*words, name))


COMMANDS = sorted(every_command())


def test_the_promised_commands_are_there():
    assert {" ".join(words) for words in COMMANDS} >= {
        "check", "demo", "export list", "export report", "forms check", "forms list", "import",
        "init", "print cards", "serve", "staff add", "staff list", "staff pin",
    }  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_that_says_what_it_does_and_what_each_option_means(run, words):
    helped = run(*words, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert helped.out.startswith("Usage: caravan")
    assert run(*words, "-h").out == helped.out


def test_the_version_is_told(run):
    assert run("--version").out == f"caravan, version {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("nope",),
        ("staff", "add"),
        ("staff", "add", "X", "--role", "king"),
        ("import", "x.csv"),
        ("print", "cards", "x.pdf"),
        ("print", "cards", "x.pdf", "--count", "many"),
        ("export", "report", "x.xlsx", "--from", "yesterday"),
        ("export", "report", "x.xlsx", "--lang", "de"),
        ("serve", "--port", "99999"),
        ("serve", "--port", "-1"),
        ("demo", "--people", "0"),
        ("init", "--starts-on", "31/12/2026"),
        ("check", "--no-such-option"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_how_it_goes(run, words):
    wrong = run(*words)
    assert (wrong.code, wrong.out) == (2, "")
    assert "Usage: caravan" in wrong.err
    assert "Error: " in wrong.err


def test_real_processes_end_with_0_1_and_2(run_apart, data, tmp_path):
    assert run_apart("staff", "list", "--data", data).code == 0
    refused = run_apart("check", "--data", tmp_path / "none")
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert run_apart("nope").code == 2


def test_a_failed_check_of_a_form_ends_a_real_process_with_1(run_apart, tmp_path):
    (tmp_path / "mine.md").write_text("hello")
    assert run_apart("forms", "check", tmp_path / "mine.md").code == 1


def test_no_progress_is_drawn_into_a_pipe(run_apart, tmp_path):
    done = run_apart("print", "cards", tmp_path / "cards.pdf", "--count", "100")
    assert (done.code, done.err) == (0, "")


def test_a_console_without_arabic_letters_shows_marks_instead_of_failing(run_apart, tmp_path):
    listed = run_apart("forms", "list", "--lang", "ar", "--data", tmp_path, PYTHONIOENCODING="cp1252")
    assert (listed.code, listed.err) == (0, "")
    assert "?" in listed.out
