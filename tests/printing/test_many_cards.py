"""Five thousand cards in one file: every code decodes, progress adds up, and the memory stays where it was."""

import subprocess
import sys

import pypdfium2
import pytest
import zxingcpp

MOST_GROWTH_MB = 40
DPI = 150
MAKE = """
import resource, sys
from pathlib import Path
from caravan.printing.cards import new_codes, number_codes, write_cards

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

out, count = Path(sys.argv[1]), int(sys.argv[2])
write_cards(out, number_codes(new_codes(40)))
before, codes, steps = peak(), new_codes(count), []
write_cards(out, number_codes(codes), progress=steps.append)
print(peak() - before, sum(steps), len(steps), *codes)
"""


@pytest.mark.slow
def test_5000_cards_are_one_file_in_which_every_code_decodes_and_the_memory_hardly_grows(tmp_path):
    out = tmp_path / "cards.pdf"
    told = subprocess.run(
        [sys.executable, "-c", MAKE, str(out), "5000"], capture_output=True, check=True, text=True, timeout=200
    )
    growth, drawn, sheets, *codes = told.stdout.split()
    assert (int(drawn), int(sheets), len(codes)) == (5000, 125, 5000)
    assert float(growth) < MOST_GROWTH_MB
    found = []
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == 125
        for page in document:
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            found += [code.text for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]
    assert sorted(found) == sorted(codes)
