"""Files on their way in: good ones become drafts, others are named with their reason, none is half in."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from media_library.ingest import Accepted, Duplicate, Refused, ingest
from media_library.models import Asset, Photo
from tests.media_library import factories
from tests.media_library.metadata.camera_files import camera_jpeg

pytestmark = pytest.mark.django_db


def take(data: bytes, name: str = "DSC_1.jpg") -> Any:
    return ingest(io.BytesIO(data), name, province=factories.province(), actor=None)


def test_a_text_file_named_jpg_is_refused() -> None:
    outcome = take(b"just some words", "notes.jpg")
    assert isinstance(outcome, Refused)
    assert outcome.name == "notes.jpg"
    assert outcome.reason
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0" + b"\0" * 40,
        b"GIF89a" + b"\0" * 20,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\0" * 4096,
    ],
)
def test_broken_beginnings_are_refused(data: bytes) -> None:
    assert isinstance(take(data), Refused)
    assert not Asset.objects.exists()


def test_a_truncated_picture_is_refused() -> None:
    whole = factories.jpeg(1600, 1200)
    assert isinstance(take(whole[: len(whole) // 2]), Refused)


def test_too_many_pixels(settings: Any) -> None:
    settings.IMAGE_MAX_PIXELS = 100_000
    assert isinstance(take(factories.jpeg(900, 600)), Refused)


def test_too_big(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    assert isinstance(take(factories.jpeg()), Refused)


def test_a_bomb_is_refused_without_being_decoded() -> None:
    """A PNG of 50,000 × 50,000 pixels in a few hundred kilobytes."""
    header = io.BytesIO()
    Image.new("1", (8, 8)).save(header, "PNG")
    data = bytearray(header.getvalue())
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    assert isinstance(take(bytes(data), "bomb.png"), Refused)


def test_the_same_bytes_are_recognised_under_any_name() -> None:
    data = factories.jpeg()
    first, second = take(data), take(data, "copy.JPG")
    assert isinstance(first, Accepted)
    assert isinstance(second, Duplicate)
    assert second.of.pk == first.photo.pk
    assert Photo.objects.count() == 1


def test_names_are_cleaned() -> None:
    outcome = take(factories.jpeg(), "C:\\Ảnh\\../..\\Bình minh\x00.JPG")
    assert isinstance(outcome, Accepted)
    assert outcome.name == "Bình minh.JPG"
    assert outcome.photo.title_vi == "Bình minh"


def test_what_the_camera_wrote_fills_the_fields() -> None:
    data = camera_jpeg(
        1200,
        800,
        orientation=6,
        gps=(20.91, 107.18),
        taken_at=datetime(2019, 5, 4, 6, 15),
        iim=[
            (105, "Vịnh Hạ Long"),
            (120, "Bình minh trên vịnh"),
            (80, "Trần Văn Bình"),
            (110, "Báo Quảng Ninh"),
            (25, "biển"),
            (25, "du lịch"),
            (90, "Hạ Long"),
        ],
    )
    outcome = take(data)
    assert isinstance(outcome, Accepted), outcome
    photo = Photo.objects.get(pk=outcome.photo.pk)
    assert photo.caption_vi == "Bình minh trên vịnh"
    assert photo.creator == "Trần Văn Bình"
    assert photo.credit_line == "Báo Quảng Ninh"
    assert photo.keywords == "biển, du lịch"
    assert photo.place_vi == "Hạ Long"
    assert photo.taken_at is not None and photo.taken_at.year == 2019
    assert photo.latitude == pytest.approx(20.91, abs=1e-3)
    assert photo.source_metadata
    assert (photo.width, photo.height) == (800, 1200)
    assert not photo.live and photo.approved_at is None
    assert photo.revisions.count() == 1


def test_a_picture_of_2019_keeps_the_name_valid_then() -> None:
    """Bình Định became part of Gia Lai in 2025."""
    data = camera_jpeg(600, 400, taken_at=datetime(2019, 5, 4), iim=[(95, "Bình Định"), (120, "Cảng Quy Nhơn")])
    gia_lai = factories.province("52")
    outcome = ingest(io.BytesIO(data), "a.jpg", province=gia_lai, actor=None)
    assert isinstance(outcome, Accepted)
    assert outcome.photo.historic_province is not None
    assert outcome.photo.historic_province.name_vi == "Bình Định"
    assert outcome.photo.province == gia_lai


def test_a_picture_of_now_names_the_province_in_force() -> None:
    data = camera_jpeg(600, 400, taken_at=datetime(2026, 5, 4), iim=[(95, "Gia Lai")])
    outcome = ingest(io.BytesIO(data), "a.jpg", province=factories.province("52"), actor=None)
    assert isinstance(outcome, Accepted)
    assert outcome.photo.historic_province is None


def test_the_command_puts_every_file_in_one_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = factories.jpeg()
    (tmp_path / "a.jpg").write_bytes(data)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.jpg").write_bytes(data)
    (tmp_path / "c.jpg").write_text("no picture")
    (tmp_path / "d.png").write_bytes(b"")
    missing = tmp_path / "missing.jpg"
    call_command("import_assets", str(tmp_path), str(missing), "--json")
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"accepted", "duplicates", "refused"}
    listed = [entry["path"] for entries in report.values() for entry in entries]
    assert sorted(listed) == sorted(
        str(tmp_path / name) for name in ("a.jpg", "sub/b.jpg", "c.jpg", "d.png", "missing.jpg")
    )
    assert len(report["accepted"]) == 1 and len(report["duplicates"]) == 1
    assert report["duplicates"][0]["of"] == report["accepted"][0]["id"]
