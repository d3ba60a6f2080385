"""Colours as the web expects them: sRGB without a profile.

A profile that isn't sRGB is applied, then dropped, and an sRGB profile is just dropped: browsers take a
picture without one as sRGB (CSS Color 4, section 3.4), every small copy saves up to several KB, and clients
that ignore profiles show the right colours too. Wide-gamut originals keep theirs.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageChops, ImageCms

_SPACES = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}
"""Modes that a profile is applied to, and the colour space the profile must then be of (ICC.1, table 19)."""

_UNSEEN = 2
"""Differences of up to this many steps of 255 come from rounding in the profile and aren't worth a pass."""

Conversion = Callable[[Image.Image], Image.Image]


def to_srgb(mode: str, profile: bytes | None) -> Conversion:
    """A function that brings pictures of `mode` to sRGB in mode L, RGB or RGBA.

    A profile that is broken or of another colour space than the pixels is ignored, as browsers do. Without
    a profile, CMYK is converted by the plain formula.
    """
    transform = _transform(mode, profile) if profile else None

    def convert(image: Image.Image) -> Image.Image:
        if transform is not None:
            converted = transform.apply(image)
            return converted.convert("L") if mode == "L" else converted
        if image.mode in {"L", "RGB", "RGBA"}:
            return image
        return image.convert("RGBA" if image.mode == "LA" else "RGB")

    return convert


def _transform(mode: str, profile: bytes) -> ImageCms.ImageCmsTransform | None:
    """None where there is nothing to do: no usable profile, or one that means sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES.get(mode):
            return None
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGBA" if mode == "RGBA" else "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return None if _changes_nothing(transform, mode) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Try it on greys and on a grid of colours: names of profiles can't be trusted ("linear sRGB")."""
    if mode not in {"RGB", "RGBA"}:
        return False
    levels = (0, 32, 64, 96, 128, 160, 192, 224, 255)
    colours = [(red, green, blue) for red in levels for green in levels for blue in levels]
    probe = Image.new("RGB", (len(colours), 1))
    probe.putdata(colours)
    if mode == "RGBA":
        probe.putalpha(255)
    difference = ImageChops.difference(probe.convert("RGB"), transform.apply(probe).convert("RGB"))
    return difference.point(lambda step: 255 if step > _UNSEEN else 0).getbbox() is None
