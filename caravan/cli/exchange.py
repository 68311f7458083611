"""``caravan import`` and ``caravan export report|list``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from caravan.cli.context import data_option, is_terminal, language_option, settings_for
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.house import open_house
from caravan.services.importing import ImportReport, Order, import_file, read_map
from caravan.settings import LANGUAGES
from caravan.web.messages import sentence

NOTES_SHOWN = 20
DAY = click.DateTime(["%Y-%m-%d"])


def add_to(group: click.Group) -> None:
    group.add_command(import_)
    group.add_command(export)


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--form", "form_id", required=True, help="The form that the rows answer.")
@click.option("--map", "map_file", type=click.Path(dir_okay=False, path_type=Path), help="How headers, codes and units map.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--notes", type=click.Path(dir_okay=False, path_type=Path), help="Write every note to this file.")
@data_option
@language_option
def import_(
    file: Path, form_id: str, map_file: Path | None, dry_run: bool, notes: Path | None, data: Path | None, lang: str | None
) -> None:
    """Import people and screenings from FILE (.xlsx or .csv). Bad rows are reported and do not stop the rest."""
    settings = settings_for(data)
    plan = read_map(map_file) if map_file else None
    order = Order(form_id=form_id, plan=plan, dry_run=dry_run, language=lang or settings.language)
    with open_house(settings) as house, tqdm(unit="row", disable=not is_terminal()) as bar:
        report = import_file(house, file, order, sentence=sentence, progress=bar.update)
    _say(report, notes, dry_run=dry_run)
    if report.refused:
        raise click.exceptions.Exit(1)


def _say(report: ImportReport, notes: Path | None, *, dry_run: bool) -> None:
    done = "would be added" if dry_run else "added"
    click.echo(
        f"{report.rows} rows: {report.added} {done}, {report.already_there} already there, {report.refused} refused,"
        f" {sum(not note.is_refused for note in report.notes)} values left blank"
    )
    lines = [
        f"row {note.number}\t{'refused' if note.is_refused else 'left blank'}\t{note.question}\t{note.reason}"
        for note in report.notes
    ]
    if notes is not None:
        notes.write_text("\n".join(lines) + "\n", "utf-8")
        return
    refused_first = sorted(lines, key=lambda line: "\trefused\t" not in line)
    for line in refused_first[:NOTES_SHOWN]:
        click.echo(line, err=True)
    if len(lines) > NOTES_SHOWN:
        click.echo(f"… and {len(lines) - NOTES_SHOWN} more notes: see them all with --notes FILE", err=True)


@click.group()
def export() -> None:
    """Workbooks."""


def _filters(from_day: datetime | None, to_day: datetime | None, site: str | None) -> Filters:
    return Filters(
        from_day=from_day.date() if from_day else None, to_day=to_day.date() if to_day else None, site=site
    )


@export.command("report")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the workbook (else CARAVAN_LANG, else fr).")
@click.option("--from", "from_day", type=DAY, help="First day.")
@click.option("--to", "to_day", type=DAY, help="Last day.")
@click.option("--site", help="One site only.")
@data_option
def report(  # noqa: PLR0913  one argument per option of the command
    out: Path, lang: str | None, from_day: datetime | None, to_day: datetime | None, site: str | None, data: Path | None
) -> None:
    """Write the aggregated workbook to OUT.xlsx."""
    settings = settings_for(data)
    with open_house(settings) as house:
        content = export_report(house, None, lang=lang or settings.language, filters=_filters(from_day, to_day, site))
    out.write_bytes(content)
    click.echo(f"{out}")


@export.command("list")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--form", "form_id", required=True, help="The form whose screenings are listed.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the labels.")
@click.option("--from", "from_day", type=DAY, help="First day.")
@click.option("--to", "to_day", type=DAY, help="Last day.")
@click.option("--site", help="One site only.")
@data_option
def list_(  # noqa: PLR0913  one argument per option of the command
    out: Path,
    form_id: str,
    lang: str | None,
    from_day: datetime | None,
    to_day: datetime | None,
    site: str | None,
    data: Path | None,
) -> None:
    """Write every answer and finding of a form, one row a screening, to OUT.xlsx (names people: keep it safe)."""
    settings = settings_for(data)
    filters = _filters(from_day, to_day, site)
    with open_house(settings) as house:
        content = export_list(house, None, form_id=form_id, lang=lang or settings.language, filters=filters)
    out.write_bytes(content)
    click.echo(f"{out}")
