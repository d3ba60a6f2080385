"""Where the bytes of a file lie, and how a part of them is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from media_library.delivery.ranges import Span

BLOCK = 256 * 1024
"""Bytes read and handed to the server at a time: large enough that the steps between cost nothing."""


class SourceBroken(Exception):
    """A stored file isn't as long as the record says. Sending stops: better nothing than wrong bytes."""

    def __init__(self, name: str, expected: int, found: int) -> None:
        super().__init__(f"{name}: {expected} bytes expected, {found} found")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A file in a storage: the storage's alias, the name within it, the size in bytes that was recorded."""

    storage_alias: str
    name: str
    size: int

    @property
    def storage(self) -> Storage:
        return storages[self.storage_alias]

    def open(self) -> File[Any]:
        """The file, at its start. Raises FileNotFoundError, or `SourceBroken` where its size is another."""
        file = self.storage.open(self.name, "rb")
        found = file.size
        if found != self.size:
            file.close()
            raise SourceBroken(self.name, self.size, found)
        return file


class FilePart(Iterator[bytes]):
    """The bytes of `span` out of an open file, in blocks; whoever stops early calls `close`.

    A class and not a generator, because a generator that was never started wouldn't close the file.
    Raises `SourceBroken` if the file ends before the span does.
    """

    def __init__(self, file: File[Any], span: Span) -> None:
        self._file = file
        self._span = span
        self._left = len(span)
        file.seek(span.start)

    def __next__(self) -> bytes:
        if not self._left:
            self.close()
            raise StopIteration
        block: bytes = self._file.read(min(BLOCK, self._left))
        if not block:
            self.close()
            raise SourceBroken(str(self._file.name), self._span.stop, self._span.stop - self._left)
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._file.close()
