"""What we write is what exiftool reads."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from media_library.metadata import Outgoing, embed, packet, read
from media_library.metadata.text import TEXT_LIMIT

from .camera_files import camera_jpeg, picture, xmp_packet
from .conftest import ExifTool, in_language
from .other_files import picture_file
from .samples import TITLES, full, without_position

OLD_IIM = [(5, "Old title"), (120, "Old caption"), (25, "old")]


def test_every_field_in_every_language(exiftool: ExifTool) -> None:
    tags = exiftool.tags(embed(camera_jpeg(), packet(full()), keep_location=True))
    expected = {
        "XMP-photoshop:Headline": "Dawn over Quy Nhon harbour",
        "XMP-dc:Subject": ["bến cảng", "harbour", "港口"],
        "XMP-dc:Creator": ["Nguyễn Thị Ánh", "Trần Đức"],
        "XMP-photoshop:Credit": "Gia Lai Province / Nguyễn Thị Ánh",
        "XMP-photoshop:Source": "Gia Lai Province",
        "XMP-dc:Rights": "© Tỉnh Gia Lai",
        "XMP-dc:Rights-en": "© Gia Lai Province",
        "XMP-xmpRights:UsageTerms": "Được dùng cho báo chí.",
        "XMP-xmpRights:UsageTerms-en": "For editorial use.",
        "XMP-xmpRights:WebStatement": "https://example.test/licences/press",
        "XMP-xmpRights:Marked": True,
        "XMP-plus:Licensor": [{"LicensorName": "Gia Lai Province", "LicensorURL": "https://example.test/licensing"}],
        "XMP-photoshop:Instructions": "Credit as given.",
        "XMP-photoshop:DateCreated": "2025:04:30 05:42:07+07:00",
        "XMP-iptcCore:Location": "Cảng Quy Nhơn",
        "XMP-photoshop:City": "Quy Nhơn",
        "XMP-photoshop:State": "Gia Lai",
        "XMP-photoshop:Country": "Việt Nam",
        "XMP-iptcCore:CountryCode": "VNM",
        "XMP-exif:GPSLatitude": pytest.approx(13.776312, abs=1e-7),
        "XMP-exif:GPSLongitude": pytest.approx(109.240987, abs=1e-7),
        "XMP-iptcExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        "XMP-iptcExt:DigitalImageGUID": "urn:uuid:0b9c0f0a-6f0e-4d0f-9f0b-2b8f5a3c1d2e",
    }
    for name, value in expected.items():
        assert tags[name] == value, name
    # exiftool prints PLUS values by their last part, in letters of its own for the oldest ones
    assert tags["XMP-plus:ModelReleaseStatus"].endswith("MR-NAP")
    assert tags["XMP-plus:PropertyReleaseStatus"].endswith("PR-UPR")
    assert tags["XMP-plus:DataMining"].endswith("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING")
    alternatives = {
        "XMP-dc:Title": "",
        "XMP-iptcCore:AltTextAccessibility": " (alt)",
        "XMP-iptcCore:ExtDescrAccessibility": " (ext)",
    }
    for name, suffix in alternatives.items():
        assert tags[name] == TITLES["vi"] + suffix
        for tag, text in TITLES.items():
            assert in_language(tags, name, tag) == text + suffix
    for tag, text in TITLES.items():
        assert in_language(tags, "XMP-dc:Description", tag) == f"{text}.\n{text} <&> “2025”."


def test_legacy_iim_is_utf8_and_in_step(exiftool: ExifTool) -> None:
    tags = exiftool.tags(embed(camera_jpeg(iim=OLD_IIM), packet(without_position()), keep_location=False))
    expected = {
        "IPTC:CodedCharacterSet": "\x1b%G",
        "IPTC:ObjectName": TITLES["en"],
        "IPTC:Headline": "Dawn over Quy Nhon harbour",
        "IPTC:By-line": ["Nguyễn Thị Ánh", "Trần Đức"],
        "IPTC:CopyrightNotice": "© Gia Lai Province",
        "IPTC:Keywords": ["bến cảng", "harbour", "港口"],
        "IPTC:DateCreated": "2025:04:30",
        "IPTC:TimeCreated": "05:42:07+07:00",
        "IPTC:Sub-location": "Cảng Quy Nhơn",
        "IPTC:City": "Quy Nhơn",
        "IPTC:Province-State": "Gia Lai",
        "IPTC:Country-PrimaryLocationCode": "VNM",
        "IPTC:Country-PrimaryLocationName": "Việt Nam",
        "IPTC:SpecialInstructions": "Credit as given.",
        "IPTC:Credit": "Gia Lai Province / Nguyễn Th",
    }
    for name, value in expected.items():
        assert tags[name] == value, name
    assert tags["IPTC:Caption-Abstract"].startswith(TITLES["en"])
    assert tags["Photoshop:IPTCDigest"] == tags["File:CurrentIPTCDigest"]
    assert tags["IFD0:Artist"] == "Nguyễn Thị Ánh; Trần Đức"
    assert tags["IFD0:Copyright"] == "© Gia Lai Province"


@pytest.mark.parametrize(("language", "title"), [("vi", "vi"), ("km", "km"), ("fr", "vi")])
def test_iim_speaks_the_language_asked_for_or_the_working_one(exiftool: ExifTool, language: str, title: str) -> None:
    out = embed(camera_jpeg(), packet(without_position()), keep_location=False, iim=language)
    written = exiftool.tags(out)["IPTC:ObjectName"]
    assert TITLES[title].startswith(written)
    assert len(written.encode()) <= 64


def test_without_iim_the_old_one_is_gone_too(exiftool: ExifTool) -> None:
    out = embed(camera_jpeg(iim=OLD_IIM), packet(without_position()), keep_location=False, iim=None)
    assert not [name for name in exiftool.tags(out) if name.startswith("IPTC:")]


def test_old_texts_leave_no_trace() -> None:
    old = "Chú thích chưa duyệt"
    source = camera_jpeg(iim=[(120, old)], xmp=xmp_packet(description={"x-default": old}), description=old, artist=old)
    assert source.count(old.encode()) == 4
    assert old.encode() not in embed(source, packet(without_position()), keep_location=False)


@pytest.mark.parametrize("progressive", [False, True])
def test_files_are_valid(exiftool: ExifTool, progressive: bool) -> None:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(picture(320, 240))).save(buffer, "JPEG", progressive=progressive)
    for source in (camera_jpeg(gps=(13.7, 109.2), iim=OLD_IIM), buffer.getvalue()):
        for keep in (False, True):
            out = embed(source, packet(without_position()), keep_location=keep)
            assert exiftool.complaints(out) == "OK"


def test_a_packet_of_more_than_64_kb_goes_into_extended_xmp(exiftool: ExifTool) -> None:
    long = {tag: (text + " ") * 300 for tag, text in TITLES.items()}
    said = packet(replace(without_position(), description=long, ext_descr=long))
    assert len(said) > 2 * 65_536
    out = embed(camera_jpeg(), said, keep_location=False)
    tags = exiftool.tags(out)
    assert "ExifTool:Warning" not in tags
    assert tags["XMP-xmpNote:HasExtendedXMP"]
    assert tags["XMP-dc:Title-lo"] == TITLES["lo"]
    for tag, text in long.items():
        assert in_language(tags, "XMP-dc:Description", tag).strip() == text.strip()
        assert in_language(tags, "XMP-iptcCore:ExtDescrAccessibility", tag).strip() == text.strip()
    again = embed(out, packet(without_position()), keep_location=False)
    assert b"http://ns.adobe.com/xmp/extension/" not in again


def test_one_text_of_more_than_64_kb(exiftool: ExifTool) -> None:
    long = "dài " * 30_000
    out = embed(camera_jpeg(), packet(Outgoing(description={"vi": long})), keep_location=False)
    assert exiftool.tags(out)["XMP-dc:Description"] == long.strip()
    assert read(out).description["vi"] == long[:TEXT_LIMIT].strip()


def test_other_image_resources_stay(exiftool: ExifTool) -> None:
    kept = [(0x040B, b"https://example.test/"), (0x0414, b"\0\0\0\2"), (0x040D, b"\0\0\0\x1e")]
    gone = [(0x040C, b"old thumbnail"), (0x0422, b"II*\0 exif with gps"), (0x0424, b"<x:xmpmeta old/>")]
    source = camera_jpeg(iim=OLD_IIM, resources=[*kept, *gone])
    out = embed(source, packet(without_position()), keep_location=False)
    tags = exiftool.tags(out)
    assert tags["Photoshop:URL"] == "https://example.test/"
    assert tags["Photoshop:GlobalAngle"] == 30
    assert tags["IPTC:ObjectName"] == TITLES["en"]
    for _, data in gone:
        assert data not in out


def test_image_resources_over_64_kb_are_split_as_photoshop_does(exiftool: ExifTool) -> None:
    resources = [(0x0FA0 + number, bytes([number]) * 30_000) for number in range(4)]
    source = camera_jpeg(resources=resources[:2])
    marker = source.index(b"Photoshop 3.0\0") - 4
    end = marker + 2 + int.from_bytes(source[marker + 2 : marker + 4], "big")
    more = camera_jpeg(resources=resources[2:])
    start = more.index(b"Photoshop 3.0\0") - 4
    second = more[start : start + 2 + int.from_bytes(more[start + 2 : start + 4], "big")]
    out = embed(source[:end] + second + source[end:], packet(without_position()), keep_location=False)
    assert out.count(b"Photoshop 3.0\0") == 2
    for _, data in resources:
        assert out.replace(b"\xff\xed", b"").count(data[:1000]) >= 1
    tags = exiftool.tags(out)
    assert tags["IPTC:ObjectName"] == TITLES["en"]
    assert tags["Photoshop:IPTCDigest"] == tags["File:CurrentIPTCDigest"]
    assert "ExifTool:Warning" not in tags


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_png_and_webp(exiftool: ExifTool, kind: str) -> None:
    suffix = f".{kind.lower()}"
    source = picture_file(kind, gps=True)
    assert exiftool.tags(source, suffix)["GPS:GPSLatitude"]
    out = embed(source, packet(without_position()), keep_location=False)
    tags = exiftool.tags(out, suffix)
    for tag, text in TITLES.items():
        assert in_language(tags, "XMP-dc:Title", tag) == text
    assert tags["IFD0:Orientation"] == 6
    assert not [name for name in tags if "GPS" in name]
    assert exiftool.complaints(out, suffix) == "OK"
    kept = exiftool.tags(embed(source, packet(full()), keep_location=True), suffix)
    assert kept["GPS:GPSLatitude"] == pytest.approx(13.7763)
    assert kept["XMP-exif:GPSLatitude"] == pytest.approx(13.776312)


def test_a_sidecar_is_the_packet_itself(exiftool: ExifTool) -> None:
    tags = exiftool.tags(packet(full()), ".xmp")
    assert tags["XMP-dc:Title-km"] == TITLES["km"]
    assert exiftool.complaints(packet(full()), ".xmp") == "OK"


def test_an_empty_statement_is_a_valid_packet(exiftool: ExifTool) -> None:
    out = embed(camera_jpeg(), packet(Outgoing()), keep_location=False)
    assert exiftool.complaints(out) == "OK"
