"""``caravan staff add|list|pin``."""

from __future__ import annotations

from pathlib import Path

import click

from caravan.cli.context import data_option, settings_for
from caravan.services.accounts import add_staff, change_pin, list_staff, make_pin
from caravan.services.house import open_house
from caravan.services.operators import ROLES
from caravan.settings import LANGUAGES


def add_to(group: click.Group) -> None:
    group.add_command(staff)


@click.group()
def staff() -> None:
    """The people who work in the caravan."""


@staff.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--pin", help="4 to 12 digits; without it a random one is made and printed once.")
@data_option
def add(name: str, role: str, lang: str, pin: str | None, data: Path | None) -> None:
    """Add a member of the staff."""
    given = pin or make_pin()
    with open_house(settings_for(data)) as house:
        add_staff(house, name=name, role=role, pin=given, language=lang)
    click.echo(f"{name}\t{role}" + ("" if pin else f"\tPIN {given}"))


@staff.command("list")
@data_option
def list_(data: Path | None) -> None:
    """List the staff."""
    with open_house(settings_for(data)) as house:
        for card in list_staff(house):
            click.echo(f"{card.name}\t{card.role}\t{card.language}")


@staff.command("pin")
@click.argument("name")
@click.option("--pin", help="4 to 12 digits; without it a random one is made and printed once.")
@data_option
def pin_(name: str, pin: str | None, data: Path | None) -> None:
    """Give a member of the staff another PIN."""
    given = pin or make_pin()
    with open_house(settings_for(data)) as house:
        change_pin(house, name=name, pin=given)
    click.echo(name + ("" if pin else f"\tPIN {given}"))
