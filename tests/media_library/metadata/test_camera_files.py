"""The files that other tests rest on are what they claim to be."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from .camera_files import BODY_SERIAL, MAKER_NOTE_MARK, camera_jpeg, xmp_packet
from .conftest import ExifTool


def test_a_camera_file_is_valid_and_says_what_was_asked(exiftool: ExifTool) -> None:
    data = camera_jpeg(
        300,
        200,
        orientation=8,
        gps=(-13.25, 109.5),
        iim=[(5, "Bến cảng"), (25, "một"), (25, "hai")],
        xmp=xmp_packet(title={"x-default": "Cảng", "lo": "ທ່າ"}, creator=["Ánh"]),
        description="Mô tả",
    )
    tags = exiftool.tags(data)
    assert exiftool.complaints(data) == "OK"
    assert (tags["File:ImageWidth"], tags["File:ImageHeight"]) == (300, 200)
    assert tags["IFD0:Orientation"] == 8
    assert tags["Composite:GPSLatitude"] == pytest.approx(-13.25)
    assert tags["IPTC:Keywords"] == ["một", "hai"]
    assert tags["XMP-dc:Title-lo"] == "ທ່າ"
    assert tags["ExifIFD:SerialNumber"] == BODY_SERIAL
    assert tags["ExifIFD:DateTimeOriginal"] == "2024:04:30 06:15:42"
    assert MAKER_NOTE_MARK in data


def test_seeds_draw_different_pictures_and_the_same_seed_the_same() -> None:
    assert camera_jpeg(64, 48, seed=1) == camera_jpeg(64, 48, seed=1)
    assert camera_jpeg(64, 48, seed=1) != camera_jpeg(64, 48, seed=2)
    assert Image.open(io.BytesIO(camera_jpeg(64, 48, trailer=b"film"))).getexif()[0x0112] == 1


def test_a_bare_file_has_no_metadata(exiftool: ExifTool) -> None:
    tags = exiftool.tags(camera_jpeg(64, 48, exif=False))
    assert not [name for name in tags if name.split(":")[0] in ("IFD0", "ExifIFD", "IPTC", "XMP-dc", "JFIF")]
