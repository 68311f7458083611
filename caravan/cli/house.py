"""``caravan init`` and ``caravan check``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from caravan.cli.context import data_option, settings_for
from caravan.services.caravans import NewSite, check_new_caravan, get_caravan, start_caravan
from caravan.services.checking import check_house
from caravan.services.house import make_house, open_house
from caravan.settings import Settings


def add_to(group: click.Group) -> None:
    group.add_command(init)
    group.add_command(check)


@click.command()
@data_option
@click.option("--name", default="Caravane", show_default=True, help="The caravan's name.")
@click.option(
    "--site", "sites", multiple=True, help="A place where it stops; repeat for more. NAME or NAME=ARABIC NAME."
)
@click.option("--starts-on", type=click.DateTime(["%Y-%m-%d"]), help="First day (else today).")
@click.option("--plain", is_flag=True, help="Leave the database unencrypted (never for real patients).")
def init(data: Path | None, name: str, sites: tuple[str, ...], starts_on: datetime | None, plain: bool) -> None:
    """Make the data folder and start a caravan. Encrypted: the passphrase is CARAVAN_PASSPHRASE or asked for."""
    settings = settings_for(data)
    stops = [_site(site) for site in sites or (name,)]
    check_new_caravan(name, stops)
    if not plain:
        settings = replace(settings, passphrase=_passphrase(settings))
    make_house(settings, encrypted=not plain)
    with open_house(settings) as house:
        first_day: date | None = starts_on.date() if starts_on else None
        start_caravan(house, name=name, sites=stops, starts_on=first_day)
    click.echo(f"{settings.data}")


@click.command()
@data_option
def check(data: Path | None) -> None:
    """Check the data folder: database, history, forms, disk. Exit 1 when anything needs care."""
    with open_house(settings_for(data)) as house:
        findings = check_house(house)
        card = get_caravan(house)
    click.echo(f"{card.name}: {', '.join(site.name for site in card.sites)}{' (closed)' if card.is_closed else ''}")
    for line in findings:
        click.echo(f"{'ok ' if line.is_good else 'BAD'} {line.what}: {line.detail}")
    if not all(line.is_good for line in findings):
        raise click.exceptions.Exit(1)


def _passphrase(settings: Settings) -> str | None:
    if settings.passphrase or not (sys.stdin.isatty() and os.isatty(2)):
        return settings.passphrase
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True))


def _site(text: str) -> NewSite:
    name, _equals, arabic = text.partition("=")
    return NewSite(name.strip(), arabic.strip() or None)
