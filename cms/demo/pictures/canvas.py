"""The sheet a picture is painted on: light, layers, glows and the finish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from cms.demo.pictures.noise import Field, Generator, enlarge
from cms.demo.pictures.palette import Colour, Palette, ramp
from cms.demo.pictures.pen import Pen, Point

Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge in pixels."""

_GLOW = 256


class Canvas:
    """A picture in the making. Coordinates are pixels from the upper left; `unit` is the shorter edge, the measure
    of everything drawn, so that things keep their look in every format."""

    def __init__(
        self, size: tuple[int, int], palette: Palette, rng: Generator, *, enlarged: tuple[int, int] | None = None
    ) -> None:
        """`enlarged` is the size of the finished picture where it differs from that of the sheet."""
        self._final = enlarged or size
        self.width, self.height = size
        self.unit = float(min(size))
        self.palette = palette
        self.rng = rng
        self.image = Image.new("RGB", size, palette.haze)
        self.sun = (0.5 * self.width, 0.3 * self.height)

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.width / self.height

    @property
    def tall(self) -> bool:
        """Whether the picture is clearly higher than wide."""
        return self.height > 1.15 * self.width

    def pick(self, low: float, high: float) -> float:
        """A random number between the two."""
        return float(self.rng.uniform(low, high))

    def box(self, left: float, upper: float, right: float, lower: float) -> Box | None:
        """Whole pixels around the area, cut at the edges; None where nothing of it is in the picture."""
        edges = (
            max(0, int(np.floor(left))),
            max(0, int(np.floor(upper))),
            min(self.width, int(np.ceil(right))),
            min(self.height, int(np.ceil(lower))),
        )
        return edges if edges[2] > edges[0] and edges[3] > edges[1] else None

    @contextmanager
    def pen(self, area: tuple[float, float, float, float] | None = None, scale: int = 2) -> Iterator[Pen]:
        """A pen with smooth edges, for an area or everything; what is drawn outside of the area is cut off."""
        box = self.box(*area) if area else (0, 0, self.width, self.height)
        if box is None:
            yield Pen(Image.new("RGB", (1, 1)), (1e6, 1e6), 1)
            return
        part = self.image.crop(box)
        # Enlarging without smoothing and averaging back leaves every untouched pixel exactly as it was.
        large = part.resize((part.width * scale, part.height * scale), Image.Resampling.NEAREST)
        yield Pen(large, (box[0], box[1]), scale)
        self.image.paste(large.reduce(scale), box[:2])

    def gradient(self, colours: Sequence[Colour], upper: float, lower: float) -> None:
        """Fill the rows between two heights, over the whole width."""
        box = self.box(0, upper, self.width, lower)
        if box:
            rows = box[3] - box[1]
            strip = np.rint(ramp(colours, rows)).astype(np.uint8)[:, None, :]
            self.image.paste(Image.fromarray(strip).resize((self.width, rows)), box[:2])

    def veil(self, mask: Field, colour: Colour, upper: float = 0.0, lower: float | None = None) -> None:
        """Lay colour over the rows between two heights; the mask (any size, 0 to 1) says how thickly."""
        box = self.box(0, upper, self.width, self.height if lower is None else lower)
        if box is None:
            return
        small = Image.fromarray((np.clip(mask, 0, 1) * 255).astype(np.uint8))
        self.image.paste(colour, box, small.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BICUBIC))

    def paint(self, texture: NDArray[np.uint8], coverage: Field | None, left: int, upper: int) -> None:
        """Lay an opaque texture (rows, columns, 3) down, through a coverage of 0 to 1."""
        picture = Image.fromarray(texture)
        mask = None if coverage is None else Image.fromarray((coverage * np.float32(255)).astype(np.uint8))
        self.image.paste(picture, (left, upper), mask)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0, squash: float = 1.0
    ) -> None:
        """Add light around a point; `squash` below 1 makes it lower than wide."""
        box = self.box(x - radius, y - radius * squash, x + radius, y + radius * squash)
        if box is None or radius < 1:
            return
        full = (round(2 * radius), max(1, round(2 * radius * squash)))
        left, upper = round(x - radius), round(y - radius * squash)
        source = (box[0] - left, box[1] - upper, box[2] - left, box[3] - upper)
        scale_x, scale_y = _GLOW / full[0], _GLOW / full[1]
        limits = (
            max(0.0, source[0] * scale_x),
            max(0.0, source[1] * scale_y),
            min(float(_GLOW), source[2] * scale_x),
            min(float(_GLOW), source[3] * scale_y),
        )
        size = (box[2] - box[0], box[3] - box[1])
        falloff = _falloff().resize(size, Image.Resampling.BILINEAR, limits)
        light = Image.merge(
            "RGB", [falloff.point([round(v * part / 255 * strength) for v in range(256)]) for part in colour]
        )
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box[:2])

    def shade(self, points: Sequence[Point], colour: Colour, blur: float, strength: float = 0.5) -> None:
        """A soft-edged patch of colour: a shadow, a beam of light. `blur` in pixels."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = self.box(min(xs) - 2 * blur, min(ys) - 2 * blur, max(xs) + 2 * blur, max(ys) + 2 * blur)
        if box is None:
            return
        divisor = max(1.0, blur / 3)
        size = (max(1, round((box[2] - box[0]) / divisor)), max(1, round((box[3] - box[1]) / divisor)))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(
            [((x - box[0]) / divisor, (y - box[1]) / divisor) for x, y in points], fill=round(255 * min(1.0, strength))
        )
        soft = mask.filter(ImageFilter.GaussianBlur(blur / divisor))
        self.image.paste(colour, box, soft.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR))

    def finish(
        self, *, bloom: float = 0.16, grain: float = 1.0, vignette: float = 0.22, contrast: float = 1.05
    ) -> None:
        """Light spilling over edges, darker corners, and the grain of paper."""
        small = self.image.resize((max(1, self.width // 8), max(1, self.height // 8)), Image.Resampling.BOX)
        bright = small.point([max(0, v - 120) * 255 // 135 for v in range(256)] * 3)
        spread = bright.filter(ImageFilter.GaussianBlur(max(1.0, self.unit / 8 / 28)))
        spread = spread.point([round(v * bloom) for v in range(256)] * 3)
        self.image = ImageChops.screen(self.image, spread.resize(self.image.size, Image.Resampling.BILINEAR))
        if contrast != 1.0:
            self.image = ImageEnhance.Contrast(self.image).enhance(contrast)
        self.image = ImageChops.multiply(self.image, self._corners(vignette))
        if self.image.size != self._final:
            self.image = self.image.resize(self._final, Image.Resampling.BICUBIC)
        self.image = _grained(self.image, self.rng, grain)

    def _corners(self, strength: float) -> Image.Image:
        y, x = np.mgrid[-1:1:64j, -1:1:96j].astype(np.float32)
        dark = 1 - strength * np.clip((x**2 + y**2) / 2 - 0.12, 0, 1)
        brush = Image.fromarray((np.clip(dark, 0, 1) * 255).astype(np.uint8))
        large = brush.resize(self.image.size, Image.Resampling.BICUBIC)
        return Image.merge("RGB", (large, large, large))


@cache
def _falloff() -> Image.Image:
    y, x = np.mgrid[-1 : 1 : _GLOW * 1j, -1 : 1 : _GLOW * 1j]
    distance = np.clip(1 - np.hypot(x, y), 0, 1)
    return Image.fromarray((distance**2.2 * 255).astype(np.uint8))


def _grained(image: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Fine grain in lightness only, which a JPEG keeps at little cost, over a soft mottling."""
    if strength <= 0:
        return image
    fine = rng.normal(0, 2.1 * strength, (509, 509)).astype(np.float32)
    mottle = enlarge(rng.normal(0, 1.1 * strength, (128, 128)).astype(np.float32), 509, 509)
    tile = Image.fromarray(np.clip(128 + fine + mottle, 0, 255).astype(np.uint8))
    sheet = Image.new("L", image.size)
    for left in range(0, image.width, tile.width):
        for upper in range(0, image.height, tile.height):
            sheet.paste(tile, (left, upper))
    return ImageChops.add(image, Image.merge("RGB", (sheet, sheet, sheet)), 1.0, -128)
