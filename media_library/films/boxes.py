"""The boxes of an ISO base media file (ISO 14496-12, 4.2), read where they lie: a film is never loaded whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

COUNT_LIMIT = 20_000
"""Boxes on one level; a film cut into fragments of a second has two a second."""


class Malformed(Exception):
    """The container makes no sense at this place."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box: `start` and `size` (header included) in bytes of the file, `body` where its content begins."""

    kind: bytes
    start: int
    size: int
    body: int

    @property
    def stop(self) -> int:
        return self.start + self.size


def boxes(file: BinaryIO, start: int, stop: int) -> Iterator[Box]:
    """The boxes between two places. Raises Malformed for one that doesn't fit in, or for too many."""
    at = start
    for _ in range(COUNT_LIMIT):
        if at == stop:
            return
        if at + 8 > stop:
            raise Malformed("a box is cut short")
        file.seek(at)
        header = file.read(16)
        size, kind, head = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1:
            size, head = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = stop - at
        if size < head or at + size > stop:
            raise Malformed(f"the box {kind!r} doesn't fit")
        yield Box(kind, at, size, at + head)
        at += size
    raise Malformed("too many boxes")


def inside(file: BinaryIO, box: Box, skip: int = 0) -> Iterator[Box]:
    """The boxes in a box, behind `skip` bytes of its own."""
    return boxes(file, box.body + skip, box.stop)


def child(file: BinaryIO, box: Box, kind: bytes) -> Box | None:
    return next((one for one in inside(file, box) if one.kind == kind), None)


def content(file: BinaryIO, box: Box, limit: int) -> bytes:
    """What is in a box, whole. Raises Malformed where that is more than `limit` bytes."""
    length = box.stop - box.body
    if length > limit:
        raise Malformed(f"the box {box.kind!r} is too big")
    file.seek(box.body)
    return file.read(length)
