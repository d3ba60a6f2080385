"""Colours of the demo pictures: mixing in OKLab, and light moods that tint everything in a picture alike.

Colour mathematics: Björn Ottosson, "A perceptual color space for image processing" (OKLab, 2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255 each, sRGB."""

Floats = NDArray[np.float64]

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_TO_LMS), np.linalg.inv(_TO_LAB)


def parse(text: str) -> Colour:
    """The colour written as `#rrggbb`. Raises ValueError for anything else."""
    digits = text.strip().removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"Not a colour of the form #rrggbb: {text!r}")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _linear(srgb: Floats) -> Floats:
    part = srgb / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def _encoded(linear: Floats) -> Floats:
    part = np.clip(linear, 0, 1)
    return np.where(part <= 0.0031308, part * 12.92, 1.055 * part ** (1 / 2.4) - 0.055) * 255


def to_lab(colours: Sequence[Colour] | Floats) -> Floats:
    """OKLab values (n, 3) of sRGB colours (n, 3)."""
    return np.cbrt(_linear(np.asarray(colours, dtype=np.float64)) @ _TO_LMS.T) @ _TO_LAB.T


def from_lab(lab: Floats) -> Floats:
    """SRGB values 0 to 255 (n, 3), floating, of OKLab values (n, 3)."""
    return _encoded(((lab @ _FROM_LAB.T) ** 3) @ _FROM_LMS.T)


def _one(lab: Floats) -> Colour:
    red, green, blue = np.rint(from_lab(lab)).astype(int)
    return int(red), int(green), int(blue)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` 0 gives the first colour, 1 the second."""
    ends = to_lab([first, second])
    return _one(ends[0] + (ends[1] - ends[0]) * min(1.0, max(0.0, share)))


def shift(colour: Colour, lightness: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> Colour:
    """Lightness is added (0 to 1), chroma multiplied, hue turned by degrees."""
    light, a, b = to_lab([colour])[0]
    angle = np.radians(hue)
    turned = (a * np.cos(angle) - b * np.sin(angle), a * np.sin(angle) + b * np.cos(angle))
    return _one(np.array([np.clip(light + lightness, 0, 1), turned[0] * chroma, turned[1] * chroma]))


def multiply(colour: Colour, light: tuple[float, float, float]) -> Colour:
    """The colour of a thing under coloured light (factors of red, green, blue)."""
    red, green, blue = (min(255, round(part * factor)) for part, factor in zip(colour, light, strict=True))
    return red, green, blue


def ramp(colours: Sequence[Colour], count: int = 256, places: Sequence[float] | None = None) -> Floats:
    """A smooth run (count, 3), 0 to 255, through the colours, evenly spaced or at `places` from 0 to 1."""
    stops = np.linspace(0, 1, len(colours)) if places is None else np.asarray(places)
    lab = to_lab(colours)
    at = np.linspace(0, 1, count)
    return from_lab(np.stack([np.interp(at, stops, lab[:, axis]) for axis in range(3)], axis=1))


@dataclass(frozen=True, slots=True)
class Palette:
    """The light of one hour: what the sky is, and what it does to the colour of things."""

    name: str
    sky: tuple[Colour, ...]
    """From the zenith down to the horizon."""
    sun: Colour
    glow: Colour
    haze: Colour
    """Colour of far-away air."""
    light: Colour
    shadow: Colour
    ambient: tuple[float, float, float]
    """Factors by which things take the light of the hour."""
    sun_height: float
    """Height of the sun or moon between the horizon (0) and the upper edge (1)."""
    night: bool = False

    def thing(self, colour: Colour, depth: float = 0.0, lit: float = 0.0) -> Colour:
        """A thing's own colour in this light; `depth` 0 near to 1 lost in haze; `lit` -1 shade to 1 sunlit."""
        seen = multiply(colour, self.ambient)
        if lit > 0:
            seen = mix(seen, mix(self.light, colour, 0.35), 0.55 * lit)
        elif lit < 0:
            seen = mix(seen, self.shadow, -0.7 * lit)
        return mix(seen, self.haze, depth) if depth > 0 else seen

    def varied(self, rng: np.random.Generator) -> Palette:
        """The same hour on another day: hue and lightness a little off."""
        hue, light = float(rng.uniform(-9, 9)), float(rng.uniform(-0.025, 0.02))

        def turn(colour: Colour) -> Colour:
            return shift(colour, light, 1.0, hue)

        return replace(
            self,
            sky=tuple(turn(c) for c in self.sky),
            glow=turn(self.glow),
            haze=turn(self.haze),
            light=turn(self.light),
        )


def _palette(
    name: str,
    sky: str,
    tones: str,
    ambient: tuple[float, float, float],
    sun_height: float,
    *,
    night: bool = False,
) -> Palette:
    sun, glow, haze, light, shadow = (parse(text) for text in tones.split())
    return Palette(
        name, tuple(parse(text) for text in sky.split()), sun, glow, haze, light, shadow, ambient, sun_height, night
    )


PALETTES: Mapping[str, Palette] = {
    palette.name: palette
    for palette in (
        _palette(
            "dawn",
            "#46688f #7f9cb8 #c3bfc9 #f2c8b4 #fde3c2",
            "#fff6dd #ffbd8c #eac8bd #ffdcb4 #2a3d58",
            (0.93, 0.84, 0.86),
            0.26,
        ),
        _palette(
            "noon",
            "#1f78bd #4aa0d6 #8fcbe6 #cfe9ee #f4f5e6",
            "#fffff6 #fff5d6 #cde5ec #fff3cf #14404d",
            (1.0, 1.0, 0.98),
            0.78,
        ),
        _palette(
            "golden",
            "#47839c #8db2ab #d3cf9f #f4d694 #ffe9bd",
            "#fff8d6 #ffc263 #ecd6a8 #ffdd8c #38392f",
            (1.0, 0.91, 0.72),
            0.34,
        ),
        _palette(
            "dusk",
            "#27295c #5d3c80 #b34a7c #f0705f #ffa866 #ffd08a",
            "#ffe9ae #ff7d4a #d78781 #ffa566 #1d1b3c",
            (0.80, 0.60, 0.65),
            0.14,
        ),
        _palette(
            "night",
            "#080f2b #0f1f4d #1c3c72 #35638f #5a86a6",
            "#fff6dc #7fa8d8 #34608a #93b9dc #060c20",
            (0.34, 0.44, 0.66),
            0.66,
            night=True,
        ),
        _palette(
            "rain",
            "#566d7a #7d949c #a5b5b6 #c6cfca #dcdfd6",
            "#f2f3ea #e8ece2 #c1ccc9 #e6ece1 #22373c",
            (0.76, 0.85, 0.86),
            0.5,
        ),
        _palette(
            "jade",
            "#246f7c #5ba79f #a3cfb4 #d9e8c5 #f8f2d6",
            "#fffbe0 #ffe9a6 #cbe1ce #fff0b8 #0d3838",
            (0.92, 1.0, 0.88),
            0.5,
        ),
        _palette(
            "lotus",
            "#665f9f #a887b9 #dfa6bf #f8c8c6 #ffe8d9",
            "#fff4e2 #ffb6ad #e9c4cd #ffe0cb #382c54",
            (0.94, 0.83, 0.91),
            0.3,
        ),
    )
}
