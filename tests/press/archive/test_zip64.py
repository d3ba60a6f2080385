"""Archives beyond the old format's numbers, worked out and looked into without being written."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime

import pytest

from press.archive.plan import ArchivePlan, Content, Entry, plan
from press.archive.records import MAX_32, Member, directory_header, end_records, local_header
from press.archive.streaming import stream

from .sources import WHEN, Virtual, noise, stored, zeros

GIB = 2**30
LATE = noise(5000, 7)


def opened(planned: ArchivePlan) -> zipfile.ZipFile:
    return zipfile.ZipFile(Virtual(planned))


def local_at(planned: ArchivePlan, offset: int) -> tuple[bytes, tuple[int, int, int]]:
    """Signature, and the version, stored and full size that the local header at `offset` names."""
    header = b"".join(stream(planned, offset, offset + 30))
    signature, version, stored_size, size = struct.unpack("<4sH12x2L4x", header)
    return signature, (version, stored_size, size)


@pytest.mark.parametrize("size", [4 * GIB - 2, 4 * GIB - 1, 4 * GIB, 5 * GIB])
def test_a_file_around_4_gib(size: int) -> None:
    planned = plan([zeros("dài.mov", size, crc32=0xDEADBEEF), stored("late.jpg", LATE)])
    large = size >= MAX_32

    with opened(planned) as archive:
        film, late = archive.infolist()
        assert (film.file_size, film.compress_size, film.CRC) == (size, size, 0xDEADBEEF)
        assert film.extract_version == (45 if large else 20)
        assert late.header_offset == 30 + len("dài.mov".encode()) + 9 + 20 * large + size
        assert archive.read("late.jpg") == LATE
        with archive.open("dài.mov") as content:
            assert content.read(1000) == bytes(1000)
    assert local_at(planned, 0) == (b"PK\x03\x04", (45, MAX_32, MAX_32) if large else (20, size, size))


def test_the_local_header_of_a_large_file_holds_both_sizes() -> None:
    header = local_header(Member(b"a", 5 * GIB, 1, WHEN))

    assert struct.unpack("<2H2Q", header[31:51]) == (1, 16, 5 * GIB, 5 * GIB)


def test_many_files_that_together_pass_4_gib() -> None:
    planned = plan([zeros(f"{number}.mov", 3 * GIB) for number in range(3)] + [stored("late.jpg", LATE)])

    with opened(planned) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
        assert offsets[1] < MAX_32 < offsets[2]
        assert [info.extract_version for info in archive.infolist()] == [20, 20, 45, 45]
        assert archive.read("late.jpg") == LATE
        for offset in offsets:
            assert local_at(planned, offset)[0] == b"PK\x03\x04"


def test_a_directory_record_holds_only_the_numbers_that_overflow() -> None:
    small_far = directory_header(Member(b"a", 10, 1, WHEN), 5 * GIB)
    assert struct.unpack("<2HQ", small_far[47:59]) == (1, 8, 5 * GIB)
    large_near = directory_header(Member(b"a", 5 * GIB, 1, WHEN), 0)
    assert struct.unpack("<2H2Q", large_near[47:67]) == (1, 16, 5 * GIB, 5 * GIB)
    large_far = directory_header(Member(b"a", 5 * GIB, 1, WHEN), 6 * GIB)
    assert struct.unpack("<2H3Q", large_far[47:75]) == (1, 24, 5 * GIB, 5 * GIB, 6 * GIB)


@pytest.mark.parametrize("count", [65_534, 65_535, 65_536, 70_000])
def test_very_many_files(count: int) -> None:
    planned = plan(Entry.of_bytes(f"{number}.txt", b"%d" % number, WHEN) for number in range(count))
    content = b"".join(stream(planned))

    assert planned.total_length == len(content)
    assert (b"PK\x06\x06" in content[-200:]) == (count >= 65_535)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.infolist()) == count
        assert archive.read(f"{count - 1}.txt") == b"%d" % (count - 1)


def test_a_small_archive_stays_in_the_old_format() -> None:
    content = b"".join(stream(plan([stored("a", b"x")])))

    assert b"PK\x06\x06" not in content and b"PK\x06\x07" not in content


@pytest.mark.parametrize(
    ("count", "offset", "size"), [(65_535, 0, 0), (1, MAX_32, 0), (1, 0, MAX_32), (2**40, 2**50, 2**45)]
)
def test_the_end_says_what_the_old_record_cannot(count: int, offset: int, size: int) -> None:
    records = end_records(count, offset, size)
    signature, rest, _made, _needed, _disk, _start, here, total, length, begins = struct.unpack(
        "<4sQ2H2L4Q", records[:56]
    )
    locator = struct.unpack("<4sLQL", records[56:76])

    assert (signature, rest, here, total, length, begins) == (b"PK\x06\x06", 44, count, count, size, offset)
    assert locator == (b"PK\x06\x07", 0, offset + size, 1)
    assert records[76:80] == b"PK\x05\x06" and len(records) == 98


def test_reading_anywhere_in_a_huge_archive_opens_only_what_lies_there() -> None:
    def never() -> io.BytesIO:
        raise AssertionError("not asked for")

    huge = [Entry(f"{number}.mov", 8 * GIB, 0, WHEN, never) for number in range(100)]
    planned = plan([*huge, stored("late.jpg", LATE), *(zeros(f"z{number}", 8 * GIB) for number in range(3))])
    late = next(
        segment for segment in planned.segments if isinstance(segment, Content) and segment.entry.path == "late.jpg"
    )

    assert b"".join(stream(planned, late.start + 10, late.start + 5000)) == LATE[10:]
    after = planned.total_length - 1000
    assert len(b"".join(stream(planned, after))) == 1000


def test_timestamps_end_where_their_field_ends() -> None:
    assert b"UT\x05\x00" in local_header(Member(b"a", 1, 1, datetime(2038, 1, 1, tzinfo=UTC)))
    assert b"UT\x05\x00" not in local_header(Member(b"a", 1, 1, datetime(2039, 1, 1, tzinfo=UTC)))
