"""The bytes of a planned archive, all or a part, checked on their way out.

Blocks are read in the thread that sends them. gunicorn can use sendfile for a single file only, not for what
lies in a hundred; and reading ahead in a second thread gained nothing once both cores had work.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator
from contextlib import closing

from press.archive.plan import ArchivePlan, ByteReader, Content, Entry, Fixed
from press.archive.proofs import SHARED, FileState, Proofs, state_of

READ_BLOCK = 1024 * 1024
"""Bytes read from a source at a time."""

SMALLEST_BLOCK = 256 * 1024
"""Every block that goes out has at least so many bytes, but the last."""


class ArchiveBroken(Exception):
    """A source failed or didn't give the planned bytes: the connection is cut off, so nobody takes what
    came for a complete archive."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path!r}: {reason}")
        self.path = path
        self.reason = reason


def stream(plan: ArchivePlan, start: int = 0, stop: int | None = None, *, proofs: Proofs = SHARED) -> Generator[bytes]:
    """The archive's bytes from `start` up to, not including, `stop` (default: its end), in large blocks.

    Opens only the sources that have bytes there, one at a time. What is read to its end must end where
    planned; what is read whole must have the planned CRC-32, unless `proofs` know the file; both are checked
    before the last block of it is handed out. Else raises `ArchiveBroken`. Raises ValueError at once for a
    part outside the archive.
    """
    stop = plan.total_length if stop is None else stop
    if not 0 <= start <= stop <= plan.total_length:
        raise ValueError(f"{start} to {stop} is not within 0 to {plan.total_length}")
    return _gathered(_pieces(plan, start, stop, proofs))


def _gathered(pieces: Generator[bytes]) -> Generator[bytes]:
    """Small pieces joined; a large one on its own passes without being copied."""
    held: list[bytes] = []
    size = 0
    with closing(pieces):
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size >= SMALLEST_BLOCK:
                block = b"".join(held)
                held.clear()
                size = 0
                yield block
        if size:
            yield b"".join(held)


def _pieces(plan: ArchivePlan, start: int, stop: int, proofs: Proofs) -> Generator[bytes]:
    for segment in plan.between(start, stop):
        begin, end = max(start - segment.start, 0), min(stop - segment.start, segment.length)
        if isinstance(segment, Fixed):
            yield segment.data[begin:end]
            continue
        with closing(_opened(segment, begin)) as file:
            yield from _content(file, segment.entry, begin, end, proofs)


def _content(file: ByteReader, entry: Entry, begin: int, end: int, proofs: Proofs) -> Generator[bytes]:
    state = _state(file, entry)
    whole = begin == 0 and end == entry.size
    to_prove = whole and not proofs.hold(state, entry.crc32)
    left, crc = end - begin, 0
    while True:
        block = _read(file, min(READ_BLOCK, left), entry)
        if left and not block:
            raise ArchiveBroken(entry.path, f"ends {left} bytes too early")
        left -= len(block)
        if to_prove:
            crc = zlib.crc32(block, crc)
        if not left:
            break
        yield block
    # The last block is still in our hands: only a file that proves right goes out to its end.
    if end == entry.size and _read(file, 1, entry):
        raise ArchiveBroken(entry.path, f"is longer than {entry.size} bytes")
    if _state(file, entry) != state:
        raise ArchiveBroken(entry.path, "changed while it was read")
    if to_prove:
        if crc != entry.crc32:
            raise ArchiveBroken(entry.path, f"CRC-32 is {crc:08x}, not {entry.crc32:08x}")
        proofs.record(state, crc)
    yield block


def _opened(segment: Content, begin: int) -> ByteReader:
    try:
        file = segment.opener()
        if begin:
            file.seek(begin)
    except Exception as error:  # whatever a storage raises, the archive cannot be finished
        raise ArchiveBroken(segment.entry.path, "cannot be opened") from error
    return file


def _state(file: ByteReader, entry: Entry) -> FileState | None:
    try:
        return state_of(file)
    except OSError as error:
        raise ArchiveBroken(entry.path, "cannot be read") from error


def _read(file: ByteReader, size: int, entry: Entry) -> bytes:
    try:
        return file.read(size)
    except Exception as error:  # as above
        raise ArchiveBroken(entry.path, "cannot be read") from error
