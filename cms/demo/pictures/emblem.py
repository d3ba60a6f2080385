"""Marks of provinces: an abstract picture of land, water and sun inside a clear outer shape. Not official emblems."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from cms.demo.pictures.palette import Colour, mix, parse, ramp, shift
from cms.demo.pictures.pen import Pen, Point, curve, outline, oval, smooth

_LARGE = 1024
"""Side of the square a mark is drawn in before it is brought to the wanted size."""


class Mark:
    """The inside of a mark in the making; coordinates from -1 to 1, y up."""

    def __init__(self, colours: Sequence[Colour], rng: np.random.Generator) -> None:
        self.image = Image.new("RGB", (_LARGE * 2, _LARGE * 2), colours[0])
        self._pen = Pen(self.image, (0.0, 0.0), 2)
        self.colours = tuple(colours)
        self.rng = rng

    def _place(self, points: Sequence[Point]) -> list[Point]:
        return [((x + 1) / 2 * _LARGE, (1 - y) / 2 * _LARGE) for x, y in points]

    def fill(self, points: Sequence[Point], *colours: Colour) -> None:
        """A shape of one colour, or of several running downwards."""
        if len(colours) > 1:
            self._pen.gradient(self._place(points), colours)
        else:
            self._pen.polygon(self._place(points), colours[0])

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line of even width with round ends."""
        self.fill(outline(points, width), colour)
        for x, y in (points[0], points[-1]):
            self.fill(oval(x, y, width / 2, width / 2), colour)

    def colour(self, number: int) -> Colour:
        """One of the mark's colours; beyond the last a tint of an earlier one."""
        base = self.colours[number % len(self.colours)]
        return base if number < len(self.colours) else shift(base, 0.14, 0.85)


def _sun(mark: Mark, x: float, y: float, radius: float, colour: Colour) -> None:
    mark.fill(oval(x, y, radius, radius, count=64), colour)


def _waves(mark: Mark, top: float, count: int, colours: Sequence[Colour]) -> None:
    """Bands of water, each crest a smooth curve."""
    phase = float(mark.rng.uniform(0, 2 * math.pi))
    xs = np.linspace(-1.1, 1.1, 90)
    for number in range(count):
        y = top - number * (top + 1.0) / count
        crest = [(float(x), y + 0.05 * math.sin(5.2 * x + phase + 1.7 * number)) for x in xs]
        mark.fill([*crest, (1.1, -1.1), (-1.1, -1.1)], colours[number % len(colours)])
        mark.line(crest, 0.022, shift(colours[number % len(colours)], 0.2, 0.7))


def _island(mark: Mark) -> None:
    """Limestone islands, sun and waves."""
    sky, sun, rock, sea = (mark.colour(number) for number in range(4))
    mark.fill(
        [(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], mix(sky, sun, 0.12), mix(sky, (255, 255, 255), 0.35)
    )
    _sun(mark, 0.36, 0.34, 0.27, sun)
    for x, half, tall, tone in ((0.62, 0.3, 0.42, 0.16), (-0.48, 0.34, 0.86, 0.0), (0.02, 0.26, 0.6, 0.07)):
        rise = ((-1.0, -0.3), (-0.8, 0.2 * tall), (-0.35, 0.85 * tall - 0.1), (0.0, tall - 0.1))
        fall = ((0.45, 0.72 * tall - 0.1), (0.85, 0.15 * tall), (1.0, -0.3))
        dome = smooth([(x + share * half, y) for share, y in (*rise, *fall)], 8)
        mark.fill(dome, shift(rock, tone + 0.05), shift(rock, tone - 0.08))
    _waves(mark, -0.22, 4, (sea, shift(sea, -0.06), shift(sea, -0.12), shift(sea, -0.17)))


def _terraces(mark: Mark) -> None:
    """A peak above terraced slopes."""
    sky, sun, rock, field = (mark.colour(number) for number in range(4))
    mark.fill([(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], sky, mix(sky, (255, 255, 255), 0.4))
    _sun(mark, -0.34, 0.42, 0.22, sun)
    mark.fill(
        [(-1.1, -0.2), (-0.3, 0.3), (0.2, 0.78), (0.55, 0.36), (1.1, 0.05), (1.1, -1), (-1.1, -1)],
        rock,
        shift(rock, 0.12),
    )
    mark.fill([(0.2, 0.78), (0.05, 0.6), (0.16, 0.52), (0.24, 0.6), (0.36, 0.54), (0.36, 0.6)], shift(rock, 0.3, 0.5))
    xs = np.linspace(-1.1, 1.1, 80)
    for number in range(7):
        y = 0.2 - number * 0.19
        edge = [(float(x), y + 0.16 * math.sin(2.2 * x + 0.5 * number + 0.6) * (1 - 0.06 * number)) for x in xs]
        tone = mix(field, sun, 0.13 * (number % 3))
        mark.fill([*edge, (1.1, -1.1), (-1.1, -1.1)], shift(tone, -0.02 * number))
        mark.line(edge, 0.026, shift(tone, 0.16, 0.8))


def _volcano(mark: Mark) -> None:
    """A cone with its crater lake above waves of grass and sea."""
    sky, sun, rock, sea = (mark.colour(number) for number in range(4))
    mark.fill([(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], sky, mix(sky, sun, 0.45))
    for radius, share in ((0.62, 0.25), (0.47, 0.5), (0.32, 1.0)):
        _sun(mark, 0.0, 0.4, radius, mix(mix(sky, sun, 0.3), sun, share))
    slope = [*curve((-1.1, -0.35), (-0.5, -0.2), (-0.28, 0.34)), *curve((0.28, 0.34), (0.5, -0.2), (1.1, -0.35))]
    mark.fill([*slope, (1.1, -1.1), (-1.1, -1.1)], shift(rock, 0.08), shift(rock, -0.08))
    mark.fill(
        [(0.28, 0.34), *curve((0.28, 0.34), (0.5, -0.2), (1.1, -0.35)), (1.1, -1.1), (0.0, -1.1)], shift(rock, -0.07)
    )
    mark.fill(oval(0, 0.34, 0.28, 0.075, count=48), shift(rock, -0.16))
    mark.fill(oval(0, 0.322, 0.23, 0.05, count=48), shift(sea, 0.18))
    _waves(mark, -0.34, 4, (sea, shift(sea, -0.05), shift(sea, -0.1), shift(sea, -0.15)))


def _lotus(mark: Mark) -> None:
    """A lotus above ripples."""
    sky, sun, petal, water = (mark.colour(number) for number in range(4))
    mark.fill([(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], sky, mix(sky, (255, 255, 255), 0.35))
    _sun(mark, 0, 0.3, 0.5, mix(sky, sun, 0.75))
    for angle, size in ((-1.25, 0.8), (1.25, 0.8), (-0.85, 0.92), (0.85, 0.92), (-0.42, 1.0), (0.42, 1.0), (0.0, 1.04)):
        tip = (0.95 * size * math.sin(angle), -0.38 + 0.95 * size * math.cos(angle))
        across = (0.27 * math.cos(angle), -0.27 * math.sin(angle))
        middle = (0.5 * tip[0], (tip[1] - 0.38) / 2)
        left = curve((0, -0.38), (middle[0] - across[0] * 1.5, middle[1] - across[1] * 1.5), tip, count=18)
        right = curve(tip, (middle[0] + across[0] * 1.5, middle[1] + across[1] * 1.5), (0, -0.38), count=18)
        mark.fill([*left, *right], shift(petal, 0.04 + 0.08 * abs(angle)), shift(petal, 0.2 - 0.05 * abs(angle), 0.8))
        mark.line(left, 0.014, mix(petal, (255, 255, 255), 0.6))
    _waves(mark, -0.4, 3, (water, shift(water, -0.06), shift(water, -0.12)))


def _tower(mark: Mark) -> None:
    """A tower of three storeys between hills and river."""
    sky, sun, brick, river = (mark.colour(number) for number in range(4))
    mark.fill([(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], sky, mix(sky, sun, 0.35))
    _sun(mark, 0.0, 0.28, 0.56, mix(sky, sun, 0.7))
    mark.fill(
        [
            *curve((-1.1, -0.2), (-0.6, 0.24), (0.0, -0.24)),
            *curve((0.0, -0.24), (0.6, 0.3), (1.1, -0.1)),
            (1.1, -1.1),
            (-1.1, -1.1),
        ],
        mix(river, brick, 0.4),
    )
    for y, half, tall in ((-0.34, 0.3, 0.5), (0.19, 0.23, 0.26), (0.48, 0.16, 0.2)):
        mark.fill(
            [(-half, y), (-half * 0.9, y + tall), (half * 0.9, y + tall), (half, y)],
            shift(brick, 0.06),
            shift(brick, -0.04),
        )
        mark.fill([(0.2 * half, y), (0.2 * half, y + tall), (half * 0.9, y + tall), (half, y)], shift(brick, -0.08))
        mark.fill(
            [
                (-1.14 * half, y + tall - 0.02),
                (-1.14 * half, y + tall + 0.035),
                (1.14 * half, y + tall + 0.035),
                (1.14 * half, y + tall - 0.02),
            ],
            shift(brick, 0.13),
        )
        door = [
            (-0.3 * half, y),
            *curve((-0.3 * half, y + 0.45 * tall), (0, y + 1.0 * tall), (0.3 * half, y + 0.45 * tall)),
            (0.3 * half, y),
        ]
        mark.fill(door, shift(brick, -0.22))
    mark.fill([(-0.1, 0.71), *curve((-0.1, 0.71), (0, 1.02), (0.1, 0.71)), (0.1, 0.71)], shift(brick, 0.1))
    _waves(mark, -0.32, 3, (river, shift(river, -0.06), shift(river, -0.12)))


def _sails(mark: Mark) -> None:
    """Two sails on the open sea."""
    sky, sun, sail, sea = (mark.colour(number) for number in range(4))
    mark.fill([(-1.1, 1.1), (1.1, 1.1), (1.1, -1.1), (-1.1, -1.1)], sky, mix(sky, (255, 255, 255), 0.4))
    _sun(mark, -0.42, 0.3, 0.34, sun)
    for foot, tall, wide, tone in ((0.3, 0.78, 0.52, 0.1), (-0.16, 1.06, 0.66, 0.0)):
        edge = curve(
            (foot - 0.3 * wide, -0.2), (foot - 0.34 * wide, 0.5 * tall), (foot + 0.1 * wide, tall - 0.2), count=18
        )
        back = curve(
            (foot + 0.1 * wide, tall - 0.2), (foot + 0.85 * wide, 0.42 * tall), (foot + 0.66 * wide, -0.2), count=18
        )
        mark.fill([*edge, *back], shift(sail, tone + 0.08), shift(sail, tone - 0.05))
        for share in (4, 8, 12):
            mark.line([edge[share], back[17 - share]], 0.018, shift(sail, tone - 0.16))
    mark.fill(
        [*curve((-0.62, -0.2), (-0.1, -0.34), (0.72, -0.16)), *curve((0.72, -0.16), (0.5, -0.5), (-0.46, -0.46))],
        shift(sail, -0.3, 0.6),
    )
    _waves(mark, -0.36, 3, (sea, shift(sea, -0.06), shift(sea, -0.12)))


MOTIFS: Mapping[str, Callable[[Mark], None]] = MappingProxyType(
    {"island": _island, "terraces": _terraces, "volcano": _volcano, "lotus": _lotus, "tower": _tower, "sails": _sails}
)

LIVERIES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "quang_ninh": ("island", ("#bfe3e6", "#f6b352", "#2f7f79", "#1d5f9e")),
        "lao_cai": ("terraces", ("#cfe6ef", "#f2b84b", "#53759a", "#6fa03e")),
        "gia_lai": ("volcano", ("#f7dcb4", "#ef8e3c", "#8f4630", "#1f7a8c")),
        "hue": ("lotus", ("#e9def2", "#f3c65b", "#c2508a", "#3f6aa8")),
        "khanh_hoa": ("tower", ("#fde3bd", "#f4a64a", "#b4552f", "#1f7f94")),
        "da_nang": ("sails", ("#cfeaf4", "#f7b955", "#d9583b", "#1b6ca8")),
    }
)
"""Marks of the demo's provinces: motif, and the colours of sky, sun, land and water."""


_COLOURS: tuple[tuple[str, ...], ...] = (
    ("#d3e8ea", "#f4b04d", "#2c7a74", "#1e5c93"),
    ("#f6e0bd", "#ee8b40", "#94492f", "#23788a"),
    ("#e7def0", "#f1c45f", "#b54a85", "#43609f"),
    ("#dcebd2", "#f2b544", "#4c7d3d", "#2f6f6a"),
    ("#fbe0d0", "#f7a35c", "#c2543a", "#7a2f4a"),
    ("#d6e4f2", "#ffc857", "#3d5a80", "#1b3a5b"),
    ("#f3ead6", "#d9a441", "#7b5a3a", "#5c7f45"),
)
"""Sky, sun, land, water: chosen by the seed where no colours are given."""


def _silhouette(kind: int, scale: float = 1.0) -> Image.Image:
    """The outer shape as a mask of the drawing's size."""
    side = _LARGE * 2
    mask = Image.new("L", (side, side))
    if kind == 0:
        points = oval(0, 0, 1, 1, count=180)
    elif kind == 1:
        angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
        radius = (np.abs(np.cos(angle)) ** 3.4 + np.abs(np.sin(angle)) ** 3.4) ** (-1 / 3.4)
        points = [(float(r * math.cos(a)), float(r * math.sin(a))) for a, r in zip(angle, radius, strict=True)]
    elif kind == 2:
        points = [
            *curve((0, 1.0), (0.98, 0.82), (0.98, -0.1), (0.5, -0.82), (0, -1.0), count=60),
            *curve((0, -1.0), (-0.5, -0.82), (-0.98, -0.1), (-0.98, 0.82), (0, 1.0), count=60),
        ]
        points = [(x * 1.22, y) for x, y in points]
    else:
        angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
        radius = 0.955 + 0.045 * np.cos(12 * angle)
        points = [(float(r * math.cos(a)), float(r * math.sin(a))) for a, r in zip(angle, radius, strict=True)]
    at = [((x * scale + 1) / 2 * side, (1 - y * scale) / 2 * side) for x, y in points]
    ImageDraw.Draw(mask).polygon(at, fill=255)
    return mask


def draw_emblem(seed: int, colours: Sequence[str] = (), size: int = 800, *, motif: str | None = None) -> Image.Image:
    """A province's mark, RGBA with a transparent ground, `size` pixels on each side.

    Colours are `#rrggbb` for sky, sun, land and water in this order; missing ones, like the motif, come from the seed.
    Raises KeyError for an unknown motif, ValueError for a malformed colour or a size below 1.
    """
    if size < 1:
        raise ValueError(f"An emblem needs a size of at least one pixel, not {size}")
    rng = np.random.default_rng([seed, 0xE3B1])
    names = tuple(MOTIFS)
    chosen = MOTIFS[motif or names[int(rng.integers(len(names)))]]
    own = [parse(colour) for colour in _COLOURS[int(rng.integers(len(_COLOURS)))]]
    given = [parse(colour) for colour in colours]
    mark = Mark([*given, *own[len(given) :]][: max(4, len(given))], rng)
    chosen(mark)
    kind = int(rng.integers(4))
    rim, gap = _silhouette(kind, 0.985), _silhouette(kind, 0.925)
    inner = _silhouette(kind, 0.895)
    edge = shift(mark.colour(3), -0.08)
    picture = Image.new("RGBA", mark.image.size, (*edge, 0))
    picture.paste((*edge, 255), (0, 0), rim)
    picture.paste((255, 255, 255, 255), (0, 0), gap)
    picture.paste(_lit(mark.image), (0, 0), inner)
    picture.putalpha(rim)
    return picture.resize((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _lit(image: Image.Image) -> Image.Image:
    """A soft light from above over the flat colours."""
    shade = np.linspace(255, 226, 64).astype(np.uint8)[:, None]
    strip = Image.fromarray(shade).resize(image.size, Image.Resampling.BILINEAR)
    return ImageChops.multiply(image, Image.merge("RGB", (strip, strip, strip)))


def emblem_sheet(seed: int, size: tuple[int, int], livery: str | None = None) -> Image.Image:
    """The mark on a light ground, as a picture of the press kit (RGB); `livery` is one of LIVERIES.

    Raises KeyError for an unknown livery.
    """
    names = tuple(LIVERIES)
    motif, colours = LIVERIES[livery or names[seed % len(names)]]
    side = max(1, round(0.62 * min(size)))
    emblem = draw_emblem(seed, colours, side, motif=motif)
    ground = np.rint(ramp([(252, 251, 248), (240, 238, 232)], 64)).astype(np.uint8)[:, None, :]
    sheet = Image.fromarray(ground).resize(size, Image.Resampling.BILINEAR)
    left, upper = (size[0] - side) // 2, (size[1] - side) // 2
    shadow = Image.new("L", size)
    shadow.paste(emblem.getchannel("A").point([v // 4 for v in range(256)]), (left, upper + side // 40))
    sheet.paste((70, 74, 84), (0, 0), shadow.filter(ImageFilter.GaussianBlur(side / 45)))
    sheet.paste(emblem, (left, upper), emblem)
    return sheet
