"""Reading the code of a card from a photo: for tablets that cannot decode it themselves, and for pages without scripts.

A photo comes from a stranger's camera or is no photo at all, so it is bounded before a pixel of it is unpacked.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from threading import BoundedSemaphore

import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from caravan.domain.errors import CaravanError
from caravan.services.scanning import one_card

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_UNPACKED = 24_000_000  # pixels of a photo that is unpacked whole, as all but JPEG are
LARGEST_JPEG = 120_000_000
FIRST_LOOK, SECOND_LOOK = 1600, 3200  # longer side in pixels: quick, then for a small card in a large photo
ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
AT_ONCE = BoundedSemaphore(2)  # an unpacked photo takes room and a processor; the rest of the laptop's work goes on

# Beyond it Pillow warns of a decompression bomb, beyond twice as much it refuses; here the warning is a refusal too.
Image.MAX_IMAGE_PIXELS = LARGEST_JPEG
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
Look = Callable[[Image.Image], Image.Image]
Looks = tuple[tuple[Look, zxingcpp.Binarizer], ...]


def read_photo(content: bytes) -> str:
    """Return what the code in a photo says: the one card in it, else the one other code.

    Raises CaravanError: "photo.empty", "photo.pdf", "photo.not_a_photo", "photo.damaged", "photo.too_large" (most, in
    megapixels), "photo.no_code", "photo.two_cards" (first, second: the last letters of the two codes).
    """
    if not content:
        raise CaravanError("photo.empty")
    with AT_ONCE:
        for side, looks in ((FIRST_LOOK, LOOKS), (SECOND_LOOK, LOOKS[:2])):
            photo = _unpack(content, side)
            found = read_photo_of_pixels(photo, looks)
            if found is not None:
                return found
            if max(photo.size) < side:
                break  # there was nothing more to see
    raise CaravanError("photo.no_code")


def read_photo_of_pixels(photo: Image.Image, looks: Looks) -> str | None:
    """Return what the one code in an unpacked photo says, None when none is seen.

    Raises CaravanError("photo.two_cards").
    """
    found = _read(photo, looks)
    return one_card(found) if found else None


def _unpack(content: bytes, side: int) -> Image.Image:
    """Return the photo in grey, upright, no longer than ``side``."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as photo:
            _refuse_large(photo)
            photo.draft("L", (side, side))
            # In grey before it is turned: a third of the bytes.
            grey = ImageOps.exif_transpose(photo.convert("L"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise CaravanError("photo.too_large", most=LARGEST_JPEG // 1_000_000) from error
    except UnidentifiedImageError as error:
        raise CaravanError("photo.pdf" if content[:1024].find(b"%PDF") >= 0 else "photo.not_a_photo") from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for a file that ends or breaks
        raise CaravanError("photo.damaged") from error
    grey.thumbnail((side, side), Image.Resampling.BILINEAR)
    return grey


def _refuse_large(photo: Image.Image) -> None:
    most = LARGEST_JPEG if photo.format == "JPEG" else LARGEST_UNPACKED
    if photo.width * photo.height > most:
        raise CaravanError("photo.too_large", most=most // 1_000_000)


def _read(photo: Image.Image, looks: Looks) -> list[str]:
    """Return what the codes in a photo say, by the first way of looking at it that shows any."""
    for look, binarizer in looks:
        seen = zxingcpp.read_barcodes(look(photo), formats=ONLY, binarizer=binarizer)
        found = [code.text for code in seen if code.text]
        if found:
            return found
    return []


def _as_it_is(photo: Image.Image) -> Image.Image:
    return photo


def _sharpened(photo: Image.Image) -> Image.Image:
    return photo.filter(ImageFilter.UnsharpMask(radius=6, percent=200, threshold=0))


def _doubled(photo: Image.Image) -> Image.Image:
    return photo.resize((photo.width * 2, photo.height * 2), Image.Resampling.BICUBIC)


def _turned(photo: Image.Image, degrees: int = 30) -> Image.Image:
    """The corner squares are looked for along rows: after a turn, a blot lies on other rows."""
    return photo.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=128)


def _turned_little(photo: Image.Image) -> Image.Image:
    return _turned(_sharpened(photo), 12)


# Measured by bench/scanning.py: each finds codes that those before it miss.
LOOKS: Looks = (
    (_as_it_is, zxingcpp.Binarizer.LocalAverage),
    (_as_it_is, zxingcpp.Binarizer.GlobalHistogram),
    (_sharpened, zxingcpp.Binarizer.LocalAverage),
    (_doubled, zxingcpp.Binarizer.LocalAverage),
    (_turned_little, zxingcpp.Binarizer.LocalAverage),
    (_turned, zxingcpp.Binarizer.LocalAverage),
)
