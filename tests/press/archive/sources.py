"""Files that archives are made of in tests: real ones in memory, endless ones that exist only in numbers."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from press.archive.plan import ArchivePlan, Entry
from press.archive.streaming import stream

WHEN = datetime(2026, 3, 1, 8, 30, 16, tzinfo=UTC)


class Watched(io.BytesIO):
    """A file in memory that is counted while it is open."""

    now_open = 0

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        Watched.now_open += 1

    def close(self) -> None:
        if not self.closed:
            Watched.now_open -= 1
        super().close()


def stored(path: str, content: bytes, **changes: Any) -> Entry:
    """An entry whose bytes are opened when needed, as those of a storage are."""
    values: dict[str, Any] = {
        "path": path,
        "size": len(content),
        "crc32": zlib.crc32(content),
        "modified": WHEN,
        "source": lambda: Watched(content),
    }
    return Entry(**values | changes)


def noise(length: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(length)


class Zeros:
    """As many zero bytes as wanted, without having them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._at = 0

    def read(self, size: int, /) -> bytes:
        block = bytes(min(size, self._size - self._at))
        self._at += len(block)
        return block

    def seek(self, offset: int, /) -> int:
        self._at = offset
        return offset

    def close(self) -> None:
        pass


def zeros(path: str, size: int, crc32: int = 0) -> Entry:
    opener: Callable[[], Zeros] = lambda: Zeros(size)  # noqa: E731
    return Entry(path, size, crc32, WHEN, opener)


class Virtual(io.RawIOBase):
    """A planned archive as a file to read in, made piece by piece where somebody looks."""

    def __init__(self, plan: ArchivePlan) -> None:
        self._plan = plan
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._plan.total_length}[whence]
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        rest = self._plan.total_length - self._at
        wanted = rest if size is None or size < 0 else min(size, max(rest, 0))
        content = b"".join(stream(self._plan, self._at, self._at + wanted))
        self._at += len(content)
        return content
