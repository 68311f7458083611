"""Reading the logo of an association as it comes from a telephone or a letterhead: checked, and made small."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from caravan.domain.errors import CaravanError

LARGEST_BYTES = 3 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 700  # pixels: 13 mm high at more than 600 dots an inch
KINDS = ("PNG", "JPEG")


def read_logo(content: bytes) -> bytes:
    """Return a picture as a PNG of at most 700 pixels a side.

    Raises CaravanError("logo.unreadable") for what is no PNG or JPEG, or is too large.
    """
    try:
        if len(content) > LARGEST_BYTES:
            raise CaravanError("logo.unreadable")
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise CaravanError("logo.unreadable")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            shown = picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CaravanError("logo.unreadable") from error
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    shown.save(out, "PNG", optimize=True)
    return out.getvalue()
