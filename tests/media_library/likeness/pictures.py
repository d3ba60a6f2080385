"""Pictures with texture at every scale, and what happens to pictures on their way through the web."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator

import numpy
from PIL import Image


def textured(seed: int, size: tuple[int, int] = (900, 600)) -> Image.Image:
    """Like a photograph in one respect: coarse structure is strong, fine structure weak (a 1/f spectrum)."""
    noise = numpy.random.default_rng(seed)
    width, height = size
    spectrum = numpy.fft.rfft2(noise.normal(size=(height, width)))
    down, across = numpy.fft.fftfreq(height)[:, None] * height / width, numpy.fft.rfftfreq(width)[None]
    spectrum /= numpy.maximum(numpy.hypot(down, across), 1 / width) ** noise.uniform(1, 1.6)
    values = numpy.fft.irfft2(spectrum, (height, width))
    values = (values - values.mean()) / values.std() * 50 + 128
    grey = Image.fromarray(numpy.clip(values, 0, 255).astype(numpy.uint8))
    return Image.merge("RGB", (grey, grey.point(lambda value: min(255, value + 12)), grey))


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    usual = {"JPEG": {"quality": 92}, "PNG": {"compress_level": 1}}.get(form, {})
    picture.save(buffer, form, **usual | options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def cropped(picture: Image.Image, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Image.Image:
    """Without these shares of the sides."""
    width, height = picture.size
    box = (width * left, height * top, width * (1 - right), height * (1 - bottom))
    return picture.crop(tuple(map(round, box)))  # type: ignore[arg-type]  # four of them


def shrunk(picture: Image.Image, share: float) -> Image.Image:
    return picture.resize((max(1, int(picture.width * share)), max(1, int(picture.height * share))))


ALTERATIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "a third of the size": lambda picture: shrunk(picture, 1 / 3),
    "JPEG quality 40": lambda picture: opened(saved(picture, quality=40)),
    "WebP": lambda picture: opened(saved(picture, "WEBP", quality=60)),
    "brighter": lambda picture: picture.point(lambda value: min(255, int(value * 1.1) + 8)),
    "5 % off all around": lambda picture: cropped(picture, 0.05, 0.05, 0.05, 0.05),
    "5 % off at the left": lambda picture: cropped(picture, left=0.05),
    "5 % off at the bottom": lambda picture: cropped(picture, bottom=0.05),
    "5 % off at a corner": lambda picture: cropped(picture, top=0.05, right=0.05),
    "cropped, small, JPEG quality 70": lambda picture: opened(
        saved(shrunk(cropped(picture, 0.03, 0.01, 0.04, 0.02), 0.6), quality=70)
    ),
}


def random_crops(picture: Image.Image, count: int, seed: int) -> Iterator[Image.Image]:
    """Cropped by up to 5 % at each side, made smaller and saved again."""
    chance = random.Random(seed)
    for _ in range(count):
        sides = [chance.uniform(0, 0.05) for _ in range(4)]
        yield opened(saved(shrunk(cropped(picture, *sides), 0.6), quality=70))
