"""``caravan forms list|check``."""

from __future__ import annotations

from pathlib import Path

import click

from caravan.cli.context import data_option, language_option, settings_for
from caravan.formdefs.catalogue import form_files, load_catalogue
from caravan.formdefs.checks import check_form
from caravan.formdefs.problems import FormError
from caravan.formdefs.reader import read_form
from caravan.paths import shipped


def add_to(group: click.Group) -> None:
    group.add_command(forms)


@click.group()
def forms() -> None:
    """The forms: what is asked."""


@forms.command("list")
@data_option
@language_option
def list_(data: Path | None, lang: str | None) -> None:
    """List the forms in use, shipped ones and the site's own."""
    settings = settings_for(data)
    for form in load_catalogue(shipped("forms"), settings.data / "forms").values():
        title = form.titles[lang or settings.language]
        click.echo(f"{form.id}\t{form.version}\t{len(form.questions)}\t{title}")


@forms.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@data_option
def check(files: tuple[Path, ...], data: Path | None) -> None:
    """Check FILES, or all forms in use. Exit 1 when anything would mislead."""
    found = files or (*form_files(shipped("forms")), *form_files(settings_for(data).data / "forms"))
    bad = 0
    for file in found:
        try:
            problems = check_form(read_form(file))
        except FormError as error:
            problems = list(error.problems)
        for problem in problems:
            click.echo(str(problem), err=True)
        bad += bool(problems)
        if not problems:
            click.echo(f"ok {file.name}")
    if bad:
        raise click.exceptions.Exit(1)
