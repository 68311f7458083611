"""How many bad photos of a card are read: the decode rates per condition, beside what the design counts on.

Run it from the checkout::

    .venv/bin/python -m bench.scanning [--photos 20]

The photos are made up (bench/degraded_photos.py) and always the same. The columns: read by the decoder at the first
look, read by Caravan with all its looks, the least that the design asks for (version 2-H, 25 mm), and the milliseconds
that a photo took, in the middle and at the worst.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from bench.degraded_photos import CONDITIONS, Condition, photos
from caravan.domain.errors import CaravanError
from caravan.services.reading_photos import LOOKS, read_photo_of_pixels


@dataclass(frozen=True)
class Rate:
    """What came of the photos of one condition; rates in percent, times in milliseconds."""

    condition: Condition
    first_look: float
    read: float
    median_ms: float
    worst_ms: float


def measure(condition: Condition, count: int) -> Rate:
    """Read that many photos of a condition."""
    first, read, times = 0, 0, []
    for code, photo in photos(condition, count):
        first += is_seen_at_once(photo, code)
        start = time.perf_counter()
        read += is_read(photo, code)
        times.append(1000 * (time.perf_counter() - start))
    return Rate(condition, 100 * first / count, 100 * read / count, statistics.median(times), max(times))


def is_seen_at_once(photo: Image.Image, code: str) -> bool:
    """Tell whether the decoder alone reads the code."""
    seen = zxingcpp.read_barcodes(photo, formats=zxingcpp.BarcodeFormat.QRCode)
    return code in [found.text for found in seen]


def is_read(photo: Image.Image, code: str) -> bool:
    """Tell whether Caravan reads the code, and no other."""
    try:
        return read_photo_of_pixels(photo, LOOKS) == code
    except CaravanError:
        return False


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=20, help="photos for each condition")
    options = parser.parse_args()
    print(f"{'condition':<20}{'first look':>12}{'read':>8}{'at least':>10}{'ms':>8}{'worst ms':>10}")
    for condition in CONDITIONS:
        rate = measure(condition, options.photos)
        figures = f"{rate.first_look:>11.0f}%{rate.read:>7.0f}%{condition.least_percent:>9}%"
        print(f"{condition.name:<20}{figures}{rate.median_ms:>8.0f}{rate.worst_ms:>10.0f}", flush=True)


if __name__ == "__main__":
    main()
