"""What the commands share: the --data option, the settings it gives, and refusals in the user's language."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from caravan.domain.errors import CaravanError
from caravan.formdefs.problems import FormError
from caravan.reports.definition_reading import DefinitionError
from caravan.services.house import is_encrypted
from caravan.settings import LANGUAGES, Settings, read_settings
from caravan.web.messages import sentence

F = TypeVar("F", bound=Callable[..., Any])


def data_option(command: F) -> F:
    """Add --data DIR."""
    folder = click.Path(file_okay=False, path_type=Path)
    return click.option("--data", type=folder, help="The data folder (else CARAVAN_DATA).")(command)


def language_option(command: F) -> F:
    """Add --lang ar|fr|en."""
    return click.option("--lang", type=click.Choice(LANGUAGES), help="Language (else CARAVAN_LANG, else fr).")(command)


def settings_for(data: Path | None) -> Settings:
    """Read the settings; ask for the passphrase of an encrypted folder when a person can answer."""
    settings = read_settings(data)
    if settings.passphrase or not is_encrypted(settings.data) or not (sys.stdin.isatty() and is_terminal()):
        return settings
    return replace(settings, passphrase=click.prompt("Passphrase", hide_input=True, err=True))


def say_refusal(error: CaravanError) -> None:
    """Write one sentence per problem on standard error."""
    if isinstance(error, FormError | DefinitionError):
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return
    click.echo(sentence(error, read_settings().language), err=True)


def is_terminal() -> bool:
    """Say whether progress may be shown: only where a person watches."""
    return sys.stderr.isatty()
