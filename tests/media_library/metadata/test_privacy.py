"""What leaves tells nothing that nobody approved, and shows exactly the picture that came in."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from media_library.metadata import MetadataError, UnsupportedContainer, embed, packet, read
from media_library.metadata.errors import Journal
from media_library.metadata.sanitise import EXIF_KEPT, MAIN_KEPT, ExifText, sanitise
from media_library.metadata.tiff import Entry, Tiff, build, parse

from .camera_files import (
    BODY_SERIAL,
    LENS_SERIAL,
    MAKER_NOTE_MARK,
    OWNER_NAME,
    camera_jpeg,
    picture,
    segment,
    xmp_packet,
)
from .conftest import ExifTool
from .other_files import picture_file
from .samples import full, without_position

GPS_IN_XMP = "<exif:GPSLatitude>13,46.5N</exif:GPSLatitude><exif:GPSLongitude>109,14.4E</exif:GPSLongitude>"
SAID = packet(without_position())


def private_file() -> bytes:
    """A file with something private in every place that cameras and telephones found for it."""
    return camera_jpeg(
        orientation=6,
        gps=(13.776, 109.24),
        xmp=xmp_packet(extra=GPS_IN_XMP),
        iim=[(120, "old")],
        trailer=camera_jpeg(64, 48, gps=(13.776, 109.24), seed=9) + b"ftypmp42 GPS of the film",
    )


def coded_picture(data: bytes) -> bytes:
    """From the first SOS to the first EOI."""
    at = 2
    while data[at + 1] != 0xDA:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data[at : data.index(b"\xff\xd9", at) + 2]


def test_position_serials_maker_note_owner_and_thumbnail_are_gone(exiftool: ExifTool) -> None:
    before = exiftool.tags(private_file())
    assert before["Canon:SerialNumber"]
    assert before["IFD1:ThumbnailLength"]
    out = embed(private_file(), SAID, keep_location=False)
    after = exiftool.tags(out)
    for word in ("GPS", "Serial", "Owner", "Thumbnail", "Canon:", "Preview", "Software"):
        assert not [name for name in after if word in name], word
    for secret in (BODY_SERIAL, LENS_SERIAL, OWNER_NAME):
        assert secret.encode() not in out
    assert MAKER_NOTE_MARK not in out
    assert out.endswith(b"\xff\xd9")
    assert exiftool.complaints(out) == "OK"


def test_what_the_picture_needs_stays(exiftool: ExifTool) -> None:
    before, after = (exiftool.tags(data) for data in (private_file(), embed(private_file(), SAID, keep_location=False)))
    for name in (
        *("IFD0:Orientation", "IFD0:Make", "IFD0:Model", "IFD0:XResolution", "IFD0:YCbCrPositioning"),
        *("ExifIFD:ExposureTime", "ExifIFD:FNumber", "ExifIFD:ISO", "ExifIFD:FocalLength"),
        *("ExifIFD:ExposureCompensation", "ExifIFD:ColorSpace", "ExifIFD:LensModel"),
        *("ExifIFD:DateTimeOriginal", "ExifIFD:OffsetTimeOriginal", "ExifIFD:SubSecTimeOriginal"),
    ):
        assert after[name] == before[name], name


def test_only_a_published_position_stays(exiftool: ExifTool) -> None:
    out = embed(private_file(), SAID, keep_location=True)
    tags = exiftool.tags(out)
    assert tags["GPS:GPSLatitude"] == pytest.approx(13.776)
    assert tags["Composite:GPSPosition"]
    assert "GPS:GPSSpeed" not in tags
    assert "XMP-exif:GPSLatitude" not in tags
    assert BODY_SERIAL.encode() not in out


def test_a_packet_that_names_a_position_is_refused_unless_it_is_published() -> None:
    with pytest.raises(ValueError, match="position"):
        embed(private_file(), packet(full()), keep_location=False)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_pixels_are_untouched(progressive: bool, mode: str) -> None:
    buffer = io.BytesIO()
    image = Image.open(io.BytesIO(picture(320, 240, seed=4))).convert(mode)
    image.save(buffer, "JPEG", progressive=progressive, quality=92, comment=b"private remark")
    source = buffer.getvalue()
    out = embed(source, SAID, keep_location=False)
    scan = source.index(b"\xff\xda")
    assert out.endswith(source[scan:])
    assert b"private remark" not in out
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(out))), np.asarray(Image.open(io.BytesIO(source))))


def test_a_camera_s_scan_is_the_same_octets() -> None:
    source = private_file()
    out = embed(source, SAID, keep_location=False)
    assert coded_picture(out) == coded_picture(source)
    assert out.endswith(coded_picture(source))


def test_restart_markers_belong_to_the_scan() -> None:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(picture(320, 240))).save(buffer, "JPEG", restart_marker_rows=1)
    source = buffer.getvalue()
    assert b"\xff\xd3" in source
    assert coded_picture(embed(source, SAID, keep_location=False)) == coded_picture(source)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"lossless": False}),
        ("WEBP", {"lossless": True, "exif": False}),
        ("WEBP", {"lossless": False, "exif": False}),
    ],
)
def test_png_and_webp_pixels_are_untouched(kind: str, options: dict[str, Any]) -> None:
    with_exif = options.get("exif", True)
    source = picture_file(kind, gps=True, **{"exif": with_exif, **options})
    out = embed(source, SAID, keep_location=False)
    assert b"PNG-SERIAL" not in out
    before, after = (Image.open(io.BytesIO(data)) for data in (source, out))
    assert after.size == before.size
    assert np.array_equal(np.asarray(after), np.asarray(before))
    assert read(out).title["en"] == "Dawn over Quy Nhon harbour"
    assert read(out).orientation == (6 if with_exif else 1)
    assert embed(out, SAID, keep_location=False) == out


def test_webp_with_transparency_keeps_it() -> None:
    for options in ({"lossless": True}, {"lossless": False}, {"lossless": True, "exact": True}):
        buffer = io.BytesIO()
        image = Image.new("RGBA", (33, 17), (200, 20, 20, 80))
        image.putpixel((3, 3), (0, 255, 0, 255))
        image.save(buffer, "WEBP", **options)
        out = embed(buffer.getvalue(), SAID, keep_location=False)
        after = Image.open(io.BytesIO(out))
        assert after.mode == "RGBA"
        before = Image.open(io.BytesIO(buffer.getvalue()))
        assert np.array_equal(np.asarray(after), np.asarray(before))


def test_animations_keep_their_frames() -> None:
    frames = [Image.new("RGB", (20, 20), (step * 80, 10, 10)) for step in range(3)]
    for kind in ("PNG", "WEBP"):
        buffer = io.BytesIO()
        frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=50)
        out = Image.open(io.BytesIO(embed(buffer.getvalue(), SAID, keep_location=False)))
        assert getattr(out, "n_frames", 1) == 3


def test_png_text_chunks_are_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Private Person")
    info.add_itxt("Comment", "Private remark")
    source = picture_file("PNG", pnginfo=info)
    out = embed(source, SAID, keep_location=False)
    assert b"Private Person" in source
    assert b"Private" not in out


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_colour_profile_stays(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = picture_file(kind, icc_profile=profile)
    out = embed(source, SAID, keep_location=False)
    assert Image.open(io.BytesIO(out)).info["icc_profile"] == profile


def test_other_application_segments_go_and_jfif_loses_its_thumbnail() -> None:
    source = picture(64, 48)
    jfif_end = 4 + int.from_bytes(source[4:6], "big")
    thumbnail = b"JFIF\0\1\2\0\0\1\0\1\x02\x02" + b"thumb-pixels"
    private = b"".join(segment(marker, b"private segment %02x" % marker) for marker in (*range(0xE1, 0xF0), 0xFE))
    odd = b"\xff\xd8" + segment(0xE0, thumbnail) + private + source[jfif_end:]
    out = embed(odd, SAID, keep_location=False)
    assert b"private segment" not in out
    assert b"thumb-pixels" not in out
    assert Image.open(io.BytesIO(out)).size == (64, 48)


def test_embedding_is_deterministic_and_settles() -> None:
    once = embed(private_file(), SAID, keep_location=True)
    assert once == embed(private_file(), SAID, keep_location=True)
    assert once == embed(once, SAID, keep_location=True)


@pytest.mark.parametrize("kind", ["GIF"])
def test_what_is_not_written_is_named_for_the_sidecar(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16)).save(buffer, kind)
    with pytest.raises(UnsupportedContainer) as caught:
        embed(buffer.getvalue(), SAID, keep_location=False)
    assert caught.value.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_breaks_off_is_refused(kind: str) -> None:
    data = picture_file(kind, exif=False)
    with pytest.raises(MetadataError):
        embed(data[: 24 if kind != "JPEG" else 60], SAID, keep_location=False)


@pytest.mark.parametrize("bad", [b"", b"<x", b"<!DOCTYPE x><x/>", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"])
def test_a_packet_that_is_none_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError, match="packet"):
        embed(picture(32, 32), bad, keep_location=False)


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_survive_sanitising(exiftool: ExifTool, order: str) -> None:
    name = "II" if order == "<" else "MM"
    source = exiftool.written(
        picture(64, 48),
        *("-EXIF:Make=X", "-EXIF:Orientation#=3", "-EXIF:FNumber=5.6", "-EXIF:InteropIndex=R03"),
        *("-EXIF:GPSLatitude=5", "-EXIF:SerialNumber=42", "-EXIF:UserComment=private"),
        f"-ExifByteOrder={name}",
    )
    tags = exiftool.tags(embed(source, SAID, keep_location=False))
    assert tags["File:ExifByteOrder"] == name
    assert tags["IFD0:Orientation"] == 3
    assert tags["ExifIFD:FNumber"] == 5.6
    assert tags["InteropIFD:InteropIndex"] == "R03"
    assert "ExifIFD:UserComment" not in tags


def test_unreadable_exif_is_dropped() -> None:
    assert sanitise(b"garbage", keep_location=True, text=ExifText("a")) == b""
    assert sanitise(b"II*\0\xff\xff\xff\xff", keep_location=True, text=ExifText("a")) == b""


def test_sanitised_exif_fits_a_segment_whatever_it_was() -> None:
    huge = Tiff("<", {tag: Entry(7, 512, b"x" * 512) for tag in MAIN_KEPT})
    huge.exif = {tag: Entry(7, 512, b"x" * 512) for tag in EXIF_KEPT}
    text = ExifText("ệ" * 5000, "ệ" * 5000, "ệ" * 5000)
    out = sanitise(build(huge), keep_location=True, text=text)
    assert len(out) < 65_000
    assert parse(out, Journal()) is not None


def test_nothing_but_the_result_is_copied() -> None:
    source = camera_jpeg(2400, 1600)
    tracemalloc.start()
    out = embed(source, SAID, keep_location=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(out) * 1.2
