"""What goes out: any part exactly, in large blocks, checked, with nothing left open."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press.archive.plan import ArchivePlan, Content, Entry, plan
from press.archive.streaming import READ_BLOCK, SMALLEST_BLOCK, ArchiveBroken, stream

from .sources import WHEN, Watched, noise, stored, zeros

BIG = noise(2 * READ_BLOCK + 12_345)
PLANNED = plan(
    [
        Entry.of_bytes("manifest.json", noise(900, 2), WHEN),
        stored("a.jpg", noise(3_000, 3)),
        stored("none.txt", b""),
        stored("lớn.jpg", BIG),
        stored("ພາບ.jpg", noise(SMALLEST_BLOCK + 1, 4)),
        *(stored(f"small/{number}", noise(number, number)) for number in range(40)),
    ]
)
WHOLE = b"".join(stream(PLANNED))


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    Watched.now_open = 0
    yield
    assert Watched.now_open == 0


def edges(planned: ArchivePlan) -> list[int]:
    """Where one thing ends and the next begins, and one byte to each side."""
    around = {segment.start + step for segment in planned.segments for step in (-1, 0, 1)}
    around |= {planned.total_length, planned.total_length - 1, SMALLEST_BLOCK, READ_BLOCK}
    return sorted(position for position in around if 0 <= position <= planned.total_length)


positions = st.one_of(st.sampled_from(edges(PLANNED)), st.integers(0, PLANNED.total_length))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(one=positions, other=positions)
def test_any_part_is_the_slice_of_the_whole(one: int, other: int) -> None:
    start, stop = sorted((one, other))

    assert b"".join(stream(PLANNED, start, stop)) == WHOLE[start:stop]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    contents=st.lists(st.binary(max_size=60), max_size=6),
    kept=st.lists(st.booleans(), min_size=6, max_size=6),
    cut=st.floats(0, 1),
)
def test_any_archive_can_be_resumed_anywhere(contents: list[bytes], kept: list[bool], cut: float) -> None:
    planned = plan(
        Entry.of_bytes(f"{number}", content, WHEN) if keep else stored(f"{number}", content)
        for number, (content, keep) in enumerate(zip(contents, kept, strict=False))
    )
    at = int(cut * planned.total_length)

    assert b"".join(stream(planned, 0, at)) + b"".join(stream(planned, at)) == b"".join(stream(planned))


def test_blocks_are_large_but_for_the_last() -> None:
    blocks = list(stream(PLANNED))

    assert all(len(block) >= SMALLEST_BLOCK for block in blocks[:-1])
    assert max(map(len, blocks)) < 2 * READ_BLOCK
    assert all(type(block) is bytes for block in blocks), "what a WSGI server accepts without copying"


def test_only_what_lies_in_the_part_is_opened() -> None:
    opened: list[str] = []

    def watched(path: str, content: bytes) -> Entry:
        def opener() -> io.BytesIO:
            opened.append(path)
            return io.BytesIO(content)

        return stored(path, content, source=opener)

    planned = plan([watched(name, noise(1000, seed)) for seed, name in enumerate("abcd")])
    third = next(segment for segment in planned.segments if isinstance(segment, Content) and segment.entry.path == "c")

    b"".join(stream(planned, third.start, third.start + 1))
    assert opened == ["c"]
    b"".join(stream(planned, third.start + 1000, planned.total_length))
    assert opened == ["c", "d"]


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 4), (0, PLANNED.total_length + 1)])
def test_parts_outside_are_refused_at_once(start: int, stop: int) -> None:
    with pytest.raises(ValueError):
        stream(PLANNED, start, stop)


def broken(content: bytes, **changes: Any) -> tuple[bytes, ArchiveBroken]:
    """What came before the archive of a good and a broken file broke off, and why it did."""
    good = stored("good.jpg", noise(SMALLEST_BLOCK))
    planned = plan([good, stored("bad.jpg", content, **changes), stored("after.jpg", b"never")])
    came = []
    with pytest.raises(ArchiveBroken) as raised:
        for block in stream(planned):
            came.append(block)
    assert raised.value.path == "bad.jpg"
    sent = b"".join(came)
    assert len(sent) < planned.total_length
    assert b"PK\x05\x06" not in sent, "no end that would make it look whole"
    return sent, raised.value


CONTENT = noise(READ_BLOCK + SMALLEST_BLOCK, 9)


@pytest.mark.parametrize(
    ("arrives", "reason"),
    [
        (CONTENT[:-1], "ends 1 bytes too early"),
        (b"", "too early"),
        (CONTENT + b"x", "longer"),
        (CONTENT[:-1] + b"\0", "CRC-32"),
        (b"\0" + CONTENT[1:], "CRC-32"),
    ],
)
def test_a_source_that_isnt_what_was_planned(arrives: bytes, reason: str) -> None:
    sent, why = broken(CONTENT, source=lambda: Watched(arrives))

    assert reason in why.reason
    assert CONTENT[-1000:] not in sent, "the last block waits for the proof"


def test_an_empty_file_that_isnt_empty_any_more() -> None:
    _, why = broken(b"", source=lambda: Watched(b"x"))

    assert "longer" in why.reason


def test_a_source_that_cannot_be_opened_or_read() -> None:
    class Failing(Watched):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionError("storage went away")

    def missing() -> io.BytesIO:
        raise FileNotFoundError

    for opener, cause in ((missing, FileNotFoundError), (lambda: Failing(b""), ConnectionError)):
        _, why = broken(CONTENT, source=opener)
        assert isinstance(why.__cause__, cause)


def test_a_part_of_a_file_is_checked_for_its_length_only() -> None:
    planned = plan([stored("a.jpg", noise(1000), source=lambda: Watched(bytes(1001)))])
    start = next(segment.start for segment in planned.segments if isinstance(segment, Content))

    assert b"".join(stream(planned, start + 10, start + 900)) == bytes(890)
    with pytest.raises(ArchiveBroken, match="longer"):
        b"".join(stream(planned, start + 10, start + 1000))


def test_sources_that_read_in_dribs_and_drabs() -> None:
    class Dribbling(Watched):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    content = noise(300_000)
    planned = plan([stored("a.jpg", content, source=lambda: Dribbling(content))])
    blocks = list(stream(planned))

    assert content in b"".join(blocks)
    assert all(len(block) >= SMALLEST_BLOCK for block in blocks[:-1])


@pytest.mark.parametrize("blocks", [0, 1, 2])
def test_who_leaves_early_leaves_nothing_open(blocks: int) -> None:
    going = stream(PLANNED)
    for _ in range(blocks):
        next(going)
    assert Watched.now_open == min(blocks, 1)
    going.close()

    assert Watched.now_open == 0


def test_memory_stays_flat_however_large_the_archive() -> None:
    size = 50 * READ_BLOCK
    planned = plan([zeros(f"{number}.mov", size, zlib.crc32(bytes(size))) for number in range(4)])
    tracemalloc.start()
    try:
        assert sum(map(len, stream(planned))) == planned.total_length
        assert tracemalloc.get_traced_memory()[1] < 6 * READ_BLOCK
    finally:
        tracemalloc.stop()
