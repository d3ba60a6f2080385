"""Which local files have lately been read whole and found right, so that they need not be summed up again.

Summing up a photograph costs half as much as sending it. An approved file never changes, so its CRC-32 is
taken when it is first sent, and again after an hour; in between the file system's word is enough that it is
the same file. Whoever unpacks the archive checks the sums in any case.
"""

from __future__ import annotations

import io
import os
import threading
import time
from dataclasses import dataclass

from django.core.files.base import File

TRUST_SECONDS = 3600.0
"""How long a proof holds: a disk that goes bad is noticed within that time."""

MAX_PROOFS = 10_000

_SETTLED_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FileState:
    """What the file system says of an open file; times in nanoseconds. Any change of content changes it."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    def is_settled(self) -> bool:
        """False just after a change: a second one could then leave the times as they are."""
        return time.time_ns() - max(self.modified, self.changed) > _SETTLED_NANOSECONDS


def state_of(file: object) -> FileState | None:
    """The state of a file that lies on a local disk; None for all others, which are always summed up.

    Asks only the plain types: a file of an object storage would be fetched whole to answer.
    """
    inner = file.file if type(file) is File else file
    if not isinstance(inner, io.BufferedReader | io.FileIO):
        return None
    stat = os.fstat(inner.fileno())
    return FileState(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


class Proofs:
    """Remembers which file in which state had which CRC-32. Threads may share it."""

    def __init__(self, *, seconds: float = TRUST_SECONDS, limit: int = MAX_PROOFS) -> None:
        self._seconds = seconds
        self._limit = limit
        self._lock = threading.Lock()
        self._proven: dict[tuple[FileState, int], float] = {}

    def hold(self, state: FileState | None, crc32: int) -> bool:
        """True if a file in this state was lately found to have this CRC-32."""
        if state is None:
            return False
        proven = self._proven.get((state, crc32))
        return proven is not None and time.monotonic() - proven < self._seconds

    def record(self, state: FileState | None, crc32: int) -> None:
        """Remember it, unless the file has no state or has changed just now; the oldest is forgotten."""
        if state is None or not state.is_settled():
            return
        with self._lock:
            self._proven.pop((state, crc32), None)
            self._proven[state, crc32] = time.monotonic()
            while len(self._proven) > self._limit:
                del self._proven[next(iter(self._proven))]


SHARED = Proofs()
"""What this process has found out."""
