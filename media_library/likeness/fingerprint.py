"""The fingerprint of a picture: 64-bit hashes of its coarse structure (DCT pHash), whole and in windows.

A hash says of each of the 64 lowest frequencies of the picture in grey, 32 pixels square, whether it is
stronger than their median. Resizing and recompressing change a few bits, cropping changes many. So beside the
whole picture 15 windows are kept that leave out 0 or 5 % at each side, and one that leaves out 2.5 % all
around: the whole of a cropped copy is near one of the windows of its source.

Measured on 105 pictures drawn by the demo (35 scenes, 3 of each) and 100 of 1/f noise, 8 altered copies of
each: a third of the size, JPEG quality 40, 5 % cut off all around, at one side, at a corner, and at random with
scaling and JPEG quality 70. Share found within `NEAR` = 8 bits, and the largest distance:

    fingerprint                       found     largest   unlike pairs within 8, of 20,910
    whole picture only                59 %      24        4
    5 windows, equal at all sides     84 %      22        4
    17 windows (this one)             99.9 %    10        5
    81 windows                        100 %     6         5

The unlike pairs are drawings of one scene (loom, fruit, bridge), which an editor would want to see, too.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media_library.renditions.decoding import RenderError, Surface, decode, open_source, upright_size

NEAR = 8
"""Bits of 64 up to which two pictures count as resembling each other. Since half of all bits are set in every
hash, distances are even."""

_SIDE = 32
_KEPT = 8
_WORKING_SIZE = 256
"""Longest side in pixels of the copy that all windows are taken from."""

_SMALLEST = 32
"""A picture with a shorter side than this (a bullet, a pixel) is too coarse to be told from others."""

_FLAT = 2.0
"""Standard deviation, in steps of 255, below which there is nothing to be seen but noise."""

WINDOWS = (*product((0.0, 0.05), repeat=4), (0.025,) * 4)
"""What is left out at the left, top, right and bottom, as shares of the sides; the first is the whole."""

MARKS = len(WINDOWS)
STORED = np.dtype(">u8")
"""How a hash is stored: big-endian, so that its first bit comes first."""

Hashes = NDArray[np.uint64]


def _cosines() -> NDArray[np.float64]:
    """The first rows of the matrix of the discrete cosine transform (DCT-II)."""
    places = np.arange(_SIDE)
    return np.cos(np.pi * (2 * places[None, :] + 1) * np.arange(_KEPT)[:, None] / (2 * _SIDE))


_DCT = _cosines()
_DCT[0] /= np.sqrt(2)


def fingerprint(source: IO[bytes] | Path) -> bytes:
    """`MARKS` hashes of 8 bytes each; empty for a picture that is too small or too plain to be compared.

    Takes a decode reduced to 256 pixels or a little more. Raises RenderError if the source is no picture, too
    large, truncated or damaged.
    """
    with open_source(source) as image:
        size = upright_size(image)
        if min(size) < _SMALLEST:
            return b""
        surface = decode(image, min(1.0, _WORKING_SIZE / max(size)))
    return _marks(_grey(surface))


def fingerprint_or_nothing(source: IO[bytes] | Path) -> bytes:
    """As `fingerprint`, empty also where the picture can't be decoded: a file is never refused for this."""
    try:
        return fingerprint(source)
    except RenderError:
        return b""


def _grey(surface: Surface) -> Image.Image:
    """The whole upright picture in grey, transparent parts on white."""
    width, height = surface.size
    scale = min(1.0, _WORKING_SIZE / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = surface.take((0, 0, width, height), size)
    if picture.mode in {"LA", "RGBA"}:
        sheet = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(sheet, picture.convert("RGBA"))
    return picture.convert("RGB").convert("L")


def _marks(picture: Image.Image) -> bytes:
    width, height = picture.size
    squares = np.empty((MARKS, _SIDE, _SIDE))
    for number, (left, top, right, bottom) in enumerate(WINDOWS):
        box = (width * left, height * top, width * (1 - right), height * (1 - bottom))
        squares[number] = np.asarray(picture.resize((_SIDE, _SIDE), Image.Resampling.BOX, box))
    if squares[0].std() < _FLAT:
        return b""
    strengths = (_DCT @ squares @ _DCT.T).reshape(MARKS, _KEPT * _KEPT)
    stronger = strengths > np.median(strengths, axis=1, keepdims=True)
    return np.packbits(stronger, axis=1).tobytes()


def hashes_of(marks: bytes) -> Hashes:
    """Stored marks as `MARKS` numbers. Raises ValueError for marks of another length."""
    found = np.frombuffer(marks, STORED).astype(np.uint64)
    if len(found) != MARKS:
        raise ValueError(f"A fingerprint has {MARKS} hashes, not {len(found)}.")
    return found


def distances(marks: Hashes, shelf: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Bits that differ between one fingerprint and each of n others, at the best fit of either.

    `marks` has the shape (MARKS,), `shelf` (MARKS, n). Either may be the cropped one: the whole of each is
    compared with the windows of the other.
    """
    nearest: NDArray[np.uint8] = np.bitwise_count(shelf[0] ^ marks[0])
    for number in range(1, MARKS):
        np.minimum(nearest, np.bitwise_count(shelf[number] ^ marks[0]), out=nearest)
        np.minimum(nearest, np.bitwise_count(shelf[0] ^ marks[number]), out=nearest)
    return nearest


def distance(first: bytes, second: bytes) -> int:
    """Bits of 64 that differ between two stored fingerprints at the best fit."""
    return int(distances(hashes_of(first), hashes_of(second)[:, None])[0])
