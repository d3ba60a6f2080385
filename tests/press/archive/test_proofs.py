"""A file is summed up when it is first sent, and again when it may have changed."""

from __future__ import annotations

import io
import os
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File

from press.archive import proofs as module
from press.archive.plan import Entry, plan
from press.archive.proofs import Proofs, state_of
from press.archive.streaming import ArchiveBroken, stream

from .sources import WHEN, noise

CONTENT = noise(5000)


@pytest.fixture
def sums(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of what was summed up, as it happens."""
    taken: list[int] = []

    class Counting:
        @staticmethod
        def crc32(block: bytes, before: int = 0) -> int:
            taken.append(len(block))
            return zlib.crc32(block, before)

    monkeypatch.setattr("press.archive.streaming.zlib", Counting)
    return taken


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files written by the test count as settled."""
    monkeypatch.setattr(module, "_SETTLED_NANOSECONDS", -1)


def send(path: Path, proofs: Proofs, wrap: Any = lambda file: file) -> bytes:
    entry = Entry("a.jpg", len(CONTENT), zlib.crc32(CONTENT), WHEN, lambda: wrap(path.open("rb")))
    return b"".join(stream(plan([entry]), proofs=proofs))


@pytest.mark.usefixtures("long_ago")
@pytest.mark.parametrize("wrap", [lambda file: file, lambda file: File(file)])
def test_once_is_enough(picture: Path, sums: list[int], wrap: Any) -> None:
    proofs = Proofs()

    assert send(picture, proofs, wrap) == send(picture, proofs, wrap)
    assert sums == [5000]


@pytest.mark.usefixtures("long_ago")
def test_a_changed_file_is_summed_up_again(picture: Path) -> None:
    proofs = Proofs()
    send(picture, proofs)
    before = picture.stat()
    picture.write_bytes(bytes(5000))
    os.utime(picture, ns=(before.st_atime_ns, before.st_mtime_ns))  # disguised; its change time tells

    with pytest.raises(ArchiveBroken, match="CRC-32"):
        send(picture, proofs)


@pytest.mark.usefixtures("long_ago")
def test_another_file_in_its_place_is_summed_up(picture: Path, tmp_path: Path) -> None:
    proofs = Proofs()
    send(picture, proofs)
    other = tmp_path / "other.jpg"
    other.write_bytes(bytes(5000))
    other.replace(picture)

    with pytest.raises(ArchiveBroken, match="CRC-32"):
        send(picture, proofs)


@pytest.mark.usefixtures("long_ago")
def test_a_proof_is_of_one_sum(picture: Path) -> None:
    proofs = Proofs()
    send(picture, proofs)
    wrong = Entry("a.jpg", 5000, 7, WHEN, lambda: picture.open("rb"))

    with pytest.raises(ArchiveBroken, match="CRC-32"):
        b"".join(stream(plan([wrong]), proofs=proofs))


@pytest.mark.usefixtures("long_ago")
def test_a_proof_grows_old(picture: Path, sums: list[int]) -> None:
    proofs = Proofs(seconds=0)
    send(picture, proofs)
    send(picture, proofs)

    assert sums == [5000, 5000]


@pytest.mark.usefixtures("long_ago")
def test_the_oldest_proof_is_forgotten(tmp_path: Path, sums: list[int]) -> None:
    proofs = Proofs(limit=2)
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_bytes(CONTENT)
        send(path, proofs)
    send(paths[2], proofs)
    assert len(sums) == 3
    send(paths[0], proofs)
    assert len(sums) == 4


def test_a_file_written_just_now_is_not_trusted_yet(picture: Path, sums: list[int]) -> None:
    proofs = Proofs()
    send(picture, proofs)
    send(picture, proofs)

    assert sums == [5000, 5000]


def test_a_file_that_changes_under_the_reader_breaks_off(picture: Path) -> None:
    class Meddling(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            content = super().read(size) or b""
            time.sleep(0.01)
            os.utime(picture)
            return content

    entry = Entry("a.jpg", 5000, zlib.crc32(CONTENT), WHEN, lambda: Meddling(picture))
    with pytest.raises(ArchiveBroken, match="changed"):
        b"".join(stream(plan([entry]), proofs=Proofs()))


def test_what_lies_elsewhere_has_no_state() -> None:
    class Remote(File):  # type: ignore[type-arg]
        @property
        def file(self) -> io.BytesIO:
            raise AssertionError("would be fetched whole")

        @file.setter
        def file(self, value: object) -> None:
            pass

    assert state_of(Remote(None)) is None
    assert state_of(ContentFile(b"x")) is None
    assert state_of(io.BytesIO(b"x")) is None
