"""The ZIP format's own bytes, for stored entries whose size and CRC-32 are known beforehand.

Numbers in comments are the sections of PKWARE's APPNOTE.TXT 6.3.10. Everything is a function of its
arguments, so the same entries give the same archive, byte for byte.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

MAX_16 = 0xFFFF
MAX_32 = 0xFFFFFFFF

_UTF8_NAME = 0x0800  # 4.4.4, bit 11
_STORED = 0
_NEEDS_PLAIN, _NEEDS_ZIP64 = 20, 45  # 4.4.3
_MADE_ON_UNIX = 3 << 8  # 4.4.2
_REGULAR_FILE = 0o100644 << 16  # 4.4.15, as Unix systems read it
_ZIP64_EXTRA, _TIMESTAMP_EXTRA = 0x0001, 0x5455
_TIMESTAMP_MODIFIED = 1


@dataclass(frozen=True, slots=True)
class Member:
    """What an archive says about one file: its name in UTF-8, size in bytes, CRC-32 and time."""

    name: bytes
    size: int
    crc32: int
    modified: datetime


def local_header(member: Member) -> bytes:
    """The record in front of a file's bytes (4.3.7)."""
    large = member.size >= MAX_32
    # 4.5.3: in a local header both sizes must be there.
    extra = _zip64_extra([member.size, member.size] if large else []) + _timestamp(member.modified)
    size = MAX_32 if large else member.size
    return (
        struct.pack(
            "<4s5H3L2H",
            b"PK\x03\x04",
            _NEEDS_ZIP64 if large else _NEEDS_PLAIN,
            _UTF8_NAME,
            _STORED,
            *_dos_time(member.modified),
            member.crc32,
            size,
            size,
            len(member.name),
            len(extra),
        )
        + member.name
        + extra
    )


def directory_header(member: Member, offset: int) -> bytes:
    """The record of a file in the central directory (4.3.12); `offset` is that of its local header."""
    large, far = member.size >= MAX_32, offset >= MAX_32
    extra = _zip64_extra([member.size, member.size] * large + [offset] * far) + _timestamp(member.modified)
    needs = _NEEDS_ZIP64 if large or far else _NEEDS_PLAIN
    size = MAX_32 if large else member.size
    return (
        struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            _MADE_ON_UNIX | needs,
            needs,
            _UTF8_NAME,
            _STORED,
            *_dos_time(member.modified),
            member.crc32,
            size,
            size,
            len(member.name),
            len(extra),
            0,
            0,
            0,
            _REGULAR_FILE,
            MAX_32 if far else offset,
        )
        + member.name
        + extra
    )


def end_records(count: int, offset: int, size: int) -> bytes:
    """What closes an archive (4.3.14 to 4.3.16) whose directory has `count` records, `offset` and `size`."""
    end = struct.pack(
        "<4s4H2LH",
        b"PK\x05\x06",
        0,
        0,
        min(count, MAX_16),
        min(count, MAX_16),
        min(size, MAX_32),
        min(offset, MAX_32),
        0,
    )
    if count < MAX_16 and size < MAX_32 and offset < MAX_32:
        return end
    zip64_end = struct.pack(
        "<4sQ2H2L4Q",
        b"PK\x06\x06",
        44,  # the length of what follows
        _MADE_ON_UNIX | _NEEDS_ZIP64,
        _NEEDS_ZIP64,
        0,
        0,
        count,
        count,
        size,
        offset,
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + size, 1)
    return zip64_end + locator + end


def _zip64_extra(values: list[int]) -> bytes:
    if not values:
        return b""
    return struct.pack(f"<2H{len(values)}Q", _ZIP64_EXTRA, 8 * len(values), *values)


def _timestamp(moment: datetime) -> bytes:
    """Info-ZIP's extended timestamp: DOS times know no zone, this one is UTC; it ends in January 2038."""
    seconds = int(moment.timestamp())
    if not 0 <= seconds < 2**31:
        return b""
    return struct.pack("<2HBl", _TIMESTAMP_EXTRA, 5, _TIMESTAMP_MODIFIED, seconds)


def _dos_time(moment: datetime) -> tuple[int, int]:
    """Time and date as DOS writes them (4.4.6), in UTC, within the years it can say."""
    utc = moment.astimezone(UTC)
    if utc.year < 1980:
        return 0, 1 << 5 | 1
    year = min(utc.year, 2107)
    return utc.hour << 11 | utc.minute << 5 | utc.second // 2, (year - 1980) << 9 | utc.month << 5 | utc.day
