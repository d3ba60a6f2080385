"""Plans: exact, repeatable, quick, and readable by others' programs."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from press.archive.names import PathRefused
from press.archive.plan import Entry, plan
from press.archive.streaming import stream

from .sources import WHEN, noise, stored, zeros

LAO = "ຮູບ/" + "ພາບຖ່າຍຂອງແຂວງ" * 5 + ".jpg"


def entries() -> list[Entry]:
    return [
        Entry.of_bytes("manifest.json", b'{"kit":"x"}', WHEN),
        stored("ảnh/Vịnh Hạ Long.jpg", noise(300_000)),
        stored(LAO, noise(70_000, 2)),
        stored("empty.txt", b""),
        Entry.of_bytes("also-empty.txt", b"", WHEN),
    ]


def written(items: list[Entry]) -> bytes:
    return b"".join(stream(plan(items)))


def test_python_reads_it() -> None:
    content = written(entries())

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [entry.path for entry in entries()]
        assert archive.read("manifest.json") == b'{"kit":"x"}'
        assert archive.read("ảnh/Vịnh Hạ Long.jpg") == noise(300_000)
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (2026, 3, 1, 8, 30, 16)
            assert info.flag_bits == 0x800, "UTF-8 names, no data descriptor"
            assert info.external_attr >> 16 == 0o100644


@pytest.fixture
def unzip() -> str:
    program = shutil.which("unzip")
    if program is None:
        pytest.skip("unzip is not installed")
    return program


def test_unzip_reads_it(unzip: str, tmp_path: Path) -> None:
    path = tmp_path / "kit.zip"
    path.write_bytes(written(entries()))

    tested = subprocess.run([unzip, "-t", path], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    environment = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Ho_Chi_Minh"}
    subprocess.run([unzip, "-q", path, "-d", tmp_path], check=True, env=environment)
    assert (tmp_path / LAO).read_bytes() == noise(70_000, 2)
    assert (tmp_path / "manifest.json").stat().st_mtime == WHEN.timestamp(), "its time has a zone"


def test_the_length_is_known_beforehand() -> None:
    planned = plan(entries())

    assert planned.total_length == len(b"".join(stream(planned)))
    assert planned.segments[0].start == 0
    for segment, following in zip(planned.segments, planned.segments[1:], strict=False):
        assert segment.start + segment.length == following.start


def test_the_same_entries_give_the_same_archive() -> None:
    assert written(entries()) == written(entries())
    assert plan(entries()).etag == plan(entries()).etag
    assert plan(entries()).etag.startswith('"')


@pytest.mark.parametrize(
    "change",
    [
        {"path": "b.jpg"},
        {"size": 999, "crc32": 1},
        {"crc32": 1},
        {"modified": WHEN + timedelta(seconds=2)},
        {"sha256": "ab" * 32},
    ],
)
def test_whatever_differs_changes_the_validator(change: dict[str, Any]) -> None:
    entry = stored("a.jpg", noise(1000))

    assert plan([entry]).etag != plan([replace(entry, **change)]).etag


def test_order_and_small_files_count_for_the_validator() -> None:
    first, second = stored("a", noise(10)), stored("b", noise(10, 2))

    assert plan([first, second]).etag != plan([second, first]).etag
    assert plan([Entry.of_bytes("a", b"x", WHEN)]).etag != plan([Entry.of_bytes("a", b"y", WHEN)]).etag


def test_an_archive_of_nothing() -> None:
    with zipfile.ZipFile(io.BytesIO(written([]))) as archive:
        assert archive.namelist() == []


def test_unsafe_and_doubled_paths_are_refused() -> None:
    for paths in (["../a"], ["a", "A"], ["a", "a/b"]):
        with pytest.raises(PathRefused):
            plan([stored(path, b"x") for path in paths])


@pytest.mark.parametrize(
    "change",
    [
        {"modified": datetime(2026, 3, 1)},
        {"size": -1},
        {"size": 2**63},
        {"crc32": 2**32},
        {"crc32": -1},
        {"source": b"another"},
    ],
)
def test_impossible_entries(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        stored("a", b"content", **change)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(1950, 1, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(2050, 6, 1, 12, 0, 59, tzinfo=UTC), (2050, 6, 1, 12, 0, 58)),
        (datetime(2500, 6, 1, tzinfo=UTC), (2107, 6, 1, 0, 0, 0)),
        (datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=7))), (2025, 12, 31, 20, 0, 0)),
    ],
)
def test_times_beyond_what_dos_knows(moment: datetime, expected: tuple[int, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(written([stored("a", b"x", modified=moment)]))) as archive:
        assert archive.infolist()[0].date_time == expected


def test_a_kit_of_200_pictures_is_planned_at_once() -> None:
    items = [zeros(f"ảnh/{number:03}.jpg", 10_000_000 + number) for number in range(200)]
    best = min(_seconds(items) for _ in range(5))

    assert best < 0.05, "about 4 ms on the machine where this was written"


def _seconds(items: list[Entry]) -> float:
    begun = time.perf_counter()
    plan(items)
    return time.perf_counter() - begun
