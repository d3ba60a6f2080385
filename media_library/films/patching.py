"""A file with some of its bytes replaced, as a stream: films are too long for memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True, order=True)
class Patch:
    """`length` bytes at `start` become `head` and zeros behind it: nothing after them moves."""

    start: int
    length: int
    head: bytes = b""

    @property
    def stop(self) -> int:
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be replaced in a file, and what is to be put behind its end."""

    patches: tuple[Patch, ...] = ()
    tail: bytes = b""


def merged(patches: Iterable[Patch]) -> tuple[Patch, ...]:
    """In order and without overlaps: of two that overlap, the outer or the first counts, lengthened if need be."""
    kept: list[Patch] = []
    for patch in sorted(patches, key=lambda one: (one.start, -one.stop)):
        if patch.length <= 0:
            continue
        last = kept[-1] if kept else None
        if last is None or patch.start >= last.stop:
            kept.append(patch)
        elif patch.stop > last.stop:
            kept[-1] = Patch(last.start, patch.stop - last.start, last.head)
    return tuple(kept)


def patched(file: BinaryIO, changes: Changes, block: int) -> Iterator[bytes]:
    """The changed file in blocks of at most `block` bytes."""
    file.seek(0)
    at = 0
    for patch in changes.patches:
        yield from _read(file, patch.start - at, block)
        yield patch.head
        yield from _zeros(patch.length - len(patch.head), block)
        file.seek(patch.stop)
        at = patch.stop
    while data := file.read(block):
        yield data
    if changes.tail:
        yield changes.tail


def _read(file: BinaryIO, length: int, block: int) -> Iterator[bytes]:
    while length > 0 and (data := file.read(min(block, length))):
        yield data
        length -= len(data)


def _zeros(length: int, block: int) -> Iterator[bytes]:
    while length > 0:
        yield bytes(min(block, length))
        length -= block
