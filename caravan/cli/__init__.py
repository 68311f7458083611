"""The ``caravan`` command."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from caravan import __version__
from caravan.cli import cards, exchange, forms, house, paper, serving, staff
from caravan.cli.context import say_refusal
from caravan.domain.errors import CaravanError
from caravan.formdefs.problems import FormError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caravan")
def caravan() -> None:
    """Caravan: register people, record screenings by QR card, hand over the Excel report the same evening."""


for module in (serving, house, forms, staff, exchange, cards, paper):
    module.add_to(caravan)


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and exit code 1 (2 for a wrong command line)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without Arabic letters shows marks, it does not fail
    try:
        code = caravan.main(prog_name="caravan", standalone_mode=False)
    except click.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (IntegrityError, ProgrammingError):
        raise  # a fault of the program, not of the disk
    except (CaravanError, FormError, OSError, DatabaseError) as error:
        say_refusal(_refusal(error))
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _refusal(error: Exception) -> CaravanError:
    """Return what the machine refused (a file, the disk, the database) as a refusal of ours."""
    if isinstance(error, CaravanError):
        return error
    if isinstance(error, OSError):
        return CaravanError("file.unusable", file=error.filename or "", why=error.strerror or type(error).__name__)
    return CaravanError("database.unreadable")
