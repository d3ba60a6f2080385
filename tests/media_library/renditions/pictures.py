"""Pictures and colour profiles drawn for the tests of renditions."""

from __future__ import annotations

import io
import math
import struct
from typing import Any

import numpy
from PIL import ExifTags, Image, ImageDraw

CORNERS = {"red": (200, 30, 30), "green": (30, 170, 60), "blue": (40, 60, 200), "yellow": (220, 200, 40)}
"""Top left, top right, bottom left, bottom right."""


def photo(width: int = 600, height: int = 400) -> Image.Image:
    """Smooth texture with hard edges and a corner mark of each colour, so that no turn looks like another."""
    noise = numpy.random.default_rng(7)
    grid = noise.integers(60, 200, (max(2, height // 25), max(2, width // 25), 3), dtype=numpy.uint8)
    picture = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.55, height * 0.2, width * 0.8, height * 0.6), fill=(240, 240, 240))
    across, down = width // 5, height // 5
    for colour, (x, y) in zip(
        CORNERS.values(),
        [(0, 0), (width - across, 0), (0, height - down), (width - across, height - down)],
        strict=True,
    ):
        pen.rectangle((x, y, x + across, y + down), fill=colour)
    return picture


def file(picture: Image.Image, kind: str = "JPEG", *, orientation: int | None = None, **options: Any) -> io.BytesIO:
    if orientation is not None:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        options["exif"] = exif.tobytes()
    if kind == "JPEG":
        options.setdefault("quality", 95)
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    buffer.seek(0)
    return buffer


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio in dB; infinite for equal pictures."""
    assert one.size == other.size
    difference = numpy.asarray(one.convert("RGB"), dtype=float) - numpy.asarray(other.convert("RGB"), dtype=float)
    error = float((difference**2).mean())
    return 10 * math.log10(255**2 / error) if error else math.inf


def near(pixel: Any, expected: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(value - wanted) <= by for value, wanted in zip(pixel, expected, strict=True))


# --- ICC profiles, version 2 (ICC.1:2001-04): just enough of them for a colour engine ------------------
def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def _profile(space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I4xI", start + len(body), 0x02400000) + b"mntr" + space + connection
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + _fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + table + body


def display_p3() -> bytes:
    """Colours of a phone's screen, adapted to D50, with a plain gamma of 2.2."""
    return _profile(
        b"RGB ",
        b"XYZ ",
        {
            b"wtpt": _xyz(0.9642, 1, 0.8249),
            b"rXYZ": _xyz(0.51512, 0.24120, -0.00105),
            b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
            b"bXYZ": _xyz(0.15710, 0.06657, 0.78407),
            **{tag: _gamma(2.2) for tag in (b"rTRC", b"gTRC", b"bTRC")},
        },
    )


def linear_grey() -> bytes:
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": _xyz(0.9642, 1, 0.8249), b"kTRC": _gamma(1.0)})


def press_cmyk() -> bytes:
    """A press whose full cyan is a dull blue, which the plain formula can't know."""
    ramp = bytes(range(256))
    lattice = bytearray()
    for cyan in (0, 1):
        for magenta in (0, 1):
            for yellow in (0, 1):
                for black in (0, 1):
                    lightness = 0 if black else max(0, 255 - 110 * cyan - 120 * magenta - 25 * yellow)
                    hue = (128 - 35 * cyan + 70 * magenta, 128 - 45 * cyan + 90 * yellow)
                    lattice += bytes((lightness, *((128, 128) if black else hue)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    table += ramp * 4 + bytes(lattice) + ramp * 3
    return _profile(b"CMYK", b"Lab ", {b"wtpt": _xyz(0.9642, 1, 0.8249), b"A2B0": table}).replace(b"mntr", b"prtr", 1)
