"""The demo's films: a slow look across one of its drawn pictures, written as WebM by code.

A lossy WebP picture holds one key frame of VP8 (RFC 9649, section 2.5), which is what WebM carries (RFC 9559):
so a film can be put together from WebP pictures, without a video encoder that a newcomer would have to install.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import IO

from PIL import Image

RATE = 10
"""Pictures a second."""
SIZE = (640, 360)
QUALITY = 60

_ENOUGH = (2 * SIZE[0], 2 * SIZE[0])
_MILLISECONDS = 1_000_000
"""Nanoseconds of one tick."""


def film(source: IO[bytes], *, seconds: int, backwards: bool = False) -> bytes:
    """A film that moves across the picture in `source` from left to right, and a little closer."""
    with Image.open(source) as opened:
        # Not much more than is shown: each step then costs little.
        opened.draft("RGB", _ENOUGH)
        picture = opened.convert("RGB")
        picture.thumbnail(_ENOUGH)
        frames = list(_frames(picture, seconds * RATE, backwards=backwards))
    return _webm(frames)


def _frames(picture: Image.Image, count: int, *, backwards: bool) -> Iterator[bytes]:
    ratio = SIZE[0] / SIZE[1]
    widest = min(picture.width, picture.height * ratio)
    for number in range(count):
        share = number / max(1, count - 1)
        share = 1 - share if backwards else share
        # Slow at both ends, as a hand would begin and end it.
        eased = share * share * (3 - 2 * share)
        width = widest * (0.86 - 0.1 * eased)
        height = width / ratio
        left, top = (picture.width - width) * eased, (picture.height - height) * (0.5 + 0.15 * eased)
        box = (left, top, left + width, top + height)
        buffer = io.BytesIO()
        picture.resize(SIZE, Image.Resampling.BILINEAR, box=box).save(buffer, "WEBP", quality=QUALITY, method=1)
        yield _key_frame(buffer.getvalue())


def _key_frame(webp: bytes) -> bytes:
    """The content of the file's `VP8 ` chunk. Raises ValueError where the picture isn't a plain lossy one."""
    if webp[12:16] != b"VP8 ":
        raise ValueError("not a plain lossy WebP picture")
    return webp[20 : 20 + int.from_bytes(webp[16:20], "little")]


def _webm(frames: list[bytes]) -> bytes:
    head = _element(
        0x1A45DFA3,
        _number(0x4286, 1), _number(0x42F7, 1), _number(0x42F2, 4), _number(0x42F3, 8),
        _element(0x4282, b"webm"), _number(0x4287, 2), _number(0x4285, 2),
    )  # fmt: skip
    duration = struct.pack(">d", 1000 * len(frames) / RATE)
    info = _element(
        0x1549A966,
        _number(0x2AD7B1, _MILLISECONDS), _element(0x4489, duration),
        _element(0x4D80, b"demo"), _element(0x5741, b"demo"),
    )  # fmt: skip
    video = _element(0xE0, _number(0xB0, SIZE[0]), _number(0xBA, SIZE[1]))
    track = _element(
        0xAE, _number(0xD7, 1), _number(0x73C5, 1), _number(0x9C, 0), _number(0x83, 1), _element(0x86, b"V_VP8"), video
    )
    clusters = [_cluster(start, frames[start : start + RATE]) for start in range(0, len(frames), RATE)]
    return head + _element(0x18538067, info, _element(0x1654AE6B, track), *clusters)


def _cluster(start: int, frames: list[bytes]) -> bytes:
    """One second of the film; times of its pictures are told from its own beginning."""
    at = 1000 * start // RATE
    blocks = []
    for number, frame in enumerate(frames, start):
        since = 1000 * number // RATE - at
        blocks.append(_element(0xA3, b"\x81" + struct.pack(">hB", since, 0x80) + frame))
    return _element(0x1F43B675, _number(0xE7, at), *blocks)


def _element(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + (1 << 56 | len(body)).to_bytes(8, "big") + body


def _number(kind: int, value: int) -> bytes:
    return _element(kind, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))
