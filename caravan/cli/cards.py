"""``caravan print cards|poster``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from caravan.cli.context import data_option, is_terminal, settings_for
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.printing.card_design import Card, Sheet
from caravan.printing.cards import check_sheet, new_codes, number_codes, refuse_count, write_cards
from caravan.printing.labels import USUAL, get_label, label_formats
from caravan.printing.logos import read_logo
from caravan.printing.poster import Poster, read_address, write_poster
from caravan.printing.wifi import Wifi, read_wifi
from caravan.services.addresses import join_addresses
from caravan.services.caravans import get_caravan
from caravan.services.card_batches import ALL, LEFT, Batch, Order, cards_of, get_batch, record_batch, record_reprint
from caravan.services.card_stock import look_at_stock
from caravan.services.house import House, is_house, open_house
from caravan.web.paper_words import name_words, poster_words

FILE = click.Path(dir_okay=False, path_type=Path)
NOT_RECORDED = "These cards are not recorded: the data folder holds no caravan. They can be given all the same."


def add_to(group: click.Group) -> None:
    group.add_command(print_)


@click.group("print")
def print_() -> None:
    """Paper: cards to bind, the poster with which tablets join."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks of the paper; None where it says nothing."""

    layout: str | None
    used: int
    logo: bytes | None
    sentence_ar: str | None
    sentence_fr: str | None

    def order(self, count: int) -> Order:
        """Return the order of new cards."""
        return Order(count, self.layout or USUAL, self.sentence_ar or "", self.sentence_fr or "")

    def sheet(self, order: Order) -> Sheet:
        """Return how an order is laid on paper, with what is asked for now in the place of what it was printed with."""
        label = get_label(self.layout or order.layout)
        asked = {"sentence_ar": self.sentence_ar, "sentence_fr": self.sentence_fr}
        said = {"sentence_ar": order.sentence_ar, "sentence_fr": order.sentence_fr}
        said |= {name: text for name, text in asked.items() if text is not None}
        plain = Sheet(label, used=self.used)
        return replace(plain, design=replace(plain.design, logo=self.logo, name_words=name_words(), **said))


@print_.command("cards")
@click.argument("out", type=FILE)
@click.option("--count", type=int, help="How many new cards, 1 to 5,000.")
@click.option("--format", "layout", help=f"The labels, {USUAL} unless said otherwise: {', '.join(label_formats())}.")
@click.option("--label", "size", help="Labels of another size, as 38x34 (mm), cut from A4 sheets.")
@click.option("--used", type=int, default=0, help="Labels of the first sheet that are used already.")
@click.option("--logo", type=FILE, help="A PNG or JPEG, on cards with room for it.")
@click.option("--sentence-ar", help="A sentence in Arabic, on cards with room for it.")
@click.option("--sentence-fr", help="A sentence in French, on cards with room for it.")
@click.option("--batch", "number", type=int, help="Print this batch again, the same codes, instead of new cards.")
@click.option("--left", is_flag=True, help="With --batch: only the cards that nobody has yet.")
@data_option
def cards(out: Path, data: Path | None, **options: Any) -> None:
    """Write sheets of blank QR cards to OUT.pdf. The data folder keeps which cards were printed, by whom and when."""
    count, number = options["count"], options["number"]
    if (number is None) == (count is None):
        raise click.UsageError("Give either --count or --batch.")
    wish = _wish(options)
    settings = settings_for(data)
    with ExitStack() as stack:
        house = stack.enter_context(open_house(settings)) if number is not None or is_house(settings.data) else None
        if house is None:
            _write(out, number_codes(new_codes(count)), wish.sheet(wish.order(count)))
            click.echo(NOT_RECORDED)
        elif number is None:
            _print_new(house, out, wish, count)
        else:
            _print_again(house, out, wish, (number, LEFT if options["left"] else ALL))
    click.echo(f"{out}")


@print_.command("poster")
@click.argument("out", type=FILE)
@click.option("--wifi", help="The name of the Wi-Fi network.")
@click.option("--password", help="Its password (else asked for); not kept anywhere.")
@click.option("--open", "is_open", is_flag=True, help="The network has no password.")
@click.option("--hidden", is_flag=True, help="The network hides its name.")
@click.option("--address", help="What tablets open (else this laptop's, at its usual port).")
@data_option
def poster(out: Path, data: Path | None, address: str | None, **options: Any) -> None:
    """Write the A4 poster with which tablets join: the Wi-Fi and the address as QR codes and in letters."""
    wifi = _wifi(**options)
    settings = settings_for(data) if data else None
    where = read_address(address or join_addresses(settings.data if settings else Path())[0])
    name = ""
    if settings is not None and is_house(settings.data):
        with open_house(settings) as house:
            name = get_caravan(house).name
    write_poster(out, Poster(where, name, wifi), *poster_words())
    click.echo(f"{out}")


def _wish(options: dict[str, Any]) -> Wish:
    logo: Path | None = options["logo"]
    return Wish(
        layout=options["size"] or options["layout"],
        used=options["used"],
        logo=read_logo(logo.read_bytes()) if logo else None,
        sentence_ar=options["sentence_ar"],
        sentence_fr=options["sentence_fr"],
    )


def _print_new(house: House, out: Path, wish: Wish, count: int) -> None:
    """Record new cards, then print them: a card that cannot be printed in the end is still known, and printed again."""
    refuse_count(count)
    order = wish.order(count)
    sheet = wish.sheet(order)
    check_sheet(sheet)
    batch = get_batch(house, record_batch(house, None, order, new_id()))
    _write(out, cards_of(house, batch.id, ALL), sheet)
    click.echo(f"batch {batch.number}: cards {batch.first} to {batch.last}")


def _print_again(house: House, out: Path, wish: Wish, what: tuple[int, str]) -> None:
    batch = _batch(house, what[0])
    found, sheet = cards_of(house, batch.id, what[1]), wish.sheet(batch.order)
    check_sheet(sheet)
    record_reprint(house, None, batch.id, new_id())
    _write(out, found, sheet)
    click.echo(f"batch {batch.number}: {len(found)} of {batch.count} cards, printed again")


def _batch(house: House, number: int) -> Batch:
    found = [batch for batch in look_at_stock(house).batches if batch.number == number]
    if not found:
        raise NotFoundError("batch.unknown")
    return found[-1]


def _write(out: Path, found: Sequence[Card], sheet: Sheet) -> None:
    with tqdm(total=len(found), unit="card", disable=not is_terminal()) as bar:
        write_cards(out, found, sheet, progress=bar.update)


def _wifi(wifi: str | None, password: str | None, is_open: bool, hidden: bool) -> Wifi | None:
    if wifi is None:
        return None
    if password is None and not is_open:
        if not is_terminal():
            raise CaravanError("wifi.no_password")
        password = click.prompt("Password", hide_input=True, err=True)
    return read_wifi(wifi, password or "", is_hidden=hidden)
