"""``caravan print forms``."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from caravan.app import create_app
from caravan.cli.cards import FILE, NOT_RECORDED, print_
from caravan.cli.context import data_option, is_terminal, settings_for
from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.formdefs.catalogue import Catalogue, load_catalogue
from caravan.formdefs.model import Form
from caravan.paths import shipped
from caravan.printing.cards import new_codes
from caravan.printing.paper_forms import refuse_sheets, write_forms
from caravan.printing.paper_sheet import Sheet, SheetWords
from caravan.services import paper_sheets, patients
from caravan.services.caravans import get_caravan
from caravan.services.house import House, is_house, open_house
from caravan.services.registration import registration_context
from caravan.web.sheet_words import sheet_words, whose_sheet


def add_to(_group: click.Group) -> None:
    print_.add_command(forms)


@click.command("forms")
@click.argument("out", type=FILE)
@click.option("--form", "form_id", required=True, help="Which form: vitals, eye, dental, chronic, registration …")
@click.option("--count", type=int, help="How many blank sheets, 1 unless said otherwise, each with a fresh code.")
@click.option("--patient", "code", help="One sheet for the person of this card, with what is known filled in.")
@data_option
def forms(out: Path, data: Path | None, form_id: str, count: int | None, code: str | None) -> None:
    """Write a form as A4 paper to OUT.pdf, in Arabic and French. The data folder keeps which sheets were printed."""
    if count is not None and code is not None:
        raise click.UsageError("Give either --count or --patient.")
    settings = settings_for(data)
    if not is_house(settings.data):
        if code is not None:
            raise CaravanError("caravan.none")
        form = _form(load_catalogue(shipped("forms")), form_id)
        _write(out, form, _fresh(1 if count is None else count), sheet_words(form))
        click.echo(NOT_RECORDED)
    else:
        with open_house(settings) as house:
            form = _form(house.forms, form_id)
            sheets = _blank(house, form, 1 if count is None else count) if code is None else [_named(house, form, code)]
            words = sheet_words(form, get_caravan(house).name, registration_context(house))
            _write(out, form, sheets, words)
    click.echo(f"{out}")


def _form(forms: Catalogue, form_id: str) -> Form:
    found = forms.get(form_id)
    if found is None:
        raise NotFoundError("form.unknown", form=form_id)
    return found


def _fresh(count: int) -> list[Sheet]:
    refuse_sheets(count)
    return [Sheet(code) for code in new_codes(count)]


def _blank(house: House, form: Form, count: int) -> list[Sheet]:
    """Record new sheets, then return them: one that fails to print is known all the same."""
    stack_id = paper_sheets.record_stack(house, None, form=(form.id, form.version), count=count, operation_id=new_id())
    stack, sheets = paper_sheets.get_stack(house, stack_id)
    click.echo(f"sheets {stack.first} to {stack.last}")
    return sheets


def _named(house: House, form: Form, typed: str) -> Sheet:
    page = patients.find_by_code(house, typed)
    with create_app(house, secret_key="no page is sent").test_request_context():  # noqa: S106  signs nothing
        whose = whose_sheet(page, form)
    return Sheet(read_code(typed).code, whose=whose)


def _write(out: Path, form: Form, sheets: list[Sheet], words: SheetWords) -> None:
    with tqdm(total=len(sheets), unit="sheet", disable=not is_terminal()) as bar:
        write_forms(out, form, sheets, words, progress=bar.update)
