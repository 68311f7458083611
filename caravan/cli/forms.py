"""``caravan forms list|check|xlsx|add``."""

from __future__ import annotations

from pathlib import Path

import click

from caravan.cli.context import data_option, language_option, settings_for
from caravan.domain.errors import CaravanError
from caravan.formdefs.catalogue import Catalogue, form_files, load_catalogue
from caravan.formdefs.checks import check_form
from caravan.formdefs.problems import FormError, Problem
from caravan.formdefs.reader import read_form
from caravan.formdefs.sources import open_source
from caravan.paths import shipped
from caravan.services.forms import AddedForm, add_form, read_new_form, site_forms, spreadsheet_of
from caravan.services.house import open_house
from caravan.settings import Settings

FILE = click.Path(dir_okay=False, path_type=Path)


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
    for form in _forms_in_use(settings).values():
        title = form.titles[lang or settings.language]
        click.echo(f"{form.id}\t{form.version}\t{len(form.questions)}\t{title}")


@forms.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@data_option
def check(files: tuple[Path, ...], data: Path | None) -> None:
    """Check FILES, or all forms in use. Exit 1 when anything would mislead."""
    found = files or (*form_files(shipped("forms")), *form_files(site_forms(settings_for(data).data)))
    bad = 0
    for file in found:
        problems = _problems_of(file)
        for problem in problems:
            click.echo(str(problem), err=True)
        bad += bool(problems)
        if not problems:
            click.echo(f"ok {file.name}")
    if bad:
        raise click.exceptions.Exit(1)


@forms.command("xlsx")
@click.argument("form_id", metavar="FORM")
@click.argument("out", type=FILE)
@data_option
def xlsx(form_id: str, out: Path, data: Path | None) -> None:
    """Write the form FORM (its id) to OUT.xlsx, for ODK, Kobo or a spreadsheet program."""
    content = spreadsheet_of(_forms_in_use(settings_for(data)), form_id)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CaravanError("file.unwritable", file=str(out), why=error.strerror or type(error).__name__) from error
    click.echo(f"{out}")


@forms.command("add")
@click.argument("file", type=FILE)
@data_option
def add(file: Path, data: Path | None) -> None:
    """Check FILE (.xlsx or .md) and install it as a form of this site, new or in a newer version.

    Used from the next start of `caravan serve`. A form that is wrong or would mislead is refused, and nothing changes.
    """
    source = open_source(file)
    form = read_new_form(source)
    with open_house(settings_for(data), replacing=form.id) as house:
        added = add_form(house, None, source)
    click.echo(f"{added.form_id}\t{added.version}\t{_outcome(added)}")


def _outcome(added: AddedForm) -> str:
    if added.replaced is None:
        return "new station" if added.is_new_station else "new"
    return "same version, words updated" if added.replaced == added.version else f"replaces {added.replaced}"


def _forms_in_use(settings: Settings) -> Catalogue:
    return load_catalogue(shipped("forms"), site_forms(settings.data))


def _problems_of(file: Path) -> list[Problem]:
    try:
        return check_form(read_form(file))
    except FormError as error:
        return list(error.problems)
