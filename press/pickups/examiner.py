"""Takes a publication apart in a process of its own (`apart.rewrite`); nothing of the product is imported here.

    python -I examiner.py <path> <written> <told>

`told` is a JSON file: {"kind": "pdf" or "picture", "pixels": most pixels of a picture}. Writes a ZIP of small PNGs,
named `<way>-<number>.png` (whole, region, embedded), and of `text.txt`. Prints {"pictures": 3}, or {"refused": "…"}.

A screenshot holds a picture within a page. Pages have few flat colours behind everything, so what differs from those is
cut along empty rows and columns, again and again (XY-cut: Nagy and Seth 1984); what is large and dense enough may be a
picture. Pictures that touch each other or whose edge has the page's colour aren't told apart by this.
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WORKING_WIDTH = 1000
"""Pixels across of the copy in which pictures are looked for; longer sides come along."""
LONGEST = 12_000
SMALLEST = 60
"""Shortest side of a picture in that copy: less is a symbol or a line of words."""
THUMB = 512
BACKGROUNDS = 4
SHARE = 0.03
"""Of all pixels that have one colour, from which on it is one the page is painted with."""
NEAR_COLOUR = 14
DENSE = 0.55
SLIM = 6
DEPTH = 14
MOST_REGIONS = 40
MOST_PICTURES = 120
MOST_PAGES = 60
MOST_TEXT = 400_000
SECONDS = 40

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


def regions(picture: Image.Image) -> list[Box]:
    """Where in a page pictures may be, the largest first, in the picture's own pixels."""
    width, height = picture.size
    scale = min(1.0, WORKING_WIDTH / width, LONGEST / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BILINEAR)).astype(np.int16)
    found = [box for box in _cut(_differs(small), (0, 0, *size), 0) if _is_like_a_picture(box)]
    found.sort(key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    return [tuple(round(edge / scale) for edge in box) for box in found[:MOST_REGIONS]]  # type: ignore[misc]


def _differs(pixels: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where a page isn't painted with one of its flat colours."""
    coarse = (pixels >> 2).astype(np.int32)
    codes = (coarse[..., 0] << 12) | (coarse[..., 1] << 6) | coarse[..., 2]
    values, counts = np.unique(codes, return_counts=True)
    often = np.argsort(counts)[::-1][:BACKGROUNDS]
    mask = np.ones(codes.shape, bool)
    for code in values[often][counts[often] >= SHARE * codes.size]:
        colour = np.array([code >> 12, (code >> 6) & 63, code & 63]) * 4 + 2
        mask &= np.abs(pixels - colour).max(axis=2) > NEAR_COLOUR
    return mask


def _cut(mask: NDArray[np.bool_], box: Box, depth: int) -> Iterator[Box]:
    """Split at empty rows, then at empty columns, until nothing splits any more."""
    left, top, right, bottom = box
    part = mask[top:bottom, left:right]
    rows = list(_runs(part.sum(axis=1) > max(1, 0.004 * part.shape[1])))
    columns = list(_runs(part.sum(axis=0) > max(1, 0.004 * part.shape[0])))
    if not rows or not columns:
        return
    trimmed = (left + columns[0][0], top + rows[0][0], left + columns[-1][1], top + rows[-1][1])
    if (len(rows) == 1 and len(columns) == 1) or depth >= DEPTH:
        if trimmed != box and depth < DEPTH:
            yield from _cut(mask, trimmed, depth + 1)
        elif part.mean() >= DENSE:
            yield box
        return
    if len(rows) > 1:
        for begin, end in rows:
            if end - begin >= SMALLEST:
                yield from _cut(mask, (left, top + begin, right, top + end), depth + 1)
    else:
        for begin, end in columns:
            if end - begin >= SMALLEST:
                yield from _cut(mask, (left + begin, top, left + end, bottom), depth + 1)


def _runs(filled: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of what is filled, as (begin, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(begin), int(end)


def _is_like_a_picture(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= SMALLEST and max(width, height) <= SLIM * min(width, height)


class Shelf:
    """Takes small copies of pictures into the ZIP, as many as there is room for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.number = 0

    def add(self, way: str, picture: Image.Image) -> None:
        if self.number >= MOST_PICTURES or min(picture.size) < 32:
            return
        copy = picture.convert("RGB")
        copy.thumbnail((THUMB, THUMB))
        buffer = io.BytesIO()
        copy.save(buffer, "PNG")
        self.archive.writestr(f"{way}-{self.number:03}.png", buffer.getvalue())
        self.number += 1

    def add_page(self, way: str, picture: Image.Image) -> None:
        """The whole, and whatever in it may be a picture."""
        upright = picture.convert("RGB")
        self.add(way, upright)
        whole = upright.width * upright.height
        for box in regions(upright):
            if (box[2] - box[0]) * (box[3] - box[1]) < 0.98 * whole:
                self.add("region", upright.crop(box))


def take_picture_apart(path: str, shelf: Shelf) -> None:
    with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as picture:
        picture.load()
        shelf.add_page("whole", picture)


def take_pdf_apart(path: str, shelf: Shelf) -> str:
    """The document's text; its pictures go onto the shelf. What can't be read is passed over."""
    from pypdf import PdfReader

    until = time.monotonic() + SECONDS
    text: list[str] = []
    length = 0
    reader = PdfReader(path, strict=False)
    for page in reader.pages[:MOST_PAGES]:
        if time.monotonic() > until:
            break
        try:
            said = page.extract_text()
        except Exception:
            said = ""
        text.append(said[: max(0, MOST_TEXT - length)])
        length += len(text[-1])
        _pictures_of(page, shelf, until)
    return "\n".join(text)


def _pictures_of(page: Any, shelf: Shelf, until: float) -> None:
    try:
        names = list(page.images.keys())
    except Exception:
        return
    for name in names[:MOST_PICTURES]:
        if time.monotonic() > until or shelf.number >= MOST_PICTURES:
            return
        try:
            picture = page.images[name].image
            if picture is not None:
                shelf.add_page("embedded", picture)
        except Exception:  # noqa: S112
            continue


def main(path: str, written: str, told: str) -> None:
    with open(told, encoding="utf-8") as file:  # noqa: PTH123  (plain paths are all this process knows)
        wanted = json.load(file)
    Image.MAX_IMAGE_PIXELS = int(wanted["pixels"])
    try:
        with zipfile.ZipFile(written, "w") as archive:
            shelf = Shelf(archive)
            text = ""
            if wanted["kind"] == "pdf":
                text = take_pdf_apart(path, shelf)
            else:
                take_picture_apart(path, shelf)
            archive.writestr("text.txt", text.encode("utf-8", "replace"))
        sys.stdout.write(json.dumps({"pictures": shelf.number}))
    except Exception as error:
        sys.stdout.write(json.dumps({"refused": type(error).__name__}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
