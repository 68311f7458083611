"""``caravan print cards``."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from caravan.cli.context import is_terminal
from caravan.printing.cards import new_codes, write_cards


def add_to(group: click.Group) -> None:
    group.add_command(print_)


@click.group("print")
def print_() -> None:
    """Paper: cards to bind."""


@print_.command("cards")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--count", type=int, required=True, help="How many cards, 1 to 5,000.")
def cards(out: Path, count: int) -> None:
    """Write A4 sheets of blank QR cards to OUT.pdf."""
    codes = new_codes(count)
    with tqdm(total=count, unit="card", disable=not is_terminal()) as bar:
        write_cards(out, codes, progress=bar.update)
    click.echo(f"{out}")
