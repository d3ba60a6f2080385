from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Failure, RenderError, Wanted, render_all
from tests.media_library.renditions.pictures import file, photo

WANTED = [Wanted(PRESETS["thumb"], "jpg")]


def reason(source: Any) -> Failure:
    with pytest.raises(RenderError) as caught:
        render_all(source, WANTED, focal=None, xmp=None)
    assert caught.value.reason.value in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    "content", [b"", b"hello, I am a text file named .jpg", b"\xff\xd8\xff", b"GIF89a", b"%PDF-1.7"]
)
def test_no_picture(content: bytes) -> None:
    assert reason(io.BytesIO(content)) is Failure.NOT_A_PICTURE


@pytest.mark.parametrize("kind", ["GIF", "BMP", "PPM"])
def test_only_decoders_of_accepted_kinds_run(kind: str) -> None:
    assert reason(file(photo(), kind)) is Failure.NOT_A_PICTURE


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_file_gives_nothing(kind: str, share: float) -> None:
    data = file(photo(1500, 1000), kind).getvalue()
    found = reason(io.BytesIO(data[: int(len(data) * share)]))
    assert found in (
        {Failure.TRUNCATED} if kind == "JPEG" else {Failure.TRUNCATED, Failure.DAMAGED, Failure.NOT_A_PICTURE}
    )


def test_a_progressive_jpeg_cut_off() -> None:
    data = file(photo(1500, 1000), progressive=True).getvalue()
    assert reason(io.BytesIO(data[: len(data) // 2])) is Failure.TRUNCATED


@pytest.mark.parametrize("place", [0, 500, 90_000])
def test_damaged_pixels(place: int) -> None:
    data = bytearray(file(photo(), "PNG").getvalue())
    start = data.index(b"IDAT") + 4 + place
    data[start : start + 40] = b"\0" * 40
    assert reason(io.BytesIO(bytes(data))) in {Failure.DAMAGED, Failure.TRUNCATED}


def test_too_many_pixels(settings: Any) -> None:
    settings.IMAGE_MAX_PIXELS = 600 * 400 - 1
    assert reason(file(photo(600, 400))) is Failure.TOO_MANY_PIXELS
    settings.IMAGE_MAX_PIXELS = 600 * 400
    assert render_all(file(photo(600, 400)), WANTED, focal=None, xmp=None)


def test_a_bomb_is_refused_by_its_header() -> None:
    """A PNG of a few bytes that says it is 60,000 pixels square."""
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    ending = b"\0\0\0\0IEND" + zlib.crc32(b"IEND").to_bytes(4, "big")
    assert reason(io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk + ending)) is Failure.TOO_MANY_PIXELS


def test_a_file_that_is_not_there_is_not_a_bad_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render_all(tmp_path / "none.jpg", WANTED, focal=None, xmp=None)


def test_a_storage_that_fails_is_not_a_bad_picture() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2000:
                raise OSError(5, "Input/output error")
            return super().read(min(size or 1000, 1000) if size and size > 0 else 1000)

    with pytest.raises(OSError, match="Input/output"):
        render_all(Failing(file(photo(1500, 1000)).getvalue()), WANTED, focal=None, xmp=None)


def test_a_phones_mpo_is_read_by_its_first_picture() -> None:
    buffer = io.BytesIO()
    photo().save(buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (600, 400), "red")], quality=95)
    (from_mpo,) = render_all(buffer, WANTED, focal=None, xmp=None)
    (from_jpeg,) = render_all(file(photo()), WANTED, focal=None, xmp=None)
    assert from_mpo == from_jpeg
