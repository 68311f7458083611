"""The text of a PDF as it is copied or extracted from it, to be compared with what was written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
import uharfbuzz

from caravan.printing.paper import FONTS, bare

DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ARABIC_WORDS = re.compile("[\u0620-\u065f]+(?:[ \n]+[\u0620-\u065f]+)*")


def as_read(text: str) -> str:
    """Return a text without white space, marks of direction and the shapes of joined letters."""
    return re.sub(r"\s", "", DIRECTION_MARKS.sub("", unicodedata.normalize("NFKC", bare(text))))


def poppler_text(pdf: Path) -> str:
    """Return what pdftotext gives; the test is skipped where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("pdftotext is not installed: make system")
    done = subprocess.run([program, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def with_joined_letters_turned(text: str) -> str:
    """Return a text with the letters of each glyph that joins several of them from left to right."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / "IBMPlexSansArabic-Regular.ttf"))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    starts = sorted({glyph.cluster for glyph in buffer.glyph_infos})
    return "".join(text[start:end][::-1] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
