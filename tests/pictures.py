"""Pictures that tests need, drawn when they are needed."""

import io

from PIL import Image, ImageDraw


def make_logo(kind: str = "PNG") -> bytes:
    """A drawing of two colours, on nothing where the kind of file allows it."""
    image = Image.new("RGBA", (400, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 150, 150), fill=(11, 107, 105))
    pen.rectangle((180, 50, 390, 110), fill=(180, 85, 45))
    out = io.BytesIO()
    (image.convert("RGB") if kind == "JPEG" else image).save(out, kind)
    return out.getvalue()
