"""Reading `{region}/{size}/{rotation}/{quality}.{format}` (IIIF Image API 3.0, section 4). Pure arithmetic.

Two kinds of refusal, as section 7.3 wants them: `Invalid` for what the specification calls an error (400),
`Unsupported` for what it allows and this server doesn't do (501): enlarging, turning by other than 90°, formats
beyond jpg, png and webp.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isqrt

QUALITIES = ("default", "color", "gray", "bitonal")
FORMATS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
KNOWN_FORMATS = frozenset({*FORMATS, "tif", "gif", "jp2", "pdf"})
"""The table of section 4.5; what isn't in it is no format at all."""
TURNS = (0, 90, 180, 270)

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,10})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""
Size = tuple[int, int]


class Refused(ValueError):
    """The address can't be answered; the message says why, in English, for whoever programs a client."""


class Invalid(Refused):
    """Not what the specification allows: 400."""


class Unsupported(Refused):
    """Allowed by the specification, not done here: 501."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest result, in pixels: no side longer than `side`, no more than `area` in all."""

    side: int
    area: int

    def within(self, size: Size) -> Size:
        """`size`, or the largest of the same proportions that is allowed."""
        width, height = size
        scale = min(Fraction(1), Fraction(self.side, max(width, height)))
        if width * height * scale * scale > self.area:
            # Whole numbers, since a square root has no fraction: the root of the area is rounded down.
            scale = Fraction(isqrt(self.area * 10**12 // (width * height)), 10**6)
        return max(1, floor(width * scale)), max(1, floor(height * scale))

    def allow(self, size: Size) -> bool:
        return max(size) <= self.side and size[0] * size[1] <= self.area


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """What is asked for: `region` of the full image, scaled to `size`, mirrored, turned clockwise, coloured."""

    full: Size
    region: Box
    size: Size
    mirrored: bool
    turn: int
    quality: str
    format: str

    @property
    def canonical(self) -> str:
        """The one address of these pixels (section 4.7), below the image's own."""
        left, top, width, height = self.region
        region = "full" if (left, top, width, height) == (0, 0, *self.full) else f"{left},{top},{width},{height}"
        size = "max" if self.size == (width, height) else f"{self.size[0]},{self.size[1]}"
        quality = "default" if self.quality == "color" else self.quality
        return f"{region}/{size}/{'!' if self.mirrored else ''}{self.turn}/{quality}.{self.format}"

    @property
    def scale(self) -> float:
        """Pixels given per pixel of the full image, along the side that is reduced least."""
        return max(self.size[0] / self.region[2], self.size[1] / self.region[3])


def parse(region: str, size: str, rotation: str, file: str, *, full: Size, limits: Limits,
          centre: tuple[float, float] | None = None) -> ImageRequest:  # fmt: skip
    """Read an address about an image of `full` pixels. `square` is cut around `centre`.

    Raises Invalid or Unsupported.
    """
    box = _region(region, full, centre)
    mirrored, turn = _rotation(rotation)
    quality, extension = _file(file)
    return ImageRequest(full, box, _size(size, box, limits), mirrored, turn, quality, extension)


def _region(text: str, full: Size, centre: tuple[float, float] | None) -> Box:
    if text == "full":
        return 0, 0, *full
    if text == "square":
        return _square(full, centre or (full[0] / 2, full[1] / 2))
    share = text.startswith("pct:")
    parts = (text[4:] if share else text).split(",")
    if len(parts) != 4:
        raise Invalid("region: full, square, x,y,w,h or pct:x,y,w,h")
    if share:
        x, y, w, h = (_number(part, "region") for part in parts)
        left, top = round(x * full[0] / 100), round(y * full[1] / 100)
        width, height = round(w * full[0] / 100), round(h * full[1] / 100)
    else:
        left, top, width, height = (_whole(part, "region") for part in parts)
    width, height = min(width, full[0] - left), min(height, full[1] - top)
    if width <= 0 or height <= 0:
        raise Invalid("region: nothing of the image lies in it")
    return left, top, width, height


def _square(full: Size, centre: tuple[float, float]) -> Box:
    side = min(full)
    left, top = (min(max(round(at - side / 2), 0), length - side) for at, length in zip(centre, full, strict=True))
    return left, top, side, side


def _size(text: str, box: Box, limits: Limits) -> Size:
    """The size of the result. Without `^` nothing is enlarged; with it, neither: that is unsupported."""
    may_enlarge, text = text.startswith("^"), text.removeprefix("^")
    region = box[2], box[3]
    if text == "max":
        size = limits.within(region)
        if may_enlarge and size == region:
            raise Unsupported("size: pictures aren't enlarged")
        return size
    size, confined = _written_size(text, region)
    if confined:
        size = _fit(region, size)
        if size == region:
            # "As large as possible" within the server's limits too.
            size = limits.within(size)
    # A frame larger than the region counts as enlarging for the IIIF validator (`size_noup`) and the reference
    # implementation, so it does here.
    if size[0] > region[0] or size[1] > region[1]:
        raise Unsupported("size: pictures aren't enlarged") if may_enlarge else Invalid("size: larger than the region")
    if not limits.allow(size):
        raise Invalid("size: larger than maxWidth or maxArea")
    return size


def _written_size(text: str, region: Size) -> tuple[Size, bool]:
    """The size that is written there, and whether it is only a frame to fit into (`!w,h`)."""
    width, height = region
    if text.startswith("pct:"):
        share = _number(text[4:], "size")
        size = round(width * share / 100), round(height * share / 100)
        return _not_empty(size), False
    confined, text = text.startswith("!"), text.removeprefix("!")
    first, comma, second = text.partition(",")
    if not comma or (confined and not (first and second)) or not (first or second):
        raise Invalid("size: max, w, or ,h or pct:n or w,h or !w,h")
    if first and second:
        return _not_empty((_whole(first, "size"), _whole(second, "size"))), confined
    if first:
        w = _whole(first, "size")
        return _not_empty((w, max(1, round(Fraction(height * w, width))) if w else 0)), False
    h = _whole(second, "size")
    return _not_empty((max(1, round(Fraction(width * h, height))) if h else 0, h)), False


def _fit(region: Size, frame: Size) -> Size:
    scale = min(Fraction(frame[0], region[0]), Fraction(frame[1], region[1]))
    width, height = (max(1, min(limit, round(side * scale))) for side, limit in zip(region, frame, strict=True))
    return width, height


def _rotation(text: str) -> tuple[bool, int]:
    mirrored, text = text.startswith("!"), text.removeprefix("!")
    turn = _number(text, "rotation")
    if turn > 360:
        raise Invalid("rotation: 0 to 360")
    if turn % 360 not in TURNS:
        raise Unsupported("rotation: multiples of 90 only")
    return mirrored, int(turn % 360)


def _file(text: str) -> tuple[str, str]:
    quality, _dot, extension = text.partition(".")
    if quality not in QUALITIES:
        raise Invalid(f"quality: one of {', '.join(QUALITIES)}")
    if extension not in KNOWN_FORMATS:
        raise Invalid(f"format: one of {', '.join(FORMATS)}")
    if extension not in FORMATS:
        raise Unsupported(f"format: one of {', '.join(FORMATS)}")
    return quality, extension


def _number(text: str, what: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise Invalid(f"{what}: a number such as 10 or 12.5 was expected")
    return Fraction(text)


def _whole(text: str, what: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Invalid(f"{what}: a whole number was expected")
    return int(text)


def _not_empty(size: Size) -> Size:
    if min(size) < 1:
        raise Invalid("size: smaller than one pixel")
    return size
