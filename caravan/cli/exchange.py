"""``caravan import`` and ``caravan export report|list``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from caravan.cli.context import data_option, is_terminal, language_option, settings_for
from caravan.services.caravans import find_by_name
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.house import House, open_house
from caravan.services.importing import ImportReport, Order, import_file, read_map
from caravan.web.messages import sentence

NOTES_SHOWN = 20
FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


def add_to(group: click.Group) -> None:
    group.add_command(import_)
    group.add_command(export)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--form", "form_id", required=True, help="The form that the rows answer.")
@click.option("--map", "map_file", type=FILE, help="How headers, codes and units map.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--notes", type=FILE, help="Write every note to this file.")
@data_option
@language_option
def import_(file: Path, form_id: str, **options: Any) -> None:
    """Import people and screenings from FILE (.xlsx or .csv). Bad rows are reported and do not stop the rest."""
    settings = settings_for(options["data"])
    plan = read_map(options["map_file"]) if options["map_file"] else None
    language = options["lang"] or settings.language
    order = Order(form_id=form_id, plan=plan, dry_run=options["dry_run"], language=language)
    with open_house(settings) as house, tqdm(unit="row", disable=not is_terminal()) as bar:
        report = import_file(house, file, order, sentence=sentence, progress=bar.update)
    _say(report, options["notes"], dry_run=order.dry_run)
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


def _filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add --lang, --from, --to, --site, --caravan and --data."""
    for option in (
        data_option,
        click.option("--caravan", help="Another caravan than today's, by its name."),
        click.option("--site", help="One site only."),
        click.option("--to", "to_day", type=DAY, help="Last day."),
        click.option("--from", "from_day", type=DAY, help="First day."),
        language_option,
    ):
        command = option(command)
    return command


def _filters(house: House, options: Mapping[str, Any]) -> Filters:
    from_day, to_day, name = options["from_day"], options["to_day"], options["caravan"]
    return Filters(
        caravan=find_by_name(house, name).id if name else None,
        from_day=from_day.date() if from_day else None,
        to_day=to_day.date() if to_day else None,
        site=options["site"],
    )


@export.command("report")
@click.argument("out", type=FILE)
@_filter_options
def report(out: Path, **options: Any) -> None:
    """Write the aggregated workbook to OUT.xlsx."""
    settings = settings_for(options["data"])
    with open_house(settings) as house:
        content = export_report(
            house, None, lang=options["lang"] or settings.language, filters=_filters(house, options)
        )
    _deliver(out, content)


@export.command("list")
@click.argument("out", type=FILE)
@click.option("--form", "form_id", required=True, help="The form whose screenings are listed.")
@_filter_options
def list_(out: Path, form_id: str, **options: Any) -> None:
    """Write every answer and finding of a form, one row a screening, to OUT.xlsx (names people: keep it safe)."""
    settings = settings_for(options["data"])
    language = options["lang"] or settings.language
    with open_house(settings) as house:
        content = export_list(house, None, form_id=form_id, lang=language, filters=_filters(house, options))
    _deliver(out, content)


def _deliver(out: Path, content: bytes) -> None:
    out.write_bytes(content)
    click.echo(f"{out}")
