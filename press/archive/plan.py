"""A ZIP archive worked out before its first byte is sent: its length, its validator, and what lies where.

Size and CRC-32 of each file are known from ingest, so nothing has to be read for a plan. That is what makes
Content-Length, ranges and resumed downloads exact. Entries are stored: photographs don't shrink.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Self

from press.archive.names import PathRegister
from press.archive.records import Member, directory_header, end_records, local_header


class ByteReader(Protocol):
    """What is needed of an opened file; Python's and Django's binary files have it."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, offset: int, /) -> int: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: `size` in bytes, `modified` with a time zone.

    `source` is its bytes, or opens them at their start when their turn comes; opening may raise, which breaks the
    archive off (a withdrawal during a download, for instance). `sha256` (hexadecimal), where known, makes the
    archive's ETag as strong as itself.
    Raises ValueError for numbers that cannot be.
    """

    path: str
    size: int
    crc32: int
    modified: datetime
    source: Callable[[], ByteReader] | bytes = field(repr=False)
    sha256: str = ""

    def __post_init__(self) -> None:
        if self.modified.utcoffset() is None:
            raise ValueError(f"{self.path!r}: the time has no zone")
        if not 0 <= self.size < 2**63 or not 0 <= self.crc32 < 2**32:
            raise ValueError(f"{self.path!r}: impossible size or CRC-32")
        if isinstance(self.source, bytes) and (len(self.source), zlib.crc32(self.source)) != (
            self.size,
            self.crc32,
        ):
            raise ValueError(f"{self.path!r}: size or CRC-32 doesn't fit its bytes")

    @classmethod
    def of_bytes(cls, path: str, content: bytes, modified: datetime) -> Self:
        """A small file that is written here, such as the manifest."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(path, len(content), zlib.crc32(content), modified, content, digest)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Bytes that the plan itself holds: the format's records and the small files."""

    start: int
    data: bytes

    @property
    def length(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, to be read from its source when they are sent."""

    start: int
    entry: Entry
    opener: Callable[[], ByteReader]

    @property
    def length(self) -> int:
        return self.entry.size


Segment = Fixed | Content


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """`total_length` in bytes, `etag` (a quoted strong validator), the segments in order without gaps."""

    total_length: int
    etag: str
    segments: tuple[Segment, ...]

    def between(self, start: int, stop: int) -> Iterator[Segment]:
        """The segments that have bytes in `start` up to, not including, `stop`."""
        first = max(bisect_right(self.segments, start, key=lambda segment: segment.start) - 1, 0)
        for index in range(first, len(self.segments)):
            segment = self.segments[index]
            if segment.start >= stop:
                return
            yield segment


def plan(entries: Iterable[Entry]) -> ArchivePlan:
    """Lay out the archive of these files, in their order. Raises `names.PathRefused` for an unsafe path."""
    paths, layout = PathRegister(), _Layout()
    directory: list[bytes] = []
    for entry in entries:
        member = Member(paths.add(entry.path), entry.size, entry.crc32, entry.modified)
        directory.append(directory_header(member, layout.length))
        layout.add_bytes(local_header(member))
        layout.add_entry(entry)
    start, records = layout.length, b"".join(directory)
    layout.add_bytes(records)
    layout.add_bytes(end_records(len(directory), start, len(records)))
    return layout.finished()


class _Layout:
    """Puts segments one behind the other; neighbouring fixed bytes become one segment."""

    def __init__(self) -> None:
        self.length = 0
        self._segments: list[Segment] = []
        self._fixed: list[bytes] = []
        self._digest = hashlib.sha256()

    def add_bytes(self, data: bytes) -> None:
        self._fixed.append(data)
        self._digest.update(data)
        self.length += len(data)

    def add_entry(self, entry: Entry) -> None:
        if isinstance(entry.source, bytes):
            self.add_bytes(entry.source)
            return
        self._settle()
        self._segments.append(Content(self.length, entry, entry.source))
        # The header in front has its size and CRC-32 already; two contents may share those.
        self._digest.update(entry.sha256.encode("ascii"))
        self.length += entry.size

    def _settle(self) -> None:
        if self._fixed:
            data = b"".join(self._fixed)
            self._segments.append(Fixed(self.length - len(data), data))
            self._fixed.clear()

    def finished(self) -> ArchivePlan:
        self._settle()
        return ArchivePlan(self.length, f'"{self._digest.hexdigest()[:40]}"', tuple(self._segments))
