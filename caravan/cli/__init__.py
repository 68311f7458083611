"""The ``caravan`` command."""

from __future__ import annotations

import sys

import click

from caravan import __version__
from caravan.cli import cards, exchange, forms, house, serving, staff
from caravan.cli.context import say_refusal
from caravan.domain.errors import CaravanError
from caravan.formdefs.problems import FormError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caravan")
def caravan() -> None:
    """Caravan: register people, record screenings by QR card, hand over the Excel report the same evening."""


for module in (serving, house, forms, staff, exchange, cards):
    module.add_to(caravan)


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and exit code 1."""
    try:
        caravan.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (CaravanError, FormError) as error:
        say_refusal(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
