"""Photos of a card as a tired hand takes them, made up: far, tilted, moved, dim, out of focus, partly covered.

Every photo is 1280 x 960 pixels and follows from its seed alone. Lengths named ``side`` are the side of the printed
symbol with its white margin (25 mm, version 2-H), in pixels of the photo.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from caravan.domain.codes import ALPHABET, BODY_LENGTH, check_character
from caravan.printing.qr_symbol import FULL_MODULES, QUIET_MODULES, dark_runs

WIDTH, HEIGHT = 1280, 960
MODULE = 16  # pixels of a module in the drawing that is photographed
LABEL = 38 / 25, 34 / 25  # of the side of the symbol: a label of 38 x 34 mm
SYMBOL_TOP = 1.6 / 25
PAPER, INK = 235, 25
GROUND = (90, 165)
SENSOR_NOISE, DIM_NOISE = 4.0, 5.0  # standard deviation in grey levels; a dim photo is noisier for its light
NEAR, ANYWHERE = 0.15, 0.5  # how far from the middle a blot lies, in sides of the symbol
FRAMES = 20
VIEW = 3.0  # distance of the lens in sides of the symbol, for the perspective
Degrade = Callable[["Photo", Random], None]
Corner = tuple[float, float]


@dataclass
class Photo:
    """A photo in the making: the label to photograph, how it lies, what the lens and the light do."""

    label: Image.Image
    side: float = 200
    turn: float = 0
    tilt: float = 0
    defocus: int = 0
    motion: int = 0
    motion_angle: float = 0
    light: float = 1
    noise: float = SENSOR_NOISE


def random_code(chance: Random) -> str:
    """Return a code of the card alphabet with its check character."""
    body = "".join(chance.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + check_character(body)


def draw_label(code: str) -> Image.Image:
    """Return the label of a card as it is printed: the symbol, its margin, grey marks where the letters stand."""
    symbol = FULL_MODULES * MODULE
    label = Image.new("L", (round(symbol * LABEL[0]), round(symbol * LABEL[1])), PAPER)
    draw = ImageDraw.Draw(label)
    left, top = symbol_corner(label)
    for column, row, length in dark_runs(code):
        x, y = left + (QUIET_MODULES + column) * MODULE, top + (QUIET_MODULES + row) * MODULE
        draw.rectangle((x, y, x + length * MODULE - 1, y + MODULE - 1), fill=INK)
    for place in range(11):
        x = left + (4 + place * 2.3) * MODULE
        draw.rectangle((x, top + symbol + MODULE, x + MODULE, top + symbol + 3 * MODULE), outline=INK, width=4)
    return label


def symbol_corner(label: Image.Image) -> tuple[int, int]:
    """Return where the symbol with its margin begins on a label, in pixels."""
    symbol = FULL_MODULES * MODULE
    return (label.width - symbol) // 2, round(symbol * SYMBOL_TOP)


def take(photo: Photo, chance: Random) -> Image.Image:
    """Return the photo as the decoder gets it, in grey."""
    scene = _ground(chance)
    middle = (WIDTH / 2 + chance.uniform(-60, 60), HEIGHT / 2 + chance.uniform(-60, 60))
    scene = _lay(scene, photo, middle)
    if photo.defocus:
        scene = _unfocus(scene, photo.defocus)
    if photo.motion:
        scene = _move(scene, photo.motion, photo.motion_angle)
    if photo.light != 1:
        scene = scene.point([round(level * photo.light) for level in range(256)])
    return _add_noise(scene, photo.noise, chance)


def _ground(chance: Random) -> Image.Image:
    """A table top: uneven grey with soft spots."""
    coarse = Image.frombytes("L", (32, 24), bytes(chance.randint(*GROUND) for _ in range(32 * 24)))
    return coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _lay(scene: Image.Image, photo: Photo, middle: Corner) -> Image.Image:
    """Put the label on the table, turned and tilted, as the lens sees it."""
    scale = photo.side / (FULL_MODULES * MODULE)
    half = photo.label.width * scale / 2, photo.label.height * scale / 2
    corners = [(-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1]), (-half[0], half[1])]
    seen = [_project(corner, photo, middle) for corner in corners]
    size = photo.label.size
    source = [(0.0, 0.0), (float(size[0]), 0.0), (float(size[0]), float(size[1])), (0.0, float(size[1]))]
    # Drawn twice as large and brought down: thin modules are averaged as a lens does, not picked by single pixels.
    double = [(2 * x, 2 * y) for x, y in seen]
    warp = _perspective(double, source)
    shrunk = photo.label
    label = shrunk.transform((2 * WIDTH, 2 * HEIGHT), Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC)
    whole = Image.new("L", size, 255)
    mask = whole.transform((2 * WIDTH, 2 * HEIGHT), Image.Transform.PERSPECTIVE, warp, Image.Resampling.BILINEAR)
    scene.paste(label.reduce(2), (0, 0), mask.reduce(2))
    return scene


def _project(corner: Corner, photo: Photo, middle: Corner) -> Corner:
    turn, tilt = math.radians(photo.turn), math.radians(photo.tilt)
    x = corner[0] * math.cos(turn) - corner[1] * math.sin(turn)
    y = corner[0] * math.sin(turn) + corner[1] * math.cos(turn)
    depth = VIEW * photo.side
    far = depth / (depth + x * math.sin(tilt))
    return middle[0] + x * math.cos(tilt) * far, middle[1] + y * far


def _perspective(seen: Sequence[Corner], source: Sequence[Corner]) -> tuple[float, ...]:
    """Return the eight figures with which each pixel seen finds its place on the label (a linear system)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(_solve(rows))


def _solve(rows: list[list[float]]) -> list[float]:
    """Solve a linear system given as rows with their right side last (Gauss, with pivots)."""
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for row in range(size):
            if row != at:
                times = rows[row][at] / rows[at][at]
                rows[row] = [value - times * other for value, other in zip(rows[row], rows[at], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]


def _unfocus(scene: Image.Image, radius: int) -> Image.Image:
    """Spread every point over a disc of this radius, as a lens out of focus does: row upon row of the disc."""
    spread, weight = scene, 0
    for down in range(-radius, radius + 1):
        half = math.isqrt(radius * radius - down * down)
        row = ImageChops.offset(scene.filter(ImageFilter.BoxBlur((half, 0))), 0, down)
        weight += 2 * half + 1
        spread = Image.blend(spread, row, (2 * half + 1) / weight)
    return spread


def _move(scene: Image.Image, length: int, angle: float) -> Image.Image:
    """Smear along a line, as a hand that moved while the shutter was open."""
    steps = [step - (length - 1) / 2 for step in range(length)]
    ways = [(step * math.cos(math.radians(angle)), step * math.sin(math.radians(angle))) for step in steps]
    smeared = scene
    for count, (x, y) in enumerate(ways):
        moved = ImageChops.offset(scene, round(x), round(y))
        smeared = moved if count == 0 else Image.blend(smeared, moved, 1 / (count + 1))
    return smeared


def _add_noise(scene: Image.Image, deviation: float, chance: Random) -> Image.Image:
    noise = _noise(chance.randrange(8))
    spread = noise.point([max(0, min(255, round(128 + (level - 128) * deviation / 37))) for level in range(256)])
    return ImageChops.add(scene, spread, 1, -128)


@cache
def _noise(seed: int) -> Image.Image:
    """Grey noise about 128 with a standard deviation of 37: the mean of four even ones (255 / sqrt(12) / sqrt(4))."""
    chance = Random(seed)  # noqa: S311 the photos are to be the same each time
    layers = [Image.frombytes("L", (WIDTH, HEIGHT), chance.randbytes(WIDTH * HEIGHT)) for _ in range(4)]
    return Image.blend(Image.blend(layers[0], layers[1], 0.5), Image.blend(layers[2], layers[3], 0.5), 0.5)


def _far(side: float) -> Degrade:
    def degrade(photo: Photo, chance: Random) -> None:
        photo.side, photo.turn = side, chance.uniform(-25, 25)

    return degrade


def _tilted(photo: Photo, chance: Random) -> None:
    photo.side, photo.tilt, photo.turn = 200, 55, chance.uniform(0, 360)


def _moved(photo: Photo, chance: Random) -> None:
    photo.side, photo.motion, photo.motion_angle = 260, 12, chance.uniform(0, 180)
    photo.turn = chance.uniform(-25, 25)


def _dim(photo: Photo, chance: Random) -> None:
    photo.side, photo.light, photo.noise, photo.turn = 200, 0.12, DIM_NOISE, chance.uniform(-25, 25)


def _unfocused(photo: Photo, chance: Random) -> None:
    photo.side, photo.defocus, photo.turn = 260, 6, chance.uniform(-25, 25)


def _mixed(photo: Photo, chance: Random) -> None:
    photo.side, photo.tilt, photo.turn = 220, chance.uniform(15, 35), chance.uniform(0, 360)
    photo.defocus, photo.motion, photo.motion_angle = 2, 5, chance.uniform(0, 180)
    photo.light = 0.45


def _covered(part: float, reach: float = NEAR) -> Degrade:
    """A round blot over this part of the symbol's area, its middle at most ``reach`` sides from that of the symbol.

    Near the middle it covers data, which the error correction makes good. Within half a side it lies anywhere, and
    what covers one of the three corner squares by which a code is found cannot be made good.
    """

    def degrade(photo: Photo, chance: Random) -> None:
        photo.side, photo.turn = 220, chance.uniform(-25, 25)
        symbol = FULL_MODULES * MODULE
        left, top = symbol_corner(photo.label)
        radius = symbol * math.sqrt(part / math.pi)
        edge = symbol * (0.5 - reach)
        x, y = left + chance.uniform(edge, symbol - edge), top + chance.uniform(edge, symbol - edge)
        blot = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(photo.label).ellipse(blot, fill=chance.choice((30, 70, 220)))

    return degrade


@dataclass(frozen=True, slots=True)
class Condition:
    """One kind of bad photo, and the least part of such photos that must be read, in percent."""

    name: str
    degrade: Degrade
    least_percent: int


CONDITIONS = (
    Condition("75 px", _far(75), 100),
    Condition("55 px", _far(55), 96),
    Condition("tilt 55 degrees", _tilted, 92),
    Condition("motion 12 px", _moved, 88),
    Condition("dim .12", _dim, 92),
    Condition("mixed", _mixed, 100),
    Condition("defocus r=6", _unfocused, 100),
    Condition("blot 3 %", _covered(0.03), 92),
    Condition("blot 5 %", _covered(0.05), 92),
    Condition("blot 8 %", _covered(0.08), 50),
    Condition("blot 3 % anywhere", _covered(0.03, ANYWHERE), 60),
)


def photos(condition: Condition, count: int) -> Iterator[tuple[str, Image.Image]]:
    """Yield that many photos of a condition with the code that each of them shows; always the same ones."""
    for number in range(count):
        chance = Random(f"{condition.name} {number}")  # noqa: S311 the photos are to be the same each time
        code = random_code(chance)
        photo = Photo(draw_label(code))
        condition.degrade(photo, chance)
        yield code, take(photo, chance)


def film(path: Path, code: str) -> None:
    """Write a film of a printed card on a table, as a browser's stand-in camera takes it: JPEGs, one after another."""
    frame = BytesIO()
    photo = take(Photo(draw_label(code), side=340, turn=8), Random("film"))  # noqa: S311 the same film each time
    photo.convert("RGB").resize((960, 720)).save(frame, "JPEG", subsampling=2, quality=85)
    path.write_bytes(frame.getvalue() * FRAMES)


def camera_that_films(path: Path) -> list[str]:
    """Return the arguments of a Chromium whose camera shows that film, and may be used."""
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    return [*fake, f"--use-file-for-fake-video-capture={path}"]
