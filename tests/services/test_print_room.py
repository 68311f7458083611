"""PDFs made in a process of their own: the same cards as asked, how far it is, failures told, old files making room."""

import time
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from caravan.printing.beside import describe, read_order
from caravan.printing.card_design import Card, Design, Sheet
from caravan.printing.cards import new_codes, number_codes
from caravan.printing.labels import get_label
from caravan.services import print_room
from caravan.services.print_room import PrintRoom
from tests.pictures import make_logo

PATIENCE = 60  # seconds


def wait_for(job):
    end = time.monotonic() + PATIENCE
    while not (job.is_ready or job.has_failed):
        assert time.monotonic() < end
        time.sleep(0.02)
    return job


def test_an_order_is_read_as_it_was_described(tmp_path):
    cards = [Card(code, 7, "سالكة", "Salka") for code in new_codes(1)]
    sheet = Sheet(get_label("card-85x54"), Design("قافلة", "Caravane", make_logo(), ("الاسم", "Nom")), 3)
    assert read_order(describe(tmp_path / "a.pdf", cards, sheet)) == (tmp_path / "a.pdf", cards, sheet)


def test_a_pdf_is_made_beside_the_work_and_its_progress_adds_up():
    cards = number_codes(new_codes(90))
    room = PrintRoom()
    job = wait_for(room.start("key", cards, Sheet()))
    assert (job.is_ready, job.done, job.total) == (True, 90, 90)
    assert room.find("key") is job
    with pypdfium2.PdfDocument(job.file) as document:
        found = [
            code.text
            for page in document
            for code in zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
        ]
    assert sorted(found) == sorted(card.code for card in cards)


@pytest.mark.parametrize("harm", ["wrong code", "no folder"])
def test_a_pdf_that_cannot_be_made_says_so(harm, monkeypatch, tmp_path):
    cards = number_codes(new_codes(2))
    if harm == "wrong code":
        cards = [replace(cards[0], code="WRONG")]
    else:
        monkeypatch.setattr(print_room, "mkdtemp", lambda prefix: str(tmp_path / "gone"))
    job = wait_for(PrintRoom().start("key", cards, Sheet()))
    assert (job.has_failed, job.is_ready) == (True, False)


def test_old_files_make_room_and_one_made_anew_takes_the_place_of_the_old(monkeypatch):
    monkeypatch.setattr(print_room, "MOST_FILES", 2)
    room = PrintRoom()
    jobs = [wait_for(room.start(key, number_codes(new_codes(1)), Sheet())) for key in ("a", "b", "b", "c")]
    assert [room.find(key) for key in ("a", "b", "c")] == [None, jobs[2], jobs[3]]
    assert [job.file.exists() for job in jobs] == [False, False, True, True]
